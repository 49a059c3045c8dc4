"""Why something is due when it is: facts as data, in the order they happened.

The arithmetic is in `spans`; the wording ("1 to 7 October do not count") is left to the pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hotline.worktime.calendar import Day, Kind


@dataclass(frozen=True, slots=True)
class Started:
    """The length was set running."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Begins:
    """The first moment that counts, later than the start: the next opening or working day."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """Days that do not count: a weekend, a holiday, or declared free for the reason in *name*."""

    first_on: date
    last_on: date
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A day off that counts all the same: a moved working day, or declared working."""

    on: date
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Assumed:
    """The holidays of this year are not known yet; ordinary weeks were taken for granted."""

    year: int


@dataclass(frozen=True, slots=True)
class Stood:
    """The clock stood still, from pause to resumption."""

    paused_at: datetime
    resumed_at: datetime

    @property
    def length(self) -> timedelta:
        """Return how long it stood."""
        return self.resumed_at - self.paused_at


Because = Started | Begins | Skipped | Counted | Assumed | Stood


def reasons_of(days: Iterable[Day]) -> Iterator[Because]:
    """Tell what is out of the ordinary about consecutive days, a run of free days as one fact."""
    run: Skipped | None = None
    years: set[int] = set()
    for day in days:
        if run and (day.working or (day.kind, day.name) != (run.kind, run.name)):
            yield run
            run = None
        if day.assumed and day.on.year not in years:
            years.add(day.on.year)
            yield Assumed(day.on.year)
        if day.working:
            if day.kind is not Kind.WORKDAY:
                yield Counted(day.on, day.kind, day.name)
        elif run:
            run = replace(run, last_on=day.on)
        else:
            run = Skipped(day.on, day.on, day.kind, day.name)
    if run:
        yield run
