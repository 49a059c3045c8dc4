"""Every page of the sample town that somebody may open, found by asking every address of the urlconf.

A page is a whole HTML document answered to a GET; fragments stand in pages and are looked at there. What a key stands for
is read from the words of its address; a word as a key is filled by `WORDS`, and an address that nothing fills fails its test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client

from hotline.people.roles import Role
from tests import sample
from tests.house.addresses import ALL, Address

WORDS: dict[str, Callable[[], str]] = {
    "jobs/t/<str:token>": lambda: sample.LINKS["job"],
    "sign-in/link/<str:link>": lambda: sample.LINKS["password"],
    "demo/phone/<str:number>": lambda: "13800005126",
    "drafts/<slug:key>": lambda: "new",
}
"""Keys that are words → how there is a good one."""


def _whom() -> str:
    from hotline.areas.models import Area
    from hotline.dispatch.models import Dispatch

    job = Dispatch.objects.order_by("-pk")[0].case
    return f"?service={job.service_id}&area={job.area_id or Area.objects.order_by('pk')[0].pk}"


def _code() -> str:
    from hotline.cases.models import Case

    return f"?q={Case.objects.order_by('pk')[0].query_code}"


ASKED: dict[str, Callable[[], str]] = {
    "desk/whom": _whom,
    "desk/services": lambda: "?q=wx",
    "desk/places": lambda: "?q=a",
    "cases/options": _code,
    "cases/find": lambda: "?q=13800005126",
}
"""Addresses that have more to show when they are asked for something."""


@dataclass(frozen=True)
class Opened:
    """A page as somebody opens it."""

    address: Address
    path: str
    who: Any | None
    role: Role | None

    @property
    def name(self) -> str:
        """Name it in a test: the path as it is written in the urlconf, and by whom it is read."""
        role = str(self.role.name).lower() if self.role else "nobody"
        return f"{self.address.route or '/'} {role}"

    def client(self) -> Client:
        """Return the browser in which it is open."""
        return sample.signed_in(self.who)


def paths(address: Address, who: Any | None) -> Iterator[str]:
    """Yield paths at which an address has something to show to somebody."""
    words = {}
    for start, make in WORDS.items():
        if address.route.startswith(start):
            name = start.rpartition(":")[2].rstrip(">")
            words[name] = make()
    if "pk" in address.keys:
        model = address.model
        for row in sample.rows_of(model, who) if model else ():
            yield address.to(pk=row.pk, **words)
    else:
        asked = ASKED.get(address.route)
        yield address.to(**words) + (asked() if asked else "")


def readers(address: Address) -> Iterator[tuple[Role | None, Any | None]]:
    """Yield one reader of an address for whom it may look different: of the desk, of the office, of a firm, a stranger."""
    people = sample.one_of_each()
    if address.guard is None:
        yield None, None
        return
    for role in (
        Role.OPERATOR,
        Role.PROVIDER,
        Role.DEPARTMENT,
        Role.ADMIN,
        Role.AUDITOR,
        Role.LEADER,
    ):
        if role & address.guard and role in people:
            yield role, people[role]
            if address.guard & Role.PROVIDER and role == Role.OPERATOR:
                continue
            return


def get(client: Client, path: str, **headers: str) -> Any:
    """Ask for a path; what asking wrote is taken back."""
    with transaction.atomic():
        response = client.get(path, headers=headers or None)
        transaction.set_rollback(True)
    return response


def is_page(response: Any) -> bool:
    """Say whether an answer is a whole page."""
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and b"<html" in response.content[:400]


def opened(*, whole: bool = True, each_status: bool = False) -> Iterator[Opened]:
    """Yield everything there is to open, by GET: whole pages alone, or fragments and data too."""
    for address in ALL:
        for role, who in readers(address):
            client = sample.signed_in(who)
            for path in paths(address, who):
                response = get(client, path)
                # No part runs beside the tests: /healthz says so with 503.
                well = response.status_code < 500 or address.route == "healthz"
                assert well, f"{path} is broken for {who}"
                if response.status_code == 200 and (not whole or is_page(response)):
                    yield Opened(address, path, who, role)
                    if not each_status:
                        break
                elif response.status_code in (302, 405):
                    break
