"""Three people with a password, and a browser for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from hotline.journal.models import Entry
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role

PASSWORD = "seven quiet herons"
START = datetime(2012, 9, 26, 0, 0, tzinfo=UTC)


@dataclass
class Cast:
    """Who the tests are about."""

    admin: Person
    leader: Person
    operator: Person
    provider: Person


def hire() -> Cast:
    """Engage an administrator, a leader, an operator and a provider's worker."""
    admin = people.engage("admin", name="汪海宁", role=Role.ADMIN, by=None, password=PASSWORD)

    def engage(username: str, name: str, role: Role, number: str = "") -> Person:
        return people.engage(
            username, name=name, role=role, number=number, by=admin, password=PASSWORD
        )

    return Cast(
        admin,
        engage("leader01", "季素琴", Role.LEADER, "01"),
        engage("operator28", "金小雅", Role.OPERATOR, "28"),
        engage("jiajiale", "陈家乐", Role.PROVIDER),
    )


def type_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    """Sign in as a person at the keyboard does."""
    return client.post("/sign-in/", {"login": username, "password": password} | more)


def browser(username: str) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    type_in(client, username)
    return client


def acts(person: Person) -> list[str]:
    """Return what was done to an account, in order."""
    rows = Entry.objects.filter(kind="person", subject=person.pk).order_by("id")
    return list(rows.values_list("act", flat=True))
