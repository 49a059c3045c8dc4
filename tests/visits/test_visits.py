"""Visits to providers: planned, made, owed again after so long; and the tasks that follow, each with an owner and a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.journal import queries as journal
from hotline.journal.models import Entry, Words
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people import actions as people
from hotline.providers.models import Provider
from hotline.rules import actions as rules
from hotline.visits import actions as visits
from hotline.visits import queries
from hotline.visits.models import Task, Visit
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town, at

JULY = date(2013, 7, 1)


@pytest.fixture(autouse=True)
def _in_july() -> object:
    with clock.frozen(at(9, 0, day=JULY)):
        yield


def planned(town: Town, *, on: date = JULY, name: str = "家家乐") -> Visit:
    reviewer = town.people["reviewer"]
    return visits.plan(town.providers[name], by=reviewer, visitor=reviewer, plan_on=on)


def made(town: Town) -> Visit:
    return visits.report(
        planned(town), by=town.people["reviewer"], visited_on=JULY, heard="想多接老城区的单",
        seen="工具齐，台账清楚",
    )  # fmt: skip


def task(town: Town, *, due_on: date = JULY + timedelta(days=7)) -> Task:
    return visits.set_task(
        made(town), by=town.people["reviewer"], what="答复老城区派单的事", owner=town.leader,
        due_on=due_on,
    )  # fmt: skip


def acts(thing: Visit | Task) -> list[str]:
    return [told.entry.act for told in journal.story(thing)]


def test_a_visit_is_planned_made_and_told(town: Town) -> None:
    visit = made(town)
    assert (visit.status, visit.visited_on) == ("done", JULY)
    said = journal.story(visit)[-1].said
    assert (said["heard"], said["seen"]) == ("想多接老城区的单", "工具齐，台账清楚")


def test_what_they_said_can_be_erased_and_the_entry_stays(town: Town) -> None:
    visit = made(town)
    Words.objects.filter(kind="visit", subject=visit.pk).update(text="", erased_at=clock.now())
    assert journal.story(visit)[-1].said["heard"] is None
    assert acts(visit) == ["plan", "report"]


def test_a_planned_day_that_passes_is_put_on_record_once_and_the_visit_can_still_be_made(
    town: Town,
) -> None:
    visit = planned(town)
    with clock.frozen(at(23, 59, day=JULY)):
        the_house_reacts()
    assert acts(visit) == ["plan"]
    with clock.frozen(at(0, 0, day=JULY + timedelta(days=1))):
        the_house_reacts()
        the_house_reacts()
        assert acts(visit) == ["plan", "miss"]
        visits.report(visit, by=town.leader, visited_on=JULY, heard="x", seen="y")
    assert as_it_is(visit).status == "done"


def test_a_visit_that_is_moved_has_the_clock_of_its_new_day(town: Town) -> None:
    visit = planned(town)
    visits.move(visit, by=town.leader, plan_on=JULY + timedelta(days=3), why="老板出差")
    with clock.frozen(at(12, 0, day=JULY + timedelta(days=3))):
        the_house_reacts()
    assert acts(visit) == ["plan", "move"]
    with clock.frozen(at(0, 1, day=JULY + timedelta(days=4))):
        the_house_reacts()
    assert acts(visit) == ["plan", "move", "miss"]


def test_a_visit_that_is_called_off_has_no_clock_and_frees_the_provider(town: Town) -> None:
    visits.call_off(planned(town), by=town.leader, why="改电话")
    with clock.frozen(at(9, 0, day=JULY + timedelta(days=9))):
        the_house_reacts()
    assert not Entry.objects.filter(kind="visit", act="miss").exists()
    assert planned(town).status == "planned"


WRONG: dict[str, Callable[[Town], object]] = {
    "planned for yesterday": lambda town: planned(town, on=JULY - timedelta(days=1)),
    "planned twice": lambda town: (planned(town), planned(town)),
    "by an operator": lambda town: visits.plan(
        town.providers["家家乐"], by=town.operator_28, visitor=town.operator_28, plan_on=JULY
    ),
    "by a worker": lambda town: visits.plan(
        town.providers["家家乐"], by=town.people["lin"], visitor=town.leader, plan_on=JULY
    ),
    "somebody goes who is none of ours": lambda town: visits.plan(
        town.providers["家家乐"], by=town.leader, visitor=town.people["lin"], plan_on=JULY
    ),
    "made tomorrow": lambda town: visits.report(
        planned(town), by=town.leader, visited_on=JULY + timedelta(days=1), heard="x", seen="y"
    ),
    "moved into the past": lambda town: visits.move(
        planned(town), by=town.leader, plan_on=JULY - timedelta(days=1), why="x"
    ),
    "made twice": lambda town: visits.report(
        made(town), by=town.leader, visited_on=JULY, heard="x", seen="y"
    ),
    "a task before the visit": lambda town: visits.set_task(
        planned(town), by=town.leader, what="x", owner=town.leader, due_on=JULY
    ),
    "a task of nothing": lambda town: visits.set_task(
        made(town), by=town.leader, what="  ", owner=town.leader, due_on=JULY
    ),
    "a task for yesterday": lambda town: task(town, due_on=JULY - timedelta(days=1)),
    "a task of a worker": lambda town: visits.set_task(
        made(town), by=town.leader, what="x", owner=town.people["lin"], due_on=JULY
    ),
    "handed on to its owner": lambda town: visits.hand_on(
        task(town), by=town.leader, to=town.leader, why="x"
    ),
    "done by somebody else": lambda town: visits.finish(task(town), by=town.operator_28, how="x"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_is_refused(town: Town, what: str) -> None:
    with pytest.raises((NotSo, NotNow, NotYours)), transaction.atomic():
        WRONG[what](town)


def test_one_that_is_gone_is_not_visited(town: Town) -> None:
    Provider.objects.filter(short_name="家家乐").update(status="left")
    with pytest.raises(NotSo, match="不在册"), transaction.atomic():
        planned(town)
    assert not Visit.objects.exists()


def test_the_table_itself_knows_one_plan_for_each(town: Town) -> None:
    visit = planned(town)
    with pytest.raises(IntegrityError, match="visits_one_planned"), transaction.atomic():
        Visit.objects.create(
            provider=visit.provider, visitor=visit.visitor, plan_on=JULY, status="planned"
        )


# -- who is to be visited -------------------------------------------------------------------------


def owed(town: Town, **within: int) -> list[tuple[str, date]]:
    return [(one.provider.short_name, one.due_on) for one in queries.owed(town.leader, **within)]


def test_whoever_was_not_visited_for_so_long_is_owed_one_to_the_day(town: Town) -> None:
    """All three were let in on 2012-06-30, and are to be seen every 180 days: by 2012-12-27."""
    made(town)
    first = date(2012, 12, 27)
    assert sorted(owed(town)) == [("明光电工", first), ("老潘水电", first)]
    due_on = JULY + timedelta(days=180)
    with clock.frozen(at(23, 59, day=due_on - timedelta(days=1))):
        assert "家家乐" not in dict(owed(town))
        assert dict(owed(town, within_days=1))["家家乐"] == due_on
    with clock.frozen(at(0, 0, day=due_on)):
        assert dict(owed(town))["家家乐"] == due_on


def test_how_often_is_a_rule_of_the_line(town: Town) -> None:
    with clock.frozen(at(9, 0, day=date(2012, 8, 1))):
        assert owed(town) == []
        rules.set_rule("visit_days", value=30, by=town.leader, why="试运行期勤走")
        assert len(owed(town)) == 3


def test_neither_those_that_are_gone_nor_those_that_want_in_are_owed_one(town: Town) -> None:
    Provider.objects.filter(short_name="明光电工").update(status="expelled")
    Provider.objects.filter(short_name="老潘水电").update(status="applied")
    assert [name for name, _due in owed(town)] == ["家家乐"]


def test_a_plan_stands_beside_what_is_owed(town: Town) -> None:
    visit = planned(town)
    found = {one.provider.short_name: one.planned for one in queries.owed(town.leader)}
    assert found["家家乐"] == visit
    assert found["老潘水电"] is None


# -- what follows ---------------------------------------------------------------------------------


def test_a_task_has_an_owner_and_a_clock(town: Town) -> None:
    found = task(town)
    assert [one.what for one in queries.waiting(town.leader)] == ["答复老城区派单的事"]
    with clock.frozen(at(0, 0, day=JULY + timedelta(days=8))):
        the_house_reacts()
        assert acts(found) == ["set_task", "overrun"]
        visits.finish(as_it_is(found), by=town.leader, how="当面答复了")
    assert as_it_is(found).status == "done"
    assert list(queries.waiting(town.leader)) == []


def test_a_task_that_was_done_in_time_is_never_late(town: Town) -> None:
    found = task(town)
    visits.finish(found, by=town.leader, how="好了")
    with clock.frozen(at(9, 0, day=JULY + timedelta(days=30))):
        the_house_reacts()
    assert acts(found) == ["set_task", "finish"]


def test_a_task_is_handed_on_postponed_and_dropped(town: Town) -> None:
    found = task(town)
    visits.hand_on(found, by=town.people["reviewer"], to=town.operator_28, why="她熟")
    visits.postpone(as_it_is(found), by=town.leader, due_on=JULY + timedelta(days=20), why="等会议")
    with clock.frozen(at(9, 0, day=JULY + timedelta(days=10))):
        the_house_reacts()
    held = as_it_is(found)
    assert (held.owner, held.due_on, acts(found)[-1]) == (
        town.operator_28, JULY + timedelta(days=20), "postpone",
    )  # fmt: skip
    visits.drop(held, by=town.leader, why="企业已解决")
    with clock.frozen(at(9, 0, day=JULY + timedelta(days=30))):
        the_house_reacts()
    assert acts(found) == ["set_task", "hand_on", "postpone", "drop"]


def test_who_left_the_line_is_given_nothing_to_do(town: Town) -> None:
    found = task(town)
    people.deactivate(town.operator_28, by=town.people["admin"])
    gone = as_it_is(town.operator_28)  # type: ignore[type-var]
    with pytest.raises(NotSo, match="不是热线的在岗人员"), transaction.atomic():
        visits.hand_on(found, by=town.leader, to=gone, why="x")
