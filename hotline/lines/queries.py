"""Questions about lines: which one a dialled number reaches, who serves it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from .models import Line, LineQuerySet, Skill
from .welcome import Terms

FRESH_S = 2.0
"""How long a process may go on with the lines and skills it read: a line closed by its leader is closed within this."""

Skills = Mapping[int, tuple[Mapping[int, int], frozenset[str]]]
"""Who serves which lines how well, and what he speaks, by the person's key."""


class _Read(NamedTuple):
    """What was read a moment ago."""

    at: float
    lines: list[Line]
    skills: Skills


_kept: _Read | None = None


def every() -> list[Line]:
    """Return the lines in use as they were read a moment ago; the one without numbers last."""
    return _lately().lines


def skills() -> Skills:
    """Return who serves what, as it was read a moment ago."""
    return _lately().skills


def forget() -> None:
    """Forget the lines and skills kept in memory."""
    global _kept
    _kept = None


def _lately() -> _Read:
    global _kept
    if _kept is None or time.monotonic() - _kept.at > FRESH_S:
        rows = Line.objects.filter(retired_at=None).select_related("overflow").order_by("pk")
        in_order = sorted(rows, key=lambda line: not line.numbers)
        _kept = _Read(time.monotonic(), in_order, _read_skills())
    return _kept


def of_number(dialled: str) -> Line | None:
    """Return the line that is reached by a dialled number: its own, else the one without numbers."""
    lines = every()
    named = next((line for line in lines if dialled in line.numbers), None)
    return named or next((line for line in lines if not line.numbers), None)


def terms_of(line: Line | None) -> Terms:
    """Return what a line says about itself; a house without lines is always open."""
    if line is None:
        return Terms()
    return Terms(line.hours, line.most_waiting, line.closed_at is not None)


def seen(person: Any) -> LineQuerySet:
    """Return the lines in use that *person* may know of, in order."""
    rows = Line.objects.seen_by(person).filter(retired_at=None)
    return rows.select_related("overflow").order_by("pk")


def levels(person: Any) -> dict[int, tuple[dict[int, int], dict[str, int]]]:
    """Return how well each serves which line in use, and speaks which dialect, by the key of whom *person* may know."""
    found: dict[int, tuple[dict[int, int], dict[str, int]]] = {}
    for skill in Skill.objects.seen_by(person).filter(line__retired_at=None).order_by("pk"):
        serves, speaks = found.setdefault(skill.person_id, ({}, {}))
        if skill.line_id is None:
            speaks[skill.dialect] = skill.level
        else:
            serves[skill.line_id] = skill.level
    return found


def _read_skills() -> Skills:
    lines: dict[int, dict[int, int]] = {}
    tongues: dict[int, set[str]] = {}
    # A skill for a retired line names nobody for it: whoever served that line alone serves the ordinary ones again.
    for person, line, dialect, level in Skill.objects.filter(line__retired_at=None).values_list(
        "person_id", "line_id", "dialect", "level"
    ):
        if line is None:
            tongues.setdefault(person, set()).add(dialect)
        else:
            lines.setdefault(person, {})[line] = level
    return {
        person: (lines.get(person, {}), frozenset(tongues.get(person, ())))
        for person in {*lines, *tongues}
    }
