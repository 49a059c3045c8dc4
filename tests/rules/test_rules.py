"""The line's numbers: set with a reason from a day on, followed and never rewritten, taken back before they hold."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from hotline import clock
from hotline.journal import queries as journal
from hotline.life.errors import NotDone, NotNow, NotSo, NotYours
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.rules import actions as rules
from hotline.rules import queries
from hotline.rules.meanings import MEANINGS, Subject, by_subject, meaning, said
from hotline.rules.models import Rule
from hotline.rules.numbers import NUMBERS

NOON = datetime(2013, 3, 1, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def leader(db: None) -> Person:
    return people.engage("leader", name="-", role=Role.LEADER, by=None)


@pytest.fixture(autouse=True)
def _noon() -> object:
    with clock.frozen(NOON):
        yield


def test_every_number_says_what_it_changes_and_its_default_lies_within_its_bounds() -> None:
    for number in NUMBERS:
        means = meaning(number)
        assert str(means.changes), number.name
        assert means.subject != Subject.OTHER
        assert means.least <= number.default <= means.most, number.name
    assert set(MEANINGS) == {number.name for number in NUMBERS}
    assert [one for _subject, numbers in by_subject() for one in numbers].__len__() == len(NUMBERS)


def test_a_number_holds_from_its_moment_and_what_it_was_stays(leader: Person) -> None:
    rules.set_rule("accept_min", value=3, by=leader, why="试行", valid_from=NOON + HOUR)
    assert queries.book(NOON)["accept_min"] == 5
    assert queries.book(NOON + HOUR)["accept_min"] == 3
    assert [rule.value for rule in queries.history("accept_min")] == [3, 5]
    assert [rule.value for rule in queries.coming(NOON)["accept_min"]] == [3]


def test_a_change_that_does_not_hold_yet_is_withdrawn_and_stays_on_record(leader: Person) -> None:
    rule = rules.set_rule("accept_min", value=3, by=leader, why="试行", valid_from=NOON + HOUR)
    rules.withdraw_rule(rule, by=leader, why="误")
    assert queries.book(NOON + 2 * HOUR)["accept_min"] == 5
    assert queries.coming(NOON) == {}
    assert [one.entry.act for one in journal.story(rule)] == ["set_rule", "withdraw_rule"]
    assert len(queries.history("accept_min")) == 2
    rules.set_rule("accept_min", value=4, by=leader, why="改", valid_from=NOON + HOUR)
    assert queries.book(NOON + HOUR)["accept_min"] == 4
    with pytest.raises(NotNow):
        rules.withdraw_rule(rule, by=leader)


def test_a_change_that_holds_is_not_withdrawn(leader: Person) -> None:
    rule = rules.set_rule("accept_min", value=3, by=leader, why="试行")
    with pytest.raises(NotNow):
        rules.withdraw_rule(rule, by=leader)


@pytest.mark.parametrize(
    ("name", "value", "why", "hours"),
    [
        ("accept_min", 0, "x", 0),
        ("accept_min", 61, "x", 0),
        ("accept_min", 3, " ", 0),
        ("accept_min", 3, "x", -1),
        ("accept_min", 5, "x", 0),
        ("tea_min", 5, "x", 0),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    leader: Person, name: str, value: int, why: str, hours: int
) -> None:
    with pytest.raises(NotSo, match="。"):
        rules.set_rule(name, value=value, by=leader, why=why, valid_from=NOON + hours * HOUR)
    assert Rule.objects.filter(name="accept_min").count() == 1


def test_only_a_leader_or_an_administrator_sets_rules(db: None) -> None:
    operator = people.engage("28", name="-", role=Role.OPERATOR, by=None)
    rule = Rule.objects.filter(name="accept_min").get()
    with pytest.raises(NotYours):
        rules.set_rule("accept_min", value=3, by=operator, why="x")
    with pytest.raises(NotYours):
        rules.withdraw_rule(rule, by=operator)


def test_a_value_is_said_with_its_unit() -> None:
    assert said("accept_min", 3) == "3 分钟"
    assert said("answered_share_pct", 95) == "95%"


def test_two_who_set_one_number_at_one_moment_are_told_apart(committed: str) -> None:
    leader = people.engage("leader", name="-", role=Role.LEADER, by=None)
    told: list[str] = []

    def press(value: int) -> None:
        try:
            rules.set_rule("accept_min", value=value, by=leader, why="x", valid_from=NOON + HOUR)
        except NotDone as why:
            told.append(str(why))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(value,)) for value in (3, 4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(told) == 1
    assert Rule.objects.filter(name="accept_min").count() == 2
