"""When each clock of an assignment is due and why, in words for whoever must keep to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline import clock
from hotline.assignments import clocks
from hotline.assignments.models import Assignment
from hotline.timelimits.limits import Clock

from .figures import GONE

WORDS: dict[Clock, str | Promise] = {
    Clock.SIGN: gettext_lazy("签收"),
    Clock.RETURN: gettext_lazy("申请退单"),
    Clock.CONTACT: gettext_lazy("联系市民"),
    Clock.REPLY: gettext_lazy("反馈"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One clock: what for, until when, what became of it, and why it is due then."""

    word: str | Promise
    due_at: datetime | None
    since: datetime
    done_at: datetime | None
    late: bool
    over: bool
    """It runs no more, done or not."""
    passed: bool
    """It had run out by then."""
    why: list[str]


def clocks_of(assignment: Assignment) -> list[Told]:
    """Return every clock that an assignment has or had, in the order they end."""
    return [*_told(assignment)]


def _told(assignment: Assignment) -> Iterator[Told]:
    done: dict[Clock, tuple[datetime | None, bool]] = {
        Clock.SIGN: (assignment.signed_at, assignment.sign_late),
        Clock.RETURN: (None, False),
        Clock.CONTACT: (assignment.contacted_at, assignment.contact_late),
        Clock.REPLY: (assignment.replied_at, assignment.reply_late),
    }
    now = clock.now()
    for one, (done_at, late) in done.items():
        if one not in assignment.kept or (one == Clock.CONTACT and not assignment.is_lead):
            continue
        reckoned = clocks.reckon(assignment, one)
        stands = assignment.stands and done_at is None
        due_at = None if stands else clocks.written(assignment, one) or reckoned.due.at
        over = done_at is not None or assignment.ended_at is not None
        over = over or (one == Clock.CONTACT and not assignment.owes_contact)
        if one == Clock.RETURN:
            over = over or assignment.bound or assignment.replied_at is not None
            over = over or now > reckoned.due.at
        since = datetime.fromisoformat(assignment.kept[one]["from"])
        if due_at is not None and not over and not assignment.asked_in_time(due_at):
            late = late or now > due_at
        passed = (assignment.ended_at or now) > reckoned.due.at
        why = clocks.explained(assignment, one)
        yield Told(WORDS[one], due_at, since, done_at, late, over, passed, why)


def standing(assignment: Assignment) -> str:
    """Say why the clock stands and until when; nothing where it runs."""
    if not assignment.stands:
        return ""
    if assignment.waits_since_at is not None:
        return _("计时停止：等市民答复，市民答复了或到期自动恢复。")
    if assignment.suspended_until_on is not None:
        day = assignment.suspended_until_on.isoformat()
        return _("计时停止：已中止，%(day)s 核查时自动恢复。") % {"day": day}
    return _("计时停止：退单申请等热线审批。")


def address_of(assignment: Assignment) -> str:
    """Return the address as its unit may know it: none once it has the case no more, or is through with a secret one."""
    over = assignment.ended_at is not None and assignment.case.secret
    return "" if over or assignment.status in GONE else assignment.case.visiting_address
