"""What can happen to a call that the line owes."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import DESK, Role


class Status(TextChoices):
    """Where a wish stands."""

    OPEN = "open", _("请回电")  # the citizen waits for a call
    CALLED = "called", _("已回电")  # somebody has called, or he has called again and was answered
    DROPPED = "dropped", _("不必回电")  # the citizen wants it no more, or cannot be reached


LIFE = Life(
    "wish", _("请回电"), Status,
    #    step      from         to              by whose hand      button, timeline
    Step("fulfil",  Status.OPEN, Status.CALLED,  DESK | Role.CLOCK, _("已打过"), _("已回电"),
         (Words(name="note", label=_("说了什么"), required=False, rows=2),), tone="line", undo=(Status.OPEN,)),
    Step("take",    Status.OPEN, STAYS,          DESK,              _("我来打"), _("认领")),
    Step("drop",    Status.OPEN, Status.DROPPED, DESK,              _("不必回电"), _("不必回电"),
         (Words(name="why", label=_("原因"), rows=1),), undo=(Status.OPEN,)),
    Step("overrun", Status.OPEN, STAYS,          Role.CLOCK,        _("超时"), _("回电超时")),
    first=Status.OPEN,
)  # fmt: skip
