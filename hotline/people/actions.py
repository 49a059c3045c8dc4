"""What is done to accounts."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hotline.journal import log as journal

from .models import Person
from .roles import Role


def engage(
    username: str,
    *,
    name: str,
    role: Role,
    by: Person | None,
    number: str = "",
    password: str | None = None,
) -> Person:
    """Make an account; without a password it cannot sign in."""
    with transaction.atomic():
        person = Person.objects.create(
            username=username,
            name=name,
            number=number,
            roles=names(role),
            password=make_password(password),
        )
        journal.write(act="engage", about=person, by=by or person, said={"roles": person.roles})
    return person


def names(role: Role) -> list[str]:
    """Return a flag as the words that are stored."""
    return [one.name.lower() for one in role if one.name]


def lay_down_house_accounts() -> Person:
    """Make the account of the house itself where there is none yet; return it."""
    found = Person.objects.filter(username="clock").first()
    return found or engage("clock", name="81890", role=Role.CLOCK, by=None)
