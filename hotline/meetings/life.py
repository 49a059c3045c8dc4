"""What can happen to a meeting, and to what it resolved.

What a meeting resolves binds nobody before its minutes are approved: only then a resolution is given to its unit and its
clock begins. A meeting that is over is never changed.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Count, Moment, Which, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Sort(TextChoices):
    """What kind of meeting it is."""

    JOINT = "joint", _("联席会议")  # the units' own heads, about what no unit solves alone
    WORKING = "working", _("工作例会")  # their liaison people, about how the work goes


class Status(TextChoices):
    """Where a meeting stands."""

    CALLED = "called", _("已通知")
    HELD = "held", _("已召开")  # the minutes are being written
    MINUTED = "minuted", _("纪要已定稿")
    CANCELLED = "cancelled", _("已取消")


class Resolved(TextChoices):
    """Where a resolution stands."""

    DRAFTED = "drafted", _("待定稿")  # the minutes are not approved yet
    OPEN = "open", _("办理中")
    REPORTED = "reported", _("待核销")  # its unit says that it is done
    CLOSED = "closed", _("已核销")
    DROPPED = "dropped", _("已撤销")


CALLS = Role.REVIEWER | Role.LEADER
"""Who calls a meeting, keeps its agenda, writes its minutes, and says that a resolution is done."""
APPROVES = CALLS
"""Who approves the minutes: the chair himself, or a leader (`actions.approve`). Only such a one takes the chair."""
UNIT = Role.DEPARTMENT | CALLS
"""Its unit on its own page, or the line in its name."""
CLOCK = Role.CLOCK
PLANNED = (Status.CALLED, Status.HELD)
"""The agenda may still grow: what comes up in a meeting is minuted too."""
OWED = (Resolved.OPEN, Resolved.REPORTED)

WHY = Words(name="why", label=_("理由"), rows=2)
ITEM = Which(name="item", label=_("议题"), of="meetings.AgendaItem")
UNIT_OF = Which(name="unit", label=_("单位"), of="departments.Unit", keep="in_service")
INVITED = Which(name="invitation", label=_("单位"), of="meetings.Invitation")
DAYS = Count(name="days", label=_("再给几个工作日"), most=365)

LIFE = Life(
    "meeting", _("会议"), Status,
    #    step         from            to                by whose hand  button, timeline
    Step("invite",    PLANNED,        STAYS,            CALLS,         _("邀请单位"), _("邀请了单位"), (UNIT_OF,)),
    Step("leave_out", Status.CALLED,  STAYS,            CALLS,         _("不邀请了"), _("不邀请了"), (INVITED,)),
    Step("put_on",    PLANNED,        STAYS,            CALLS,         _("加议题"), _("加了议题"),
         (Words(name="title", label=_("议题"), rows=1, most=200),
          Words(name="why", label=_("为什么要上会"), rows=2, required=False))),
    Step("take_up",   PLANNED,        STAYS,            CALLS,         _("列入议题"), _("把交办列入议题"),
         (Which(name="assignment", label=_("交办"), of="assignments.Assignment"),
          Words(name="why", label=_("为什么要上会"), rows=2, required=False)), part=True),
    Step("put_first", PLANNED,        STAYS,            CALLS,         _("放到最前"), _("调了议题次序"), (ITEM,)),
    Step("take_off",  Status.CALLED,  STAYS,            CALLS,         _("撤下议题"), _("撤下了议题"), (ITEM,)),
    Step("move",      Status.CALLED,  STAYS,            CALLS,         _("改期"), _("改了时间地点"),
         (Moment(name="starts_at", label=_("时间")), Words(name="place", label=_("地点"), rows=1, most=120))),
    Step("hold",      Status.CALLED,  Status.HELD,      CALLS,         _("已召开"), _("会议召开了"), tone="line"),
    # the minutes
    Step("mark_absent", Status.HELD,  STAYS,            CALLS,         _("缺席"), _("记了缺席"), (INVITED,)),
    Step("mark_present", Status.HELD, STAYS,            CALLS,         _("到会"), _("记了到会"), (INVITED,)),
    Step("minute_item", Status.HELD,  STAYS,            CALLS,         _("记结论"), _("记了议题结论"),
         (ITEM, Words(name="outcome", label=_("会上怎么定的"), rows=3))),
    Step("minute",    Status.HELD,    STAYS,            CALLS,         _("写纪要"), _("写了纪要"),
         (Words(name="words", label=_("会议纪要"), rows=8, most=8000),)),
    Step("approve",   Status.HELD,    Status.MINUTED,   APPROVES,      _("纪要定稿，发各单位"), _("纪要定稿，发各单位"), tone="line"),
    # it does not take place
    Step("cancel",    Status.CALLED,  Status.CANCELLED, CALLS,         _("取消会议"), _("会议取消了"), (WHY,), tone="danger"),
    first=Status.CALLED,
)  # fmt: skip

RESOLUTION = Life(
    "resolution", _("议定事项"), Resolved,
    #    step         from               to                 by whose hand  button, timeline
    Step("give",      Resolved.DRAFTED,  Resolved.OPEN,     APPROVES,      _("交办"), _("纪要定稿，已交办"), part=True),
    Step("report",    Resolved.OPEN,     Resolved.REPORTED, UNIT,          _("报告落实"), _("报告已落实"),
         (Words(name="account", label=_("怎么落实的"), rows=4),), tone="line"),
    Step("close",     Resolved.REPORTED, Resolved.CLOSED,   CALLS,         _("核销"), _("已核销"), tone="line"),
    Step("send_back", Resolved.REPORTED, Resolved.OPEN,     CALLS,         _("退回再办"), _("退回再办"),
         (Words(name="why", label=_("哪里不行"), rows=2, hint=_("单位看得到这段话")), DAYS)),
    Step("extend",    Resolved.OPEN,     STAYS,             CALLS,         _("延期"), _("延期了"), (DAYS, WHY)),
    # its clock
    Step("warn",      Resolved.OPEN,     STAYS,             CLOCK,         _("临期提醒"), _("快到期，已提醒"), part=True),
    Step("overrun",   Resolved.OPEN,     STAYS,             CLOCK,         _("超时"), _("已超时"), part=True),
    Step("reckon",    Resolved.OPEN,     STAYS,             CLOCK,         _("重算时限"), _("放假安排改了，时限已重算"), part=True),
    Step("tell_leader", Resolved.OPEN,   STAYS,             CLOCK,         _("逾期上报"), _("长时间超时，已报值班长"), part=True),
    # nobody need do it
    Step("drop",      (Resolved.DRAFTED, Resolved.OPEN), Resolved.DROPPED, CALLS, _("撤销事项"), _("已撤销"), (WHY,), tone="danger"),
    first=Resolved.DRAFTED,
)  # fmt: skip
