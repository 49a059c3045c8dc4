"""Who lives in the sample town: staff, providers and their workers as accounts, callers by what they say of themselves.

Builds them by the same acts as anywhere. Nobody gets a password: in the sample town one signs in by a click.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hotline.areas.models import Area
from hotline.callers import actions as callers
from hotline.callers import numbers
from hotline.callers.models import Caller
from hotline.catalogue.models import Service
from hotline.departments.models import Unit
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import NOBODY, Role
from hotline.providers import actions as providers
from hotline.providers.models import Form, Provider

from . import records
from .history import Life

WHOLE_CITY = "0"
CONTRACT_YEARS = 3
RENEWED_BEFORE = timedelta(days=40)
"""A contract is renewed before anybody is warned of its end."""
AT_NINE = time(9, tzinfo=records.LOCAL)


@dataclass
class Cast:
    """Everybody and everything the lives need, by the codes of the files."""

    people: dict[str, Person] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    answering: dict[str, Person] = field(default_factory=dict)
    """Who says yes for a provider, by its short name."""
    callers: dict[str, records.Row] = field(
        default_factory=lambda: {row["code"]: row for row in records.rows("callers")}
    )

    @property
    def admin(self) -> Person:
        """Return who built the town."""
        return self.people["admin"]

    def operator(self, turn: int) -> Person:
        """Return the operator whose turn it is; number 28 took the first call."""
        able = sorted(
            (one for one in self.people.values() if one.role == Role.OPERATOR),
            key=lambda one: (one.number != "28", one.number),
        )
        return able[turn % len(able)]

    def ring(self, code: str, *, by: Person) -> Caller:
        """Write a caller down as the operator does."""
        row = self.callers[code]
        return callers.take_down(
            number=numbers.read(row["phone"]), name=row["surname"], title=row["title"], by=by
        )


def engage_staff() -> dict[str, Person]:
    """Make the accounts of the line's people and the departments' clerks; return them by name."""
    made: dict[str, Person] = {}
    for row in records.rows("people"):
        role = Role[row["role"].upper()]
        if role != Role.PROVIDER:
            made[row["username"]] = people.engage(
                row["username"],
                name=row["name"],
                number="" if row["number"] == records.NONE else row["number"],
                role=role,
                by=made.get("admin"),
            )
    return made


def provider_lives(cast: Cast) -> Iterator[Life]:
    """Yield for each provider its coming on trial, the day it signs and each renewal."""
    workers: dict[str, list[records.Row]] = defaultdict(list)
    for row in records.rows("members"):
        workers[row["provider"]].append(row)
    heads = {r["organisation"]: r for r in records.rows("people") if r["role"] == "provider"}
    for row in records.rows("providers"):
        yield _on_the_list(cast, row, workers[row["code"]], heads.get(row["code"]))


def _on_the_list(
    cast: Cast, row: records.Row, workers: list[records.Row], head: records.Row | None
) -> Life:
    since = date.fromisoformat(row["trial_from"])
    yield datetime.combine(since, AT_NINE).replace(hour=7)
    provider = providers.enter(
        row["name"],
        short_name=row["short_name"],
        form=Form(row["form"]),
        telephone=row["phone"],
        legal_person=row["legal_person"],
        since_on=since,
        most_open=int(row["capacity"]),
        permits=sorted({permit for one in workers for permit in records.words(one["permits"])}),
        by=cast.admin,
    )
    cast.providers[row["code"]] = provider
    _serve(cast, provider, row)
    if head is not None:
        _send(cast, provider, head["username"], head["name"], row["phone"])
    for n, one in enumerate(workers):
        name = row["code"].lower() if n == 0 and head is None else f"{row['code'].lower()}-{n + 1}"
        _send(cast, provider, name, one["name"], one["phone"], records.words(one["permits"]))
    if row["signed_on"] != records.NONE:
        signed_on = date.fromisoformat(row["signed_on"])
        yield datetime.combine(signed_on, AT_NINE)
        until_on = signed_on.replace(year=signed_on.year + CONTRACT_YEARS)
        providers.sign(provider, until_on=until_on, by=cast.admin)
        while True:
            yield datetime.combine(until_on - RENEWED_BEFORE, AT_NINE)
            until_on = until_on.replace(year=until_on.year + CONTRACT_YEARS)
            providers.renew(provider, until_on=until_on, by=cast.admin)


def _serve(cast: Cast, provider: Provider, row: records.Row) -> None:
    codes = (WHOLE_CITY,) if row["areas"] == "*" else records.words(row["areas"])
    areas = [cast.areas[code] for code in codes]
    for code in records.words(row["services"]):
        service = cast.services[code]
        providers.serve(provider, service, areas=areas, hours=row["hours"], by=cast.admin)


def _send(
    cast: Cast,
    provider: Provider,
    username: str,
    name: str,
    telephone: str,
    certificates: tuple[str, ...] = (),
) -> None:
    """Send a worker; the first of a provider answers for it and may sign in, the others need not."""
    answers = provider.short_name not in cast.answering
    role = Role.PROVIDER if answers else NOBODY
    person = people.engage(username, name=name, role=role, by=cast.admin)
    providers.send_member(
        provider,
        person,
        telephone=telephone,
        certificates=certificates,
        answers_offers=answers,
        by=cast.admin,
    )
    if answers:
        cast.answering[provider.short_name] = person
