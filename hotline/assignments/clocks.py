"""When an assignment's clocks are due, and why: what was kept at the start, counted anew with every time the clock stood.

The length that held when a clock began goes on to hold, whatever becomes of its rule: it is written down as words beside
the assignment. Only the calendar is asked each time. Reads, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from hotline.cases.models import Case
from hotline.timelimits import queries as timelimits
from hotline.timelimits import wording
from hotline.timelimits.limits import Clock, Limit, Reckoned, Suspension
from hotline.worktime import Counting, Length, Pause, Unit, due
from hotline.worktime.because import Begins, Started
from hotline.worktime.pauses import moment_after, running, stops_of, total

from .life import Stood
from .models import Assignment

TIMED = (Clock.SIGN, Clock.CONTACT, Clock.REPLY)
"""The clocks of a unit."""
WARNED = (Clock.SIGN, Clock.REPLY)
"""Those of which a unit is warned before they are due."""

Kept = Mapping[str, Any]


def limit_of(clock: Clock, *, case: Case, unit: int, at: datetime) -> Limit:
    """Return the limit that holds for a case at a unit at a moment."""
    return timelimits.limit(clock, kind=case.kind, urgency=case.urgency, unit=unit, at=at)


def keep(clock: Clock, *, case: Case, unit: int, start: datetime) -> dict[str, Any]:
    """Return what a clock that starts now is reckoned from as long as it runs."""
    limit = limit_of(clock, case=case, unit=unit, at=start)
    return {
        "from": start.isoformat(),
        "length": str(limit.length),
        "counting": limit.counting.value,
        "rule": limit.row,
    }


def reckon(assignment: Assignment, clock: Clock) -> Reckoned:
    """Say when a clock is due, by what was kept: an extension goes on where the length would have ended."""
    return [*_reckoned(assignment, clock)][-1]


def explained(assignment: Assignment, clock: Clock) -> list[str]:
    """Say for people why a clock is due when it is: the rule that held, what did not count, what it was extended by."""
    return [one for part in _reckoned(assignment, clock) for one in wording.told(part)]


def owed_at(assignment: Assignment, clock: Clock, *, start: datetime) -> datetime:
    """Say by when something is owed that has no clock of its own before: the call-back, a supervision's answer."""
    unit = assignment.unit_id
    limit = limit_of(clock, case=assignment.case, unit=unit, at=start)
    return timelimits.reckon_by(limit, unit=unit, start=start).due.at


def near(reckoned: Reckoned, *, pct: int) -> datetime:
    """Say when *pct* of a length have passed: of working days and hours whole ones, of a single one its minutes."""
    length, due_at = reckoned.limit.length, reckoned.due.at
    if length.unit is Unit.WORKING_DAYS:
        days = length.amount * pct // 100
        if not days:
            return _within_day(reckoned, pct)
        part = Length(days, Unit.WORKING_DAYS)
    elif length.unit is Unit.WORKING_HOURS:
        hours = length.amount * pct // 100
        if not hours:
            return _within_day(reckoned, pct)
        part = Length(hours, Unit.WORKING_HOURS)
    else:
        minutes = length.timedelta * pct // 100 // timedelta(minutes=1)
        part = Length(max(1, minutes), Unit.MINUTES)
    limit = reckoned.limit
    found = due(
        reckoned.start, part, reckoned.calendar, pauses=reckoned.pauses, counting=limit.counting
    )
    return min(found.at, due_at)


def _within_day(reckoned: Reckoned, pct: int) -> datetime:
    """Say when *pct* of the office's own hours have passed, the pauses left out."""
    calendar, due_at = reckoned.calendar, reckoned.due.at
    begins = max(one.at for one in reckoned.due.because if isinstance(one, Started | Begins))
    on, last_on = calendar.local_day(begins), calendar.local_day(due_at)
    days = [calendar.explain(on + timedelta(days=n)) for n in range((last_on - on).days + 1)]
    doors = [span for day in days for span in day.open]
    free = running(doors, stops_of(reckoned.pauses), since=begins, until=due_at)
    return moment_after(free, total(free) * pct // 100)


def _reckoned(assignment: Assignment, clock: Clock) -> Iterator[Reckoned]:
    """Yield the length as it held, added to where the extension is of the same unit, else the extension after it."""
    kept = assignment.kept[clock]
    length, more = Length.parse(kept["length"]), kept.get("more")
    extension = Length.parse(more) if more else None
    if extension is not None and extension.unit is length.unit:
        length, extension = length + extension, None
    pauses = tuple(_pauses(assignment))
    start, counting = datetime.fromisoformat(kept["from"]), Counting(kept["counting"])
    limit = Limit(length, kept["rule"], counting)
    first = timelimits.reckon_by(limit, unit=assignment.unit_id, start=start, pauses=pauses)
    yield first
    if extension is not None:
        limit = Limit(extension, kept["rule"], counting)
        at = first.due.at
        yield timelimits.reckon_by(limit, unit=assignment.unit_id, start=at, pauses=pauses)


def _pauses(assignment: Assignment) -> Iterator[Pause]:
    for since, until, why in assignment.stood:
        times = datetime.fromisoformat(since), datetime.fromisoformat(until)
        if why == Stood.CITIZEN:
            yield Pause(*times)
        else:
            yield Suspension(*times, named=str(Stood(why).label))
