"""Every POST that writes carries the key of its act: without one it is refused, twice with the same it is done once.

The addresses are read from the root urlconf; one that needs no key stands with its reason in `KEYLESS`.
"""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.urls import resolve

from hotline.journal.models import Entry
from hotline.life import once
from tests.abuse.test_bad_input import Target, good_paths, names_read, targets
from tests.house import pages
from tests.house.addresses import ALL, Address
from tests.house.test_access import each

KEYLESS = {
    "sign-in/": "whoever is in is not let in twice; wrong tries are meant to be counted each",
    "sign-in/as/": "the sample town's door: a second press is another sign-in",
    "sign-in/link/<str:link>/": "the link is used up by the first",
    "sign-in/factor/": "a code is used up by the first; wrong tries are meant to be counted each",
    "sign-in/factor/set-up/": "an app's code is used up by the first",
    "sign-in/factor/new/": "writes nothing but a challenge",
    "sign-in/passkey/options/": "writes nothing but a challenge",
    "sign-in/passkey/": "what a passkey signed is used up by the first",
    "sign-in/sso/": "writes nothing but a challenge",
    "sign-out/": "whoever is out cannot go out again",
    "sign-out/everywhere/": "whoever is out cannot go out again",
    "language/": "the same language again leaves no entry",
    "theme/": "a cookie",
    "calls/seat/lease": "being there still is no act",
    "desk/hear": "writes nothing: posted so that words stay out of addresses",
    "desk/whom": "writes nothing: posted so that an address stays out of addresses",
    "live/ticket": "writes nothing but a ticket",
    "healthz": "only reads, however it is asked",
    "metrics": "only reads, however it is asked",
    "jobs/<int:pk>/": "only reads, however it is asked",
    "jobs/t/<str:token>/": "only reads, however it is asked",
    "jobs/t/<str:token>/papers/<int:pk>": "only reads, however it is asked",
    "jobs/t/<str:token>/ticket": "writes nothing but a ticket",
    "track/": "looks a case up; wrong tries are meant to be counted each",
    "track/joining/how/": "looks an application up; wrong tries are meant to be counted each",
    "track/leave": "takes a cookie away",
    "ui/step": "the components' page knows no domain",
}
"""Addresses that take a POST without a key, each with why a second does no harm."""

SECRET = {
    *(f"people/<int:pk>/{act}/" for act in ("invite", "set_password")),
    "me/factors/make_recovery_codes/",
    "webhooks/<int:pk>/show_secret",
}
"""Addresses whose answer is a secret, kept nowhere: a repeat is told that it was shown."""

NO_KEY = "少带了防重复的编号"
"""What is said to an act without a key."""


def layers(view: Callable[..., object]) -> Iterator[Callable[..., object]]:
    """Yield a view and what its decorators hold, from without to within."""
    held: Callable[..., object] | None = view
    while held is not None:
        yield held
        held = getattr(held, "__wrapped__", None)


def takes_post(address: Address) -> bool:
    """Say whether a view lets a POST through, as its decorators have it."""
    for one in layers(address.view):
        taken = inspect.getclosurevars(one).nonlocals.get("request_method_list")
        if taken is not None and "POST" not in taken:
            return False
    return True


def calls(function: Callable[..., object]) -> Iterator[Callable[..., object]]:
    """Yield the functions of the house that a function names: its own, a module's, those it was made with."""
    held = inspect.getclosurevars(function).nonlocals.values()
    yield from (one for one in held if inspect.isfunction(one))
    codes = [function.__code__]
    for code in codes:
        codes += [one for one in code.co_consts if inspect.iscode(one)]
        module = None
        for step in dis.get_instructions(code):
            found = None
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                found = function.__globals__.get(step.argval)
            elif step.opname in ("LOAD_ATTR", "LOAD_METHOD") and module is not None:
                found = getattr(module, step.argval, None)
            module = found if inspect.ismodule(found) else None
            if inspect.isfunction(found):
                yield found


def goes_through_once(view: Callable[..., object]) -> bool:
    """Say whether a view, or what it calls, does its act under a key."""
    seen: set[Callable[..., object]] = set()
    waiting = list(layers(view))
    while waiting:
        one = waiting.pop()
        if one in (once.once, once.demand):
            return True
        if one not in seen and one.__module__.startswith("hotline."):
            seen.add(one)
            waiting += calls(one)
    return False


POSTS = [one for one in ALL if takes_post(one)]
KEYED = [one for one in POSTS if one.route not in KEYLESS]


def test_most_of_what_takes_a_post_needs_a_key() -> None:
    assert len(KEYED) > 90
    assert KEYLESS.keys() <= {one.route for one in POSTS}, "an excuse outlives its address"


@each(KEYED)
def test_every_act_is_done_once_under_a_key(address: Address) -> None:
    assert goes_through_once(address.view)


@each([one for one in POSTS if one.route in KEYLESS])
def test_no_excuse_is_made_for_what_has_a_key(address: Address) -> None:
    assert not goes_through_once(address.view)


def entries() -> int:
    """Return how many acts the journal holds."""
    return Entry.objects.count()


def pressed(one: Target, path: str, *sent: dict[str, str]) -> list[tuple[Any, int]]:
    """Send forms one after the other; return each answer with how many acts it left, and take all back."""
    client, told = pages.browser(one.who, dict(one.cookies)), []
    with transaction.atomic():
        for form in sent:
            before = entries()
            response = client.post(path, form)
            told.append((response, entries() - before))
        transaction.set_rollback(True)
    return told


def test_without_a_key_nothing_is_done_and_with_the_same_one_it_is_done_once(sample: None) -> None:
    """Each address is sent what it takes; where that does something, a repeat and a press without a key do nothing."""
    done = set()
    for one in (one for address in KEYED for one in targets(address)):
        address = one.address
        form = names_read(one, "post") | {"key": "k"}
        for path in good_paths(one):
            (first, acts), (second, more) = pressed(one, path, form, form)
            if first.status_code < 400 and acts:
                done.add(address.route)
                told_again = 409 if address.route in SECRET else first.status_code
                assert (second.status_code, more) == (told_again, 0), path
                [(bare, acts)] = pressed(one, path, form | {"key": ""})
                assert (bare.status_code, acts) == (409, 0), path
                assert NO_KEY in bare.content.decode(), path
    assert len(done) > 30, sorted(done)


class Forms(HTMLParser):
    """Finds the forms of a page that are posted, each with whether it holds a key."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []
        self._action: str | None = None
        self._key = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self._action, self._key = given.get("action") or "", False
        elif tag == "input" and given.get("name") == "key":
            self._key = bool(given.get("value"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._action is not None:
            self.found.append((self._action, self._key))
            self._action = None


def test_every_form_of_every_page_holds_a_key(sample: None) -> None:
    seen = set()
    for page in pages.opened():
        answer = pages.get(page.client(), page.path)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        forms = Forms()
        forms.feed(answer.content.decode())
        for action, has_key in forms.found:
            route = resolve(urlsplit(action or page.path).path).route
            assert has_key or route in KEYLESS, f"{page.path}: the form to {action} has no key"
            seen.add(route)
    assert len(seen) > 20
