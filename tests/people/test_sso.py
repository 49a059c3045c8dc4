"""Single sign-on: in by the city's provider, into an account that exists, and nothing taken on trust."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hotline.journal.models import Entry
from hotline.people import actions as people
from hotline.people import sso
from hotline.people.models import Person
from tests.people import openid
from tests.people.openid import Provider
from tests.people.service import in_service, set_up
from tests.people.staff import Cast, acts


@pytest.fixture
def provider(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Provider]:
    """Have an installation in service with a provider of its own."""
    secret = tmp_path / "secret"
    secret.write_text(f"{openid.SECRET}\n")
    with openid.providing() as provider:
        in_service(
            monkeypatch,
            oidc_issuer=provider.issuer,
            oidc_client_id="hotline",
            oidc_client_secret_file=secret,
            oidc_claim="preferred_username",
        )
        sso.forget()
        yield provider
        sso.forget()


def sent(client: Client, **given: str) -> str:
    """Press the button; return the provider's page that one is sent to."""
    page = client.post("/sign-in/sso/", given)
    assert page.status_code == 200
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found
    return unescape(found[1])


def come_back(client: Client, provider: Provider, **changed: str) -> Any:
    """Sign in at the provider and come back."""
    answer = provider.sign_in(sent(client))
    return client.get("/sign-in/sso/back/", answer | changed)


def test_somebody_comes_in_by_the_city_s_account(provider: Provider, cast: Cast) -> None:
    client = Client()
    assert "用统一身份认证登录" in client.get("/sign-in/").content.decode()
    entered = come_back(client, provider)
    assert (entered.status_code, entered["Location"]) == (302, "/desk/")
    assert client.get("/rights/").status_code == 200
    assert acts(cast.operator)[-2:] == ["bind_sso", "sign_in"]
    assert Entry.objects.filter(act="sign_in").order_by("-id")[0].said["how"] == "sso"


def test_one_returns_to_where_one_was_and_nowhere_else(provider: Provider) -> None:
    for wanted, to in (("/rights/?page=2", "/rights/?page=2"), ("https://evil.example/", "/desk/")):
        client = Client()
        answer = provider.sign_in(sent(client, next=wanted))
        assert client.get("/sign-in/sso/back/", answer)["Location"] == to


def test_without_an_account_here_nobody_comes_in(provider: Provider) -> None:
    before = Person.objects.count()
    provider.claims = {"sub": "s-99", "preferred_username": "stranger"}
    assert come_back(Client(), provider).status_code == 403
    assert Person.objects.count() == before
    assert Entry.objects.filter(act="fail_to_sign_in").exists()


@pytest.mark.parametrize("name", ["clock", "", "  "])
def test_the_house_s_own_accounts_are_nobody_s(provider: Provider, name: str) -> None:
    provider.claims = {"sub": "s-1", "preferred_username": name}
    assert come_back(Client(), provider).status_code == 403


def test_roles_stay_ours(provider: Provider, cast: Cast) -> None:
    provider.claims |= {"roles": ["admin"], "groups": ["admin"]}
    client = Client()
    come_back(client, provider)
    assert client.get("/people/").status_code == 403
    assert Person.objects.get(pk=cast.operator.pk).roles == ["operator"]


def test_whoever_is_deactivated_stays_out(provider: Provider, cast: Cast) -> None:
    people.deactivate(cast.operator, by=cast.admin)
    assert come_back(Client(), provider).status_code == 403


def test_a_name_given_to_somebody_else_there_opens_nothing_here(
    provider: Provider, cast: Cast
) -> None:
    come_back(Client(), provider)
    provider.claims = {"sub": "s-another", "preferred_username": "operator28"}
    assert come_back(Client(), provider).status_code == 403
    provider.claims = {"sub": "s-28", "preferred_username": "renamed"}
    assert come_back(Client(), provider).status_code == 302
    people.unbind_sso(Person.objects.get(pk=cast.operator.pk), by=cast.admin)
    provider.claims = {"sub": "s-another", "preferred_username": "operator28"}
    assert come_back(Client(), provider).status_code == 302


def test_the_second_factor_is_asked_for_unless_the_provider_has_seen_one(
    provider: Provider, cast: Cast
) -> None:
    set_up("leader01")
    provider.claims = {"sub": "s-01", "preferred_username": "leader01", "amr": ["pwd"]}
    assert come_back(Client(), provider)["Location"] == "/sign-in/factor/"
    provider.claims["amr"] = ["pwd", "mfa"]
    client = Client()
    assert come_back(client, provider)["Location"] == "/desk/"
    assert client.get("/people/").status_code == 200


def test_a_state_that_is_not_ours_is_refused(provider: Provider) -> None:
    assert come_back(Client(), provider, state="x").status_code == 403
    assert "/token" not in provider.asked


def test_an_answer_to_another_browser_is_refused(provider: Provider) -> None:
    answer = provider.sign_in(sent(Client()))
    assert Client().get("/sign-in/sso/back/", answer).status_code == 403
    planted = Client()
    sent(planted)
    assert planted.get("/sign-in/sso/back/", answer).status_code == 403


def test_an_answer_is_good_once(provider: Provider) -> None:
    client = Client()
    answer = provider.sign_in(sent(client))
    assert client.get("/sign-in/sso/back/", answer).status_code == 302
    client.post("/sign-out/")
    assert client.get("/sign-in/sso/back/", answer).status_code == 403


def test_an_answer_that_comes_too_late_is_refused(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    answer = provider.sign_in(sent(client))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + sso.ANSWER_S + 1)
    assert client.get("/sign-in/sso/back/", answer).status_code == 403


PAST = int(time.time()) - 3600
WRONG: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another"},
    "several audiences without a party": {"aud": ["hotline", "another"]},
    "another party": {"aud": ["hotline", "another"], "azp": "another"},
    "another issuer": {"iss": "https://evil.example"},
    "run out": {"exp": PAST, "iat": PAST - 300},
    "no end": {"exp": None},
    "not yet": {"nbf": int(time.time()) + 3600},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_token_that_was_not_made_for_this_is_refused(provider: Provider, what: str) -> None:
    provider.wrong = WRONG[what]
    client = Client()
    assert come_back(client, provider).status_code == 403
    assert client.get("/rights/").status_code == 302


def test_a_token_signed_by_somebody_else_is_refused(provider: Provider) -> None:
    provider.signed_with = openid.OTHER_KEY
    assert come_back(Client(), provider).status_code == 403


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", openid.SECRET * 3)])
def test_a_token_signed_by_nobody_or_by_a_shared_secret_is_refused(
    provider: Provider, algorithm: str, key: str | None
) -> None:
    provider.algorithm, provider.signed_with = algorithm, key
    assert come_back(Client(), provider).status_code == 403


def test_a_provider_that_calls_itself_otherwise_is_refused(provider: Provider) -> None:
    provider.document = {"issuer": "https://evil.example"}
    assert Client().post("/sign-in/sso/").status_code == 403


def test_another_provider_s_answer_is_refused(provider: Provider) -> None:
    assert come_back(Client(), provider, iss="https://evil.example").status_code == 403


def test_what_the_token_leaves_out_is_asked_for_and_only_of_the_same_person(
    provider: Provider,
) -> None:
    provider.claims = {"sub": "s-28"}
    provider.userinfo = {"sub": "s-else", "preferred_username": "operator28"}
    assert come_back(Client(), provider).status_code == 403
    provider.userinfo["sub"] = "s-28"
    assert come_back(Client(), provider).status_code == 302


def test_a_provider_that_is_away_is_said_in_a_sentence(provider: Provider) -> None:
    provider.document = {"token_endpoint": "http://127.0.0.1:9/token"}
    refused = come_back(Client(), provider)
    assert refused.status_code == 403
    assert "统一身份认证没有认出" in refused.content.decode()


def test_where_there_is_no_provider_there_is_no_such_door(cast: Cast) -> None:
    assert Client().post("/sign-in/sso/").status_code == 404
    assert Client().get("/sign-in/sso/back/").status_code == 404
    assert "统一身份" not in Client().get("/sign-in/").content.decode()
