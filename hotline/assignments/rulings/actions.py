"""What the line decides about pleas: one function for each step of their life, and what it does to the clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments import queries, running
from hotline.assignments.following.actions import assignment_first, with_helpers
from hotline.assignments.life import LIFE, PLEA, Asked, Stood
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.departments.models import Unit
from hotline.life.errors import NotSo
from hotline.people.models import Person
from hotline.rules import queries as rules
from hotline.worktime import Length


@assignment_first
@PLEA.action
def grant(plea: Plea, *, by: Person, days: int | None = None, why: str = "") -> None:
    """Grant it: the case goes back to the desk, the reply is due later, or the clock stands since it was asked."""
    assignment = plea.assignment
    if days is not None and plea.kind != Asked.EXTEND:
        raise NotSo(_("只有延期要填天数。"), field="days")
    _decide(plea, by, why)
    match Asked(plea.kind):
        case Asked.RETURN:
            assignments.give_back(assignment, by=by, why=why or plea.why)
        case Asked.EXTEND:
            plea.days_granted = plea.days if days is None else days
            length = pleas.demand_days(assignment, plea.days_granted or 0)
            extend(assignment, by=by, length=length)
        case Asked.SUSPEND:
            assert plea.until_on
            until = timezone.make_aware(datetime.combine(plea.until_on, time()))
            stand(assignment, by=by, since=plea.asked_at, until=until, why=Stood.SUSPENDED)
        case Asked.WAIT:
            until = plea.asked_at + timedelta(days=rules.book()["citizen_wait_days"])
            answered_at = queries.answered_at(assignment.case_id, plea.asked_at)
            until = min(until, answered_at or until)
            stand(assignment, by=by, since=plea.asked_at, until=until, why=Stood.CITIZEN)
    plea.due_is_at = Assignment.objects.values_list("reply_by_at", flat=True).get(pk=assignment.pk)


@assignment_first
@PLEA.action
def grant_to(plea: Plea, *, by: Person, to: Unit, why: str = "") -> None:
    """Find that it is another unit's, which has it from now on."""
    _demand_return(plea)
    _decide(plea, by, why)
    assignments.move(plea.assignment, by=by, to=to, why=why or plea.why)


@assignment_first
@PLEA.action
def refuse(plea: Plea, *, by: Person, why: str) -> None:
    """Not grant it: the clock runs on; for the unit could not work on what it says is another's, that time is given back."""
    _decide(plea, by, why)
    _run_on(plea, by)


@assignment_first
@PLEA.action
def rule_finally(plea: Plea, *, by: Person, why: str) -> None:
    """Rule that it is the unit's own: it cannot be returned any more."""
    _demand_return(plea)
    _decide(plea, by, why)
    _run_on(plea, by)
    bind(plea.assignment, by=by)


def _demand_return(plea: Plea) -> None:
    if plea.kind != Asked.RETURN:
        raise NotSo(_("这不是退单申请。"))


def _decide(plea: Plea, by: Person, why: str) -> None:
    plea.decided_at, plea.decided_by, plea.ruling = clock.now(), by, why
    # At once, so that what is done to the assignment does not drop it as undecided.
    Plea.objects.filter(pk=plea.pk).update(decided_at=plea.decided_at)


def _run_on(plea: Plea, by: Person) -> None:
    stood = Stood.RETURN if plea.kind == Asked.RETURN else None
    assignment = pleas.go_on(plea.assignment, by=by, why=stood)
    plea.due_is_at = assignment.reply_by_at


@with_helpers
@LIFE.action
def extend(assignment: Assignment, *, by: Person, length: str) -> None:
    """Let the reply be due later by a length."""
    assignment.asks_since_at = None
    reply = {**assignment.kept["reply"]}
    before, more = reply.get("more"), Length.parse(length)
    reply["more"] = str(Length.parse(before) + more if before else more)
    reply.pop("near", None)
    assignment.kept = {**assignment.kept, "reply": reply}
    assignment.times_extended += 1
    if not assignment.stands:
        running.run(assignment)


@with_helpers
@LIFE.action
def stand(
    assignment: Assignment, *, by: Person, since: datetime, until: datetime, why: Stood
) -> None:
    """Let the clock stand since it was asked; by itself it goes on at *until*. What is over already is left out at once."""
    assignment.asks_since_at = None
    running.clear(assignment)
    if until <= clock.now():
        if since < until:
            running.leave_out(assignment, since, until, why)
        running.run(assignment)
        return
    if why == Stood.CITIZEN:
        assignment.waits_since_at = since
    else:
        assignment.suspended_until_on = timezone.localdate(until)
    running.stand(assignment, since=since, until=until)


@LIFE.action
def bind(assignment: Assignment, *, by: Person) -> None:
    """Write down that the ruling binds the unit."""
    assignment.bound = True
