"""Every address of the house refuses whoever has no business there.

The addresses are read from the root urlconf, so a new one is tried as soon as it exists: it wears a guard of
`hotline.people.guards`, or stands with its reason in `PUBLIC`. Nothing here names a page that is not public.
"""

from __future__ import annotations

import pytest
from django.test import Client

from hotline.people.roles import LABELS, NOBODY, Role
from tests.house.addresses import ALL, Address

PUBLIC = {
    "": "sends everybody to his desk or to the door",
    "sign-in/": "the door",
    "sign-in/as/": "the sample town's door; 404 in service",
    "sign-in/link/<str:link>/": "opened by the signed link itself",
    "sign-in/factor/": "sees only who has just given a right password",
    "sign-in/factor/set-up/": "sees only who has just given a right password",
    "sign-in/factor/new/": "refuses whoever has neither given a password nor signed in",
    "sign-in/passkey/options/": "a challenge: what a passkey is to sign",
    "sign-in/passkey/": "the door, by a passkey",
    "sign-in/sso/": "the door, by the city's single sign-on; 404 where there is none",
    "sign-in/sso/back/": "the door, by the city's single sign-on; 404 where there is none",
    "sign-out/": "harmless to whoever is out",
    "sign-out/everywhere/": "harmless to whoever is out",
    "language/": "a stranger may read in his own language",
    "theme/": "a stranger may read in the dark",
    "healthz": "asked by the machine that watches over us; says what is wrong with it, nothing of anybody",
    "readyz": "asked by the machine that watches over us; says nothing but up or down",
    "ui/": "the components' page knows no domain",
    "ui/now": "the components' page knows no domain",
    "ui/options": "the components' page knows no domain",
    "ui/kept": "the components' page knows no domain",
    "ui/step": "the components' page knows no domain",
    "demo/": "the sample town's front page; 404 in service",
    "demo/outbox": "the sample town's outbox; 404 in service",
    "demo/phone": "the sample town's telephone; 404 in service",
    "demo/phone/<str:number>": "the sample town's telephone; 404 in service",
    "demo/phone/<str:number>/<str:does>": "the sample town's telephone; 404 in service",
    "track/": "asks citizens for number and query code",
    "track/joining/": "whoever wants to be let in has no account",
    "track/joining/apply": "whoever wants to be let in has no account; so many times in a while",
    "track/joining/how/": "asks applicants for their code",
    "track/leave": "harmless to whoever has looked nothing up",
    "track/case/": "opened by the signed cookie of one case; else back to the question",
    "track/case/<slug:act>": "opened by the signed cookie of one case; else back to the question",
    "track/case/papers/<int:pk>": "opened by the signed cookie of one case; else back to the question",
    "track/l/<str:token>/": "opened by the signed link itself",
    "notices/t/<str:token>/": "opened by the signed link itself",
    "notices/t/<str:token>/sign": "opened by the signed link itself",
    "jobs/t/<str:token>/": "opened by the signed link itself",
    "jobs/t/<str:token>/ticket": "opened by the signed link itself",
    "jobs/t/<str:token>/photos": "opened by the signed link itself",
    "jobs/t/<str:token>/papers/<int:pk>": "opened by the signed link itself",
    "jobs/t/<str:token>/<slug:step>": "opened by the signed link itself",
}
"""Addresses without a guard, each with its reason."""

LINK = "opened by the signed link itself"

OPENED_BY_THEMSELVES = {
    "live/ticket": "answers 401 and 403 by itself",
    "metrics": "asked by a monitor that brings a token; answers 401 by itself",
}
"""Addresses that carry no guard because they look at the person themselves; they must still refuse nobody."""

UNSIGNED: dict[str, str] = {}
"""Addresses that take a POST without a CSRF token, each with what they ask for instead."""

REFUSED = (401, 403)
GIVEN = [role for role in LABELS if role not in (Role.CLOCK, Role.CITIZEN)]


GUARDED = [one for one in ALL if one.guard is not None]


def each(chosen: list[Address]) -> pytest.MarkDecorator:
    """Try the test once for each address."""
    return pytest.mark.parametrize("address", chosen, ids=lambda one: one.route or "/")


def browser(role: Role) -> Client:
    """Return a browser in which somebody with one role is signed in."""
    from hotline.people import actions as people

    name = str(role.name).lower()
    client = Client(raise_request_exception=False)
    client.force_login(people.engage(name, name=name, role=role, by=None))
    return client


def ask(client: Client, method: str, address: Address) -> int:
    """Return the status of an answer; what it wrote is taken back, also when the page is broken."""
    from django.db import transaction

    with transaction.atomic():
        status: int = getattr(client, method)(address.path).status_code
        transaction.set_rollback(True)
    return status


@pytest.fixture(scope="module")
def browsers(lasting: None) -> dict[Role, Client]:
    """Have one browser for each role."""
    return {role: browser(role) for role in GIVEN}


def acts() -> set[str]:
    """Return every word that names a change: the steps of all lives, the actions of all packages."""
    import inspect
    import sys

    from hotline.life.steps import LIVES

    words = {step for life in LIVES.values() for step in life.steps}
    for name, module in list(sys.modules.items()):
        if name.startswith("hotline.") and name.endswith(".actions"):
            words |= {word for word, _ in inspect.getmembers(module, inspect.isfunction)}
    return words


@each(ALL)
def test_every_address_wears_a_guard_or_says_why_not(address: Address) -> None:
    assert address.guard is not None or address.route in PUBLIC | OPENED_BY_THEMSELVES


def test_no_excuse_outlives_its_address() -> None:
    routes = {one.route for one in ALL}
    open_ones = {one.route for one in ALL if one.guard is None}
    assert not set(OPENED_BY_THEMSELVES) - open_ones
    assert not set(UNSIGNED) - routes
    # Health is mounted by the servers' package; without it the house has fewer public addresses.
    assert not set(PUBLIC) - open_ones - {"healthz", "readyz"}


@each([one for one in ALL if one.route not in PUBLIC])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_let_in_without_signing_in(db: None, address: Address, method: str) -> None:
    response = getattr(Client(), method)(address.path)
    to_the_door = response.status_code == 302 and response["Location"].startswith("/sign-in/")
    wrong_method = response.status_code == 405
    assert to_the_door or wrong_method or response.status_code in REFUSED
    if wrong_method:  # then the other one is what counts
        other = getattr(Client(), {"get": "post", "post": "get"}[method])(address.path)
        assert other.status_code != 405


@each([one for one in ALL if one.route not in PUBLIC])
def test_a_script_that_is_signed_out_is_told_so(db: None, address: Address) -> None:
    headers = {"X-Requested-With": "live-region"}
    answers = {
        Client().get(address.path, headers=headers).status_code,
        Client().post(address.path, headers=headers).status_code,
    }
    assert answers <= {401, 403, 405}
    assert answers != {405}


@each([one for one in ALL if PUBLIC.get(one.route) == LINK])
def test_a_forged_link_opens_nothing(db: None, address: Address) -> None:
    for method in ("get", "post"):
        assert getattr(Client(), method)(address.path).status_code in (403, 404, 405, 410)


@each(GUARDED)
def test_only_the_roles_of_the_guard_are_let_in(
    browsers: dict[Role, Client], address: Address
) -> None:
    for role, client in browsers.items():
        for method in ("get", "post"):
            status = ask(client, method, address)
            if not role & (address.guard or NOBODY):
                assert status in (403, 405), f"{role.name} {method}"
            elif method == "get":
                assert status < 500, f"{role.name} {method}: the page itself is broken"
                assert status not in REFUSED, f"{role.name} {method}"


@each([one for one in ALL if one.last_word in acts() or one.last_word.endswith(":step>")])
def test_what_changes_something_is_not_done_by_a_link(
    browsers: dict[Role, Client], address: Address
) -> None:
    for client in [Client(), *browsers.values()]:
        status = client.get(address.path).status_code
        assert status in (302, 403, 404, 405, 410, 429)
        if status == 302:
            assert client.get(address.path)["Location"].startswith("/sign-in/")


@each([one for one in ALL if one.route not in UNSIGNED])
def test_no_form_is_taken_without_its_token(db: None, address: Address) -> None:
    assert not getattr(address.view, "csrf_exempt", False)
    assert Client(enforce_csrf_checks=True).post(address.path).status_code == 403
