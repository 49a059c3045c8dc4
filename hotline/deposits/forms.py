"""What somebody fills in about a deposit, turned into clean arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _yuan(label: Any, least: float = 0.01) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=least,
        max_value=1_000_000,
        max_digits=9,
        decimal_places=2,
    )


def _why(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea({"rows": 2}))


class AgreeForm(forms.Form):
    """How much a provider leaves with the line."""

    yuan = _yuan(_("约定保证金（元）"), least=0)


class PayInForm(forms.Form):
    """What was paid, and what shows it."""

    amount = _yuan(_("金额（元）"))
    why = _why(_("凭据（收据号、转账记录）"))


class DrawForm(forms.Form):
    """What is to be drawn, and why."""

    amount = _yuan(_("金额（元）"))
    why = _why(_("理由"))


class ReverseForm(forms.Form):
    """Why an entry is wrong."""

    why = _why(_("哪里记错了"))
