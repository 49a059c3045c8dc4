"""Letting the clocks of an assignment run, stand and end. The acts that do so leave the entries.

A clock is a `deadlines` row for the moment it is due, one for shortly before, and for a reply one for long after. What is
recorded once is not started again: a second warning about the same thing says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

from hotline import clock as time
from hotline.cases import actions as cases
from hotline.deadlines import actions as deadlines
from hotline.rules import queries as rules
from hotline.timelimits.limits import Clock, Reckoned

from . import clocks
from .life import Stood
from .models import Assignment

NAMES = ("sign", "sign_near", "contact", "reply", "reply_near", "reply_long")
REPLYING = ("reply", "reply_near", "reply_long")
STANDING = ("go_on",)
"""What runs while the others stand."""

Due: TypeAlias = tuple[str, datetime]


def open_clocks(assignment: Assignment) -> list[Clock]:
    """Return the clocks that run, or stand, now."""
    owed = {
        Clock.SIGN: assignment.signed_at is None,
        Clock.CONTACT: assignment.owes_contact,
        Clock.REPLY: assignment.replied_at is None,
    }
    return [one for one in clocks.TIMED if one in assignment.kept and owed[one]]


def reckon(assignment: Assignment) -> list[Due]:
    """Write down when each clock is due now; return the moments at which something is to be done."""
    found = []
    for one in open_clocks(assignment):
        reckoned = clocks.reckon(assignment, one)
        setattr(assignment, f"{one}_by_at", reckoned.due.at)
        kept, due_at = assignment.kept[one], reckoned.due.at
        if "over" not in kept:
            found.append((str(one), due_at))
            if one in clocks.WARNED and "near" not in kept:
                found += _near(one, reckoned)
        elif one == Clock.REPLY and "long" not in kept:
            found.append(("reply_long", long_after(assignment, due_at)))
    return found


def _near(one: Clock, reckoned: Reckoned) -> list[Due]:
    """Return when a unit is warned; of what has run out already nobody is warned any more."""
    if reckoned.due.at <= time.now():
        return []
    return [(f"{one}_near", clocks.near(reckoned, pct=rules.book()["near_due_pct"]))]


def moved(assignment: Assignment) -> bool:
    """Say whether a clock is due at another moment than is written, because the calendar is another one now."""
    return any(
        clocks.reckon(assignment, one).due.at != getattr(assignment, f"{one}_by_at")
        for one in open_clocks(assignment)
    )


def long_after(assignment: Assignment, due_at: datetime) -> datetime:
    """Return when the leader is told that a reply is still owed: what the unit could do nothing in is left out."""
    return clocks.after(assignment, due_at, hours=rules.book()["overdue_leader_h"])


def start(assignment: Assignment, found: list[Due]) -> None:
    """Let the clocks run that `reckon` found, but for a reply's while nobody has decided what the one above asked."""
    for name, due_at in found:
        if not (assignment.is_spared and name in REPLYING):
            deadlines.start(assignment, name, due_at=due_at)


def run(assignment: Assignment) -> None:
    """Reckon every clock anew and let it run, unless the line decides; the case is due with its lead's reply."""
    deadlines.drop(assignment, *NAMES)
    found = reckon(assignment)
    if assignment.asks_since_at is None:
        start(assignment, found)
    if assignment.is_lead:
        cases.expect(assignment.case, until=assignment.reply_by_at)


def meet(assignment: Assignment, one: Clock) -> None:
    """Stop a clock because what it waited for was done: where it stood, in time, for it would have gone on later."""
    deadlines.meet(assignment, one, f"{one}_near", f"{one}_long")
    if one in assignment.kept and getattr(assignment, f"{one}_by_at") is None:
        due_at = clocks.reckon(assignment, one).due.at
        setattr(assignment, f"{one}_by_at", max(due_at, time.now()))


def hold(assignment: Assignment) -> None:
    """Let no clock run out as long as the line decides: what is due when stays as it is."""
    deadlines.drop(assignment, *NAMES)


def stand(assignment: Assignment, *, since: datetime, until: datetime | None = None) -> None:
    """Let every clock stand: nothing is due any more, until it goes on."""
    deadlines.drop(assignment, *NAMES)
    assignment.stands_since_at, assignment.goes_on_at = since, until
    for one in open_clocks(assignment):
        setattr(assignment, f"{one}_by_at", None)
    if until is not None:
        deadlines.drop(assignment, *STANDING)
        deadlines.start(assignment, "go_on", due_at=until)
    if assignment.is_lead:
        cases.expect(assignment.case, until=until)


def go_on(
    assignment: Assignment, why: Stood, *, by_itself: bool = False, at: datetime | None = None
) -> None:
    """Let the clocks run on, as much later as they stood: until *at*, or by itself until the moment that was said."""
    now, since = time.now(), assignment.stands_since_at
    assert since is not None
    at = max(since, min(at or now, assignment.goes_on_at or now))
    if not by_itself:  # else it is this clock that has run out, and whoever took it closes it
        deadlines.drop(assignment, *STANDING)
    leave_out(assignment, since, at, why)
    run_again(assignment)


def run_again(assignment: Assignment) -> None:
    """Let the clocks run that stood, with no more left out than is written down."""
    clear(assignment)
    run(assignment)


def reviewed(assignment: Assignment, *, since: datetime) -> None:
    """Let the clocks run on after a reply that was none: the time of reviewing is nobody's delay."""
    leave_out(assignment, since, time.now(), Stood.REVIEW)
    assignment.replied_at = None
    run(assignment)


def end(assignment: Assignment) -> None:
    """Nobody has to do anything in time any more."""
    deadlines.drop(assignment, *NAMES, *STANDING, "supervision")
    clear(assignment)


def mark(assignment: Assignment, one: Clock, what: str) -> None:
    """Note beside a clock that something was said of it, once."""
    assignment.kept = {**assignment.kept, one: {**assignment.kept[one], what: True}}


def clear(assignment: Assignment) -> None:
    """Forget that it stands, and for what."""
    assignment.stands_since_at = assignment.waits_since_at = assignment.goes_on_at = None
    assignment.suspended_until_on = None


def leave_out(assignment: Assignment, since: datetime, until: datetime, why: Stood) -> None:
    """Write down a time that does not count, and why."""
    assignment.stood = [
        *assignment.stood,
        [since.isoformat(), until.isoformat(), why.value],
    ]


def stood(assignment: Assignment) -> Iterator[tuple[datetime, datetime, Stood]]:
    """Yield the times the clock stood, each with why."""
    for since, until, why in assignment.stood:
        yield datetime.fromisoformat(since), datetime.fromisoformat(until), Stood(why)
