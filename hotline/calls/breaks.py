"""Why a seat takes no calls: the reasons of a break, and the words for what the house set it aside for."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PHONE_LOST = "phone_lost"
"""The telephone is no longer registered with the switch."""


class Break(TextChoices):
    """For what an operator takes a break."""

    MEAL = "meal", gettext_lazy("用餐")
    REST = "rest", gettext_lazy("休息")
    TRAINING = "training", gettext_lazy("培训")
    MEETING = "meeting", gettext_lazy("开会")
    OTHER = "other", gettext_lazy("其他")


def said(why: str) -> str:
    """Return in words why a seat is away; empty when nobody said."""
    if why in Break.values:
        return str(Break(why).label)
    if why == PHONE_LOST:
        return _("电话断开，已暂停派话")
    return _("来电没有接起，已暂停派话") if why else ""
