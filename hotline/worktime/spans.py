"""When something is due, and how much of its time is used: counting a length off on a calendar.

The rules and where they come from (Civil Code of the PRC, art. 201 and 203; art. 204 lets others
be laid down):

- *Minutes, hours and natural days* run round the clock from the start; a natural day is 24 hours.
  A period in hours begins at the moment laid down (201 par. 2).
- *Working hours* run from the start too, but only while the office is open.
- *Working days*: the day of the start is not counted (201 par. 1), and the last day ends when the
  office closes (203 par. 2): one working day from Friday noon ends at Monday's closing. This is
  `Counting.NEXT_DAY`, the default.
- `Counting.AT_ONCE` is stricter: a working day is one day's worth of office hours, from the start
  or the next opening: one working day from Friday 10:00 ends on Monday at 10:00. Where days differ
  in length each counts as one, and a part of a day as its share of that day.
- *A pause* stops the clock: what would have counted between pause and resumption is added at the
  end. A night or a holiday, which does not count anyway, is not added again. Pauses may overlap.
- A due time is a whole second, rounded up: nobody is late before the full length has passed. An
  end that falls together with the office's closing is the closing, not the next opening.

Every due time carries its reasons as data. Times given must be aware; times returned are in the
calendar's zone. `due` and `used` raise `CalendarUnknown` where the calendar does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

from hotline.worktime.because import Because, Begins, Started, Stood, reasons_of
from hotline.worktime.calendar import Calendar, Day
from hotline.worktime.lengths import Length, Unit
from hotline.worktime.pauses import (
    END_OF_TIME,
    Pause,
    Span,
    StandsStill,
    in_utc,
    moment_after,
    running,
    stands_since,
    stops_of,
    total,
)

__all__ = ["Counting", "Due", "Length", "Pause", "StandsStill", "Unit", "Used", "due", "used"]

_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


class Counting(StrEnum):
    """When the first working day begins."""

    NEXT_DAY = "next_day"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due, and why then."""

    at: datetime
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Used:
    """How much has counted so far: as time, and as a share from 0 to 1, which is due or later."""

    time: timedelta
    share: float


def due(
    start: datetime,
    length: Length,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    counting: Counting = Counting.NEXT_DAY,
) -> Due:
    """Say when a length from *start* is over; raise `StandsStill` while a pause holds it open."""
    started, stops = in_utc(start), stops_of(pauses)
    begins = started
    days: Iterator[Day] = iter(())
    if length.unit.working:
        begins = _begin(started, length, calendar, counting)
        at = _whole_second(_working_end(begins, length, calendar, stops))
        days = _days(started, begins, at, calendar)
    else:
        at = _whole_second(_natural_end(started, length, stops))
    here = calendar.tz
    facts: list[Because] = [Started(started.astimezone(here))]
    if begins != started:
        facts.append(Begins(begins.astimezone(here)))
    facts += reasons_of(days)
    facts += (
        Stood(stops_at.astimezone(here), runs_at.astimezone(here))
        for stops_at, runs_at in stops
        if stops_at < at and runs_at > begins
    )
    return Due(at.astimezone(here), tuple(facts))


def used(
    start: datetime,
    length: Length,
    calendar: Calendar,
    *,
    now: datetime,
    pauses: Sequence[Pause] = (),
    counting: Counting = Counting.NEXT_DAY,
) -> Used:
    """Say how much of a length from *start* has counted until *now*."""
    begins, until, stops = in_utc(start), in_utc(now), stops_of(pauses)
    if not length.unit.working:
        time = total(running([(begins, END_OF_TIME)], stops, since=begins, until=until))
        return Used(time, min(time / length.timedelta, 1.0))
    begins = _begin(begins, length, calendar, counting)
    time, days = timedelta(), Fraction()
    for day in _working_days(begins, until, calendar):
        here = total(running(day.open, stops, since=begins, until=until))
        time += here
        days += Fraction(here // _MICROSECOND, day.worked_us)
    by_day = length.unit is Unit.WORKING_DAYS
    share = float(days / length.amount) if by_day else time / length.timedelta
    return Used(time, min(share, 1.0))


# -- where it begins and ends ----------------------------------------------------------------------


def _begin(started: datetime, length: Length, calendar: Calendar, counting: Counting) -> datetime:
    """Find the first moment that counts."""
    on = calendar.local_day(started)
    if length.unit is Unit.WORKING_DAYS and counting is Counting.NEXT_DAY:
        on += _DAY
    while True:
        for opens, closes in calendar.explain(on).open:
            if closes > started:
                return max(opens, started)
        on += _DAY


def _natural_end(started: datetime, length: Length, stops: Sequence[Span]) -> datetime:
    free = running([(started, END_OF_TIME)], stops, since=started)
    if (since := stands_since(stops)) and total(free) < length.timedelta:
        raise StandsStill(since)
    return moment_after(free, length.timedelta)


def _working_end(
    begins: datetime, length: Length, calendar: Calendar, stops: Sequence[Span]
) -> datetime:
    """Walk from day to day until nothing is left: of days, or of the microseconds of hours."""
    by_day = length.unit is Unit.WORKING_DAYS
    left: int | Fraction = length.amount if by_day else length.timedelta // _MICROSECOND
    since = stands_since(stops)
    for day in _working_days(begins, END_OF_TIME, calendar):
        if since and day.open[0][0] >= since:
            raise StandsStill(since)
        free, here = _counting(day, begins, stops)
        needed = left * day.worked_us if by_day else left
        if needed <= here:
            return moment_after(free, timedelta(microseconds=ceil(needed)))
        if not by_day:
            left -= here
        else:
            left -= 1 if here == day.worked_us else Fraction(here, day.worked_us)
    raise OverflowError("there are not that many working days")


def _counting(day: Day, begins: datetime, stops: Sequence[Span]) -> tuple[Sequence[Span], int]:
    """Return what counts of a day, and how many microseconds that is."""
    if not stops and day.open[0][0] >= begins:
        return day.open, day.worked_us
    free = running(day.open, stops, since=begins)
    return free, total(free) // _MICROSECOND


def _whole_second(at: datetime) -> datetime:
    return at.replace(microsecond=0) + _SECOND if at.microsecond else at


# -- which days ------------------------------------------------------------------------------------


def _working_days(since: datetime, until: datetime, calendar: Calendar) -> Iterator[Day]:
    """Go through the working days from one moment to another, both days included."""
    on = calendar.local_day(since)
    last_on = until.date() if until == END_OF_TIME else calendar.local_day(until)
    while on <= last_on:
        day = calendar.explain(on)
        if day.working:
            yield day
        on += _DAY


def _days(started: datetime, begins: datetime, at: datetime, calendar: Calendar) -> Iterator[Day]:
    """Go through the days from start to end; a working day before the first counted is no news."""
    on, first_on, last_on = map(calendar.local_day, (started, begins, at))
    while on <= last_on:
        day = calendar.explain(on)
        if on >= first_on or not day.working:
            yield day
        on += _DAY
