"""Turning what was sent about a call into clean arguments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .breaks import Break
from .models import Outcome, Phone


class ConcludeForm(forms.Form):
    """What a call was that became no case."""

    outcome = forms.TypedChoiceField(label=_("没有记单"), choices=Outcome.choices, coerce=Outcome)


class SeatForm(forms.Form):
    """What rings at somebody's seat."""

    phone = forms.TypedChoiceField(
        label=_("用哪部电话"), choices=Phone.choices, coerce=Phone, required=False, empty_value=None
    )
    outside = forms.CharField(label=_("外部电话号码"), max_length=30, required=False)


class BreakForm(forms.Form):
    """Why somebody takes a break."""

    why = forms.TypedChoiceField(
        label=_("原因"), choices=Break.choices, coerce=Break, required=False, empty_value=None
    )
