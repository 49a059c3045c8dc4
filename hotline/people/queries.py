"""Questions about people."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import QuerySet
from django.utils import timezone

from hotline.journal.models import Entry

from .models import Person, Session
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


def by_sso(subject: str, username: str) -> Person | None:
    """Return whose account somebody is, known by single sign-on: the one bound to him, or a free one of his name."""
    active = accounts().filter(is_active=True)
    bound = active.filter(sso_subject=subject).first()
    return bound or active.filter(username=username, sso_subject="").first()


def ended_by(person: Person) -> Entry | None:
    """Return how an account was ended, the last time it was."""
    rows = Entry.objects.filter(kind=person.KIND, subject=person.pk, act="deactivate")
    return rows.order_by("-id").first()


def sessions_of(person: Person) -> list[Session]:
    """Return where somebody is signed in, the latest used first; one that was ended is none."""
    rows = Session.objects.filter(person=person, expire_date__gt=timezone.now())
    good = [row for row in rows if _is_good(row, person)]
    return sorted(good, key=lambda row: row.seen_at or row.expire_date, reverse=True)


def _is_good(row: Session, person: Person) -> bool:
    """Say whether a session is signed with the password and round that hold now."""
    return bool(row.get_decoded().get(HASH_SESSION_KEY) == person.get_session_auth_hash())


def sample_people() -> list[Person]:
    """Return who may be tried out in the sample town, in the order of their roles."""
    order = list(Role)

    def place(person: Person) -> tuple[int, str]:
        return min((order.index(role) for role in person.role), default=99), person.username

    return sorted((one for one in accounts() if one.is_active and one.role), key=place)
