"""What a unit says against a remit, turned into clean arguments. What the line types stands in its own desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ContestForm(forms.Form):
    """Why a remit is not the unit's."""

    claim = forms.CharField(
        label=_("为什么不归本单位"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("写明依据：三定方案、文件、以往裁定"),
    )
