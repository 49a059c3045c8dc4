"""The inbox of a department among a hundred thousand assignments: it costs what it costs among a thousand.

Asked over HTTP of the whole system, one client, the middle time, by somebody of the unit above all and by somebody of the one
that has a third of everything. Both sizes fill the page, and are measured in turns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import stage
from .figures import TURNS, Figure, slower, worst
from .owed import owed
from .web import middle_ms

if TYPE_CHECKING:
    from hotline.people.models import Person

    from .measures import Bench

FEW, MANY = 1_000, 100_000
ROUNDS, TIMES = 2, 60
ROW = 'id="a'
"""Stands in each row of the page."""


def inbox_page(bench: Bench) -> Figure:
    """Open the inbox among many; the floor is the same page among few."""
    bench.town.grow(MANY)
    turns = [(_measured(bench, FEW), _measured(bench, MANY)) for _ in range(ROUNDS)]
    few, many = (_best(found) for found in zip(*turns, strict=True))
    return worst(
        "inbox.page",
        [slower(who, "ms p50", many[who], few[who], bar=1.3) for who in few],
    )


def _best(found: tuple[dict[str, float], ...]) -> dict[str, float]:
    return {who: min(times[who] for times in found) for who in found[0]}


def _measured(bench: Bench, many: int) -> dict[str, float]:
    with owed(bench.town, many) as there:
        return {who.username: _page_ms(bench, who) for who in (there.of_all, there.of_one)}


def _page_ms(bench: Bench, who: Person) -> float:
    client = stage.Client(bench.port, who)
    for _ in range(10):
        page = client.get("/inbox/")
    if page.count(ROW) < 50:
        raise RuntimeError("the page of the benchmark is not full")
    return min(middle_ms(lambda: client.get("/inbox/"), TIMES) for _ in range(TURNS))
