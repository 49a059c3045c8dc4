"""Turning what was sent about a call into clean arguments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Outcome


class ConcludeForm(forms.Form):
    """What a call was that became no case."""

    outcome = forms.TypedChoiceField(label=_("没有记单"), choices=Outcome.choices, coerce=Outcome)
