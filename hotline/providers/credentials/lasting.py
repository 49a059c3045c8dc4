"""How long papers last. Pure: days from and until in, the first day without a good one out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

Span = tuple[date | None, date | None]
"""From which day and until which a paper is good, both included; None: always has been, never ends."""
_DAY = timedelta(days=1)


def off_on(spans: Iterable[Span], *, today: date) -> date | None:
    """Return the first day, from *today* on, on which none of the papers is good; None where there is no such day.

    Papers that follow one another without a gap count as one. Where none is good today, it is the day after the last
    that was, or *today* where none ever was.
    """
    kept = sorted(spans, key=lambda span: span[0] or date.min)
    day = today
    for start, until in kept:
        if start is not None and start > day:
            break
        if until is None:
            return None
        day = max(day, until + _DAY)
    if day > today:
        return day
    over = [until + _DAY for _start, until in kept if until is not None and until < today]
    return max(over, default=today)


def least(days: Iterable[date | None]) -> date | None:
    """Return the first of several days, None being never."""
    return min((day for day in days if day is not None), default=None)
