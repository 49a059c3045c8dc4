"""What a citizen may send: number and code, and what each act asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.disputes.life import About
from hotline.followups.life import Liking

MOST = 1000


class LookUpForm(forms.Form):
    """Which case."""

    number = forms.CharField(
        label=_("工单号"), max_length=40, error_messages={"required": _("请填工单号。")}
    )
    code = forms.CharField(
        label=_("查询码"), max_length=20, error_messages={"required": _("请填查询码。")}
    )


class ReceiptForm(forms.Form):
    """Which application."""

    code = forms.CharField(
        label=_("查询码"), max_length=20, error_messages={"required": _("请填查询码。")}
    )


class PlainForm(forms.Form):
    """An act that asks for nothing."""


class UrgeForm(forms.Form):
    """A word beside the urging, if there is one."""

    words = forms.CharField(label=_("想说什么（可以不写）"), max_length=MOST, required=False)


class WordForm(forms.Form):
    """A word more."""

    words = forms.CharField(
        label=_("补充什么"), max_length=MOST, error_messages={"required": _("请写一句。")}
    )


class DisputeForm(forms.Form):
    """What is wrong with the bill or was damaged, and what the citizen wants."""

    about_what = forms.TypedChoiceField(
        choices=About.choices,
        coerce=About,
        error_messages={"required": _("请先点一个：价格、损坏还是没做好。")},
    )
    asked = forms.DecimalField(
        min_value=0, max_value=1_000_000, max_digits=9, decimal_places=2, required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            _("金额请写数字，例如 80 或 80.50。"),
        ),
    )  # fmt: skip
    words = forms.CharField(max_length=MOST, error_messages={"required": _("请写一句，哪里不对。")})


class NotDoneForm(forms.Form):
    """What is not yet right."""

    words = forms.CharField(label=_("哪里没办好（可以不写）"), max_length=MOST, required=False)


FACES = ((Liking.CONTENT, _("满意"), "good"), (Liking.SO_SO, _("一般"), "fair"), (Liking.NOT, _("不满意"), "bad"))  # fmt: skip
"""As many answers as an old hand can hit."""


class RateForm(forms.Form):
    """How it was; one answer is enough."""

    outcome = forms.ChoiceField(
        choices=[(value, word) for value, word, _icon in FACES],
        error_messages={"required": _("请先点一个：满意、一般还是不满意。")},
    )
    attitude = forms.ChoiceField(
        choices=[(value, word) for value, word, _icon in FACES], required=False
    )
    speed = forms.ChoiceField(
        choices=[(value, word) for value, word, _icon in FACES], required=False
    )
    words = forms.CharField(max_length=MOST, required=False)

    def clean(self) -> dict[str, Any]:
        """Return only what was answered."""
        given: dict[str, Any] = super().clean() or {}
        likings = {
            name: Liking(given[name])
            for name in ("outcome", "attitude", "speed")
            if given.get(name)
        }
        return likings | {"words": given.get("words", "")}
