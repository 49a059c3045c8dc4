"""What a unit asks of the line, withdraws, and how its clock goes on. Deciding stands in `rulings`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.assignments import clocks, hands, queries, running
from hotline.assignments.following.actions import assignment_first, with_helpers
from hotline.assignments.life import LIFE, PLEA, Asked, PleaStatus, Stood
from hotline.assignments.models import Assignment, Plea
from hotline.departments.models import Unit
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.people.roles import Role
from hotline.rules import queries as rules
from hotline.timelimits.limits import Clock
from hotline.today import today


@with_helpers
@LIFE.action
def ask_return(assignment: Assignment, *, by: Person, why: str, to: Unit | None = None) -> None:
    """Say that it is not the unit's own: within the time for it, and not against a final ruling."""
    if assignment.bound:
        raise NotNow(_("这件已经最终裁定归%(unit)s，不能再退。") % {"unit": assignment.unit.short})
    if to is not None and to.pk == assignment.unit_id:
        raise NotSo(_("请选别的单位。"), field="to")
    due_at = clocks.reckon(assignment, Clock.RETURN).due.at
    if clock.now() > due_at:
        when = timezone.localtime(due_at).strftime("%m-%d %H:%M")
        raise NotNow(_("退单期限到 %(when)s 为止，已经过了。") % {"when": when})
    _ask(assignment, Asked.RETURN, by, why, to=to)
    assignment.times_returned += 1
    running.stand(assignment, since=clock.now())


@with_helpers
@LIFE.action
def ask_extension(assignment: Assignment, *, by: Person, days: int, why: str) -> None:
    """Ask for more time before the reply is due, up to what the rule allows, and not more often."""
    most_times = rules.book()["extensions_most"]
    if assignment.times_extended >= most_times:
        raise NotNow(_("一件最多延期 %(n)s 次。") % {"n": most_times})
    if assignment.reply_by_at is None or clock.now() > assignment.reply_by_at:
        raise NotNow(_("延期要在办理时限以前申请。"))
    demand_days(assignment, days)
    _ask(assignment, Asked.EXTEND, by, why, days=days)
    running.hold(assignment)


def demand_days(assignment: Assignment, days: int) -> str:
    """Refuse more than the rule allows; return the length that an extension of so many days has."""
    began_at = datetime.fromisoformat(assignment.kept[Clock.REPLY]["from"])
    unit = assignment.unit_id
    limit = clocks.limit_of(Clock.EXTENSION, case=assignment.case, unit=unit, at=began_at)
    most = limit.length
    if not 1 <= days <= most.amount:
        raise NotSo(_("延期最少 1 天，最多 %(n)s 天。") % {"n": most.amount}, field="days")
    return str(type(most)(days, most.unit))


@with_helpers
@LIFE.action
def ask_suspension(
    assignment: Assignment, *, by: Person, why: str, plan: str, check_on: date
) -> None:
    """Ask that the clock stand until a day, with a plan of what is done until then."""
    most = today() + timedelta(days=rules.book()["suspend_most_days"])
    if not today() < check_on <= most:
        told = {"day": most.isoformat()}
        raise NotSo(_("核查日要在明天以后、%(day)s 以前。") % told, field="check_on")
    _ask(assignment, Asked.SUSPEND, by, why, plan=plan, until_on=check_on)
    running.hold(assignment)


@with_helpers
@LIFE.action
def ask_wait(assignment: Assignment, *, by: Person, why: str) -> None:
    """Ask that the clock stand until the citizen has done what only he can."""
    _ask(assignment, Asked.WAIT, by, why)
    running.hold(assignment)


def _ask(assignment: Assignment, kind: Asked, by: Person, why: str, **more: Any) -> Plea:
    hands.demand_own(assignment, by)
    if assignment.pleas.filter(status=PleaStatus.ASKED).exists():
        raise NotNow(_("上一个申请还没有审批。"))
    if assignment.stands:
        raise NotNow(_("计时停止着，恢复以后再申请。"))
    assignment.asks_since_at = clock.now()
    plea = Plea(
        assignment=assignment,
        kind=kind,
        asked_at=clock.now(),
        asked_by=by,
        why=why,
        due_was_at=assignment.reply_by_at,
        **more,
    )
    said = {"assignment": assignment, "kind": kind, "days": more.get("days"), "to": more.get("to")}
    return PLEA.begin(plea, act="ask", by=by, why=journal.Said(why), **said)


@assignment_first
@PLEA.action
def withdraw(plea: Plea, *, by: Person) -> None:
    """Ask no longer: the clock ran on as if nobody had asked."""
    assignment = plea.assignment
    hands.demand_own(assignment, by)
    plea.decided_at, plea.due_is_at = clock.now(), plea.due_was_at
    if not by.role & Role.CLOCK:
        go_on(assignment, by=by)


def drop_for(assignment: Assignment) -> None:
    """Let nobody decide what is settled otherwise. The clock is its asker's matter."""
    for plea in assignment.pleas.waiting().filter(decided_at=None):
        withdraw(plea, by=the_clock())
    assignment.asks_since_at = None


@with_helpers
@LIFE.action
def go_on(assignment: Assignment, *, by: Person, why: Stood | None = None) -> None:
    """Let the clock run after a decision: with the time it stood given back, where *why* says for what it stood."""
    assignment.asks_since_at = None
    if why is not None:
        running.go_on(assignment, why)
    else:
        running.run_again(assignment)


@with_helpers
@LIFE.action
def resume(
    assignment: Assignment, *, by: Person, why: str, by_itself: bool = False,
    at: datetime | None = None,
) -> None:  # fmt: skip
    """Let a clock that stands go on: the citizen has answered (*at*: when), the day has come, or there is no need any more."""
    hands.demand_own(assignment, by)
    if not assignment.stands or queries.is_returning(assignment):
        raise NotNow(_("计时没有停止，或者退单还在审批。"))
    if queries.stands_with_lead(assignment):
        raise NotNow(_("计时随主办停止，主办恢复时一起恢复。"))
    let_go_on(assignment, by_itself=by_itself, at=at)


def let_go_on(
    assignment: Assignment, *, by_itself: bool = False, at: datetime | None = None
) -> None:
    """Let a clock that stands go on, for the reason it stood."""
    if assignment.waits_since_at is not None:
        why = Stood.CITIZEN
    elif assignment.suspended_until_on is not None:
        why = Stood.SUSPENDED
    else:  # a helper whose lead has asked to return the case: from a return of its own nobody goes on
        why = Stood.RETURN
    running.go_on(assignment, why, by_itself=by_itself, at=at)


def demand_not_returning(assignment: Assignment) -> None:
    """Refuse to go on with what the unit has said is not its own."""
    if queries.is_returning(assignment):
        raise NotNow(_("退单申请还没有审批；不退了，请先撤回申请。"))
