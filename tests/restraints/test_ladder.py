"""The ladder: noted, limited, barred; by another hand each, with a call that shows why, for a time, with an appeal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from hotline import clock
from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.calls.states import Direction, Status
from hotline.deadlines import actions as deadlines
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.restraints import actions as restraints
from hotline.restraints import queries
from hotline.restraints.models import Restraint
from hotline.rules.numbers import BY_NAME

if TYPE_CHECKING:
    from tests.town import Town

WHY = "骂了十分钟"
DAY = timedelta(days=1)


@pytest.fixture
def caller(town: Town) -> Caller:
    return town.caller("胡", "13800005188")


@pytest.fixture
def second(town: Town) -> Person:
    """Another leader, who decided nothing yet."""
    return people.engage(
        "leader2", name="李值班", number="02", role=Role.LEADER, by=town.people["admin"]
    )


def rang(caller: Caller | None, town: Town, *, answered: bool = True) -> Call:
    now = clock.now()
    return Call.objects.create(
        direction=Direction.IN, status=Status.ENDED, caller=caller, operator=town.operator_28,
        arrived_at=now, answered_at=now if answered else None, ended_at=now,
    )  # fmt: skip


def noted(caller: Caller, town: Town) -> Restraint:
    return restraints.note(rang(caller, town), by=town.operator_28, why=WHY)


def limited(caller: Caller, town: Town, days: int = 3) -> Restraint:
    return restraints.limit(noted(caller, town), by=town.leader, days=days, why="第五次")


def test_a_note_alone_changes_nothing_for_the_caller(caller: Caller, town: Town) -> None:
    one = noted(caller, town)
    caller.refresh_from_db()
    assert (caller.limited_until, caller.barred_until) == (None, None)
    assert [row.pk for row in queries.waiting(town.leader)] == [one.pk]
    assert one.evidence.count() == 1


def test_each_call_is_evidence_once(caller: Caller, town: Town) -> None:
    one = noted(caller, town)
    again = rang(caller, town)
    assert restraints.note(again, by=town.leader, why="又来").pk == one.pk
    with pytest.raises(NotNow, match="已经登记"), transaction.atomic():
        restraints.note(again, by=town.operator_28, why="再登记")
    assert (one.evidence.count(), Restraint.objects.count()) == (2, 1)


def test_what_is_no_abuse_is_not_noted(caller: Caller, town: Town) -> None:
    for call, why, said in (
        (rang(None, town), WHY, "没有来电号码"),
        (rang(caller, town, answered=False), WHY, "没有接通"),
        (rang(caller, town), "  ", "说了什么"),
    ):
        with pytest.raises(NotSo, match=said), transaction.atomic():
            restraints.note(call, by=town.operator_28, why=why)
    with pytest.raises(NotYours), transaction.atomic():
        restraints.note(rang(caller, town), by=town.people["auditor"], why=WHY)
    assert not Restraint.objects.exists()


def test_whoever_noted_it_does_not_decide(caller: Caller, town: Town) -> None:
    own = restraints.note(rang(caller, town), by=town.leader, why=WHY)
    with pytest.raises(NotYours, match="另一位"), transaction.atomic():
        restraints.limit(own, by=town.leader, days=1, why="x")
    with pytest.raises(NotYours), transaction.atomic():
        restraints.limit(own, by=town.operator_28, days=1, why="x")


def test_a_limit_has_an_end_and_ends_by_itself(caller: Caller, town: Town) -> None:
    one = limited(caller, town)
    caller.refresh_from_db()
    assert caller.limited_until == one.until_at == one.decided_at + 3 * DAY  # type: ignore[operator]
    assert caller.barred_until is None
    with clock.frozen(clock.now() + 3 * DAY - timedelta(minutes=1)):
        deadlines.take()
        one.refresh_from_db()
        assert one.status == "limited"
    with clock.frozen(clock.now() + 3 * DAY + timedelta(minutes=1)):
        deadlines.take()
    one.refresh_from_db()
    caller.refresh_from_db()
    assert one.status == "over"
    assert caller.limited_until is None
    assert queries.of_caller(caller.pk) is None


@pytest.mark.parametrize("days", [0, BY_NAME["abuse_limited_days"].default + 1])
def test_nobody_is_limited_longer_than_the_rule_says(caller: Caller, town: Town, days: int) -> None:
    with pytest.raises(NotSo, match="最多"), transaction.atomic():
        limited(caller, town, days)


def test_only_whoever_goes_on_is_barred(caller: Caller, town: Town) -> None:
    one = limited(caller, town)
    with pytest.raises(NotSo, match="没有新的"), transaction.atomic():
        restraints.bar(one, by=town.leader, days=5, why="x")
    clock_later = clock.now() + timedelta(hours=1)
    with clock.frozen(clock_later):
        restraints.note(rang(caller, town), by=town.operator_28, why="限制后又来")
        barred = restraints.bar(one, by=town.leader, days=5, why="限制后又来")
    caller.refresh_from_db()
    assert caller.barred_until == barred.until_at == clock_later + 5 * DAY
    assert caller.limited_until is None
    with clock.frozen(clock_later + 6 * DAY):
        deadlines.take()
    caller.refresh_from_db()
    assert caller.barred_until is None


def test_an_appeal_is_answered_by_another(caller: Caller, town: Town, second: Person) -> None:
    one = restraints.appeal(limited(caller, town), by=town.people["callback"], words="不是我打的")
    with pytest.raises(NotNow, match="已经有"), transaction.atomic():
        restraints.appeal(one, by=town.operator_28, words="再说一遍")
    for act in (restraints.uphold, restraints.lift):
        with pytest.raises(NotYours, match="另一位"), transaction.atomic():
            act(one, by=town.leader, why="我说了算")
    assert restraints.uphold(one, by=second, why="听了录音").status == "limited"
    restraints.appeal(one, by=town.operator_28, words="我有证明")
    assert restraints.lift(one, by=second, why="手机丢了").status == "lifted"
    caller.refresh_from_db()
    assert caller.limited_until is None
    with pytest.raises(NotNow), transaction.atomic():
        restraints.uphold(one, by=second, why="x")


def test_the_story_says_who_why_and_how_long_and_its_words_lie_apart(
    caller: Caller, town: Town
) -> None:
    one = limited(caller, town)
    told = journal.story(one)
    assert [row.entry.act for row in told] == ["note", "limit"]
    assert [row.said["why"] for row in told] == [WHY, "第五次"]
    assert WHY not in str([row.entry.said for row in told])
    assert told[1].entry.said["days"] == 3


def test_what_is_dismissed_may_be_noted_again(caller: Caller, town: Town) -> None:
    restraints.dismiss(noted(caller, town), by=town.leader, why="孩子误拨")
    assert queries.of_caller(caller.pk) is None
    assert noted(caller, town).status == "noted"
