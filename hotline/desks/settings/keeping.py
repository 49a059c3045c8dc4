"""How much of what is kept of people another number would empty: by the questions that the daily sweep itself asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet

from hotline.callers.models import Caller
from hotline.personal import Table, Text
from hotline.privacy import queries, register
from hotline.scans import queries as scans
from hotline.scans.models import Scan

Overdue = Callable[..., QuerySet[Any]]

_OWN: dict[type[Model], Overdue] = {Caller: queries.long_gone, Scan: scans.over}
"""Tables that an action of their own empties, and its question."""

NAMES = tuple(dict.fromkeys(one.kept for one in register.tables() if isinstance(one.kept, str)))
"""The numbers that say how long something is kept."""


@dataclass(frozen=True, slots=True)
class Lost:
    """How many rows of one table would be emptied by each of several moments."""

    label: Text
    rows: tuple[int, ...]


def lost(name: str, *, befores: Sequence[datetime], most: int) -> list[Lost]:
    """Count what began before each moment and has something to lose, of each table kept by a number, up to *most*."""
    return [
        Lost(register.label(table), tuple(overdue(before=at)[:most].count() for at in befores))
        for table, overdue in _kept_by(name)
    ]


def _kept_by(name: str) -> Iterator[tuple[Table, Overdue]]:
    for table in register.tables():
        if table.kept == name and table.since:
            yield table, partial(queries.overdue, table)
        elif table.kept == name and table.model in _OWN:
            yield table, _OWN[table.model]
