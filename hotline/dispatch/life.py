"""What can happen to a dispatch, from the offer to the citizen's word."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Count, Money, Pick, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where a dispatch stands."""

    OFFERED = "offered", _("待接单")  # the provider has some minutes to say yes
    ACCEPTED = "accepted", _("已接单")  # somebody is leaving
    CONTACTED = "contacted", _("已联系")  # and has spoken with the citizen
    ARRIVED = "arrived", _("服务中")  # at the door
    DONE = "done", _("已完工")  # says the provider; the citizen is to be asked
    CONFIRMED = "confirmed", _("已确认")  # says the citizen too
    AGAIN = "again", _("须重做")  # the citizen was not content
    REFUSED = "refused", _("不接")
    LAPSED = "lapsed", _("逾时未接")
    CANCELLED = "cancelled", _("已取消")
    WITHDRAWN = "withdrawn", _("别家已接")  # it was offered to several, and another was quicker


TAKEN = (Status.ACCEPTED, Status.CONTACTED, Status.ARRIVED)
"""Somebody has said yes: a case has at most one of these."""
OPEN = (Status.OFFERED, *TAKEN)
"""Somebody is on it, or asked: a case has several of these only while several are asked at once."""
WORKED = (Status.DONE, Status.CONFIRMED, Status.AGAIN)
"""Somebody has been there and said that it is done."""


class Refusal(TextChoices):
    """Why a provider does not take a job."""

    BUSY = "busy", _("人手不够")
    FAR = "far", _("路太远")
    SKILL = "skill", _("做不了这种活")
    PARTS = "parts", _("没有配件")
    OTHER = "other", _("其他")


LINE = Role.OPERATOR | Role.LEADER
EITHER = Role.PROVIDER | LINE
"""The provider on its page, or the operator who has it on the telephone."""

LIFE = Life(
    "dispatch", _("派单"), Status,
    #    step       from                              to                by whose hand  button, timeline
    Step("accept",  Status.OFFERED,                   Status.ACCEPTED,  EITHER,        _("接单"), _("已接单"), tone="line"),
    Step("contact", Status.ACCEPTED,                  Status.CONTACTED, EITHER,        _("已联系"), _("已联系市民"), tone="line"),
    Step("arrive",  (Status.ACCEPTED, Status.CONTACTED), Status.ARRIVED, EITHER,       _("已到达"), _("已到达"), tone="line"),
    Step("finish",  (Status.ACCEPTED, Status.CONTACTED, Status.ARRIVED), Status.DONE, EITHER, _("完工"), _("已完工"),
         (Words(name="answer", label=_("做了什么"), rows=2), Money(name="amount", label=_("收费（元）"), required=False),
          Words(name="why_more", label=_("比说好的多收的原因"), required=False, rows=1, hint=_("没有多收就不用填")),
          Words(name="parts", label=_("换了什么"), required=False, rows=1),
          Count(name="warranty_days", label=_("保修天数"), required=False, most=3650)), tone="line"),
    Step("confirm", Status.DONE,                      Status.CONFIRMED, Role.CLOCK | LINE, _("确认"), _("市民确认")),
    # the exceptions
    Step("redo",    Status.DONE,                      Status.ACCEPTED,  Role.CLOCK | LINE, _("返工"), _("须返工"), part=True),
    Step("refuse",  Status.OFFERED,                   Status.REFUSED,   EITHER,        _("不接"), _("不接"),
         (Pick(name="ground", label=_("原因"), of=Refusal), Words(name="why", label=_("说明"), required=False, rows=1))),
    Step("lapse",   Status.OFFERED,                   Status.LAPSED,    Role.CLOCK,    _("逾时"), _("逾时未接")),
    Step("withdraw", Status.OFFERED,                  Status.WITHDRAWN, Role.CLOCK,    _("收回派单"), _("别家已接"), part=True),
    Step("cancel",  OPEN,                             Status.CANCELLED, LINE | Role.CLOCK, _("取消派单"), _("已取消"),
         (Words(name="why", label=_("原因")),), tone="danger"),
    Step("take_off", OPEN,                            Status.CANCELLED, Role.CLOCK,    _("收回"), _("企业不再派单，已收回"),
         (Words(name="why", label=_("原因")),), part=True),
    Step("fault",   Status.DONE,                      Status.AGAIN,     Role.CLOCK | LINE, _("须重做"), _("市民不满意，须重做")),
    Step("overrun", (Status.ACCEPTED, Status.CONTACTED), STAYS,         Role.CLOCK,    _("超时"), _("未按承诺到达")),
    first=Status.OFFERED,
)  # fmt: skip
