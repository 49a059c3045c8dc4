"""Objections and exclusions: a unit says what is wrong, the line answers; what is left out is left out by two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment import queries
from hotline.assessment.excluding import actions as excluding
from hotline.assessment.hearing import actions as hearing
from hotline.assessment.models import Exclusion, Month, Objection
from hotline.assignments.models import Assignment
from hotline.callers import actions as callers
from hotline.callers.numbers import read
from hotline.cases.models import Case
from hotline.deadlines.models import Deadline
from hotline.followups.models import FollowUp
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.queries import the_clock
from hotline.privacy import actions as privacy
from tests.assessment.september import (
    DAY,
    OCTOBER_7,
    SENT,
    Said,
    September,
    counts,
    rules_of_august,
    standing,
)
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

pytestmark = pytest.mark.usefixtures("in_october")


class Heard:
    """A month that is open to objections; its last case of the utility is late."""

    def __init__(self, town: Town) -> None:
        self.town, self.september = town, September(town)
        rules_of_august("score_least_cases", 1, town)
        for _ in range(3):
            self.september.one("供电公司", said=Said())
        self.late = self.september.one("供电公司", said=Said(), replied_at=SENT + 6 * DAY)
        self.others = self.september.one("执法局", said=Said())
        self.month: Month = assessment.send_out(self.september.drafted(), by=town.leader)

    def objects(self, **given: Any) -> Objection:
        """Let the utility object."""
        given = {"words": "台风停工，不能算我们的", "by": self.town.people["power"], **given}
        return hearing.object_to(standing(self.month, "供电公司"), **given)

    def excludes(self, assignment: Assignment | None = None, **given: Any) -> Exclusion:
        """Let the leader ask that the late one be left out."""
        given = {"why": "台风停工", "by": self.town.leader, **given}
        named = assignment or self.late
        return excluding.exclude(standing(self.month, "供电公司"), assignment=named, **given)

    def left_out(self, assignment: Assignment | None = None, **given: Any) -> Exclusion:
        """Let it be left out, too."""
        asked = self.excludes(assignment, **given)
        return excluding.approve(asked, by=self.town.people["admin"])

    def ended(self) -> Month:
        """End the term."""
        return assessment.end_term(self.month, by=the_clock())


@pytest.fixture
def heard(town: Town) -> Heard:
    return Heard(town)


def test_an_objection_that_is_upheld_leaves_its_case_out_once_a_second_has_approved(
    heard: Heard,
) -> None:
    leader, admin = heard.town.leader, heard.town.people["admin"]
    objection = heard.objects(measure="concluded", assignment=heard.late)
    hearing.uphold(objection, by=leader, answer="台风期间属实，不计")
    asked = Exclusion.objects.get()
    assert (asked.status, asked.asked_by, asked.objection) == ("asked", leader, objection)
    assert counts(heard.month, "供电公司")["concluded"] == (3, 4), "one word is not enough"
    excluding.approve(asked, by=admin)
    after = counts(heard.month, "供电公司")
    assert (after["concluded"], after["solved"]) == ((3, 3), (4, 4))
    assert standing(heard.month, "供电公司").hundredths == 10000
    assert queries.differences(heard.month) == []


def test_what_is_left_out_of_all_measures_is_not_in_the_volume(heard: Heard) -> None:
    asked = heard.excludes()
    excluding.approve(asked, by=heard.town.people["admin"])
    found = standing(heard.month, "供电公司")
    assert (found.volume, found.count("signed").of) == (3, 3)
    assert heard.late.pk not in found.assignments
    assert found.left_out == [heard.late.pk]
    assert list(queries.exclusions(heard.month, heard.town.leader)) == [asked]
    excluding.lift(asked, by=heard.town.leader, why="查实当天没有停工")
    assert standing(heard.month, "供电公司").volume == 4
    assert counts(heard.month, "供电公司")["concluded"] == (3, 4)


def test_an_exclusion_that_is_refused_leaves_the_figure(heard: Heard) -> None:
    excluding.refuse(heard.excludes(), by=heard.town.people["admin"], why="没有凭据")
    assert counts(heard.month, "供电公司")["concluded"] == (3, 4)
    excluding.withdraw(heard.excludes(), by=heard.town.leader, why="写错了")


def test_nothing_is_left_out_of_a_published_month_before_it_is_taken_back(heard: Heard) -> None:
    leader, kept = heard.town.leader, heard.left_out(heard.september.made[0])
    month = assessment.publish(heard.ended(), by=leader)
    with pytest.raises(NotNow, match="先收回重核"), transaction.atomic():
        heard.excludes()
    with pytest.raises(NotNow, match="先收回重核"), transaction.atomic():
        excluding.lift(kept, by=leader, why="x")
    assert standing(month, "供电公司").volume == 3
    month = assessment.take_back(month, by=leader, why="补一件剔除")
    assert standing(month, "供电公司").volume == 3
    heard.left_out()
    assert standing(month, "供电公司").volume == 2


def later(heard: Heard) -> None:
    """Let cases go on after the term: one is done again in October, one is called back late, one is lost to another unit."""
    first, second, third, _late, others = heard.september.made
    rows = Assignment.objects.all()
    rows.filter(pk=first.pk).update(
        reply_by_at=OCTOBER_7 + 9 * DAY, replied_at=None, times_done_again=1, status="signed"
    )
    rows.filter(pk=third.pk).update(status="moved")
    rows.filter(pk=others.pk).update(reply_late=True, times_done_again=1)
    FollowUp.objects.filter(case__in=[second.case_id, others.case_id]).update(
        solved="no", attitude="not"
    )


def figures(month: Month) -> dict[str, tuple[object, ...]]:
    rows = month.standings.order_by("unit")
    return {one.unit.short: (one.counts, one.volume, one.place, one.rank) for one in rows}


def test_an_exclusion_moves_no_other_figure_whatever_the_cases_have_become(heard: Heard) -> None:
    month, before = heard.ended(), figures(heard.month)
    later(heard)
    heard.left_out(measure="concluded")
    after = figures(month)
    assert {**after, "供电公司": before["供电公司"]} == before
    counted: Any = {**before["供电公司"][0], "concluded": [3, 3]}  # type: ignore[dict-item]
    assert after["供电公司"] == (counted, *before["供电公司"][1:])
    assert queries.differences(month) == []


def test_a_month_that_is_taken_back_has_the_figures_that_the_units_have_read(heard: Heard) -> None:
    month = assessment.publish(heard.ended(), by=heard.town.leader)
    before = figures(month)
    later(heard)
    month = assessment.take_back(month, by=heard.town.leader, why="一件要剔除")
    assert (figures(month), queries.differences(month)) == (before, [])
    assessment.count_anew(month, by=heard.town.leader)
    assert figures(month) != before, "asked to, a draft is counted as its cases are"


@pytest.mark.parametrize("how", ["open", "heard"])
def test_what_units_are_asked_about_is_counted_anew_only_once_it_is_taken_back(
    heard: Heard, how: str
) -> None:
    month, leader = heard.month if how == "open" else heard.ended(), heard.town.leader
    with pytest.raises(NotNow), transaction.atomic():
        assessment.count_anew(month, by=leader)
    month = assessment.take_back(month, by=leader, why="取数有误")
    assert not Deadline.objects.filter(kind="month", closed_at=None).exists()
    month = assessment.send_out(assessment.count_anew(month, by=leader), by=leader)
    assert (month.status, month.taken_back_at) == ("open", None)


def test_an_exclusion_is_of_its_own_month_alone(heard: Heard) -> None:
    """The case is done again and falls due in October, too: September's list and its waiting stay, October counts it."""
    asked, leader = heard.excludes(), heard.town.leader
    Assignment.objects.filter(pk=heard.late.pk).update(reply_by_at=OCTOBER_7 + 9 * DAY)
    assert queries.undecided(heard.month) == (0, 1)
    assert list(queries.exclusions(heard.month, leader)) == [asked]
    excluding.approve(asked, by=heard.town.people["admin"])
    assert heard.late.pk not in standing(heard.month, "供电公司").assignments
    with clock.frozen(OCTOBER_7 + 30 * DAY):
        october = assessment.begin(date(2012, 10, 1), by=leader)
        october = assessment.draft(october, by=leader)
    assert standing(october, "供电公司").assignments == [heard.late.pk]
    assert list(queries.exclusions(october, leader)) == []


def test_nothing_is_published_that_is_not_what_comes_out(heard: Heard) -> None:
    month, leader = heard.ended(), heard.town.leader
    asked = heard.excludes()
    Exclusion.objects.filter(pk=asked.pk).update(
        status="approved", approved_by=heard.town.people["admin"], approved_at=clock.now()
    )
    with pytest.raises(NotNow, match=r"不一致.*市供电公司"), transaction.atomic():
        assessment.publish(month, by=leader)
    excluding.lift(asked, by=leader, why="重来")
    assert assessment.publish(month, by=leader).status == "published"
    Exclusion.objects.update(status="approved")
    assert [one.name for one in queries.differences(month)] == ["市供电公司"]


def test_whom_an_older_exclusion_belongs_to_is_found(heard: Heard) -> None:
    """As the migration does it that gave exclusions their month."""
    objection = heard.objects(assignment=heard.september.made[1])
    hearing.uphold(objection, by=heard.town.leader, answer="属实")
    heard.left_out()
    heard.excludes(heard.september.made[0])
    was = dict(Exclusion.objects.values_list("pk", "standing"))
    Exclusion.objects.update(standing=None)
    with connection.schema_editor() as editor:
        import_module("hotline.assessment.migrations.0003_whose_exclusions").fill(apps, editor)
    assert dict(Exclusion.objects.values_list("pk", "standing")) == was
    assert len(was) == 3


def test_a_case_that_is_left_out_already_answers_an_objection_to_it(heard: Heard) -> None:
    kept = heard.left_out()
    objection = hearing.uphold(
        heard.objects(measure="concluded"), by=heard.town.leader, answer="指标不动"
    )
    assert queries.came_of([objection]) == {}
    lifted = excluding.lift(kept, by=heard.town.leader, why="重来")
    named = heard.objects(measure="concluded", assignment=heard.late)
    kept = heard.left_out()
    named = hearing.uphold(named, by=heard.town.leader, answer="已经剔除")
    assert queries.came_of([named]) == {named.pk: kept}
    assert Exclusion.objects.exclude(pk=lifted.pk).get() == kept
    assert journal.story(named)[-1].entry.said["exclusion"] == kept.about


def test_nothing_is_published_while_somebody_waits_for_an_answer(heard: Heard) -> None:
    admin, leader = heard.town.people["admin"], heard.town.leader
    objection = heard.objects(assignment=heard.late)
    month = assessment.end_term(heard.month, by=the_clock())
    with pytest.raises(NotNow, match="1 件异议"), transaction.atomic():
        assessment.publish(month, by=leader)
    hearing.uphold(objection, by=leader, answer="属实")
    with pytest.raises(NotNow, match="1 件剔除"), transaction.atomic():
        assessment.publish(month, by=leader)
    excluding.approve(Exclusion.objects.get(), by=admin)
    assert assessment.publish(month, by=leader).status == "published"


def test_an_objection_to_a_figure_as_such_is_answered_in_words(heard: Heard) -> None:
    objection = heard.objects(measure="solved")
    hearing.refuse(objection, by=heard.town.leader, answer="回访录音里市民说没解决")
    assert as_it_is(objection).answered_by == heard.town.leader
    assert not Exclusion.objects.exists()
    told = journal.story(objection)
    assert [one.said.get("words") or one.said.get("answer") for one in told] == [
        "台风停工，不能算我们的", "回访录音里市民说没解决",
    ]  # fmt: skip


def test_words_about_a_case_go_with_its_caller(heard: Heard) -> None:
    town = heard.town
    caller = callers.take_down(number=read("13800005126"), by=town.operator_28)
    Case.objects.filter(pk=heard.late.case_id).update(
        caller=caller,
        status="closed",
        result="solved",
        closed_at=clock.now(),
        closed_by=town.leader,
    )
    objection = heard.objects(assignment=heard.late, words="陈女士当天不在家")
    hearing.uphold(objection, by=town.leader, answer="陈女士自己说的")
    said = [objection, Exclusion.objects.get()]
    assert queries.said(said) == {
        said[0].about: ["陈女士当天不在家", "陈女士自己说的"], said[1].about: ["陈女士自己说的"],
    }  # fmt: skip
    erasure = privacy.ask(caller, by=town.people["admin"], why="她要求删除")
    privacy.grant(erasure, by=town.people["auditor"])
    the_house_reacts()
    assert queries.said(said) == {said[0].about: [], said[1].about: []}


def test_a_unit_takes_its_objection_back_and_may_object_again(heard: Heard) -> None:
    power = heard.town.people["power"]
    hearing.withdraw(heard.objects(), by=power, why="弄清楚了")
    assert heard.objects().status == "open"


def test_who_reads_an_objection(heard: Heard) -> None:
    objection = heard.objects()
    people = heard.town.people
    assert list(queries.objections(people["power"])) == [objection]
    assert list(queries.objections(people["clerk"])) == []
    assert list(queries.objections(people["reviewer"], heard.month)) == [objection]


WRONG: dict[str, Callable[[Heard], object]] = {
    "by another unit": lambda it: it.objects(by=it.town.people["clerk"]),
    "by the line itself": lambda it: it.objects(by=it.town.leader),
    "without words": lambda it: it.objects(words=" "),
    "to another's case": lambda it: it.objects(assignment=it.others),
    "twice": lambda it: [it.objects() for _ in range(2)],
    "twice to one case": lambda it: [it.objects(assignment=it.late) for _ in range(2)],
    "after the term": lambda it: (
        assessment.end_term(it.month, by=the_clock()), it.objects(),
    ),
    "answered by an operator": lambda it: hearing.refuse(
        it.objects(), by=it.town.operator_28, answer="x"
    ),
    "answered by the unit": lambda it: hearing.uphold(
        it.objects(), by=it.town.people["power"], answer="x"
    ),
    "taken back by another unit": lambda it: hearing.withdraw(
        it.objects(), by=it.town.people["clerk"], why="x"
    ),
    "left out of another's month": lambda it: it.excludes(it.others),
    "left out twice in a narrower way": lambda it: [
        it.excludes(), it.excludes(measure="concluded"),
    ],
    "lifted by who approved": lambda it: excluding.lift(
        it.left_out(), by=it.town.people["admin"], why="x"
    ),
    "left out by one person": lambda it: excluding.approve(it.excludes(), by=it.town.leader),
    "refused by who asked": lambda it: excluding.refuse(it.excludes(), by=it.town.leader, why="x"),
    "withdrawn by another": lambda it: excluding.withdraw(
        it.excludes(), by=it.town.people["admin"], why="x"
    ),
    "left out without a reason": lambda it: it.excludes(why=" "),
    "left out twice": lambda it: [it.excludes() for _ in range(2)],
    "left out by a reviewer": lambda it: it.excludes(by=it.town.people["reviewer"]),
    "left out by a unit": lambda it: it.excludes(by=it.town.people["power"]),
    "approved by one who upheld": lambda it: (
        hearing.uphold(it.objects(assignment=it.late), by=it.town.leader, answer="x"),
        excluding.approve(Exclusion.objects.get(), by=it.town.leader),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_is_refused(heard: Heard, what: str) -> None:
    with pytest.raises((NotSo, NotNow, NotYours)), transaction.atomic():
        WRONG[what](heard)
