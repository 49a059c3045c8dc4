"""The life of an inspection: planned, what was found told to the unit, put right in time, closed; or dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.inspections import actions as inspections
from hotline.inspections import queries
from hotline.inspections.life import Finding, Status
from hotline.inspections.models import Inspection
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from hotline.today import today
from tests.assignments.hands import monday, sent, until
from tests.inspections.looking import found, planned, replied
from tests.stories.steps import as_it_is
from tests.town import Town


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


def acts(one: Inspection) -> list[str]:
    return [told.entry.act for told in journal.story(one)]


def test_inspections_are_numbered_in_their_year_without_gaps(town: Town) -> None:
    numbers = [planned(town).number, planned(town, of="供电公司").number]
    assert numbers == ["督查〔2012〕1 号", "督查〔2012〕2 号"]


def test_only_what_the_unit_was_given_is_looked_at(town: Town) -> None:
    theirs = sent(town, to="供电公司")
    with pytest.raises(NotSo), transaction.atomic():
        planned(town, theirs)
    one = planned(town)
    with pytest.raises(NotSo), transaction.atomic():
        inspections.look_at(one, by=town.leader, assignment=theirs)
    own = sent(town)
    inspections.look_at(one, by=town.leader, assignment=own)
    with pytest.raises(NotNow), transaction.atomic():
        inspections.look_at(one, by=town.leader, assignment=own)


def test_a_day_that_is_past_an_inspector_from_outside_and_no_subject_are_refused(
    town: Town,
) -> None:
    for wrong in (
        {"plan_on": today() - timedelta(days=1)},
        {"inspector": town.people["clerk"]},
        {"subject": " "},
    ):
        with pytest.raises(NotSo), transaction.atomic():
            planned(town, **wrong)
    with pytest.raises(NotYours):
        inspections.plan_inspection(
            town.units["执法局"], by=town.operator_28, subject="x", inspector=town.leader,
            plan_on=today(),
        )  # fmt: skip


def test_nothing_is_told_before_each_assignment_has_its_finding(town: Town) -> None:
    one = planned(town, replied(town))
    with pytest.raises(NotNow), transaction.atomic():
        inspections.report(one, by=town.leader, summary="x")
    [look] = one.looks.all()
    with pytest.raises(NotSo), transaction.atomic():
        inspections.note_finding(one, by=town.leader, look=look, finding=Finding.NOT_SOLVED)
    inspections.note_finding(
        one, by=town.leader, look=look, finding=Finding.NOT_SOLVED, words="灯不亮"
    )
    with pytest.raises(NotNow), transaction.atomic():
        inspections.find_good(one, by=town.leader, summary="都好")
    assert inspections.report(one, by=town.leader, summary="虚报").status == Status.FOUND


def test_one_that_finds_nothing_wrong_is_closed_at_once(town: Town) -> None:
    one = planned(town, replied(town))
    [look] = one.looks.all()
    inspections.note_finding(one, by=town.leader, look=look, finding=Finding.GOOD)
    assert inspections.find_good(one, by=town.leader, summary="都好").status == Status.CLOSED
    until(monday(9, days=30))
    assert "overrun" not in acts(one)


def test_its_unit_answers_within_five_working_days_and_reads_why_then(town: Town) -> None:
    one = found(town, replied(town))
    assert one.answer_by_at
    assert one.answer_by_at.date() == monday(9, days=7).date()
    assert any("5 个工作日" in words for words in queries.explained(one))
    with pytest.raises(NotYours), transaction.atomic():
        inspections.answer(one, by=town.people["power"], answer="改了")
    inspections.answer(one, by=town.people["clerk"], answer="换了灯")
    with pytest.raises(NotYours), transaction.atomic():
        inspections.close(one, by=town.people["clerk"])
    assert inspections.close(one, by=town.leader).status == Status.CLOSED
    until(monday(9, days=30))
    assert not as_it_is(one).late


def test_an_answer_that_stays_out_is_told_once_to_the_head_and_once_to_the_leader(
    town: Town,
) -> None:
    bureau = town.units["执法局"]
    type(bureau).objects.filter(pk=bureau.pk).update(telephone="65820000")
    one = found(town, replied(town))
    until(monday(9, days=30))
    late = [act for act in acts(one) if act in ("overrun", "tell_leader")]
    assert late == ["overrun", "tell_leader"]
    assert as_it_is(one).late
    texts = [it.text for it in Message.objects.filter(about=one.about)]
    assert sum("超过时限" in text for text in texts) == 1
    assert not any("灯还不亮" in text for text in texts), (
        "what was found is read where one signs in"
    )


def test_one_that_is_sent_back_runs_as_long_again(town: Town) -> None:
    one = found(town)
    inspections.answer(one, by=town.people["head"], answer="改了")
    until(monday(9, days=2))
    one = inspections.send_back(one, by=town.leader, why="没改")
    assert one.status == Status.FOUND
    assert one.answer_by_at
    assert one.answer_by_at.date() == monday(9, days=9).date()
    until(monday(9, days=20))
    assert acts(one).count("overrun") == 1


def test_a_unit_knows_of_it_once_it_is_told_and_another_never(town: Town) -> None:
    one = planned(town, of="市政一中队")

    def seen() -> set[str]:
        return {
            name
            for name in ("clerk", "squad", "power", "op28", "auditor", "lin")
            if Inspection.objects.seen_by(town.people[name]).filter(pk=one.pk).exists()
        }

    assert seen() == {"op28", "auditor"}
    inspections.report(one, by=town.leader, summary="x")
    assert seen() == {"op28", "auditor", "clerk", "squad"}
    dropped = planned(town)
    inspections.drop(dropped, by=town.leader, why="改期")
    assert not Inspection.objects.seen_by(town.people["clerk"]).filter(pk=dropped.pk).exists()
