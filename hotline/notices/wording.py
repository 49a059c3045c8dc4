"""The words of a unit's messages: what happened and what is to be done by when. Never of a citizen, nor what anybody typed.

A reason or a demand may name somebody, and a message passes many hands: it says where to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.assignments.life import AT_WORK, Asked
from hotline.assignments.models import Assignment
from hotline.assignments.queries import HEAD, LEADER, UNIT, stands_with_lead, told, watched_by
from hotline.people.models import Person
from hotline.timelimits.limits import Clock

Text = str | Promise
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Telling:
    """What is said after one act."""

    subject: Text
    says: Text | Callable[[Assignment, Given], str]
    level: int = UNIT
    """How far up: from HEAD on those in charge of the unit too."""
    watched: bool = False
    """Whether the level of the supervision says how far up."""
    when: Callable[[Assignment], bool] = lambda _assignment: True
    """Whether, as things stand, there is anything to tell."""
    own: bool = True
    """Whether it is told too when the unit did it itself."""
    signs: bool = False
    """Whether it brings the link that signs, where there is still something to sign for."""

    def people(self, assignment: Assignment, said: Given) -> list[Person]:
        """Return who is told."""
        if self.watched:
            return watched_by(assignment, int(said["to_level"]))
        return told(assignment, self.level)

    def text(self, assignment: Assignment, said: Given) -> str:
        """Return the words, with what they need."""
        words = self.says(assignment, said) if callable(self.says) else str(self.says)
        return words % (facts(assignment) | {"plea": said.get("plea", "")})


def facts(assignment: Assignment) -> dict[str, object]:
    """Return what may be said of an assignment."""
    case = assignment.case
    return {
        "what": case.service or case.get_kind_display(),
        "number": case.number,
        "part": assignment.get_part_display(),
        "sign_by": at(assignment.sign_by_at),
        "reply_by": at(assignment.reply_by_at),
        "until": at(assignment.goes_on_at),
        "n": assignment.times_urged,
    }


def at(moment: datetime | None) -> str:
    """Say a moment; a dash where there is none."""
    if moment is None:
        return "–"
    here = timezone.localtime(moment)
    return gettext("%(m)d月%(d)d日 %(hm)s") % {
        "m": here.month,
        "d": here.day,
        "hm": here.strftime("%H:%M"),
    }


def _by_clock(words: Mapping[str, Text]) -> Callable[[Assignment, Given], str]:
    def says(_assignment: Assignment, said: Given) -> str:
        return str(words.get(str(said.get("clock")), words[Clock.REPLY]))

    return says


def _followed(assignment: Assignment, _said: Given) -> str:
    if assignment.stands:
        return str(_("主办计时停止，“%(what)s”的计时也停止，主办恢复时一起恢复。工单 %(number)s。"))
    return str(_("主办的时限改了，“%(what)s”的办理时限改为 %(reply_by)s。工单 %(number)s。"))


def _goes_by_lead(assignment: Assignment) -> bool:
    """Say whether a helper still has to reply, and stands, if it stands, for no reason of its own."""
    return assignment.status in AT_WORK and (not assignment.stands or stands_with_lead(assignment))


NEAR: dict[str, Text] = {
    Clock.SIGN: _("“%(what)s”快到签收时限（%(sign_by)s），请马上签收。工单 %(number)s。"),
    Clock.REPLY: _("“%(what)s”快到办理时限（%(reply_by)s），请抓紧反馈。工单 %(number)s。"),
}
OVER: dict[str, Text] = {
    Clock.SIGN: _("“%(what)s”超过签收时限（%(sign_by)s）还没有签收，请马上签收。工单 %(number)s。"),
    Clock.CONTACT: _("“%(what)s”没有按时联系市民，请马上联系。工单 %(number)s。"),
    Clock.REPLY: _(
        "“%(what)s”超过办理时限（%(reply_by)s）还没有反馈，请马上办理。工单 %(number)s。"
    ),
    Clock.SUPERVISION: _("“%(what)s”的督办没有按时答复，请马上答复。工单 %(number)s。"),
}
_BACK = _("“%(what)s”的反馈被退回，请重办，原因登录后看，时限 %(reply_by)s。工单 %(number)s。")
_GONE = _("“%(what)s”已收回，不用再办。工单 %(number)s。")
_WATCHED = _("“%(what)s”被督办，要求登录后看，请负责人过问并按时答复。工单 %(number)s。")

ASSIGNMENT: dict[str, Telling] = {
    "send": Telling(
        _("新的交办"),
        _(
            "新的交办（%(part)s）：%(what)s，请在 %(sign_by)s 前签收，%(reply_by)s 前反馈。工单 %(number)s。"
        ),
        signs=True,
    ),
    "urge": Telling(
        _("催办"), _("催办：“%(what)s”已催 %(n)s 次，请尽快办理。工单 %(number)s。"), signs=True
    ),
    "supervise": Telling(_("督办"), _WATCHED, watched=True),
    "go_up": Telling(_("督办升级"), _WATCHED, watched=True),
    "warn": Telling(_("临期提醒"), _by_clock(NEAR), signs=True),
    "reckon": Telling(
        _("时限改了"),
        _("放假安排改了，“%(what)s”的办理时限改为 %(reply_by)s。工单 %(number)s。"),
    ),
    "overrun": Telling(_("已超时"), _by_clock(OVER), HEAD, signs=True),
    "tell_leader": Telling(
        _("长时间超时"),
        _(
            "“%(what)s”超过办理时限（%(reply_by)s）很久还没有反馈，已报值班长，请马上办理。工单 %(number)s。"
        ),
        LEADER,
    ),
    "resume": Telling(
        _("恢复计时"),
        _("“%(what)s”恢复计时，办理时限 %(reply_by)s。工单 %(number)s。"),
        own=False,
    ),
    "follow": Telling(_("时限随主办改了"), _followed, when=_goes_by_lead),
    "share": Telling(
        _("加了协办"), _("“%(what)s”加了协办单位，由贵单位汇总反馈。工单 %(number)s。")
    ),
    "send_back": Telling(_("反馈被退回"), _BACK),
    "redo": Telling(_("反馈被退回"), _BACK),
    "do_again": Telling(
        _("重办"), _("市民不满意，“%(what)s”请重办，时限 %(reply_by)s。工单 %(number)s。")
    ),
    "move": Telling(_("已改派"), _("“%(what)s”已改派给别的单位，不用再办。工单 %(number)s。")),
    "withdraw": Telling(_("已收回"), _GONE),
    "let_go": Telling(_("已收回"), _GONE),
}
"""What a unit is told after a step of its assignment."""
ADDED = Telling(
    _("市民补充"), _("市民对“%(what)s”有补充，请登录后看。工单 %(number)s。"), signs=True
)
"""What it is told when the citizen of its case has added something."""
_STANDS = _("工单 %(number)s 的“%(plea)s”申请已同意，计时停止到 %(until)s，到时自动恢复。")
GRANTED: dict[str, Text] = {
    Asked.RETURN: _("工单 %(number)s 的“%(plea)s”申请已同意，不用再办。"),
    Asked.EXTEND: _("工单 %(number)s 的“%(plea)s”申请已同意，办理时限改为 %(reply_by)s。"),
    Asked.SUSPEND: _STANDS,
    Asked.WAIT: _STANDS,
}


def _granted(_assignment: Assignment, said: Given) -> str:
    return str(GRANTED[said["kind"]])


_REFUSED = _("工单 %(number)s 的“%(plea)s”申请没有同意，请继续办理，时限 %(reply_by)s。")
PLEA: dict[str, Telling] = {
    "grant": Telling(_("申请已同意"), _granted),
    "refuse": Telling(_("申请没有同意"), _REFUSED),
    "rule_finally": Telling(
        _("最终裁定"),
        _("最终裁定：“%(what)s”归贵单位办理，不能再申请退单，时限 %(reply_by)s。工单 %(number)s。"),
        HEAD,
    ),
}
"""What it is told when the line has decided what it asked."""
