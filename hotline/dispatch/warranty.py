"""Until when work is warranted, from when its provider can be asked to mend it, and what is asked then. Pure.

A day is a day of the line's own time zone, and the last one counts. What counts is when the citizen rang, not when somebody
came to it. Whom the mending goes to, and what becomes of it, is left to `actions`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from hotline.life.asks import Ask
from hotline.life.steps import Step
from hotline.worktime import hours


class Mending(Protocol):
    """A dispatch, as far as it mends another's work."""

    @property
    def under_warranty_id(self) -> int | None: ...
    @property
    def free(self) -> bool: ...


def last_day(done_on: date, days: int, *, mended_until: date | None = None) -> date | None:
    """Return the last day of the warranty of work done on a day; mended work never has less than the first had."""
    own = done_on + timedelta(days=days) if days else None
    return max(filter(None, (own, mended_until)), default=None)


def covers(until_on: date | None, on: date) -> bool:
    """Say whether a fault told of on a day is within the warranty, its last day included."""
    return until_on is not None and on <= until_on


def works_from(written: str, at: datetime) -> datetime:
    """Return the first moment from the local time *at* at which somebody works: *at* itself within the hours."""
    if hours.covers(written, at):
        return at
    start, _until = hours.minutes(written)
    begins = at.replace(hour=start // 60, minute=start % 60, second=0, microsecond=0)
    return begins if begins > at else begins + timedelta(days=1)


def asks(step: Step, job: Mending) -> tuple[Ask, ...]:
    """Return what a step asks of this job: of what is mended free of charge no amount, of who does not mend it a reason."""
    if job.free and step.name == "finish":
        return tuple(ask for ask in step.asks if ask.name != "amount")
    if job.under_warranty_id and step.name == "refuse":
        return tuple(replace(ask, required=True) for ask in step.asks)
    return step.asks
