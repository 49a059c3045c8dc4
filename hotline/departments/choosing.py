"""Which of several remits is meant: the most exact one. Pure.

A remit for the service goes before one for its group, that before one for every service; among equals the one whose area is
nearest goes first: the place itself, then what it lies in, then "anywhere". No two are equal: the database holds that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """What a case is about, as far as it is known: its service and group, and its area with all that this lies in."""

    code: str
    group: int | None
    areas: Sequence[int]
    """The nearest first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """For what a remit is, by its key."""

    pk: int
    code: str
    group: int | None
    area: int | None


def rank(cell: Cell, asked: Asked) -> tuple[int, int] | None:
    """Return how exactly a remit is meant, the smallest the most exactly; None where it is not."""
    if cell.code:
        what = 0 if cell.code == asked.code else None
    elif cell.group is not None:
        what = 1 if cell.group == asked.group else None
    else:
        what = 2
    if what is None or (cell.area is not None and cell.area not in asked.areas):
        return None
    return what, len(asked.areas) if cell.area is None else asked.areas.index(cell.area)


def most_exact(cells: Iterable[Cell], asked: Asked) -> int | None:
    """Return the key of the remit that is meant; None where none covers what was asked."""
    ranked = [(found, cell.pk) for cell in cells if (found := rank(cell, asked)) is not None]
    return min(ranked)[1] if ranked else None
