"""Objections and exclusions: a unit says what is wrong, the line answers; what is left out is left out by two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment import queries
from hotline.assessment.excluding import actions as excluding
from hotline.assessment.hearing import actions as hearing
from hotline.assessment.models import Exclusion, Month, Objection
from hotline.assignments.models import Assignment
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.queries import the_clock
from hotline.rules import actions as rules
from tests.assessment.september import DAY, OCTOBER_7, SENT, Said, September, counts, standing
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town


@pytest.fixture(autouse=True)
def _in_october() -> Iterator[None]:
    with clock.frozen(OCTOBER_7):
        yield


class Heard:
    """A month that is open to objections; its last case of the utility is late."""

    def __init__(self, town: Town) -> None:
        self.town, self.september = town, September(town)
        rules.set_rule("score_least_cases", value=1, by=town.leader, why="x")
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
        return excluding.exclude(assignment or self.late, **given)


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
    the_house_reacts()
    after = counts(heard.month, "供电公司")
    assert (after["concluded"], after["solved"]) == ((3, 3), (4, 4))
    assert standing(heard.month, "供电公司").hundredths == 10000
    assert [told.entry.act for told in journal.story(heard.month)][-1] == "count_anew"


def test_what_is_left_out_of_all_measures_is_not_in_the_volume(heard: Heard) -> None:
    asked = heard.excludes()
    excluding.approve(asked, by=heard.town.people["admin"])
    the_house_reacts()
    found = standing(heard.month, "供电公司")
    assert (found.volume, found.count("signed").of) == (3, 3)
    assert heard.late.pk not in found.assignments
    assert list(queries.exclusions(heard.month, heard.town.leader)) == [asked]
    excluding.lift(asked, by=heard.town.leader, why="查实当天没有停工")
    the_house_reacts()
    assert standing(heard.month, "供电公司").volume == 4


def test_an_exclusion_that_is_refused_leaves_the_figure(heard: Heard) -> None:
    excluding.refuse(heard.excludes(), by=heard.town.people["admin"], why="没有凭据")
    the_house_reacts()
    assert counts(heard.month, "供电公司")["concluded"] == (3, 4)
    excluding.withdraw(heard.excludes(), by=heard.town.leader, why="写错了")


def test_a_published_month_does_not_change_by_an_exclusion(heard: Heard) -> None:
    month = assessment.publish(
        assessment.end_term(heard.month, by=the_clock()), by=heard.town.leader
    )
    excluding.approve(heard.excludes(), by=heard.town.people["admin"])
    the_house_reacts()
    assert standing(month, "供电公司").volume == 4
    month = assessment.take_back(month, by=heard.town.leader, why="补一件剔除")
    assert standing(month, "供电公司").volume == 3


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
    the_house_reacts()
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
