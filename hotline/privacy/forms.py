"""What people type about somebody who wants to be forgotten, turned into clean arguments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.callers.models import Caller

from . import queries


class AskForm(forms.Form):
    """Whom it is about, and how it was made sure."""

    whom = forms.CharField(
        label=_("电话号码或工单号"),
        max_length=40,
        error_messages={"required": _("请填电话号码或工单号。")},
    )
    why = forms.CharField(
        label=_("谁来申请，怎样核实的身份"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("请写明谁来申请、怎样核实的身份。")},
    )

    def clean_whom(self) -> Caller:
        """Return the caller that is meant."""
        caller = queries.meant(self.cleaned_data["whom"])
        if caller is None:
            raise forms.ValidationError(_("没有找到这位来电人，请核对号码或工单号。"))
        return caller
