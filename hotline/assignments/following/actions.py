"""Helpers go by the clock of the one that gathers their answers, down to the lowest.

Whatever that one's clock gains, theirs gains: every time it stood, every extension. While it stands, theirs stand, but for
one that stands for a reason of its own. Nobody passes on what was granted: after a step each looks at the one above it.

An assignment is held after those it is under and before what was asked about it: of two who hold one each and want the
other's, neither would go on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, cast

from django.db import transaction

from hotline.assignments import clocks, queries, running
from hotline.assignments.life import AT_WORK, LIFE, OPEN, PLEA, Status
from hotline.assignments.models import Assignment, Plea
from hotline.journal import rows
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.timelimits.limits import Clock

P = ParamSpec("P")
Asked: TypeAlias = Callable[Concatenate[Plea, P], Plea]
Taken: TypeAlias = Callable[Concatenate[Assignment, P], Assignment]


def with_helpers(take: Taken[P]) -> Taken[P]:
    """Take a step while all above the assignment are held, and let those that help follow once it is written."""

    @wraps(take)
    def taken(one: Assignment, *args: P.args, **given: P.kwargs) -> Assignment:
        with transaction.atomic(savepoint=False):
            _hold(one.pk)
            done = take(one, *args, **given)
            let_follow(one.pk)
        return done

    LIFE.actions[take.__name__] = taken
    return cast("Taken[P]", taken)


def assignment_first(take: Asked[P]) -> Asked[P]:
    """Take a step of a plea while its assignment and all above that are held."""

    @wraps(take)
    def held(plea: Plea, *args: P.args, **given: P.kwargs) -> Plea:
        with transaction.atomic(savepoint=False):
            _hold(plea.assignment_id)
            return take(plea, *args, **given)

    PLEA.actions[take.__name__] = held
    return cast("Asked[P]", held)


def _hold(pk: int) -> None:
    """Hold an assignment and all that it is under: those have the lower keys, and are held first."""
    keys, above = [pk], Assignment.objects.values_list("under", flat=True)
    while under := above.filter(pk=keys[-1]).first():
        keys.append(under)
    rows.lock(Assignment, keys)


def let_follow(pk: int) -> None:
    """Let an assignment follow the one it is under, and all that help follow it, where anything is otherwise."""
    one = Assignment.objects.get(pk=pk)
    itself = [one] if one.under_id is not None and one.status in OPEN else []
    for part in [*itself, *queries.helpers(one)]:
        if _lags(part):
            follow(part, by=the_clock())
        elif part.status in AT_WORK and part.above_asks_since_at != (since := _asked(part)):
            take = count_on if since is None else spare
            take(part, by=the_clock())


@LIFE.action
def follow(assignment: Assignment, *, by: Person) -> None:
    """Have what the clock above has: the times it stood, its extensions, and that it stands."""
    lead = _above(assignment)
    stands_alone = assignment.stands and not queries.stands_with_lead(assignment)
    _gain(assignment, lead)
    if assignment.status == Status.REPLIED:
        assignment.reply_by_at = clocks.reckon(assignment, Clock.REPLY).due.at
    elif stands_alone:
        return
    elif lead.stands:
        assert lead.stands_since_at
        running.stand(assignment, since=lead.stands_since_at)
        assignment.waits_since_at = lead.waits_since_at
        assignment.suspended_until_on = lead.suspended_until_on
    else:
        running.run_again(assignment)


@LIFE.action
def spare(assignment: Assignment, *, by: Person) -> None:
    """Let its reply not run out as long as nobody has decided what was asked by the one above, with which it is due."""
    _wait_with(assignment)


@LIFE.action
def count_on(assignment: Assignment, *, by: Person) -> None:
    """Let its reply run out again: what was asked by the one above is decided, and moved nothing."""
    _wait_with(assignment)


def _wait_with(part: Assignment) -> None:
    part.above_asks_since_at = _asked(part)
    if not part.stands:
        running.run(part)


def _asked(part: Assignment) -> datetime | None:
    return asked_above(_above(part))


def asked_above(lead: Assignment) -> datetime | None:
    """Return since when what those below an assignment are due by hangs on what was asked in time."""
    due_at = lead.reply_by_at
    return lead.undecided_since_at if due_at is not None and lead.asked_in_time(due_at) else None


def _above(part: Assignment) -> Assignment:
    assert part.under_id is not None
    return Assignment.objects.get(pk=part.under_id)


def _gain(part: Assignment, lead: Assignment) -> None:
    part.stood = [*part.stood, *_missing(part, lead)]
    part.above_asks_since_at = asked_above(lead)
    reply = part.kept[Clock.REPLY]
    if (granted := _granted(part, lead)) != reply.get(clocks.ABOVE, []):
        reply = {name: value for name, value in reply.items() if name != "near"}
        part.kept = {**part.kept, "reply": {**reply, clocks.ABOVE: granted}}


def _missing(part: Assignment, lead: Assignment) -> list[list[str]]:
    return [one for one in lead.stood if one not in part.stood]


def _granted(part: Assignment, lead: Assignment) -> list[str]:
    """Return by what the clock above was extended; one that began apart has none of it."""
    mine, above = part.kept[Clock.REPLY], lead.kept[Clock.REPLY]
    return clocks.extensions(above) if mine["from"] == above["from"] else []


def _lags(part: Assignment) -> bool:
    """Say whether the clock above has gained something, stands, or runs, and this one does not."""
    lead, reply = _above(part), part.kept[Clock.REPLY]
    if _missing(part, lead) or _granted(part, lead) != reply.get(clocks.ABOVE, []):
        return True
    if part.status not in AT_WORK or (part.stands and not queries.stands_with_lead(part)):
        return False
    return _stands(part) != _stands(lead)


def _stands(one: Assignment) -> list[Any]:
    return [one.stands_since_at, one.waits_since_at, one.suspended_until_on]
