"""What is filled in about messages: where somebody is reached, whose programme is told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.departments.models import Unit


class ReachForm(forms.Form):
    """Where one person is reached."""

    telephone = forms.CharField(
        label=_("手机"), required=False, max_length=15, help_text=_("收短信的号码；不写就不发短信")
    )
    mailbox = forms.CharField(
        label=_("邮箱"), required=False, max_length=254, help_text=_("不写就不发邮件")
    )


class HookForm(forms.Form):
    """A programme that is to be told."""

    name = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("是谁的系统，例如“市政局工单系统”")
    )
    address = forms.CharField(
        label=_("地址"), max_length=500, help_text=_("以 https:// 开头；只有本机可以用 http://")
    )
    unit = forms.ModelChoiceField(
        label=_("推送给谁的"), queryset=Unit.objects.none(), required=False,
        empty_label=_("所有承办单位"), help_text=_("选了单位，就只推送给它和它下级的"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.in_service().order_by("name")


class StopForm(forms.Form):
    """Why a programme is told nothing any more."""

    why = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea({"rows": 2}))
