"""Pauses: what they leave of a stretch of time.

A pause stops the clock from its first moment up to its resumption; one that is not resumed stops
it for good. Which stretches count at all is left to `spans`. Moments in here are UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Span = tuple[datetime, datetime]

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class StandsStill(Exception):
    """The clock is paused and not resumed: nobody can say yet when it is due."""

    def __init__(self, since: datetime) -> None:
        super().__init__(f"the clock stands since {since}; it is never due unless it is resumed")
        self.since = since


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock was stopped, and set running again unless it still stands."""

    paused_at: datetime
    resumed_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.resumed_at is not None and self.resumed_at < self.paused_at:
            raise ValueError("a pause cannot be resumed before it began")


def stops_of(pauses: Sequence[Pause]) -> list[Span]:
    """Put pauses in order and join those that touch; one not resumed lasts to the end of time."""
    stops: list[Span] = []
    spans = ((in_utc(p.paused_at), in_utc(p.resumed_at or END_OF_TIME)) for p in pauses)
    for paused_at, resumed_at in sorted(spans):
        if stops and paused_at <= stops[-1][1]:
            stops[-1] = (stops[-1][0], max(stops[-1][1], resumed_at))
        else:
            stops.append((paused_at, resumed_at))
    return stops


def stands_since(stops: Sequence[Span]) -> datetime | None:
    """Say since when the clock stands for good, if it does."""
    return stops[-1][0] if stops and stops[-1][1] == END_OF_TIME else None


def running(
    spans: Iterable[Span],
    stops: Sequence[Span],
    *,
    since: datetime,
    until: datetime = END_OF_TIME,
) -> list[Span]:
    """Cut spans to what lies between two moments and in no stop."""
    left: list[Span] = []
    for opens, closes in spans:
        at, end = max(opens, since), min(closes, until)
        for stops_at, runs_at in stops:
            if runs_at <= at:
                continue
            if stops_at >= end:
                break
            if stops_at > at:
                left.append((at, stops_at))
            at = runs_at
        if at < end:
            left.append((at, end))
    return left


def total(spans: Iterable[Span]) -> timedelta:
    """Add up the lengths of spans."""
    return sum((ends - begins for begins, ends in spans), timedelta())


def moment_after(spans: Sequence[Span], time: timedelta) -> datetime:
    """Find the first moment when *time* of the spans has passed; they must hold that much."""
    for begins, ends in spans:
        if time <= ends - begins:
            return begins + time
        time -= ends - begins
    raise ValueError("there is less time in the spans than that")


def in_utc(at: datetime) -> datetime:
    """Return an aware moment in UTC; refuse one without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC)
