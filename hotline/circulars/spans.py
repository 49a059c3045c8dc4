"""Which days a circular is about: the day, the week from Monday, the calendar month; the one before it, the last that is over. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
SHOWN_DAYS = 14
"""How many days the curve of a day's circular goes back: one day alone is no curve."""

LOOKS_BACK_DAYS = 7
"""For how many days one that was not drafted in time is drafted still."""


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day, both included."""

    from_on: date
    until_on: date

    @property
    def curve_from_on(self) -> date:
        """Return the day with which its curve begins."""
        one = self.from_on == self.until_on
        return self.from_on - (SHOWN_DAYS - 1) * DAY if one else self.from_on


def around(span: str, day: date) -> Days:
    """Return the day, week or month in which a day lies."""
    if span == "day":
        return Days(day, day)
    if span == "week":
        monday = day - day.weekday() * DAY
        return Days(monday, monday + 6 * DAY)
    first = day.replace(day=1)
    return Days(first, (first + 31 * DAY).replace(day=1) - DAY)


def before(span: str, days: Days) -> Days:
    """Return the one before: what the figures are compared with."""
    return around(span, days.from_on - DAY)


def lately(span: str, today: date) -> list[Days]:
    """Return the last one that is over, and those before it that ended in the last days: what a clock that stood still has missed."""
    found = [last(span, today)]
    while (one := before(span, found[-1])).until_on >= today - LOOKS_BACK_DAYS * DAY:
        found.append(one)
    return found[::-1]


def last(span: str, today: date) -> Days:
    """Return the last one that is over."""
    return before(span, around(span, today))
