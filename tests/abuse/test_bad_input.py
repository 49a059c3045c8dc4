"""Whatever is sent to whatever address: a sentence, never a fault of ours, and what is refused changes nothing.

Addresses come from the urlconf; what each reads is found out by listening to it. `HOTLINE_ABUSE` says how many requests
each address gets (a handful in `make check`), `HOTLINE_ABUSE_SEED` which ones, and `HOTLINE_ABUSE_TEXTS` how many of the
listed texts each field meets: `make drill` has them all meet.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from hotline.dispatch.life import LIFE as DISPATCH
from hotline.people.roles import LABELS, Role
from tests import sample as town
from tests.abuse import fields, nasty
from tests.abuse.fields import Heard
from tests.abuse.nasty import Sent
from tests.house.addresses import ALL, Address
from tests.house.fillers import cookies_of, words_of
from tests.house.pages import WELL, browser
from tests.house.test_access import each

Words = tuple[tuple[str, str], ...]
MOST = int(os.environ.get("HOTLINE_ABUSE", "3"))
TEXTS = int(os.environ.get("HOTLINE_ABUSE_TEXTS", "7"))
SEED = int(os.environ.get("HOTLINE_ABUSE_SEED", "1"))
METHODS = ("get", "post", "put", "delete")
COUNTED_ANYWAY = ("people_failures", "people_session", "calls_telephone")
"""Tables that a refused request may touch: tries to sign in are counted, sessions age, a telephone is looked at."""
KEEPS_RECORD = {
    "sign-in/": "who tried to come in, and was not let in, is put on record",
    "sign-in/factor/": "who knew the password and not the second factor is put on record",
}
"""Addresses whose refusals leave an entry, each with its reason."""
TEN_MB = b"said=" + b"a" * 10_000_000
SENTENCE = re.compile(r"[\u4e00-\u9fff]{3,}")


@dataclass(frozen=True)
class Target:
    """An address as its likeliest user asks it: with good words in its keys, in the browser that it opens to."""

    address: Address
    who: Any | None
    words: Words = ()
    cookies: tuple[tuple[str, str], ...] = ()

    def ask(self, sent: Sent) -> tuple[Any, list[Any]]:
        """Send a request; return the answer and what stands in the tables after it, and take that back."""
        client = browser(self.who, dict(self.cookies))
        headers = dict(sent.headers)
        if "Cookie" in headers:
            client.cookies.load(headers.pop("Cookie"))
        with transaction.atomic():
            response = client.generic(
                sent.method.upper(),
                sent.path + sent.query,
                sent.content,
                content_type=sent.content_type,
                headers=headers,
            )
            refused = 400 <= response.status_code < 500
            after = everything() if refused else []
            transaction.set_rollback(True)
        return response, after


def everything() -> list[Any]:
    """Return how many rows each table has and how often its lives were changed."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_counting()) + " ORDER BY 1")
        return list(cursor.fetchall())


def _counting() -> Iterator[str]:
    for model in apps.get_models():
        table = model._meta.db_table
        if not model._meta.managed or table.startswith("procrastinate_") or table in COUNTED_ANYWAY:
            continue
        names = {field.column for field in model._meta.local_fields}
        changed = "coalesce(sum(version), 0)" if "version" in names else "0"
        yield f"SELECT '{table}', count(*), {changed} FROM {table}"


@cache
def targets(address: Address) -> tuple[Target, ...]:
    """Return an address with each step or act that its words may mean, for somebody who may take it."""
    who = asker(address)
    return tuple(
        min(
            (
                Target(address, who, tuple(words.items()), tuple(cookies.items()))
                for cookies in cookies_of(address)
            ),
            key=_how_far,
        )
        for words in words_of(address, who)
    )


def _how_far(one: Target) -> int:
    """Return how badly an address answers what may be good: in another browser the act may be open."""
    if len(cookies_of(one.address)) == 1:
        return 0
    sent = Sent("post", good_paths(one)[0], tuple(names_read(one, "post").items()))
    return int(one.ask(sent)[0].status_code)


def asker(address: Address) -> Any | None:
    """Return somebody who is let in at an address, and may take its step; nobody where it has no guard."""
    if address.guard is None:
        return None
    may = address.guard & address.step.by if address.step else address.guard
    people = town.one_of_each()
    roles = [role for role in LABELS if role & may and role in people]
    roles += [role for role in people if role & address.guard]
    assert roles, f"{address.route}: nobody of the sample town is let in"
    return people[roles[0]]


def good_paths(one: Target) -> list[str]:
    """Return paths at which the address finds something; fail where there is nothing to find."""
    words = dict(one.words)
    if "pk" not in one.address.keys:
        return [one.address.to(**words)]
    assert one.address.model, f"{one.address.route}: which table does its key choose from?"
    rows = town.rows_of(one.address.model, one.who)
    step = DISPATCH.steps[words["step"]] if "step" in words else one.address.step
    if step is not None:
        rows.sort(key=lambda row: row.status not in step.whence)
    assert rows, f"{one.address.route}: the sample town has nothing for {one.who} to find there"
    return [one.address.to(pk=row.pk, **words) for row in rows[:2]]


def paths(one: Target) -> st.SearchStrategy[str]:
    """Return paths to the address: mostly good ones, else with keys that nobody has been given."""
    found = good_paths(one)
    keys = one.address.keys
    bad = {
        name: st.sampled_from(nasty.BIG if kind == "int" else nasty.PATHS)
        for name, kind in keys.items()
    }
    if not bad:
        return st.sampled_from(found)
    forged = st.fixed_dictionaries(bad).map(lambda given: one.address.to(**given))
    return st.one_of(st.sampled_from(found), st.sampled_from(found), forged)


@cache
def read_by(one: Target, method: str) -> Heard:
    """Return what the address reads, each name with a value that may be good: asked thrice, for what hangs on others."""
    found = Heard()
    path = good_paths(one)[0]
    for _ in range(3):
        with fields.listening() as heard:
            one.ask(Sent(method, path, tuple(found.names.items())))
        found.names |= heard.names
        found.files |= heard.files
    found.names.pop("csrfmiddlewaretoken", None)
    return found


def names_read(one: Target, method: str) -> dict[str, str]:
    """Return the names that the address reads, files aside, each with a value that may be good."""
    return read_by(one, method).names


def but_for_the_record(rows: list[Any], address: Address) -> list[Any]:
    """Leave the journal out of what must not change where a refusal is put on record."""
    kept = address.route in KEEPS_RECORD
    return [row for row in rows if not (kept and row[0].startswith("journal_"))]


def judge(sent: Sent, response: HttpResponse, before: list[Any], after: list[Any]) -> None:
    """Fail unless the answer is one that somebody can do something with."""
    if sent.path != "/healthz":  # whose 503 tells of the machine that this runs on
        assert response.status_code < 500, "a fault of ours"
    if response.status_code < 400:
        return
    assert after == before, f"refused with {response.status_code}, but something changed"
    shown = re.sub(r"<head.*?</head>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    assert SENTENCE.search(shown), f"{response.status_code} without a sentence: {shown[:200]!r}"


def repeat(address: Address) -> str:
    """Return the command that tries an address again in the same way."""
    asked = f"HOTLINE_ABUSE={MOST} HOTLINE_ABUSE_SEED={SEED}"
    return f"{asked} pytest 'tests/abuse/test_bad_input.py' -k '{address.route or '/'}'"


def tried(one: Target, sent: Sent, untouched: list[Any]) -> None:
    """Send a request, and judge the answer."""
    response, after = one.ask(sent)
    if one.address.route in WELL and response.status_code == 503:
        return
    before, then = (but_for_the_record(rows, one.address) for rows in (untouched, after))
    judge(sent, response, before, then)


@pytest.fixture(scope="module")
def untouched(sample: None) -> list[Any]:
    """What stands in the tables of a town to which nothing was sent."""
    return everything()


@each(ALL)
def test_whatever_is_sent_gets_a_sentence(untouched: list[Any], address: Address) -> None:
    taken = [(one, method) for one in targets(address) for method in METHODS if _takes(one, method)]
    assert taken, "it takes nothing at all"
    for one, method in taken:
        draw(one, method, untouched)


def draw(one: Target, method: str, untouched: list[Any]) -> None:
    """Send some requests that nobody thought of, the same ones each time."""

    @seed(f"{SEED} {one.address.route} {one.words} {method}")
    @settings(
        max_examples=MOST,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(sent=nasty.requests(method, paths(one), names_read(one, method)))
    def send(sent: Sent) -> None:
        note(f"again: {repeat(one.address)}")
        tried(one, sent, untouched)

    send()


@each(ALL)
def test_every_field_meets_every_kind_of_input(untouched: list[Any], address: Address) -> None:
    """One field at a time, all others good, so that each is read; no luck decides what meets what."""
    for one in targets(address):
        for method in ("get", "post"):
            if _takes(one, method):
                names = names_read(one, method)
                for sent in nasty.sweep(method, good_paths(one)[0], names, most=TEXTS):
                    tried(one, sent, untouched)


@each(ALL)
def test_every_file_gets_a_sentence(untouched: list[Any], address: Address) -> None:
    for one in targets(address):
        if _takes(one, "post"):
            heard = read_by(one, "post")
            for sent in nasty.files(good_paths(one)[0], heard.names, sorted(heard.files)):
                tried(one, sent, untouched)


@each(ALL)
def test_what_it_does_not_take_is_said(untouched: list[Any], address: Address) -> None:
    one = targets(address)[0]
    for method in METHODS:
        sent = Sent(method, good_paths(one)[0])
        response, after = one.ask(sent)
        if response.status_code == 405:
            judge(sent, response, untouched, after)


@each(ALL)
def test_ten_megabytes_are_too_much(untouched: list[Any], address: Address) -> None:
    one = targets(address)[0]
    tried(one, Sent("post", good_paths(one)[0], body=TEN_MB), untouched)


@each([one for one in ALL if one.step and not one.step.part and one.guard is not None])
def test_a_key_of_another_act_takes_no_step(untouched: list[Any], address: Address) -> None:
    """A key that is over-long, or of somebody else, is a key like any other: it never opens what is not open."""
    one = targets(address)[0]
    for key in ("k" * 5000, "' --", "null", "水"):
        sent = Sent("post", address.to(pk=2**62), (("key", key),))
        response, after = one.ask(sent)
        assert response.status_code == 404
        judge(sent, response, untouched, after)


@cache
def _takes(one: Target, method: str) -> bool:
    response, _ = one.ask(Sent(method, good_paths(one)[0]))
    return bool(response.status_code != 405)


def test_everybody_who_is_let_in_somewhere_lives_in_the_sample_town(sample: None) -> None:
    missing = {role for role in LABELS if role not in town.one_of_each()}
    assert missing <= {Role.CITIZEN, Role.CLOCK}
