"""Story 3 (81890): deep in the night Mr Zhou's power is out and a document is due."""

from __future__ import annotations

from datetime import date

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case, Urgency
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import Refusal
from hotline.dispatch.life import Status as DispatchStatus
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town, at

NIGHT = date(2013, 3, 5)


def mr_zhou_calls(town: Town) -> Case:
    """Mr Zhou's power is out; he must hand in a document tonight."""
    return cases.take_in(
        cases.Asked(
            said="家里突然停电，估计是电表坏了，今晚要赶一份材料。",
            service=town.services["电路维修"],
            area=town.places["虹桥"],
            urgency=Urgency.URGENT,
        ),
        by=town.operator_28,
        caller=town.caller("周", "13800005200"),
    )


def test_an_electrician_sets_out_at_once_and_20_minutes_later_the_meter_works(town: Town) -> None:
    with clock.frozen(at(1, 30, day=NIGHT)):
        case = mr_zhou_calls(town)
        job = dispatch.offer_best(case, by=town.operator_28)
        assert job.accept_by_at == at(1, 33, day=NIGHT)  # urgent: three minutes, not five

        minutes_pass(1)
        electrician = job.provider.members.get().person
        dispatch.accept(job, by=electrician)
        minutes_pass(20)
        dispatch.arrive(job, by=electrician)
        dispatch.finish(job, by=electrician, answer="电表已修好")
        the_house_reacts()

        # It is night: the call-back is owed the next morning.
        call_back = case.followups.get()
        assert call_back.due_at == at(10, 0, day=NIGHT)
        minutes_pass(7 * 60)
        followups.ask(
            call_back, by=town.people["callback"], answered=YesNo.YES, solved=YesNo.YES,
            attitude=Liking.VERY, outcome=Liking.VERY, speed=Liking.VERY, words="又快又好",
        )  # fmt: skip
    assert as_it_is(case).status == CaseStatus.CLOSED
    assert as_it_is(case).result == Result.SOLVED


def test_an_electrician_who_does_not_answer_in_three_minutes_is_followed_by_the_next(
    town: Town,
) -> None:
    with clock.frozen(at(1, 30, day=NIGHT)):
        case = mr_zhou_calls(town)
        first = dispatch.offer_best(case, by=town.operator_28)
        minutes_pass(2)
        assert as_it_is(first).status == DispatchStatus.OFFERED
        minutes_pass(1)
        assert as_it_is(first).status == DispatchStatus.LAPSED
        second = case.dispatches.open().get()
        assert second.provider != first.provider
        assert as_it_is(case).handler == second.provider.short_name


def test_when_nobody_is_left_the_case_waits_for_its_operator_again(town: Town) -> None:
    with clock.frozen(at(1, 30, day=NIGHT)):
        case = mr_zhou_calls(town)
        dispatch.offer_best(case, by=town.operator_28)
        for _electrician in ("明光电工", "老潘水电"):
            job = case.dispatches.open().get()
            worker = job.provider.members.get().person
            dispatch.refuse(job, by=worker, ground=Refusal.BUSY)
            the_house_reacts()
        assert not case.dispatches.open().exists()
        assert as_it_is(case).status == CaseStatus.OPEN


def test_a_citizen_who_is_not_content_opens_the_case_again(town: Town) -> None:
    with clock.frozen(at(9, 0, day=NIGHT)):
        case = mr_zhou_calls(town)
        job = dispatch.offer_best(case, by=town.operator_28)
        dispatch.accept(job, by=town.operator_28)
        dispatch.finish(job, by=town.operator_28, answer="已修")
        the_house_reacts()
        followups.ask(
            case.followups.get(), by=town.people["callback"], answered=YesNo.YES, solved=YesNo.NO,
            attitude=Liking.CONTENT, outcome=Liking.NOT, speed=Liking.CONTENT, words="又跳闸了",
        )  # fmt: skip
        the_house_reacts()
    assert as_it_is(case).status == CaseStatus.OPEN
    assert as_it_is(case).times_reopened == 1
    assert as_it_is(job).status == DispatchStatus.AGAIN
