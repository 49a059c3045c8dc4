"""Who gets which call. Pure: the same calls and seats always give the same answer.

Those who were cut off come first, then who waits longest; the seat that has been idle longest
gets the next call, unless the caller was just talking to one that is free.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hotline.rules.book import Book


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that no seat rings for."""

    call: int
    since: datetime
    again: bool = False
    """It was answered before and lost its operator."""
    prefers: int | None = None
    """The seat that knows the caller."""


@dataclass(frozen=True, slots=True)
class Free:
    """A seat that is ready for a call."""

    seat: int
    idle_since: datetime
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """Ring this seat for this call, for so long."""

    call: int
    seat: int
    ring_s: int


def route(
    now: datetime, waiting: Iterable[Waiting], seats: Iterable[Free], rules: Book
) -> list[Offer]:
    """Return which seat rings for which call; no seat and no call twice."""
    free = sorted(
        (seat for seat in seats if seat.lease_until > now),
        key=lambda seat: (seat.idle_since, seat.seat),
    )
    offers = []
    for call in sorted(waiting, key=lambda one: (not one.again, one.since, one.call)):
        if not free:
            break
        seat = next((one for one in free if one.seat == call.prefers), free[0])
        free.remove(seat)
        offers.append(Offer(call.call, seat.seat, rules["ring_s"]))
    return offers
