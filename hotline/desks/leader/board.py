"""The floor at one moment, as the leader's page and the wall show it: who waits, who sits where, what wants a hand.

What is said on a special line is for its own people: neither page shows who it is about. Numbers are masked on both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from hotline import clock
from hotline.callers import queries as callers
from hotline.calls import queries as calls
from hotline.calls import service_level
from hotline.calls.models import Call, Seat
from hotline.calls.service_level import QUARTER_S, Counted
from hotline.calls.states import Direction, SeatState, Status
from hotline.lines import queries as lines
from hotline.lines.models import Line
from hotline.people.roles import Role
from hotline.rules import queries as rules
from hotline.rules.book import Book
from hotline.shifts import queries as shifts
from hotline.shifts import turns
from hotline.shifts.models import Duty, Handover, Notice

from . import curve, figures

WAITING_MOST, SEATS_MOST, CASES_MOST = 12, 300, 7

DRAWN: dict[str, tuple[str, str]] = {
    SeatState.AWAY: ("break", "cup"),
    SeatState.READY: ("ready", "phone"),
    SeatState.RINGING: ("talking", "bell"),
    SeatState.TALKING: ("talking", "headset"),
    SeatState.AFTER: ("after", "pencil"),
    SeatState.LISTENING: ("after", "speaker"),
}
"""How a seat's state is drawn: its colour and its sign."""


@dataclass(frozen=True, slots=True)
class Waits:
    """One caller who waits."""

    call: Call
    number: str
    """Masked; empty where there is none, and on a special line."""
    secret: bool
    since_s: int
    late: bool
    used: int
    """How far it has come towards twice the time that the rule allows, in hundredths."""


@dataclass(frozen=True, slots=True)
class Sits:
    """One seat that somebody is signed in to."""

    seat: Seat
    state: str
    icon: str
    call: Call | None
    secret: bool
    """What is said there is for the special line's own people."""


@dataclass(frozen=True)
class Board:
    """All that the floor shows."""

    now: datetime
    book: Book
    quarters: dict[int, Counted]
    waiting: list[Waits]
    waiting_all: int
    promised: int
    """Callers who hung up and keep their place."""
    seats: list[Sits]
    owed: figures.Owed
    pressing: figures.Pressing
    lines: list[Line]
    notices: list[Notice]
    unsigned: list[Handover]
    duty: list[Duty]
    turn: turns.Turn

    @cached_property
    def today(self) -> Counted:
        """Return what became of the day's calls."""
        return service_level.total(self.quarters.values())

    @cached_property
    def hour(self) -> Counted:
        """Return what became of the calls of the hour that runs."""
        return service_level.this_hour(self.quarters, self._since_midnight)

    @cached_property
    def curve(self) -> curve.Curve:
        """Return the drawing of the day."""
        return curve.draw(self.quarters, now=int(self._since_midnight // QUARTER_S))

    @property
    def in_time(self) -> bool | None:
        """Say whether enough of today's calls were answered in time."""
        asked = self.book["answered_in_time_share_pct"]
        return service_level.meets(self.today.in_time_share, asked)

    @property
    def answered(self) -> bool | None:
        """Say whether enough of today's calls were answered at all."""
        return service_level.meets(self.today.answered_share, self.book["answered_share_pct"])

    @property
    def longest_s(self) -> int:
        """Return how long the first in the queue has waited."""
        return max((one.since_s for one in self.waiting), default=0)

    @property
    def late(self) -> list[Waits]:
        """Return those who have waited longer than the rule allows."""
        return [one for one in self.waiting if one.late]

    @cached_property
    def tally(self) -> list[tuple[str, str, int]]:
        """Return how many seats stand how: the drawing, the word, the count."""
        found: dict[str, int] = {}
        for one in self.seats:
            found[one.seat.state] = found.get(one.seat.state, 0) + 1
        return [
            (DRAWN[state][0], str(state.label), found[state])
            for state in SeatState
            if state in found
        ]

    @property
    def leaders(self) -> list[Duty]:
        """Return who leads the shift that runs."""
        return [one for one in self.duty if one.person.role & Role.LEADER]

    @property
    def closed(self) -> list[Line]:
        """Return the lines that a leader has closed for now."""
        return [line for line in self.lines if line.closed_at]

    @property
    def _since_midnight(self) -> float:
        return (self.now - figures.midnight(self.now)).total_seconds()


def at(person: Any) -> Board:
    """Return the floor as it is now, in as many statements for a hundred seats as for one."""
    now, book, turn = clock.now(), rules.book(), turns.at(clock.now())
    queue = list(_queue(person))
    waiting = [call for call in queue if call.status != Status.PROMISED]
    seats = list(_seats(person))
    return Board(
        now=now,
        book=book,
        quarters=figures.quarters(person, now, within_s=book["answer_within_s"]),
        waiting=_waits(waiting[:WAITING_MOST], person, now, book["answer_within_s"]),
        waiting_all=len(waiting),
        promised=len(queue) - len(waiting),
        seats=[_sits(seat) for seat in seats],
        owed=figures.owed(person, now),
        pressing=figures.pressing(person, now, most=CASES_MOST),
        lines=list(lines.seen(person)),
        notices=list(shifts.notices(person)),
        unsigned=list(shifts.unsigned(person)[:3]),
        duty=shifts.on_duty(person, turn),
        turn=turn,
    )


def is_secret(call: Call | None) -> bool:
    """Say whether what is said in a call is for the people of its line alone."""
    return bool(call and call.line and call.line.special)


def _queue(person: Any) -> Iterable[Call]:
    rings = (Status.WAITING, Status.PROMISED, Status.RINGING)
    found = Call.objects.seen_by(person).filter(direction=Direction.IN, status__in=rings)
    return found.select_related("line").order_by("arrived_at", "pk")


def _waits(found: list[Call], person: Any, now: datetime, within_s: int) -> list[Waits]:
    open_ones = [call.caller_id for call in found if call.caller_id and not is_secret(call)]
    shown = callers.masked(open_ones, person) if open_ones else {}
    told = []
    for call in found:
        since_s = int((now - call.arrived_at).total_seconds())
        who = shown.get(call.caller_id or 0)
        told.append(
            Waits(
                call,
                who.number if who else "",
                is_secret(call),
                since_s,
                since_s > within_s,
                min(99, 1 + round(since_s * 49 / max(within_s, 1))),
            )
        )
    return told


def _seats(person: Any) -> Iterable[Seat]:
    there = calls.floor(person).select_related("operator", "call__line")
    return there.order_by("operator__number", "pk")[:SEATS_MOST]


def _sits(seat: Seat) -> Sits:
    state, icon = DRAWN[seat.state]
    return Sits(seat, state, icon, seat.call, is_secret(seat.call))
