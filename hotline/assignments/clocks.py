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

MARKS = ("near", "over", "long")
"""What stands beside a clock once it was said of it."""
ABOVE = "above"
"""Beside a helper's reply: by what its lead's was extended."""

Kept = Mapping[str, Any]


def limit_of(clock: Clock, *, case: Case, unit: int, at: datetime) -> Limit:
    """Return the limit that holds for a case at a unit at a moment."""
    return timelimits.limit(clock, kind=case.kind, urgency=case.urgency, unit=unit, at=at)


def keep(clock: Clock, *, case: Case, unit: int, start: datetime) -> dict[str, Any]:
    """Return what a clock that starts now is reckoned from as long as it runs."""
    limit = limit_of(clock, case=case, unit=unit, at=start)
    return {
        "clock": clock.value,
        "from": start.isoformat(),
        "length": str(limit.length),
        "counting": limit.counting.value,
        "rule": limit.row,
    }


def asked_for(assignment: Assignment) -> Clock:
    """Return the clock that its reply was given: a complex case stays one, whoever has it and however often."""
    return Clock(assignment.kept[Clock.REPLY].get("clock", Clock.REPLY))


def of_lead(case: Case, *, unit: int, now: datetime, reply: Clock) -> dict[str, Any]:
    """Return from what each clock of a lead is reckoned; *reply* is that of its reply."""
    asked = {
        Clock.SIGN: Clock.SIGN, Clock.CONTACT: Clock.CONTACT,
        Clock.RETURN: Clock.RETURN, Clock.REPLY: reply,
    }  # fmt: skip
    return {
        name.value: keep(limit, case=case, unit=unit, start=now) for name, limit in asked.items()
    }


def of_helper(lead: Assignment, *, unit: int, now: datetime) -> dict[str, Any]:
    """Return from what each clock of a helper is reckoned: its reply's as its lead's and by its hours, nothing said of it yet."""
    own = (Clock.SIGN, Clock.RETURN)
    kept = {one.value: keep(one, case=lead.case, unit=unit, start=now) for one in own}
    reply = lead.kept[Clock.REPLY]
    if reckon(lead, Clock.REPLY).due.at < (lead.stands_since_at or now):  # it would begin overdue
        return {**kept, "reply": keep(asked_for(lead), case=lead.case, unit=unit, start=now)}
    bare = {name: value for name, value in reply.items() if name not in (*MARKS, "more")}
    return {**kept, "reply": {"unit": lead.unit_id, **bare, ABOVE: extensions(reply)}}


def extensions(reply: Kept) -> list[str]:
    """Return by what a reply was extended: first by what was granted to those above it."""
    return [*reply.get(ABOVE, []), *filter(None, [reply.get("more")])]


def reckon(assignment: Assignment, clock: Clock) -> Reckoned:
    """Say when a clock is due, by what was kept: an extension goes on where the length would have ended."""
    return [*_reckoned(assignment, clock)][-1]


def explained(assignment: Assignment, clock: Clock) -> list[str]:
    """Say for people why a clock is due when it is: the rule that held, what did not count, what it was extended by."""
    parts = [*_reckoned(assignment, clock)]
    said = [one for part in parts for one in wording.told(part)]
    noted = written(assignment, clock)
    if noted is None or met_at(assignment, clock) is None or noted == parts[-1].due.at:
        return said
    return [*said[:-1], wording.noted(noted, parts[-1])]


def written(assignment: Assignment, clock: Clock) -> datetime | None:
    """Return when a clock is due, or was when it was met, as it is written down; none while it stands."""
    return getattr(assignment, f"{clock}_by_at") if clock in TIMED else None


def met_at(assignment: Assignment, clock: Clock) -> datetime | None:
    """Return when what a clock waited for was done: what stood after that moved nothing."""
    match clock:
        case Clock.SIGN:
            return assignment.signed_at
        case Clock.CONTACT if assignment.why_no_contact:
            return assignment.contacted_at or assignment.replied_at
        case Clock.CONTACT:
            return assignment.contacted_at
        case Clock.REPLY:
            return assignment.replied_at
        case _:
            return None


def owed_at(assignment: Assignment, clock: Clock, *, start: datetime) -> datetime:
    """Say by when something is owed that has no clock of its own before: the call-back, a supervision's answer."""
    unit = assignment.unit_id
    limit = limit_of(clock, case=assignment.case, unit=unit, at=start)
    return timelimits.reckon_by(limit, unit=unit, start=start).due.at


def after(assignment: Assignment, at: datetime, *, hours: int) -> datetime:
    """Say when so many hours have passed since a moment, those left out in which the clock stood."""
    calendar, pauses = timelimits.calendar(assignment.unit_id), tuple(_pauses(assignment))
    return due(at, Length(hours, Unit.HOURS), calendar, pauses=pauses).at


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
    """Yield the length as it held, added to where an extension is of the same unit, else the extension after it."""
    kept = assignment.kept[clock]
    lengths = [Length.parse(kept["length"])]
    for more in map(Length.parse, extensions(kept)):
        if more.unit is lengths[-1].unit:
            lengths[-1] += more
        else:
            lengths.append(more)
    pauses = tuple(_pauses(assignment, until=met_at(assignment, clock)))
    unit = kept.get("unit", assignment.unit_id)
    at, counting = datetime.fromisoformat(kept["from"]), Counting(kept["counting"])
    for length in lengths:
        limit = Limit(length, kept["rule"], counting)
        found = timelimits.reckon_by(limit, unit=unit, start=at, pauses=pauses)
        yield found
        at = found.due.at


def _pauses(assignment: Assignment, *, until: datetime | None = None) -> Iterator[Pause]:
    """Yield the times it stood, so far as they lie before a moment."""
    for stopped, resumed, why in assignment.stood:
        times = datetime.fromisoformat(stopped), datetime.fromisoformat(resumed)
        if until is not None:
            times = times[0], min(times[1], until)
        if times[0] > times[1]:
            continue
        if why == Stood.CITIZEN:
            yield Pause(*times)
        else:
            yield Suspension(*times, named=str(Stood(why).label))
