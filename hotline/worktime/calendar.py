"""Which days are worked, in which hours, and why: the week, the holidays, the city's own word.

Three layers, the upper one wins:

1. what the city has declared for a day (a storm, a Saturday worked), with its reason;
2. the State Council's public holidays and moved working weekends, from `chinesecalendar`;
3. the ordinary week.

A year whose holidays nobody knows yet is refused by a sentence that says what to add, or, when the
calendar is made with `unknown_years="assume"`, counted as ordinary weeks and marked so. Counting
time off is left to `spans`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from chinese_calendar.constants import holidays as _holidays
from chinese_calendar.constants import workdays as _moved

Hours = tuple[tuple[time, time], ...]  # (opens, closes), in order; closing at 00:00 is midnight

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE_HOURS: Hours = ((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30)))
COVERED_YEARS = range(min(_holidays).year, max(_holidays).year + 1)
_MICROSECOND = timedelta(microseconds=1)


class CalendarUnknown(LookupError):
    """Nobody has said yet which days of this year are worked."""

    def __init__(self, on: date) -> None:
        super().__init__(
            f"the public holidays of {on.year} are not known (chinesecalendar knows"
            f" {COVERED_YEARS[0]} to {COVERED_YEARS[-1]}); whether {on} is worked, nobody can say:"
            f" upgrade chinesecalendar, or declare the free and the moved working days of {on.year}"
            f" and add {on.year} to the declared years"
        )
        self.on = on


class Kind(StrEnum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MOVED = "moved"  # a weekend worked in exchange for a longer holiday
    DECLARED_FREE = "declared_free"
    DECLARED_WORKING = "declared_working"


def _check(hours: Hours) -> None:
    """Refuse hours that overlap, run backwards or cross midnight."""
    before = time.min
    for opens, closes in hours:
        if opens < before or (closes <= opens and closes != time.min):
            raise ValueError(f"working hours must follow one another within a day: {hours}")
        before = closes if closes != time.min else time.max


@dataclass(frozen=True, slots=True)
class Week:
    """The ordinary week: the hours of Monday to Sunday, and those of a moved working day."""

    days: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours] = (*(OFFICE_HOURS,) * 5, (), ())
    moved: Hours = OFFICE_HOURS

    def __post_init__(self) -> None:
        if not any(self.days):
            raise ValueError("a week needs at least one working day")
        for hours in (*self.days, self.moved):
            _check(hours)


@dataclass(frozen=True, slots=True)
class Free:
    """The city's word that a day is not worked."""

    reason: str


@dataclass(frozen=True, slots=True)
class Working:
    """The city's word that a day is worked, in its own hours or those of a moved working day."""

    reason: str
    hours: Hours = ()

    def __post_init__(self) -> None:
        _check(self.hours)


@dataclass(frozen=True, slots=True)
class Day:
    """One local day: worked or not, why, and when its doors are open (aware, UTC).

    *name* is the holiday's English name as `chinesecalendar` has it, or the declared reason.
    *assumed* says that the year's holidays were not known and an ordinary week was taken instead.
    """

    on: date
    kind: Kind
    name: str
    open: tuple[tuple[datetime, datetime], ...]
    worked_us: int
    assumed: bool = False

    @property
    def working(self) -> bool:
        """Say whether anybody works on this day."""
        return self.worked_us > 0


@dataclass(frozen=True)
class Calendar:
    """The working time of one office, made anew when a declaration changes: it remembers days."""

    week: Week = Week()
    declared: Mapping[date, Free | Working] = field(default_factory=dict)
    declared_years: frozenset[int] = frozenset()  # their holidays are all in *declared*
    unknown_years: Literal["refuse", "assume"] = "refuse"
    tz: tzinfo = CHINA
    _days: dict[date, Day] = field(default_factory=dict, init=False, repr=False, compare=False)

    def explain(self, on: date) -> Day:
        """Say whether a day is worked, when, and why; raise `CalendarUnknown` if nobody knows."""
        day = self._days.get(on)
        if day is None:
            day = self._days[on] = self._look_up(on)
        return day

    def local_day(self, at: datetime) -> date:
        """Return the office's date at a moment."""
        return at.astimezone(self.tz).date()

    def _look_up(self, on: date) -> Day:
        match self.declared.get(on):
            case Free(reason):
                return self._day(on, Kind.DECLARED_FREE, reason, ())
            case Working(reason, hours):
                return self._day(on, Kind.DECLARED_WORKING, reason, hours or self.week.moved)
        known = on.year in COVERED_YEARS and on.year not in self.declared_years
        if known and on in _holidays:
            return self._day(on, Kind.HOLIDAY, str(_holidays[on]), ())
        if known and on in _moved:
            return self._day(on, Kind.MOVED, str(_moved[on]), self.week.moved)
        return self._ordinary(on, assumed=not known and on.year not in self.declared_years)

    def _ordinary(self, on: date, *, assumed: bool) -> Day:
        if assumed and self.unknown_years == "refuse":
            raise CalendarUnknown(on)
        hours = self.week.days[on.weekday()]
        return self._day(on, Kind.WORKDAY if hours else Kind.WEEKEND, "", hours, assumed)

    def _day(self, on: date, kind: Kind, name: str, hours: Hours, assumed: bool = False) -> Day:
        doors = tuple((self._moment(on, a), self._moment(on, b, closing=True)) for a, b in hours)
        worked = sum((closes - opens for opens, closes in doors), timedelta())
        return Day(on, kind, name, doors, worked // _MICROSECOND, assumed)

    def _moment(self, on: date, at: time, *, closing: bool = False) -> datetime:
        if closing and at == time.min:
            on += timedelta(days=1)
        return datetime.combine(on, at, self.tz).astimezone(UTC)
