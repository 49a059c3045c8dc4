"""The second factor: demanded by role, shown after the password, set up before anything else, lost and reset."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from hotline import clock
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people import actions as people
from hotline.people.factors import actions, codes, queries, sealing
from hotline.people.roles import LABELS, Role
from hotline.site.values import ROLES
from tests.people.service import code_of, in_service, paper_on, secret_of, set_up
from tests.people.staff import START, Cast, acts, browser, type_in


@pytest.fixture
def strict(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Have an installation in service, on a clock that stands."""
    in_service(monkeypatch)
    with clock.frozen(START):
        yield cast


def show(client: Client, code: str) -> int:
    """Type a code at the second question; return the answer's status."""
    return int(client.post("/sign-in/factor/", {"code": code}).status_code)


def later() -> None:
    """Let the app go on to its next code but one."""
    clock.pass_time(timedelta(seconds=60))


def test_the_sample_town_asks_nobody(cast: Cast) -> None:
    assert type_in(Client(), "admin")["Location"] == "/rights/"


def test_whoever_must_have_one_sees_nothing_else_until_it_is_set_up(strict: Cast) -> None:
    client = Client()
    assert type_in(client, "leader01")["Location"] == "/sign-in/factor/set-up/"
    for address in ("/desk/", "/people/", "/rights/", "/me/", "/me/factors/"):
        assert client.get(address)["Location"].startswith("/sign-in/")
    assert client.get("/live/ticket").status_code == 401
    client.get("/sign-in/factor/set-up/")
    secret = secret_of(client)
    assert client.post("/sign-in/factor/set-up/", {"code": "000000"}).status_code == 422
    assert client.get("/rights/").status_code == 302
    page = client.post("/sign-in/factor/set-up/", {"code": code_of(secret)})
    assert len(paper_on(page.content.decode())) == codes.HOW_MANY
    assert 'href="/desk/"' in page.content.decode()
    assert client.get("/rights/").status_code == 200
    assert acts(strict.leader)[-2:] == ["add_factor", "sign_in"]


def test_whose_role_does_not_demand_one_walks_in(strict: Cast) -> None:
    assert type_in(Client(), "operator28")["Location"] == "/desk/"


def test_next_time_the_code_is_asked_for_and_one_returns_to_where_one_was(strict: Cast) -> None:
    _client, secret, _paper = set_up("leader01")
    later()
    client = Client()
    assert type_in(client, "leader01", next="/people/?page=2")["Location"] == "/sign-in/factor/"
    assert client.get("/people/").status_code == 302
    entered = client.post("/sign-in/factor/", {"code": code_of(secret)})
    assert entered["Location"] == "/people/?page=2"
    said = Entry.objects.filter(act="sign_in").order_by("-id")[0].said
    assert (said["how"], said["factor"]) == ("password", "totp")


def test_without_the_password_the_second_question_is_not_put(strict: Cast) -> None:
    set_up("leader01")
    for address in ("/sign-in/factor/", "/sign-in/factor/set-up/"):
        assert Client().get(address, follow=True).redirect_chain[-1][0] == "/sign-in/"
        assert Client().post(address, {"code": "1"}, follow=True).redirect_chain[-1][0] == (
            "/sign-in/"
        )
    assert Client().post("/sign-in/factor/new/").status_code == 302


def test_whoever_has_one_cannot_set_up_another_instead_of_showing_it(strict: Cast) -> None:
    set_up("leader01")
    client = Client()
    type_in(client, "leader01")
    assert client.get("/sign-in/factor/set-up/")["Location"] == "/sign-in/factor/"
    later()
    planted = code_of(codes.new_secret())
    assert client.post("/sign-in/factor/set-up/", {"code": planted})["Location"] == (
        "/sign-in/factor/"
    )
    assert client.post("/sign-in/factor/new/").status_code == 302
    assert client.get("/people/").status_code == 302


def test_a_code_is_good_once_and_never_one_before_it(strict: Cast) -> None:
    _client, secret, _paper = set_up("leader01")
    again = Client()
    type_in(again, "leader01")
    assert show(again, code_of(secret)) == 422  # the one it was set up with
    later()
    assert show(again, code_of(secret, steps=1)) == 302
    type_in(third := Client(), "leader01")
    assert show(third, code_of(secret)) == 422
    clock.pass_time(timedelta(seconds=codes.STEP_S))
    assert show(third, code_of(secret)) == 422  # it was taken a step early
    clock.pass_time(timedelta(seconds=codes.STEP_S))
    assert show(third, code_of(secret)) == 302


@pytest.mark.parametrize(
    ("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_telephones_clocks_may_differ_by_one_step(steps: int, good: bool) -> None:
    with clock.frozen(START):
        secret = codes.new_secret()
        assert (codes.step_of(secret, code_of(secret, steps=steps)) is not None) is good


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B: the secret of its table, at 59 seconds, the last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    with clock.frozen(START.replace(year=1970, month=1, day=1, hour=0, minute=0, second=59)):
        assert codes.step_of(secret, "287 082") == 1


def test_a_code_on_paper_stands_in_once(strict: Cast) -> None:
    _client, _secret, paper = set_up("leader01")
    type_in(client := Client(), "leader01")
    assert show(client, paper[0].upper().replace("-", " ")) == 302
    type_in(again := Client(), "leader01")
    assert show(again, paper[0]) == 422
    assert show(again, paper[1]) == 302
    assert queries.codes_left(strict.leader) == codes.HOW_MANY - 2


def test_wrong_codes_are_counted_however_often_the_password_is_right(strict: Cast) -> None:
    _client, secret, _paper = set_up("leader01")
    later()
    for _ in range(5):
        type_in(client := Client(), "leader01")
        assert show(client, "123456") == 422
    type_in(client := Client(), "leader01")
    assert "锁定" in client.post("/sign-in/factor/", {"code": code_of(secret)}).content.decode()
    assert acts(strict.leader)[-1] == "lock_out"
    people.unlock(strict.leader, by=strict.admin)
    assert show(client, code_of(secret)) == 302


def test_secrets_do_not_lie_open_in_the_database(strict: Cast) -> None:
    _client, secret, paper = set_up("leader01")
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(codes.bare(one) in kept or one in kept for one in paper)
    everything = str(list(Entry.objects.values_list("said", flat=True)))
    assert secret not in everything
    assert not any(one in everything for one in paper)


def test_what_is_sealed_opens_with_its_key_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = sealing.seal("secret")
    assert sealing.unseal(sealed) == "secret"
    assert sealing.seal("secret") != sealed
    monkeypatch.setattr(sealing, "_keys", lambda: [bytes(32)])
    with pytest.raises(sealing.BrokenSeal):
        sealing.unseal(sealed)


def test_a_session_from_before_the_role_demanded_one_is_over(strict: Cast) -> None:
    client = browser("operator28")
    assert client.get("/rights/").status_code == 200
    people.change_roles(strict.operator, to=Role.OPERATOR | Role.LEADER, by=strict.admin)
    assert client.get("/rights/").status_code == 302
    assert type_in(client, "operator28")["Location"] == "/sign-in/factor/set-up/"


def test_the_link_by_which_a_password_is_chosen_does_not_go_past_it(strict: Cast) -> None:
    set_up("leader01")
    link = f"/sign-in/link/{people.invite(strict.leader, by=strict.admin)}/"
    chosen = "eleven green lamps"
    entered = Client().post(link, {"password": chosen, "again": chosen})
    assert entered["Location"] == "/sign-in/factor/"


def test_an_administrator_resets_it_with_a_reason_and_everything_begins_anew(strict: Cast) -> None:
    client, _secret, _paper = set_up("leader01")
    admin, _, _ = set_up("admin")
    address = f"/people/{strict.leader.pk}/reset_factors/"
    headers = {"X-Requested-With": "step-form"}
    assert admin.post(address, {"why": " "}, headers=headers).status_code == 409
    assert admin.post(address, {"why": "当面见到本人"}, headers=headers).status_code == 204
    assert client.get("/rights/").status_code == 302
    assert not Authenticator.objects.filter(user=strict.leader).exists()
    assert acts(strict.leader)[-1] == "reset_factors"
    assert type_in(client, "leader01")["Location"] == "/sign-in/factor/set-up/"


def test_nobody_but_another_administrator_resets_it(strict: Cast) -> None:
    set_up("leader01")
    with pytest.raises(NotYours):
        actions.reset_factors(strict.leader, by=strict.leader, why="x")
    with pytest.raises(NotYours):
        actions.reset_factors(strict.admin, by=strict.admin, why="x")
    with pytest.raises(NotNow):
        actions.reset_factors(strict.operator, by=strict.admin, why="x")


def test_an_operator_may_have_one_too_and_take_it_away(strict: Cast) -> None:
    client = browser("operator28")
    client.get("/me/factors/")
    page = client.post("/me/factors/add_factor/", {"code": code_of(secret_of(client))})
    assert len(paper_on(page.content.decode())) == codes.HOW_MANY
    assert type_in(Client(), "operator28")["Location"] == "/sign-in/factor/"
    factor = queries.of(strict.operator)[0]
    client.post(f"/me/factors/{factor.pk}/remove_factor/")
    assert not Authenticator.objects.filter(user=strict.operator).exists()
    assert acts(strict.operator)[-1] == "remove_factor"
    assert type_in(Client(), "operator28")["Location"] == "/desk/"


def test_the_last_one_stays_where_the_role_demands_it(strict: Cast) -> None:
    set_up("leader01")
    factor = queries.of(strict.leader)[0]
    with pytest.raises(NotSo):
        actions.remove_factor(strict.leader, factor=factor.pk, by=strict.leader)


def test_nobody_touches_another_s(strict: Cast) -> None:
    set_up("leader01")
    factor = queries.of(strict.leader)[0]
    client = browser("operator28")
    client.post(
        f"/me/factors/{factor.pk}/remove_factor/", headers={"Referer": "http://testserver/me/"}
    )
    assert queries.has_any(strict.leader)
    with pytest.raises(NotYours):
        actions.make_recovery_codes(strict.leader, by=strict.admin)


def test_new_recovery_codes_void_the_old(strict: Cast) -> None:
    client, _secret, paper = set_up("leader01")
    new = paper_on(client.post("/me/factors/make_recovery_codes/").content.decode())
    assert not set(new) & set(paper)
    type_in(again := Client(), "leader01")
    assert show(again, paper[0]) == 422
    assert show(again, new[0]) == 302


def test_a_desk_left_open_changes_nothing_about_signing_in(strict: Cast) -> None:
    client = browser("operator28")
    client.get("/me/factors/")
    clock.pass_time(timedelta(minutes=16))
    code = {"code": code_of(secret_of(client))}
    refused = client.post("/me/factors/add_factor/", code, headers={"X-Requested-With": "x"})
    assert refused.status_code == 409
    assert "重新登录" in refused.content.decode()
    assert not queries.has_any(strict.operator)


def test_the_setting_knows_every_role() -> None:
    given = [role for role in LABELS if role not in (Role.CLOCK, Role.CITIZEN)]
    assert sorted(ROLES) == sorted(str(role.name).lower() for role in given)
