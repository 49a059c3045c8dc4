"""Questions about people."""

from __future__ import annotations

from functools import lru_cache

from .models import Person


@lru_cache(maxsize=4)
def _house(username: str) -> Person:
    return Person.objects.get(username=username)


def the_clock() -> Person:
    """Return the account through which deadlines, reactions and the switch act."""
    return _house("clock")


def forget() -> None:
    """Forget the accounts kept in memory (another database, in tests)."""
    _house.cache_clear()
