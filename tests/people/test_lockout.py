"""Too many wrong passwords, and what ends the lock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from hotline import clock
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotYours
from hotline.people import actions as people
from hotline.people import jobs, lockout
from hotline.people.lockout import Attempt, TooMany
from hotline.people.models import Failures
from hotline.people.roles import Role
from hotline.rules import actions as rules
from tests.people.staff import PASSWORD, START, Cast, acts, browser, type_in


def fail(username: str, times: int, *, address: str = "192.0.2.1") -> str:
    """Type a wrong password several times; return the last page."""
    client = Client(REMOTE_ADDR=address)
    response = [type_in(client, username, "wrong") for _ in range(times)][-1]
    return str(response.content.decode())


def test_five_failures_lock_a_name_even_for_the_right_password(cast: Cast) -> None:
    with clock.frozen(START):
        fail("operator28", 5)
        response = type_in(Client(), "operator28")
    assert response.status_code == 422
    assert "锁定到 08:15" in response.content.decode()


def test_the_lock_ends_by_itself(cast: Cast) -> None:
    with clock.frozen(START):
        fail("operator28", 5)
        clock.pass_time(timedelta(minutes=14, seconds=59))
        assert type_in(Client(), "operator28").status_code == 422
        clock.pass_time(timedelta(seconds=1))
        assert type_in(Client(), "operator28").status_code == 302


def test_a_name_nobody_has_is_locked_in_the_same_words(cast: Cast) -> None:
    with clock.frozen(START):
        pages = [fail(name, 6).partition('role="alert"')[2][:300] for name in ("operator28", "x")]
    assert "锁定到 08:15" in pages[0]
    assert pages[0] == pages[1]


def test_how_many_are_left_is_said_before_the_lock(cast: Cast) -> None:
    assert "再错" not in fail("operator28", 2)
    assert "再错 2 次就会锁定" in fail("operator28", 1)
    assert "再错 1 次就会锁定" in fail("operator28", 1)
    assert "锁定 15 分钟" in fail("operator28", 1)


def test_signing_in_forgets_the_failures_before_it(cast: Cast) -> None:
    fail("operator28", 4)
    type_in(Client(), "operator28")
    fail("operator28", 4)
    assert type_in(Client(), "operator28").status_code == 302


def test_an_address_that_tries_many_names_is_locked_and_others_are_not(cast: Cast) -> None:
    rules.set_rule("failures_most", value=1, by=cast.admin, why="试行")
    for n in range(lockout.ADDRESS_TIMES):
        fail(f"guess{n}", 1, address="192.0.2.7")
    assert type_in(Client(REMOTE_ADDR="192.0.2.7"), "operator28").status_code == 422
    assert type_in(Client(REMOTE_ADDR="192.0.2.8"), "operator28").status_code == 302
    assert Entry.objects.filter(act="lock_out", said__name__isnull=True).count() == 1


def test_what_an_address_tries_at_a_locked_name_does_not_lock_its_neighbours(cast: Cast) -> None:
    fail("operator28", 5 * lockout.ADDRESS_TIMES + 5, address="192.0.2.7")
    assert type_in(Client(REMOTE_ADDR="192.0.2.7"), "leader01").status_code == 302


def test_the_lock_follows_the_line_s_own_rule(cast: Cast) -> None:
    rules.set_rule("failures_most", value=2, by=cast.admin, why="试行")
    fail("operator28", 2)
    assert type_in(Client(), "operator28").status_code == 422


def test_the_journal_tells_of_failures_and_of_one_lock(cast: Cast) -> None:
    fail("operator28", 8)
    assert acts(cast.operator)[1:] == ["fail_to_sign_in"] * 5 + ["lock_out"]


def test_a_leader_unlocks_and_an_operator_does_not(cast: Cast) -> None:
    fail("operator28", 5)
    with pytest.raises(NotYours):
        people.unlock(cast.operator, by=cast.operator)
    people.unlock(cast.operator, by=cast.leader)
    assert acts(cast.operator)[-1] == "unlock"
    assert type_in(Client(), "operator28").status_code == 302
    with pytest.raises(NotNow):
        people.unlock(cast.operator, by=cast.leader)


def test_a_leader_unlocks_by_a_click(cast: Cast) -> None:
    fail("operator28", 5)
    leader = browser("leader01")
    assert "锁定到" in leader.get("/people/").content.decode()
    leader.post(f"/people/{cast.operator.pk}/unlock/")
    assert type_in(Client(), "operator28").status_code == 302


def test_however_many_ask_at_once_no_more_than_the_rule_says_are_tried(committed: str) -> None:
    def once(n: int) -> bool:
        try:
            lockout.count(Attempt("operator28", f"192.0.2.{n}"))
        except TooMany:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as together:
        tried = list(together.map(once, range(24)))
    assert tried.count(True) == 5


def test_a_lock_outlives_the_process_and_old_counts_are_thrown_away(cast: Cast) -> None:
    with clock.frozen(START):
        fail("operator28", 5)
        assert set(lockout.locked(["operator28", "leader01"])) == {"operator28"}
        jobs.forget_old()
        assert Failures.objects.count() == 2
        clock.pass_time(timedelta(minutes=15))
        assert lockout.locked(["operator28"]) == {}
        jobs.forget_old()
    assert not Failures.objects.exists()


def test_one_household_is_one_address() -> None:
    assert lockout.network("2001:db8:1:2:3::4") == lockout.network("2001:db8:1:2:ffff::1")
    assert lockout.network("2001:db8:1:2::") != lockout.network("2001:db8:1:3::")
    assert lockout.network("192.0.2.1") != lockout.network("192.0.2.2")


def test_only_our_own_front_door_is_believed_about_addresses(cast: Cast) -> None:
    rules.set_rule("failures_most", value=1, by=cast.admin, why="试行")
    for n in range(lockout.ADDRESS_TIMES):
        client = Client(REMOTE_ADDR="203.0.113.5", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
        type_in(client, f"guess{n}", "wrong")
    stranger = Client(REMOTE_ADDR="203.0.113.5", HTTP_X_FORWARDED_FOR="198.51.100.99")
    assert type_in(stranger, "operator28").status_code == 422
    neighbour = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.99")
    assert type_in(neighbour, "operator28").status_code == 302


def test_a_locked_name_can_be_given_a_new_password(cast: Cast) -> None:
    fail("operator28", 5)
    password = people.set_password(cast.operator, by=cast.admin)
    assert type_in(Client(), "operator28", password).status_code == 302
    assert type_in(Client(), "operator28", PASSWORD).status_code == 422


def test_the_one_who_locks_is_the_house(cast: Cast) -> None:
    fail("operator28", 5)
    assert Entry.objects.get(act="lock_out").by.role & Role.CLOCK
