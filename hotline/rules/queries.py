"""Which numbers are in force, what they were and what they are to be."""

from __future__ import annotations

import time
from datetime import datetime

from hotline import clock

from .book import Book
from .models import Rule

FRESH_S = 5.0
"""How long a process may go on with the book it read: a new rule holds everywhere within this."""

_kept: tuple[float, datetime, Book] | None = None


def book(at: datetime | None = None) -> Book:
    """Return the numbers in force at *at*; without it those of now, read at most every few seconds."""
    if at is not None:
        return _read(at)
    global _kept
    now = clock.now()
    if (
        _kept is None
        or time.monotonic() - _kept[0] > FRESH_S
        or abs((now - _kept[1]).total_seconds()) > FRESH_S
    ):
        _kept = (time.monotonic(), now, _read(now))
    return _kept[2]


def in_force(at: datetime) -> dict[str, Rule]:
    """Return the row of every number that holds at *at*, by name."""
    rows = Rule.objects.standing().filter(valid_from__lte=at).select_related("by")
    return {rule.name: rule for rule in rows.order_by("valid_from")}


def coming(at: datetime) -> dict[str, list[Rule]]:
    """Return what is set for a time after *at*, by name, the next first."""
    found: dict[str, list[Rule]] = {}
    rows = Rule.objects.standing().filter(valid_from__gt=at).select_related("by")
    for rule in rows.order_by("valid_from"):
        found.setdefault(rule.name, []).append(rule)
    return found


def history(name: str) -> list[Rule]:
    """Return all that one number ever was or is to be, withdrawn changes too, the latest first."""
    rows = Rule.objects.filter(name=name).select_related("by")
    return list(rows.order_by("-valid_from", "-pk"))


def forget() -> None:
    """Forget the book kept in memory."""
    global _kept
    _kept = None


def _read(at: datetime) -> Book:
    rows = Rule.objects.standing().filter(valid_from__lte=at).order_by("valid_from")
    return Book(dict(rows.values_list("name", "value")))
