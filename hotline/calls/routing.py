"""Who gets which call. Pure: the same calls and seats always give the same answer.

Those who were cut off come first, then who waits longest; an elderly or a repeated caller counts as
having waited a little longer, one who abused the line as having come later, so that everybody is
overtaken by a bounded number at most and nobody starves. Of the seats that serve the caller's line and
speak as he does, the most skilled gets the call, and of equals the one that has been idle longest; the
seat that was just talking to him before all, for which he is kept a moment when its telephone broke.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

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
    kept_until: datetime | None = None
    """Until when he is kept for the operator whose telephone broke while they talked: it may be back in a moment."""
    line: int = 0
    """0: the house has one line."""
    special: bool = False
    """Only seats named for the line serve it."""
    overflow: int | None = None
    """The line of which it is a call too, after a while in which nobody of its own was free."""
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


class Offer(NamedTuple):
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
    there = _Floor(sorted((one for one in seats if one.lease_until > now), key=_idleness))
    ring_s, overflow_s = rules["ring_s"], timedelta(seconds=rules["overflow_s"])
    dialect_wait_s = timedelta(seconds=rules["dialect_wait_s"])
    offers = []
    for call in sorted(waiting, key=lambda one: (not one.again, counts_from(one, rules), one.call)):
        if not there.free:
            break
        waited = now - call.since
        any_tongue = not call.dialect or waited >= dialect_wait_s
        seat = call.prefers if call.prefers in there.free else None
        if seat is None and call.kept_until is not None and now < call.kept_until:
            continue
        if seat is None:
            seat = there.best(Wanted(call.line, call.special, call.dialect, any_tongue))
        if seat is None and call.overflow is not None and waited >= overflow_s:
            seat = there.best(Wanted(call.overflow, False, call.dialect, any_tongue))
        if seat is not None:
            there.free.remove(seat)
            offers.append(Offer(call.call, seat, ring_s))
    return offers


def counts_from(call: Waiting, rules: Book) -> datetime:
    """Return since when a caller counts as waiting: an advance in place of a rank of its own bounds the overtaking."""
    ahead = rules["elderly_ahead_s"] * call.elderly + rules["repeated_ahead_s"] * call.repeated
    behind = rules["limited_behind_s"] * call.limited
    return call.since + timedelta(seconds=behind - ahead)


def _idleness(seat: Free) -> tuple[datetime, int]:
    return seat.idle_since, seat.seat


class Wanted(NamedTuple):
    """What a call asks of a seat; the same seats serve all calls that ask the same."""

    line: int
    special: bool
    dialect: str
    any_tongue: bool
    """Whoever does not speak as the caller does will do."""


Group: TypeAlias = "deque[tuple[int, int]]"
"""Seats that serve a line equally well and speak alike, the longest idle first: each with its place in the order of all."""


class _Floor:
    """The seats that are free, ready to be asked for by line, level and tongue.

    Which groups serve what is wanted is put together once, and each call looks at the heads of few: hundreds of calls and
    seats cost little more than putting them in order.
    """

    def __init__(self, seats: Iterable[Free]) -> None:
        """Take the seats, the longest idle first."""
        self.free: set[int] = set()
        self._groups: dict[int | None, dict[tuple[int, frozenset[str]], Group]] = {}
        """By line, and None for those that are named for no line: level and tongues → seats."""
        self._ranked: dict[Wanted, list[list[Group]]] = {}
        for place, seat in enumerate(seats):
            self.free.add(seat.seat)
            for line, level in seat.lines.items() if seat.lines else ((None, PLAIN),):
                of_line = self._groups.setdefault(line, {})
                of_line.setdefault((level, seat.dialects), deque()).append((place, seat.seat))

    def best(self, wanted: Wanted) -> int | None:
        """Return the most skilled seat for what is wanted, of equals the one that has been idle longest."""
        ranked = self._ranked.get(wanted)
        if ranked is None:
            ranked = self._ranked[wanted] = self._rank(wanted)
        while ranked:
            best = None
            for group in ranked[-1]:
                while group and group[0][1] not in self.free:
                    group.popleft()  # taken once is taken for good
                if group and (best is None or group[0] < best):
                    best = group[0]
            if best is not None:
                return best[1]
            ranked.pop()
        return None

    def _rank(self, wanted: Wanted) -> list[list[Group]]:
        """Return the groups that serve what is wanted, the most skilled last, equals together."""
        found: dict[tuple[bool, int], list[Group]] = {}
        for line in (wanted.line,) if wanted.special else (wanted.line, None):
            for (level, tongues), group in self._groups.get(line, {}).items():
                speaks = bool(wanted.dialect) and wanted.dialect in tongues
                if speaks or wanted.any_tongue:
                    found.setdefault((speaks, level), []).append(group)
        return [found[skill] for skill in sorted(found)]


def expected_wait_s(place: int, *, seats: int, handling_s: float) -> float:
    """Return how long the caller at *place* (1 is next) may expect to wait, in seconds.

    With `seats` that each take `handling_s` seconds a call, one is free every `handling_s / seats` seconds on average;
    without a seat there is no honest answer, and the result is infinite.
    """
    return place * handling_s / seats if seats else float("inf")
