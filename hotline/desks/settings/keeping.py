"""How much of what is kept of people another number would empty: by the questions that the daily sweep itself asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from hotline.callers.models import Caller
from hotline.personal import Table, Text
from hotline.privacy import queries, register

Overdue = Callable[..., QuerySet[Any]]

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
        elif table.kept == name and table.model is Caller:
            yield table, queries.long_gone
