"""Questions about people."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import QuerySet

from .models import Person
from .roles import Role


@lru_cache(maxsize=4)
def _house(username: str) -> Person:
    return Person.objects.get(username=username)


def the_clock() -> Person:
    """Return the account through which deadlines, reactions and the switch act."""
    return _house("clock")


def the_citizen() -> Person:
    """Return the account through which whoever asked acts on the pages for citizens."""
    return _house("citizen")


def forget() -> None:
    """Forget the accounts kept in memory (another database, in tests)."""
    _house.cache_clear()


def accounts() -> QuerySet[Person]:
    """Return every account that belongs to a person, the active first, by number and name."""
    rows = Person.objects.exclude(roles__overlap=["clock", "citizen"])
    return rows.order_by("-is_active", "number", "username")


def sample_people() -> list[Person]:
    """Return who may be tried out in the sample town, in the order of their roles."""
    order = list(Role)

    def place(person: Person) -> tuple[int, str]:
        return min((order.index(role) for role in person.role), default=99), person.username

    return sorted((one for one in accounts() if one.is_active and one.role), key=place)
