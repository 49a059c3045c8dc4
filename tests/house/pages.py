"""Every page of the sample town that somebody may open, found by asking every address of the urlconf.

A page is a whole HTML document answered to a GET; fragments stand in pages and are looked at there. What a key stands for
is read from the words of its address and from `tests/house/fillers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import OperationalError, transaction
from django.test import Client, RequestFactory

from hotline.people.roles import Role
from hotline.site import faults
from tests import sample
from tests.house.addresses import ALL, Address
from tests.house.fillers import ASKED, Cookies, cookies_of, words_of

WELL = {"healthz"}
"""Addresses that say 503 and are well: no part runs beside the tests."""


@dataclass(frozen=True)
class Opened:
    """A page as somebody opens it."""

    address: Address
    path: str
    who: Any | None
    role: Role | None
    cookies: Cookies = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name it in a test: the path as it is written in the urlconf, where it led, and by whom it is read."""
        role = str(self.role.name).lower() if self.role else "nobody"
        return f"{self.address.route or '/'} ({self.path[:60]}) {role}"

    def client(self) -> Client:
        """Return the browser in which it is open."""
        return browser(self.who, self.cookies)


def browser(who: Any | None, cookies: Cookies) -> Client:
    """Return the browser of somebody who is signed in, or has been given these cookies."""
    client = sample.signed_in(who)
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def paths(address: Address, who: Any | None) -> Iterator[str]:
    """Yield paths at which an address has something to show to somebody."""
    asked = ASKED.get(address.route)
    more = asked() if asked else ""
    for words in words_of(address, who):
        if "pk" not in address.keys:
            yield address.to(**words) + more
            continue
        assert address.model, f"{address.route}: which table does its key choose from?"
        for row in sample.rows_of(address.model, who):
            yield address.to(pk=row.pk, **words) + more


def one_reader(address: Address) -> Iterator[tuple[Role | None, Any | None]]:
    """Yield one reader of an address, and a firm's beside him: those whose pages are made of other parts."""
    everybody = dict(readers(address))
    order = (Role.OPERATOR, Role.PROVIDER, Role.DEPARTMENT, Role.ADMIN, Role.AUDITOR, Role.LEADER)
    chosen = [role for role in (None, *order) if role in everybody]
    both = len(chosen) > 1 and chosen[:2] == [Role.OPERATOR, Role.PROVIDER]
    for role in chosen[: 2 if both else 1]:
        yield role, everybody[role]


def readers(address: Address) -> Iterator[tuple[Role | None, Any | None]]:
    """Yield somebody of each role that is let in; nobody where there is no guard."""
    if address.guard is None:
        yield None, None
        return
    for role, person in sample.one_of_each().items():
        if role & address.guard:
            yield role, person


def get(client: Client, path: str) -> Any:
    """Ask for a path; what asking wrote is taken back."""
    return ask(client, "get", path)


def ask(client: Client, method: str, path: str) -> Any:
    """Ask for a path in one way; what asking wrote is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    return response


def is_page(response: Any) -> bool:
    """Say whether an answer is a whole page."""
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and b"<html" in response.content[:400]


def answers(address: Address, who: Any | None, role: Role | None) -> Iterator[tuple[Opened, Any]]:
    """Yield what an address answers to somebody, at each path and in each browser; it breaks at none."""
    for cookies in cookies_of(address):
        client = browser(who, cookies)
        for path in paths(address, who):
            response = get(client, path)
            well = response.status_code < 500 or address.route in WELL
            assert well, f"{path} is broken for {who}"
            yield Opened(address, path, who, role, cookies), response
            if response.status_code == 405:
                return


def opened() -> Iterator[Opened]:
    """Yield one page, fragment or file for each address and reader: whatever is open to a GET."""
    for address in ALL:
        for role, who in one_reader(address):
            found = (
                one
                for one, response in answers(address, who, role)
                if response.status_code == 200 or address.route in WELL
            )
            if (first := next(found, None)) is not None:
                yield first


def each_look(address: Address) -> Iterator[Opened]:
    """Yield an address's page in each state that looks different: together they show all that any reader is shown at all.

    Every role's page of every row is read; a page is yielded while it is made of parts that no earlier one was made of.
    """
    yield from fewest(_shown(address))


def _shown(address: Address) -> Iterator[tuple[Opened, frozenset[str]]]:
    """Yield the pages of an address with their parts; nothing where its first answer is no page."""
    for role, who in readers(address):
        for one, response in answers(address, who, role):
            if response.status_code == 405 or (
                response.status_code == 200 and not is_page(response)
            ):
                return
            if response.status_code == 200:
                yield one, parts_of(response.content.decode())


def fewest(shown: Iterable[tuple[Any, frozenset[str]]]) -> Iterator[Any]:
    """Yield few things that have all parts together: always the one that adds most."""
    left, had = list(shown), frozenset[str]()
    while left:
        one, parts = max(left, key=lambda it: len(it[1] - had))
        if not parts - had:
            return
        yield one
        had |= parts


ELEMENT = re.compile(r"<([a-z][a-z0-9-]*)((?:\s+[a-z][\w:.-]*(?:=\"[^\"]*\")?)*)\s*/?>")
ATTRIBUTE = re.compile(r"([a-z][\w:.-]*)(?:=\"([^\"]*)\")?")
TELLING = ("class", "data-tone", "role", "type", "open", "disabled", "aria-current")
"""Attributes whose values change how an element looks or behaves."""


def parts_of(html: str) -> frozenset[str]:
    """Return the kinds of elements that a page is made of: names, and what of their attributes can be seen."""
    parts = set()
    for name, attributes in ELEMENT.findall(html.partition("<body")[2]):
        given = dict(ATTRIBUTE.findall(attributes))
        parts.add(f"{name} " + " ".join(f"{one}={given[one]}" for one in TELLING if one in given))
    return frozenset(parts)


def refusals() -> Iterator[tuple[str, Any]]:
    """Yield the pages that say no or that we have failed, each with its name; few that are made of all their parts."""
    said = [
        ((name, response), parts_of(response.content.decode()) | {str(response.status_code)})
        for name, response in (*_left_empty(), *_turned_away())
        if 400 <= response.status_code < 600 and is_page(response)
    ]
    yield from fewest(said)


def _left_empty() -> Iterator[tuple[str, Any]]:
    """Send every address a form without a word; the steps of lives, which have no page of their own, are left out."""
    for address in ALL:
        for role, who in one_reader(address) if address.step is None else ():
            for one, _response in islice(answers(address, who, role), 1):
                yield f"{one.name}, left empty", ask(one.client(), "post", one.path)


def _turned_away() -> Iterator[tuple[str, Any]]:
    """Ask for what is not there, what is over, what is another's, without a token, and when we have failed."""
    operator = sample.one_of_each()[Role.OPERATOR]
    for path in ("/nowhere/", "/people/", "/track/l/x/", "/jobs/t/x/"):
        yield path, get(sample.signed_in(operator), path)
    careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
    yield "without its token", ask(careful, "post", "/sign-in/")
    for fault in (ValueError(), OperationalError()):
        try:
            raise fault
        except (ValueError, OperationalError):
            yield repr(fault), faults.failed(RequestFactory().get("/"))
