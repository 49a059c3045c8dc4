"""One's own account: where one is signed in, and one's password."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from hotline import clock
from hotline.people import actions as people
from hotline.people import devices, passwords, queries
from hotline.people.models import Person, Session
from tests.people.staff import PASSWORD, START, Cast, acts, browser, type_in

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
NEW = "eleven green lamps"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome · Windows"),
        (WINDOWS + " Edg/140.0", "Edge · Windows"),
        (IPHONE, "Safari · iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox · Linux",
        ),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent: str, words: str) -> None:
    assert devices.named(agent) == words


def on(agent: str) -> Client:
    """Return a browser of this kind in which operator 28 is signed in."""
    client = Client(headers={"User-Agent": agent})
    type_in(client, "operator28")
    return client


def test_one_sees_where_one_is_signed_in_and_which_is_here(cast: Cast) -> None:
    with clock.frozen(START):
        on(IPHONE)
        clock.pass_time(timedelta(hours=2))
        page = on(WINDOWS).get("/me/").content.decode()
    assert page.index("Chrome · Windows") < page.index("就是这里") < page.index("Safari · iPhone")
    assert "08:00 登录" in page
    assert page.count("退出这一处") == 1


def test_one_session_is_ended_and_the_others_stay(cast: Cast) -> None:
    phone, desk = on(IPHONE), on(WINDOWS)
    name = next(s.name for s in queries.sessions_of(cast.operator) if "iPhone" in s.device)
    desk.post(f"/sessions/{name}/end_session/")
    assert phone.get("/me/").status_code == 302
    assert desk.get("/me/").status_code == 200
    assert acts(cast.operator)[-1] == "end_session"


def test_the_page_does_not_tell_the_key_of_a_session(cast: Cast) -> None:
    phone, desk = on(IPHONE), on(WINDOWS)
    page = desk.get("/me/").content.decode()
    assert str(phone.session.session_key) not in page


def test_nobody_ends_somebody_else_s_session_but_an_administrator(cast: Cast) -> None:
    phone = on(IPHONE)
    name = queries.sessions_of(cast.operator)[0].name
    given = {"person": str(cast.operator.pk)}
    assert browser("leader01").post(f"/sessions/{name}/end_session/", given).status_code == 404
    assert phone.get("/me/").status_code == 200
    admin = browser("admin")
    assert "Safari · iPhone" in admin.get(f"/people/{cast.operator.pk}/").content.decode()
    admin.post(f"/sessions/{name}/end_session/", given)
    assert phone.get("/me/").status_code == 302
    assert acts(cast.operator)[-1] == "end_session"


def test_a_session_that_a_new_password_has_ended_is_not_listed(cast: Cast) -> None:
    on(IPHONE)
    people.set_password(cast.operator, by=cast.admin)
    assert queries.sessions_of(Person.objects.get(pk=cast.operator.pk)) == []


def test_the_list_says_when_a_session_was_last_used(cast: Cast) -> None:
    with clock.frozen(START):
        client = on(WINDOWS)
        clock.pass_time(timedelta(minutes=10))
        client.get("/rights/")
        assert Session.objects.get().seen_at == clock.now()
        assert Session.objects.get().began_at == START


def test_a_new_password_needs_the_old_one_and_ends_every_other_session(cast: Cast) -> None:
    phone, desk = on(IPHONE), on(WINDOWS)
    before = desk.session.session_key
    wrong = desk.post("/me/password/", {"had": "wrong", "password": NEW, "again": NEW})
    assert wrong.status_code == 422
    assert "现在的密码不对" in wrong.content.decode()
    desk.post("/me/password/", {"had": PASSWORD, "password": NEW, "again": NEW})
    assert desk.get("/me/").status_code == 200
    assert desk.session.session_key != before
    assert phone.get("/me/").status_code == 302
    assert type_in(Client(), "operator28").status_code == 422
    assert type_in(Client(), "operator28", NEW).status_code == 302


WEAK = [
    "short one",
    "aaaaaaaaaaaaaa",
    "123456789012345",
    "qwertyuiopasdf",
    "abcabcabcabcabc",
    "password12345",
    "hotline81890!!",
    "operator28operator28",
    "金小雅金小雅金小雅金小雅",
    "hotline-81890-operator28",
]
GOOD = [
    "seven quiet herons",
    "我家楼下的桂花开了三次没有人看见",
    "correct horse battery",
    "x" * 3 + "Kp2!vq 8Zr#m",
]


@pytest.mark.parametrize("password", WEAK)
def test_a_password_that_others_would_try_first_is_refused(cast: Cast, password: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        passwords.check(password, cast.operator)


@pytest.mark.parametrize("password", GOOD)
def test_no_password_is_refused_for_what_it_is_made_of(cast: Cast, password: str) -> None:
    passwords.check(password, cast.operator)
    passwords.check(passwords.make(), cast.operator)


def test_a_long_password_may_be_pasted_whole(cast: Cast) -> None:
    page = browser("operator28").get("/me/password/").content.decode()
    assert {int(n) for n in re.findall(r'maxlength="(\d+)"', page)} == {128}
    assert "onpaste" not in page
