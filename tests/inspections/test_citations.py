"""Commendation and accountability: four eyes, then told to the unit; dropped or withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.inspections.citing import actions as citing
from hotline.inspections.life import GRADES, Cited, Grade, Sort
from hotline.inspections.models import Citation
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from tests.assignments.hands import monday, sent
from tests.inspections.looking import found, proposed
from tests.stories.steps import the_house_reacts
from tests.town import Town


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


def issued(town: Town, **given: Any) -> Citation:
    one = proposed(town, **given)
    citing.approve(one, by=town.people["admin"])
    return citing.issue(one, by=town.leader)


def test_whoever_proposes_does_not_approve(town: Town) -> None:
    one = proposed(town)
    with pytest.raises(NotYours), transaction.atomic():
        citing.approve(one, by=town.leader)
    with pytest.raises(NotYours), transaction.atomic():
        citing.approve(one, by=town.people["reviewer"])
    assert citing.approve(one, by=town.people["admin"]).status == Cited.APPROVED


def test_the_table_itself_refuses_one_pair_of_eyes(town: Town) -> None:
    one = proposed(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.filter(pk=one.pk).update(approved_by=town.leader, approved_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.filter(pk=one.pk).update(issued_at=clock.now())


def test_nothing_is_issued_that_was_not_approved(town: Town) -> None:
    with pytest.raises(NotNow), transaction.atomic():
        citing.issue(proposed(town), by=town.leader)


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("grade", list(Grade))
def test_a_grade_belongs_to_its_sort(town: Town, sort: Sort, grade: Grade) -> None:
    if grade in GRADES[sort]:
        assert proposed(town, sort=sort, grade=grade).status == Cited.PROPOSED
    else:
        with pytest.raises(NotSo), transaction.atomic():
            proposed(town, sort=sort, grade=grade)


def test_what_it_rests_on_is_the_units_own(town: Town) -> None:
    with pytest.raises(NotSo), transaction.atomic():
        proposed(town, assignment=sent(town, to="供电公司"))
    with pytest.raises(NotSo), transaction.atomic():
        proposed(town, inspection=found(town, of="供电公司"))
    with pytest.raises(NotSo), transaction.atomic():
        proposed(town, grounds=" ")
    assert proposed(town, assignment=sent(town), inspection=found(town))


def test_its_unit_reads_it_once_it_is_issued_and_when_it_is_withdrawn(town: Town) -> None:
    one = proposed(town, unit="市政一中队")

    def seen() -> set[str]:
        return {
            name
            for name in ("clerk", "squad", "power", "op28", "lin")
            if Citation.objects.seen_by(town.people[name]).filter(pk=one.pk).exists()
        }

    assert seen() == {"op28"}
    citing.approve(one, by=town.people["admin"])
    assert seen() == {"op28"}
    citing.issue(one, by=town.leader)
    assert seen() == {"op28", "clerk", "squad"}
    citing.withdraw(one, by=town.people["admin"], why="查错了")
    assert seen() == {"op28", "clerk", "squad"}


def test_one_that_is_dropped_is_told_to_nobody(town: Town) -> None:
    one = proposed(town)
    citing.drop(one, by=town.people["admin"], why="证据不足")
    the_house_reacts()
    assert not Citation.objects.seen_by(town.people["clerk"]).exists()
    assert not Message.objects.filter(about=one.about).exists()


def test_a_message_says_that_there_is_one_and_not_what_for(town: Town) -> None:
    bureau = town.units["执法局"]
    type(bureau).objects.filter(pk=bureau.pk).update(telephone="65820000")
    one = issued(town)
    the_house_reacts()
    text = Message.objects.get(about=one.about).text
    assert "问责决定" in text
    assert "虚报" not in text
