"""The router: five hundred callers and five hundred seats, beside putting the same rows in order by the same keys."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from hotline import clock
from hotline.calls import routing
from hotline.calls.routing import Free, Waiting
from hotline.rules import queries as rules

from .figures import Figure, latency

if TYPE_CHECKING:
    from .measures import Bench

MANY, LINES, TIMES = 500, 6, 20
DIALECTS = ("", "", "", "瑞安话", "温州话")


def router_route(_bench: Bench) -> Figure:
    """Let everybody who waits be offered to everybody who is free, lines, levels and dialects at random."""
    dice, now, book = random.Random(1), clock.now(), rules.book()
    waiting = [_waiting(dice, call) for call in range(MANY)]
    seats = [_free(dice, seat) for seat in range(MANY)]
    assert len(routing.route(now, waiting, seats, book)) > MANY / 2, "hardly anybody is served"

    def ours() -> None:
        routing.route(now, waiting, seats, book)

    def floor() -> None:
        sorted(seats, key=lambda seat: (seat.idle_since, seat.seat))
        sorted(waiting, key=lambda one: (not one.again, routing.counts_from(one, book), one.call))

    return latency("router.route", "ms", lambda: _ms(ours), lambda: _ms(floor), bar=5)


def _ms(do: Callable[[], None]) -> float:
    """Return the shortest time of several, in ms."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        do()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)


def _waiting(dice: random.Random, call: int) -> Waiting:
    return Waiting(
        call,
        clock.now() - timedelta(seconds=dice.randrange(600)),
        again=dice.random() < 0.05,
        prefers=dice.randrange(MANY) if dice.random() < 0.05 else None,
        line=dice.randrange(LINES),
        special=dice.random() < 0.2,
        overflow=dice.choice([None, dice.randrange(LINES)]),
        dialect=dice.choice(DIALECTS),
        elderly=dice.random() < 0.2,
        repeated=dice.random() < 0.1,
        limited=dice.random() < 0.02,
    )


def _free(dice: random.Random, seat: int) -> Free:
    named = dice.sample(range(LINES), dice.randrange(3))
    return Free(
        seat,
        clock.now() - timedelta(seconds=dice.randrange(900)),
        clock.now() + timedelta(minutes=1),
        {line: dice.choice((3, 5, 8)) for line in named},
        frozenset(dice.sample(["瑞安话", "温州话"], dice.randrange(3))),
    )
