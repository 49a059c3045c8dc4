"""Who gets which call. Pure: the same calls and seats always give the same answer.

Those who were cut off come first, then who waits longest; an elderly or a repeated caller counts as
having waited a little longer, one who abused the line as having come later, so that everybody is
overtaken by a bounded number at most and nobody starves. Of the seats that serve the caller's line and
speak as he does, the most skilled gets the call, and of equals the one that has been idle longest; the
seat that was just talking to him before all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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
    line: int = 0
    """0: the house has one line."""
    special: bool = False
    """Only seats named for the line serve it."""
    overflow: int | None = None
    """The line whose seats help out after a while."""
    dialect: str = ""
    elderly: bool = False
    repeated: bool = False
    limited: bool = False
    """He abused the line lately: others come first, for a while."""


@dataclass(frozen=True, slots=True)
class Free:
    """A seat that is ready for a call."""

    seat: int
    idle_since: datetime
    lease_until: datetime
    lines: Mapping[int, int] = field(default_factory=dict)
    """How well it serves which lines, 1 to 9; one that is named for no line serves every ordinary one."""
    dialects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """Ring this seat for this call, for so long."""

    call: int
    seat: int
    ring_s: int


PLAIN = 5
"""How well a seat serves an ordinary line that nobody has named it for."""


def route(
    now: datetime, waiting: Iterable[Waiting], seats: Iterable[Free], rules: Book
) -> list[Offer]:
    """Return which seat rings for which call; no seat and no call twice."""
    free = {
        seat.seat: seat
        for seat in sorted(seats, key=lambda seat: (seat.idle_since, seat.seat))
        if seat.lease_until > now
    }
    offers = []
    for call in sorted(waiting, key=lambda one: (not one.again, counts_from(one, rules), one.call)):
        if not free:
            break
        seat = _best(now, call, free, rules)
        if seat is not None:
            del free[seat]
            offers.append(Offer(call.call, seat, rules["ring_s"]))
    return offers


def counts_from(call: Waiting, rules: Book) -> datetime:
    """Return since when a caller counts as waiting: an advance in place of a rank of its own bounds the overtaking."""
    ahead = rules["elderly_ahead_s"] * call.elderly + rules["repeated_ahead_s"] * call.repeated
    behind = rules["limited_behind_s"] * call.limited
    return call.since + timedelta(seconds=behind - ahead)


def _best(now: datetime, call: Waiting, free: Mapping[int, Free], rules: Book) -> int | None:
    """Return the seat that a call gets of those that are free, in the order of their idleness."""
    if call.prefers in free:
        return call.prefers
    waited = (now - call.since).total_seconds()
    helped = call.overflow if waited >= rules["overflow_s"] else None
    any_tongue = not call.dialect or waited >= rules["dialect_wait_s"]
    best, best_skill = None, (False, 0)
    for seat in free.values():
        speaks = call.dialect in seat.dialects
        level = _level(seat, call, helped)
        if not level or not (speaks or any_tongue):
            continue
        skill = (speaks and bool(call.dialect), level)
        if skill > best_skill:
            best, best_skill = seat.seat, skill
    return best


def _level(seat: Free, call: Waiting, helped: int | None) -> int:
    """Return how well a seat serves a call, 0: not at all."""
    if call.line in seat.lines:
        return seat.lines[call.line]
    if not call.special and not seat.lines:
        return PLAIN
    return 1 if helped is not None and (helped in seat.lines or not seat.lines) else 0


def expected_wait_s(place: int, *, seats: int, handling_s: float) -> float:
    """Return how long the caller at *place* (1 is next) may expect to wait, in seconds.

    With `seats` that each take `handling_s` seconds a call, one is free every `handling_s / seats` seconds on average;
    without a seat there is no honest answer, and the result is infinite.
    """
    return place * handling_s / seats if seats else float("inf")
