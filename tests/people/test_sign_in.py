"""The door: in, out, and where one stands afterwards."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from hotline.journal.models import Entry
from hotline.people import actions as people
from hotline.people import cookies
from hotline.people.models import Person, Session
from hotline.people.roles import Role
from tests.people.staff import PASSWORD, Cast, acts, browser, type_in


def test_each_role_begins_at_its_own_desk(cast: Cast) -> None:
    auditor = people.engage(
        "auditor51", name="高正明", role=Role.AUDITOR, by=cast.admin, password=PASSWORD
    )
    for person, home in (
        (cast.operator, "/desk/"),
        (cast.leader, "/desk/"),
        (cast.provider, "/jobs/"),
        (auditor, "/audit/"),
        (cast.admin, "/rights/"),
    ):
        response = type_in(Client(), person.username)
        assert (response.status_code, response["Location"]) == (302, home)


def test_passwords_are_kept_as_argon2id_alone(cast: Cast) -> None:
    people.set_password(cast.provider, by=cast.admin)
    kept = Person.objects.exclude(password__startswith="!").values_list("password", flat=True)
    assert len(kept) == 4
    assert all(one.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$") for one in kept)
    assert not any(PASSWORD in one for one in kept)


def test_a_name_is_found_however_its_letters_are_written(cast: Cast) -> None:
    assert type_in(Client(), " Operator28 ").status_code == 302


def test_a_wrong_password_says_what_to_do_and_not_what_was_wrong(cast: Cast) -> None:
    known = type_in(Client(), "operator28", "wrong")
    unknown = type_in(Client(), "nobody", "wrong")
    assert known.status_code == unknown.status_code == 422
    for response in (known, unknown):
        assert "登录名或密码不对" in response.content.decode()


def test_whoever_signs_in_returns_to_the_page_where_he_was(cast: Cast) -> None:
    response = type_in(Client(), "operator28", next="/rights/?page=2")
    assert response["Location"] == "/rights/?page=2"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/sign-in/"])
def test_nobody_is_sent_elsewhere_by_a_forged_address(cast: Cast, elsewhere: str) -> None:
    assert type_in(Client(), "operator28", next=elsewhere)["Location"] == "/desk/"


def test_a_session_gets_a_new_key_when_somebody_signs_in(cast: Cast) -> None:
    client = Client()
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(planted.session_key)
    type_in(client, "operator28")
    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()


def test_signing_out_ends_the_session_in_the_database(cast: Cast) -> None:
    client = browser("operator28")
    key = client.session.session_key
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert not Session.objects.filter(pk=key).exists()
    assert client.get("/rights/").status_code == 302


def test_the_journal_tells_of_coming_and_going_and_never_of_the_password(cast: Cast) -> None:
    client = Client()
    type_in(client, "operator28", "wrong one")
    type_in(client, "operator28")
    client.post("/sign-out/")
    assert acts(cast.operator)[1:] == ["fail_to_sign_in", "sign_in", "sign_out"]
    everything = str(list(Entry.objects.values_list("said", flat=True)))
    assert "wrong one" not in everything
    assert PASSWORD not in everything


def test_what_was_typed_for_an_unknown_name_is_not_kept(cast: Cast) -> None:
    type_in(Client(), "my-secret-password", "x")
    entry = Entry.objects.get(act="fail_to_sign_in")
    assert entry.said["name"].startswith("name:")
    assert "my-secret" not in str(entry.said)


def test_somebody_deactivated_is_told_what_somebody_unknown_is_told(cast: Cast) -> None:
    people.deactivate(cast.operator, by=cast.admin)
    response = type_in(Client(), "operator28")
    assert response.status_code == 422
    assert "登录名或密码不对" in response.content.decode()


def test_the_sample_town_lets_anybody_be_a_sample_person(cast: Cast) -> None:
    client = Client()
    page = client.get("/sign-in/").content.decode()
    assert all(name in page for name in ("金小雅", "陈家乐", "汪海宁"))
    assert 'value="clock"' not in page
    assert client.post("/sign-in/as/", {"username": "jiajiale"})["Location"] == "/jobs/"
    assert acts(cast.provider)[-1] == "sign_in"
    assert client.post("/sign-in/as/", {"username": "operator28"})["Location"] == "/desk/"
    assert acts(cast.provider)[-1] == "sign_out"
    assert client.post("/sign-in/as/", {"username": "clock"}).status_code == 404


def test_in_service_there_is_no_door_without_a_password(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, demo=False))
    client = Client()
    assert client.post("/sign-in/as/", {"username": "operator28"}).status_code == 404
    assert "金小雅" not in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["login/", "signup/", "email/", "password/reset/", "password/change/", "confirm-email/"],
)
def test_there_is_no_sign_up_and_no_mail(db: None, address: str) -> None:
    for prefix in ("", "accounts/", "account/"):
        assert Client().get(f"/{prefix}{address}").status_code == 404


def test_cookies_stay_off_plain_http_in_service() -> None:
    assert cookies.over_tls_only(["hotline.example"], debug=False, demo=False)
    assert not cookies.over_tls_only(["localhost", "127.0.0.1", "[::1]"], debug=False, demo=False)
    assert not cookies.over_tls_only(["hotline.example"], debug=True, demo=False)
    assert not cookies.over_tls_only(["hotline.example"], debug=False, demo=True)


def test_over_tls_cookies_are_this_host_s_alone() -> None:
    assert cookies.named("hotline", over_tls=True) == "__Host-hotline"
    assert cookies.named("hotline", over_tls=False) == "hotline"


def test_the_session_cookie_is_out_of_scripts_reach_and_goes_with_the_window(cast: Cast) -> None:
    cookie = browser("operator28").cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
