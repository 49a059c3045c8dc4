"""What is asked twice by one press is done once, also what is done to accounts and to how one signs in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from hotline import clock
from hotline.people import actions as people
from hotline.people import lockout, queries
from hotline.people.factors import codes
from hotline.people.factors import queries as factors
from hotline.people.models import Person
from tests.people.service import code_of, paper_on, secret_of
from tests.people.staff import PASSWORD, START, Cast, acts, browser, type_in

NEW = "eleven green lamps"
BUTTONS: dict[str, dict[str, Any]] = {
    "change_roles": {"roles": ["operator", "callback"]},
    "invite": {},
    "set_password": {},
    "deactivate": {"why": "走了"},
    "sign_out_everywhere": {},
    "unlock": {},
    "reset_factors": {"why": "当面"},
    "unbind_sso": {},
}
"""What an administrator does to an account by a press: its name, what is sent."""


def add_app(desk: Client, **more: str) -> Any:
    """Add an app under one's own account."""
    desk.get("/me/factors/")
    given = {"code": code_of(secret_of(desk))} | more
    return desk.post("/me/factors/add_factor/", given)


@pytest.fixture
def anything(cast: Cast) -> Iterator[Person]:
    """Have an operator to whom anything can be done: locked, bound, with a second factor, on a clock that stands."""
    with clock.frozen(START):
        add_app(browser("operator28"))
        people.bind_sso(cast.operator, subject="city 28", by=cast.operator)
        for _ in range(5):
            lockout.count(lockout.Attempt("operator28", "10.0.0.1"))
        yield cast.operator


@pytest.mark.parametrize("act", BUTTONS)
def test_a_press_that_is_repeated_is_taken_once(anything: Person, act: str) -> None:
    admin, page = browser("admin"), f"/people/{anything.pk}/"
    before = len(acts(anything))
    first, second = (
        admin.post(f"{page}{act}/", BUTTONS[act] | {"key": "k"}, headers={"Referer": page})
        for _ in range(2)
    )
    assert acts(anything)[before:] == [act]
    assert first.status_code < 400
    assert (second.status_code, second["Location"]) == (302, page)


@pytest.mark.parametrize("act", BUTTONS)
def test_a_press_without_a_key_is_refused(anything: Person, act: str) -> None:
    before = acts(anything)
    refused = browser("admin").post(f"/people/{anything.pk}/{act}/", BUTTONS[act] | {"key": ""})
    assert (refused.status_code, acts(anything)) == (409, before)
    assert "编号" in refused.content.decode()


def test_the_key_of_one_press_is_good_for_no_other(cast: Cast) -> None:
    admin = browser("admin")
    for who in (cast.operator, cast.provider):
        for act in ("invite", "set_password"):
            assert admin.post(f"/people/{who.pk}/{act}/", {"key": "k"}).status_code == 200
        assert acts(who)[-2:] == ["invite", "set_password"]


def test_a_secret_is_shown_once_and_stays_good(cast: Cast) -> None:
    admin, page = browser("admin"), f"/people/{cast.operator.pk}/"
    shown, again = (
        admin.post(f"{page}set_password/", {"key": "k"}, headers={"Referer": page}, follow=True)
        for _ in range(2)
    )
    password = shown.content.decode().partition('class="once">')[2].partition("<")[0]
    assert password not in again.content.decode()
    assert "新密码只显示这一次" not in again.content.decode()
    assert "再换一次" in again.content.decode()
    assert type_in(Client(), "operator28", password).status_code == 302


def test_an_account_is_made_once(cast: Cast) -> None:
    admin = browser("admin")
    given = {"name": "林晓燕", "number": "21", "username": "operator21", "roles": ["operator"]}
    first, second = (admin.post("/people/engage/", given | {"key": "k"}) for _ in range(2))
    account = Person.objects.get(username="operator21")
    assert first["Location"] == second["Location"] == f"/people/{account.pk}/"
    assert acts(account) == ["engage"]
    assert admin.post("/people/engage/", given).status_code == 422


def test_a_password_is_changed_once(cast: Cast) -> None:
    desk = browser("operator28")
    given = {"had": PASSWORD, "password": NEW, "again": NEW, "key": "k"}
    for _ in range(2):
        assert desk.post("/me/password/", given)["Location"] == "/me/"
    assert acts(cast.operator).count("set_password") == 1
    assert desk.get("/me/").status_code == 200


def test_a_session_is_ended_once(cast: Cast) -> None:
    browser("operator28")
    desk = browser("operator28")
    here = desk.session.session_key
    other = next(s for s in queries.sessions_of(cast.operator) if s.session_key != here)
    for _ in range(2):
        ended = desk.post(f"/sessions/{other.name}/end_session/", {"key": "k"})
        assert ended.status_code == 302
    assert acts(cast.operator).count("end_session") == 1
    assert desk.post(f"/sessions/{other.name}/end_session/").status_code == 404


def test_a_factor_is_added_and_taken_away_once(cast: Cast) -> None:
    with clock.frozen(START):
        desk = browser("operator28")
        page = add_app(desk, key="k")
        assert len(paper_on(page.content.decode())) == codes.HOW_MANY
        assert add_app(desk, key="k")["Location"] == "/me/factors/"
        [factor] = factors.of(cast.operator)
        for _ in range(2):
            gone = desk.post(f"/me/factors/{factor.pk}/remove_factor/", {"key": "k"})
            assert gone["Location"] == "/me/factors/"
    assert acts(cast.operator)[-2:] == ["add_factor", "remove_factor"]


def test_codes_on_paper_are_made_once_and_stay_good(cast: Cast) -> None:
    with clock.frozen(START):
        desk = browser("operator28")
        add_app(desk)
        first, second = (
            desk.post(
                "/me/factors/make_recovery_codes/",
                {"key": "k"},
                headers={"Referer": "/me/factors/"},
                follow=True,
            )
            for _ in range(2)
        )
    assert len(paper_on(first.content.decode())) == codes.HOW_MANY
    assert "再换一批" in second.content.decode()
    assert acts(cast.operator).count("make_recovery_codes") == 1
