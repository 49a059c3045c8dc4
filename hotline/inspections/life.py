"""What can happen to an inspection of a unit, and to a citation: a commendation or an accountability record.

A unit reads an inspection once its findings are told, and answers them in time. A citation is one person's proposal and
another's approval; the unit reads it once it is issued, and when an issued one is withdrawn.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Pick, Which, Words
from hotline.life.steps import STAYS, Life, Step
from hotline.people.roles import Role


class Status(TextChoices):
    """Where an inspection stands."""

    PLANNED = "planned", _("督查中")  # the line looks; the unit knows nothing yet
    FOUND = "found", _("待整改")
    ANSWERED = "answered", _("待销号")  # the unit says what it put right
    CLOSED = "closed", _("已结束")
    DROPPED = "dropped", _("已撤销")


class Finding(TextChoices):
    """What the line found of one assignment."""

    GOOD = "good", _("没有问题")
    UNTRUE = "untrue", _("答复不实")
    NOT_SOLVED = "not_solved", _("没解决报已解决")
    NOT_CONTACTED = "not_contacted", _("没联系市民报已联系")
    PERFUNCTORY = "perfunctory", _("敷衍应付")
    DELAYED = "delayed", _("拖延推诿")


class Sort(TextChoices):
    """Whether a unit is commended or held to account."""

    COMMENDED = "commended", _("表彰")
    ACCOUNTABLE = "accountable", _("问责")


class Grade(TextChoices):
    """How much: of a commendation, of an accountability."""

    PRAISE = "praise", _("口头表扬")
    NAMED = "named", _("通报表扬")
    HONOUR = "honour", _("授予先进")
    REMINDER = "reminder", _("提醒谈话")
    SUMMONS = "summons", _("约谈负责人")
    CRITICISM = "criticism", _("通报批评")
    REFERRAL = "referral", _("移送问责机关")


class Cited(TextChoices):
    """Where a citation stands."""

    PROPOSED = "proposed", _("待审批")
    APPROVED = "approved", _("待下达")
    ISSUED = "issued", _("已下达")
    DROPPED = "dropped", _("未通过")
    WITHDRAWN = "withdrawn", _("已撤销")


GRADES = {
    Sort.COMMENDED: (Grade.PRAISE, Grade.NAMED, Grade.HONOUR),
    Sort.ACCOUNTABLE: (Grade.REMINDER, Grade.SUMMONS, Grade.CRITICISM, Grade.REFERRAL),
}
TOLD = (Status.FOUND, Status.ANSWERED, Status.CLOSED)
INSPECTS = Role.REVIEWER | Role.LEADER
"""Who inspects, and proposes citations."""
APPROVES = Role.LEADER | Role.ADMIN
UNIT = Role.DEPARTMENT | INSPECTS
CLOCK = Role.CLOCK
WHY = Words(name="why", label=_("理由"), rows=2)
SEEN = _("承办单位看得到这段话")
SUMMARY = Words(name="summary", label=_("督查情况"), rows=4, hint=SEEN)

LIFE = Life(
    "inspection", _("督查"), Status,
    #    step         from             to               by whose hand  button, timeline
    Step("look_at",   Status.PLANNED,  STAYS,           INSPECTS,      _("加一件"), _("加了一件交办"),
         (Which(name="assignment", label=_("交办"), of="assignments.Assignment"),), part=True),
    Step("note_finding", Status.PLANNED, STAYS,         INSPECTS,      _("记结果"), _("记了督查结果"),
         (Which(name="look", label=_("交办"), of="inspections.Look"), Pick(name="finding", label=_("结果"), of=Finding),
          Words(name="words", label=_("说明"), rows=2, required=False, hint=SEEN))),
    Step("report",    Status.PLANNED,  Status.FOUND,    INSPECTS,      _("发督查通报，限期整改"), _("发了督查通报"),
         (SUMMARY,), tone="line"),
    Step("find_good", Status.PLANNED,  Status.CLOSED,   INSPECTS,      _("没有问题，结束"), _("没有问题，已结束"), (SUMMARY,)),
    Step("answer",    Status.FOUND,    Status.ANSWERED, UNIT,          _("报告整改"), _("报告了整改"),
         (Words(name="answer", label=_("整改情况"), rows=4),), tone="line"),
    Step("send_back", Status.ANSWERED, Status.FOUND,    INSPECTS,      _("退回再改"), _("整改被退回"),
         (Words(name="why", label=_("哪里不行"), rows=2, hint=SEEN),)),
    Step("close",     Status.ANSWERED, Status.CLOSED,   INSPECTS,      _("销号"), _("已销号"), tone="line"),
    # its clock
    Step("overrun",   Status.FOUND,    STAYS,           CLOCK,         _("超时"), _("整改超时"), part=True),
    Step("reckon",    Status.FOUND,    STAYS,           CLOCK,         _("重算时限"), _("放假安排改了，时限已重算"), part=True),
    Step("tell_leader", Status.FOUND,  STAYS,           CLOCK,         _("逾期上报"), _("长时间超时，已报值班长"), part=True),
    # it comes to nothing
    Step("drop",      Status.PLANNED,  Status.DROPPED,  INSPECTS,      _("撤销督查"), _("已撤销"), (WHY,), tone="danger"),
    first=Status.PLANNED,
)  # fmt: skip

CITATION = Life(
    "citation", _("表彰问责"), Cited,
    #    step         from             to               by whose hand  button, timeline
    Step("approve",   Cited.PROPOSED,  Cited.APPROVED,  APPROVES,      _("批准"), _("批准了"), tone="line"),
    Step("issue",     Cited.APPROVED,  Cited.ISSUED,    INSPECTS,      _("下达单位"), _("下达了单位"), tone="line"),
    Step("drop",      (Cited.PROPOSED, Cited.APPROVED), Cited.DROPPED, INSPECTS | APPROVES, _("不予通过"), _("没有通过"), (WHY,)),
    Step("withdraw",  Cited.ISSUED,    Cited.WITHDRAWN, APPROVES,      _("撤销"), _("撤销了"), (WHY,), tone="danger"),
    first=Cited.PROPOSED,
)  # fmt: skip
