"""Every address that names a thing, for everybody, with one's own thing, another's and a secret one.

The addresses come from the root urlconf, the expected answer from the one declared rule of their kind in
`tests/house/things.py`. Whoever may not know of a thing learns nothing of it, not even by what an error says.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from hotline import clock
from hotline.dispatch.life import LIFE as DISPATCH
from hotline.journal.models import Entry
from hotline.people import sessions as kept
from hotline.people.roles import Role
from tests import town as cast
from tests.house import things as rules
from tests.house.addresses import ALL, Address
from tests.house.test_access import each
from tests.house.things import CALLERS, HIDDEN, NUMBERS, OWN, WHICH, WORDS, Seen, Things

KEYED = [one for one in ALL if "pk" in one.keys]
SCRIPT = {"X-Requested-With": "step-form"}
"""A script is told 401 where a person is shown the door."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def kind_of(address: Address) -> str:
    """Return which kind of thing an address names; empty when its words say none."""
    return getattr(address.model, "KIND", "") or getattr(address.model, "__name__", "").lower()


def rule_of(address: Address) -> Seen:
    """Return the declared rule of an address."""
    return rules.NARROWER.get(address.route) or rules.SEEN[kind_of(address)]


BESIDE = {
    "step": [name for name, step in DISPATCH.steps.items() if step.by & Role.PROVIDER],
    "name": ["ring_s"],  # whose numbers `things.py` sets
}
"""What stands beside a row's key: where it is a step, each that somebody of the guard may take."""


def words_of(address: Address) -> list[dict[str, str]]:
    """Return the words that an address needs beside the key of a row."""
    beside = address.keys.keys() - {"pk"}
    assert len(beside) <= 1, f"{address.route}: two words beside a row"
    return [{name: word} for name in beside for word in BESIDE[name]] or [{}]


def may_take(address: Address, words: dict[str, str]) -> Role:
    """Return who may take the step that an address is for, by the table of steps; nobody where it is for none."""
    step = DISPATCH.steps[words["step"]] if "step" in words else address.step
    return Role(0) if step is None or step.part else Role(step.by.value)


@dataclass
class Answer:
    """What somebody was answered, and what was written while he asked."""

    status: int
    text: str
    wrote: bool

    @property
    def refused(self) -> bool:
        """Say whether the answer keeps to itself whether there is such a thing."""
        return self.status in (401, 403, 404)


@pytest.fixture(scope="module")
def things(lasting: None) -> Things:
    return rules.build(cast.build())


Asker = tuple[str, Role, Client]


@pytest.fixture(scope="module")
def askers(things: Things) -> list[Asker]:
    """Everybody who might ask, each with a browser in which he is signed in."""
    found = []
    for name, role, person in things.somebody():
        client = Client(raise_request_exception=False, headers=SCRIPT)
        if person is not None:
            client.force_login(person, backend=BACKEND)
            session = client.session
            session[kept.BEGAN] = clock.now().timestamp()  # who signed in just now may do most
            session.save()
        found.append((name, role, client))
    return found


def ask(client: Client, method: str, path: str) -> Answer:
    """Ask, and take back whatever that wrote."""
    with transaction.atomic():
        before = Entry.objects.count()
        response: HttpResponse = getattr(client, method)(path)
        stream = getattr(response, "streaming", False)
        text = "" if stream else response.content.decode(errors="replace")
        broken = transaction.get_connection().needs_rollback
        wrote = not broken and Entry.objects.count() > before
        transaction.set_rollback(True)
    return Answer(response.status_code, text, wrote)


def methods_of(address: Address, askers: list[Asker]) -> list[str]:
    """Return the methods that an address takes from whoever its guard lets in."""
    inside = next(client for _, role, client in askers if role & (address.guard or Role(0)))
    taken = [one for one in ("get", "post") if ask(inside, one, address.path).status != 405]
    assert taken, "it takes neither"
    return taken


@each(KEYED)
def test_every_key_is_of_a_kind_whose_rule_is_declared(address: Address) -> None:
    kind = kind_of(address)
    assert kind, (
        f"{address.route}: which table does the key choose from? The word before it is its plural,"
        " or stands in CALLED of tests/house/addresses.py."
    )
    assert kind in rules.SEEN, (
        f"{address.route}: say in SEEN of tests/house/things.py who sees a {kind}"
    )
    assert kind in rules.MAKE, (
        f"{address.route}: say in MAKE of tests/house/things.py how there is a {kind}"
    )


OPEN_WORDS = {
    "rules": "the line's own numbers are no secret; the guard says who sets them",
    "holidays": "the official calendar is no secret; the guard says who takes it in",
    "catalogue": "what is offered is no secret; the guard says who changes it",
    "areas": "where the line serves is no secret; the guard says who changes it",
    "sessions": "somebody else's session is 404 to all but the administrator: tests/people/test_own_account.py",
}
"""First words of addresses whose keys are words, and why nobody learns another's business by them."""


@each([one for one in ALL if one.keys and "pk" not in one.keys and one.guard is not None])
def test_every_other_key_is_ones_own_or_public(address: Address) -> None:
    """A word as a key names no row that could be another's: it is a step, or a draft of whoever asks."""
    if address.route.partition("/")[0] not in OPEN_WORDS:
        assert address.keys.keys() <= {"step", "key"}, f"{address.route}: whose is it?"


def test_no_narrower_rule_outlives_its_address() -> None:
    assert not set(rules.NARROWER) - {one.route for one in ALL}
    assert all(rule.why for rule in rules.NARROWER.values())


@each([one for one in KEYED if one.guard is not None])
@pytest.mark.parametrize("which", WHICH)
def test_whoever_may_not_know_of_it_learns_nothing(
    things: Things, askers: list[Asker], address: Address, which: str
) -> None:
    pk = things.pk(kind_of(address), which)
    assert pk is not None
    methods = methods_of(address, askers)
    for name, role, client in askers:
        knows = bool(role & rule_of(address).by(which) & (address.guard or Role(0)))
        if which != OWN and not role & (address.guard or Role(0)):
            continue  # the guard stands outside the view: it has refused his own before any row was read
        for method, words in product(methods, words_of(address)):
            answer = ask(client, method, address.to(pk=pk, **words))
            said = f"{name} {method} {answer.status} {words or ''}"
            assert answer.status < 500, said
            if not knows:
                as_of_none = ask(client, method, address.to(**words))
                assert answer.refused or (answer.status, answer.text) == (
                    as_of_none.status,
                    as_of_none.text,
                ), f"{said}: the rule says that this is not for him"
                assert not answer.wrote, said
                assert not [
                    one for one in (*WORDS.values(), *CALLERS.values()) if one in answer.text
                ], said
            elif method == "get" and not _is_recording(address):
                assert not answer.refused, f"{said}: the rule says that he may see it"
            elif role & may_take(address, words):
                assert not answer.refused, f"{said}: the table of steps says that it is his to take"
            if role & HIDDEN or not knows:
                hidden = (CALLERS[which], NUMBERS[which], NUMBERS[which][-4:])
                assert not [one for one in hidden if one in answer.text], f"{said}: told who asked"


def _is_recording(address: Address) -> bool:
    """Say whether there may be nothing to hear although there is such a call."""
    return address.last_word == "recording"
