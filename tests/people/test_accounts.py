"""Accounts: engaged, changed, ended, and never without an administrator."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from hotline import clock
from hotline.journal import verify
from hotline.life.errors import NotDone, NotNow, NotSo, NotYours
from hotline.people import actions as people
from hotline.people import passwords
from hotline.people.models import Person
from hotline.people.roles import Role
from tests.people.staff import PASSWORD, START, Cast, acts, browser, type_in

NEW = "eleven green lamps"


def link_on(page: str) -> str:
    """Return the address of the link that a page shows."""
    found = re.search(r"http://testserver(/sign-in/link/[^<]+/)", page)
    assert found
    return found[1]


def test_an_administrator_engages_somebody_who_chooses_his_own_password(cast: Cast) -> None:
    admin = browser("admin")
    made = admin.post(
        "/people/engage/",
        {"name": "林晓燕", "number": "21", "username": "operator21", "roles": ["operator"]},
    )
    account = Person.objects.get(username="operator21")
    assert made["Location"] == f"/people/{account.pk}/"
    link = link_on(admin.post(f"/people/{account.pk}/invite/").content.decode())
    hers = Client()
    assert "林晓燕" in hers.get(link).content.decode()
    assert hers.post(link, {"password": NEW, "again": NEW})["Location"] == "/desk/"
    assert hers.get("/rights/").status_code == 200
    assert Client().get(link).status_code == 410
    assert type_in(Client(), "operator21", NEW).status_code == 302
    assert acts(account)[:4] == ["engage", "invite", "set_password", "sign_in"]


def test_a_link_is_replaced_by_the_next_and_runs_out(cast: Cast) -> None:
    with clock.frozen(START):
        first = people.invite(cast.operator, by=cast.admin)
        second = people.invite(cast.operator, by=cast.admin)
        assert passwords.whose(first) is None
        assert passwords.whose(second) == cast.operator
        assert passwords.whose(second + "x") is None


def test_a_link_holds_as_long_as_the_rule_says(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    link = people.invite(cast.operator, by=cast.admin)
    today = time.time()
    monkeypatch.setattr(time, "time", lambda: today + timedelta(hours=23).total_seconds())
    assert passwords.whose(link) == cast.operator
    monkeypatch.setattr(time, "time", lambda: today + timedelta(hours=25).total_seconds())
    assert passwords.whose(link) is None


@pytest.mark.parametrize("weak", ["short", "password123", "operator28", ""])
def test_a_weak_password_is_refused_with_a_reason(cast: Cast, weak: str) -> None:
    link = f"/sign-in/link/{people.invite(cast.operator, by=cast.admin)}/"
    response = Client().post(link, {"password": weak, "again": weak})
    assert response.status_code == 422
    assert 'id="password-error"' in response.content.decode()


def test_two_different_passwords_are_refused(cast: Cast) -> None:
    link = f"/sign-in/link/{people.invite(cast.operator, by=cast.admin)}/"
    assert Client().post(link, {"password": NEW, "again": NEW + "x"}).status_code == 422


def test_a_new_password_is_shown_once_and_ends_all_sessions(cast: Cast) -> None:
    hers = browser("operator28")
    page = browser("admin").post(f"/people/{cast.operator.pk}/set_password/").content.decode()
    shown = re.search(r'class="once">([^<]+)<', page)
    assert shown
    assert hers.get("/rights/").status_code == 302
    assert type_in(Client(), "operator28", PASSWORD).status_code == 422
    assert type_in(Client(), "operator28", shown[1]).status_code == 302


def test_nobody_chooses_a_password_for_another(cast: Cast) -> None:
    with pytest.raises(NotYours):
        people.choose_password(cast.operator, password=NEW, by=cast.admin)


def test_ending_an_account_signs_its_person_out_at_once(cast: Cast) -> None:
    hers = browser("operator28")
    admin = browser("admin")
    assert "alertdialog" in admin.get(f"/people/{cast.operator.pk}/").content.decode()
    admin.post(f"/people/{cast.operator.pk}/deactivate/", {"why": "离职"})
    assert hers.get("/rights/").status_code == 302
    assert type_in(Client(), "operator28").status_code == 422
    admin.post(f"/people/{cast.operator.pk}/reactivate/")
    assert type_in(Client(), "operator28").status_code == 302
    assert {"deactivate", "reactivate"} <= set(acts(cast.operator))


def test_the_last_administrator_stays(cast: Cast) -> None:
    with pytest.raises(NotSo, match="最后一位管理员"):
        people.deactivate(cast.admin, by=cast.admin)
    with pytest.raises(NotSo, match="最后一位管理员"):
        people.change_roles(cast.admin, to=Role.OPERATOR, by=cast.admin)
    people.change_roles(cast.leader, to=Role.LEADER | Role.ADMIN, by=cast.admin)
    people.change_roles(cast.admin, to=Role.OPERATOR, by=cast.leader)
    assert Person.objects.get(pk=cast.admin.pk).role == Role.OPERATOR


def test_a_deactivated_administrator_does_not_count_as_another(cast: Cast) -> None:
    people.change_roles(cast.leader, to=Role.ADMIN, by=cast.admin)
    people.deactivate(cast.leader, by=cast.admin)
    with pytest.raises(NotSo):
        people.deactivate(cast.admin, by=cast.admin)


def test_two_administrators_who_end_each_other_leave_one(committed: str) -> None:
    first = people.engage("admin1", name="甲", role=Role.ADMIN, by=None)
    second = people.engage("admin2", name="乙", role=Role.ADMIN, by=first)
    start, faults = threading.Barrier(2), []

    def end(whom: Person, by: Person) -> None:
        start.wait()
        try:
            people.deactivate(whom, by=by)
        except NotDone as fault:
            faults.append(fault)
        finally:
            connection.close()

    both = [threading.Thread(target=end, args=pair) for pair in ((first, second), (second, first))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(faults) == 1
    assert Person.objects.with_role(Role.ADMIN).count() == 1


def test_only_an_administrator_manages_accounts(cast: Cast) -> None:
    with pytest.raises(NotYours):
        people.engage("x", name="x", role=Role.ADMIN, by=cast.leader)
    for act in (people.deactivate, people.reactivate, people.invite, people.set_password):
        with pytest.raises(NotYours):
            act(cast.operator, by=cast.leader)
    leader = browser("leader01")
    assert leader.post(f"/people/{cast.operator.pk}/deactivate/").status_code == 403
    assert leader.get("/people/").status_code == 200
    assert browser("operator28").get("/people/").status_code == 403


def test_roles_are_changed_by_ticks_and_count_at_once(cast: Cast) -> None:
    admin = browser("admin")
    hers = browser("operator28")
    assert hers.get("/people/").status_code == 403
    where = f"/people/{cast.operator.pk}/change_roles/"
    assert admin.post(where, {"roles": ["operator", "leader"]}).status_code == 302
    assert hers.get("/people/").status_code == 200
    assert admin.post(where, {}).status_code == 422
    assert admin.post(where, {"roles": ["clock"]}).status_code == 422


def test_somebody_who_signs_out_everywhere_is_out_everywhere(cast: Cast) -> None:
    here, there = browser("operator28"), browser("operator28")
    here.post("/sign-out/everywhere/")
    assert there.get("/rights/").status_code == 302
    assert acts(cast.operator)[-1] == "sign_out_everywhere"
    others = browser("operator28")
    with pytest.raises(NotYours):
        people.sign_out_everywhere(cast.operator, by=cast.leader)
    browser("admin").post(f"/people/{cast.operator.pk}/sign_out_everywhere/")
    assert others.get("/rights/").status_code == 302


def test_what_is_typed_wrong_is_said_beside_its_field(cast: Cast) -> None:
    response = browser("admin").post(
        "/people/engage/", {"name": "", "username": "operator28", "number": "2x", "roles": []}
    )
    page = response.content.decode()
    assert response.status_code == 422
    for words in ("这个登录名已经有人用了", "工号只用数字", "请至少选一个岗位"):
        assert words in page


def test_the_house_s_own_account_is_nobody_s_to_manage(cast: Cast) -> None:
    clock_account = Person.objects.get(username="clock")
    admin = browser("admin")
    assert admin.get(f"/people/{clock_account.pk}/").status_code == 404
    assert admin.post(f"/people/{clock_account.pk}/set_password/").status_code == 404


def test_the_chain_of_every_account_holds(cast: Cast) -> None:
    people.change_roles(cast.operator, to=Role.LEADER, by=cast.admin)
    people.deactivate(cast.operator, by=cast.admin, why="试")
    type_in(Client(), "leader01", "wrong")
    people.set_language(cast.leader, to="en", by=cast.leader)
    assert [fault for fault in verify.run() if "person:" in fault] == []


def test_an_ended_account_gets_no_link(cast: Cast) -> None:
    people.deactivate(cast.operator, by=cast.admin)
    with pytest.raises(NotNow):
        people.invite(cast.operator, by=cast.admin)
