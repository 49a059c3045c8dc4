"""The engine: who may take which step from where, over one row or several, and what the loser of a race is told."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from hotline.cases import actions as cases
from hotline.cases.life import Result, Status
from hotline.cases.models import Case
from hotline.journal.models import Entry
from hotline.life.errors import NotDone, NotNow, NotSo, NotYours
from hotline.life.once import once
from hotline.life.steps import LIVES
from hotline.people.models import Person
from tests import town as cast
from tests.town import Town


def open_case(town: Town, said: str = "漏水") -> Case:
    return cases.take_in(cases.Asked(said=said), by=town.operator_28)


def test_every_step_has_its_action_and_every_action_its_step() -> None:
    import hotline.site.urls  # noqa: F401  (whatever acts is reached from there)

    assert {"case", "dispatch", "followup", "paper", "wish", "erasure"} <= set(LIVES)
    for life in LIVES.values():
        assert set(life.steps) == set(life.actions), life.kind


COMES_BACK = {"provider", "appraisal", "unit", "month", "template"}
"""Whoever is gone may apply again, what was said of a year or a month may be put right: no end is the last."""


def test_every_status_can_be_reached_and_all_but_the_last_be_left() -> None:
    for life in LIVES.values():
        reached = {life.first}
        while True:
            more = {
                step.to for step in life.steps.values() if step.to and set(step.whence) & reached
            } - reached
            if not more:
                break
            reached |= more
        assert reached == set(life.status), life.kind
        assert life.ended() < set(life.status), life.kind
        assert life.ended() or life.kind in COMES_BACK, life.kind


def test_a_step_from_the_wrong_place_is_refused_with_who_and_when(town: Town) -> None:
    case = open_case(town)
    cases.make_void(case, by=town.people["op21"], why="重复登记")
    with pytest.raises(NotNow, match=r"21 号.*已作废.*不能再"):
        cases.hand_over(case, by=town.operator_28, to="家家乐")


def test_a_step_by_the_wrong_hand_is_refused(town: Town) -> None:
    with pytest.raises(NotYours, match="作废"):
        cases.make_void(open_case(town), by=town.people["lin"], why="不想去")


def test_a_refused_step_changes_nothing(town: Town) -> None:
    case = open_case(town)
    before = Entry.objects.count()
    with pytest.raises(NotSo), transaction.atomic():
        cases.answer_at_once(case, by=town.operator_28, result=Result.NOT_SOLVED, answer="无")
    assert Entry.objects.count() == before
    assert Case.objects.get(pk=case.pk).status == Status.OPEN


def test_several_rows_take_a_step_together_or_not_at_all(town: Town) -> None:
    several = [open_case(town, f"漏水 {n}") for n in range(3)]
    into = open_case(town)
    cases.join(several, by=town.operator_28, into=into)
    assert Case.objects.filter(status=Status.JOINED, joined_to=into).count() == 3
    two = [open_case(town), open_case(town)]
    cases.make_void(two[1], by=town.operator_28, why="误记")
    with pytest.raises(NotNow), transaction.atomic():
        cases.make_void(two, by=town.operator_28, why="误记")
    assert Case.objects.get(pk=two[0].pk).status == Status.OPEN


def test_of_two_who_press_the_same_button_one_wins_and_the_other_is_told(committed: str) -> None:
    town = cast.build()
    case = open_case(town)
    ready, said = threading.Barrier(2), []

    def press(person: Person) -> None:
        try:
            ready.wait()
            cases.make_void(case, by=person, why="误记")
            said.append("")
        except NotDone as fault:
            said.append(str(fault))
        finally:
            connection.close()

    pressing = [
        threading.Thread(target=press, args=(town.people[name],)) for name in ("op28", "op21")
    ]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()
    assert sorted(map(bool, said)) == [False, True]
    assert "已作废" in max(said)
    assert Entry.objects.filter(kind="case", subject=case.pk, act="make_void").count() == 1


def test_a_repeat_under_the_same_key_changes_nothing_and_gets_the_same_answer(town: Town) -> None:
    done: list[str] = []

    def act() -> str:
        done.append("once")
        return "已派给家家乐"

    answers = {once(town.operator_28, "key-1", act) for _ in range(3)}
    assert (answers, done) == ({"已派给家家乐"}, ["once"])
    once(town.people["op21"], "key-1", act)
    assert len(done) == 2


def test_an_act_without_a_key_is_not_done(town: Town) -> None:
    done: list[str] = []

    def do() -> str:
        done.append("once")
        return "done"

    with pytest.raises(NotSo):
        once(town.operator_28, "", do)
    assert done == []


def test_an_act_that_fails_can_be_asked_for_again_under_its_key(town: Town) -> None:
    def fails() -> str:
        raise NotSo("no")

    with pytest.raises(NotSo):
        once(town.operator_28, "key-2", fails)
    assert once(town.operator_28, "key-2", lambda: "done") == "done"
