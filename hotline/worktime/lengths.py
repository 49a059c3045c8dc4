"""A length of time as a rule writes it down: 30 minutes, 24 hours, 5 working days.

What a length means on a calendar is left to `spans`; how a person reads it, to the pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class NotALength(ValueError):
    """The text or the amount is not a length of time."""


class Unit(StrEnum):
    """What is counted. A natural day is 24 hours; a working day is what the calendar says."""

    MINUTES = "min"
    HOURS = "h"
    DAYS = "d"
    WORKING_HOURS = "working h"
    WORKING_DAYS = "working d"

    @property
    def working(self) -> bool:
        """Whether only the office's own hours count."""
        return self in (Unit.WORKING_HOURS, Unit.WORKING_DAYS)


_ONE = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
    Unit.WORKING_HOURS: timedelta(hours=1),
}
_PRINTED = {
    Unit.MINUTES: ("min", "min"),
    Unit.HOURS: ("h", "h"),
    Unit.DAYS: ("day", "days"),
    Unit.WORKING_HOURS: ("working h", "working h"),
    Unit.WORKING_DAYS: ("working day", "working days"),
}
_WRITTEN = re.compile(
    r"([0-9]{1,6}) ?(working )?(min|h|d)(?:(?<=min)utes?|(?<=h)ours?|(?<=d)ays?)?"
)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time above zero, in whole units."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise NotALength(f"a length is at least one unit, not {self.amount}")

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read a length such as "30 min", "24 h", "2 days", "4 working hours", "5 working days"."""
        found = _WRITTEN.fullmatch(" ".join(text.lower().split()))
        unit = f"{found[2] or ''}{found[3]}" if found else ""
        if found and unit in list(Unit) and int(found[1]):
            return cls(int(found[1]), Unit(unit))
        raise NotALength(f'"{text}" is not a length; write "30 min", "24 h" or "5 working days"')

    @property
    def timedelta(self) -> timedelta:
        """The length as time on the clock, which a working day has only on its calendar."""
        if self.unit is Unit.WORKING_DAYS:
            raise NotALength("how long a working day is, only a calendar can say")
        return self.amount * _ONE[self.unit]

    def __add__(self, more: Length) -> Length:
        """Lengthen by the same unit, as an extension does."""
        if more.unit is not self.unit:
            raise NotALength(f"{more} cannot be added to {self}: the units differ")
        return Length(self.amount + more.amount, self.unit)

    def __str__(self) -> str:
        return f"{self.amount} {_PRINTED[self.unit][self.amount > 1]}"
