"""Turning what was sent about a call under way into clean arguments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class KeysForm(forms.Form):
    """Keys for the far end."""

    digits = forms.CharField(label=_("按键"), max_length=30)


class NoteForm(forms.Form):
    """A word about a call."""

    text = forms.CharField(
        label=_("备注"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
