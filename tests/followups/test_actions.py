"""How a case ends that nobody could be asked about, or whose caller speaks unasked: as whoever answered it said."""

from __future__ import annotations

import pytest

from hotline.cases import actions as cases
from hotline.cases.life import Result, Status
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.followups.life import Status as Asked
from hotline.journal import queries as journal
from hotline.people import queries as people
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town


def leak(town: Town, name: str = "陈", number: str = "13800005126") -> Case:
    what = cases.Asked(said="停水了", service=town.services["水管维修"], area=town.places["虹桥"])
    return cases.take_in(what, by=town.operator_28, caller=town.caller(name, number))


def answered_to_all(town: Town, result: Result) -> list[Case]:
    """Answer a trouble of many with a result: the main case, and one joined to it whose caller wants to be called."""
    main, joined = leak(town), leak(town, "李", "13800005127")
    cases.declare(main, by=town.leader, notice="自来水管爆裂")
    cases.join(joined, by=town.operator_28, into=main)
    cases.answer_all(main, by=town.leader, result=result, answer="管网抢修，明早来水")
    the_house_reacts()
    return [main, joined]


def nobody_answers(town: Town, case: Case) -> None:
    for _time in range(3):
        followups.miss(case.followups.get(), by=town.people["callback"])
    the_house_reacts()


@pytest.mark.parametrize("result", list(Result))
def test_a_case_that_nobody_could_be_asked_about_ends_as_it_was_answered(
    town: Town, result: Result
) -> None:
    main, joined = answered_to_all(town, result)
    for case in (joined, main):
        nobody_answers(town, case)
        gone = as_it_is(case)
        assert (gone.status, gone.result) == (Status.CLOSED, result)
        assert case.followups.get().status == Asked.UNREACHABLE
        assert journal.story(case)[-1].said["why"] == "打了 3 次都没人接，按承办方的答复办结。"


def test_what_a_provider_calls_done_is_taken_for_solved(town: Town) -> None:
    case = leak(town)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    dispatch.accept(job, by=town.operator_28)
    dispatch.finish(job, by=town.operator_28, answer="通了")
    the_house_reacts()
    nobody_answers(town, case)
    assert as_it_is(case).result == Result.SOLVED


@pytest.mark.parametrize(
    ("answered", "solved", "ends"),
    [
        (Result.EXPLAINED, YesNo.NO, (Status.CLOSED, Result.EXPLAINED)),
        (Result.HELPED, YesNo.YES, (Status.CLOSED, Result.HELPED)),
        (Result.SOLVED, YesNo.YES, (Status.CLOSED, Result.SOLVED)),
        (Result.SOLVED, YesNo.NO, (Status.OPEN, "")),
        (Result.NOT_SOLVED, YesNo.YES, (Status.CLOSED, Result.SOLVED)),
        (Result.NOT_SOLVED, YesNo.NO, (Status.OPEN, "")),
    ],
)
def test_a_citizen_who_rates_without_being_called_is_heard_by_the_same_rule(
    town: Town, answered: Result, solved: YesNo, ends: tuple[Status, str]
) -> None:
    main, _joined = answered_to_all(town, answered)
    liked = Liking.CONTENT if solved == YesNo.YES else Liking.NOT
    followups.rate(main.followups.get(), by=people.the_citizen(), outcome=liked, solved=solved)
    case = as_it_is(main)
    assert (case.status, case.result) == ends
