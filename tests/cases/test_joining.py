"""Joined cases follow their main one: every caller of the same matter gets the answer, once."""

from __future__ import annotations

import pytest
from django.db import transaction

from hotline.cases import actions as cases
from hotline.cases.life import Emergency, Result, Status
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.dispatch.models import Dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.followups.life import Status as Asked
from hotline.journal import queries as journal
from hotline.life.errors import NotSo
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town


def reported(town: Town, name: str, number: str, said: str = "五楼漏到四楼") -> Case:
    asked = cases.Asked(said=said, service=town.services["水管维修"], area=town.places["虹桥"])
    return cases.take_in(asked, by=town.operator_28, caller=town.caller(name, number))


@pytest.fixture
def main(town: Town) -> Case:
    return reported(town, "陈", "13800005126")


@pytest.fixture
def joined(town: Town, main: Case) -> Case:
    case = reported(town, "周", "13800005127")
    cases.join(case, by=town.operator_28, into=main)
    the_house_reacts()
    return case


def finished(town: Town, case: Case) -> Dispatch:
    by = town.operator_28
    job = dispatch.offer(case, to=town.providers["家家乐"], by=by)
    dispatch.accept(job, by=by)
    dispatch.finish(job, by=by, answer="换了软管")
    the_house_reacts()
    return job


def asked(town: Town, case: Case, *, content: bool = True) -> None:
    yes, liking = (YesNo.YES, Liking.VERY) if content else (YesNo.NO, Liking.NOT)
    followups.ask(
        case.followups.get(status=Asked.DUE), by=town.operator_28, answered=YesNo.YES, solved=yes,
        attitude=liking, outcome=liking, speed=liking,
    )  # fmt: skip
    the_house_reacts()


def test_each_caller_is_called_back_and_each_case_ends_by_itself(
    town: Town, main: Case, joined: Case
) -> None:
    finished(town, main)
    assert as_it_is(joined).status == Status.ANSWERED
    assert as_it_is(joined).due_at  # the call-back is owed by then
    asked(town, joined)
    ended = as_it_is(joined)
    assert (ended.status, ended.result) == (Status.CLOSED, Result.SOLVED)
    assert as_it_is(main).status == Status.ANSWERED  # its own caller is still to be asked
    acts = [one.entry.act for one in journal.story(ended)]
    assert acts == ["take_in", "join", "share_answer", "close"]


def test_a_joined_caller_who_is_not_content_goes_on_alone(
    town: Town, main: Case, joined: Case
) -> None:
    finished(town, main)
    asked(town, joined, content=False)
    again = as_it_is(joined)
    assert (again.status, again.joined_to) == (Status.OPEN, None)
    asked(town, main)
    assert as_it_is(joined).status == Status.OPEN


def test_when_the_main_one_is_done_again_the_joined_go_on_waiting(
    town: Town, main: Case, joined: Case
) -> None:
    finished(town, main)
    asked(town, main, content=False)
    assert as_it_is(joined).status == Status.JOINED
    assert not joined.followups.filter(status=Asked.DUE).exists()
    finished(town, main)
    assert as_it_is(joined).status == Status.ANSWERED
    assert joined.followups.filter(status=Asked.DUE).count() == 1


def test_who_wants_no_call_ends_with_the_main_one(town: Town, main: Case) -> None:
    case = reported(town, "郑", "13800005300")
    cases.join(case, by=town.operator_28, into=main, wants_no_call=True)
    finished(town, main)
    assert as_it_is(case).status == Status.JOINED
    asked(town, main)
    ended = as_it_is(case)
    assert (ended.status, ended.result) == (Status.CLOSED, Result.SOLVED)
    assert not case.followups.exists()


def test_nobody_is_called_twice_about_the_same_matter(town: Town, main: Case) -> None:
    same = reported(town, "陈", "13800005126", "又来问")
    twice = [reported(town, "周", "13800005127", said) for said in ("漏了", "还在漏")]
    cases.join([same, *twice], by=town.operator_28, into=main)
    finished(town, main)
    assert [as_it_is(one).status for one in (same, *twice)] == ["joined", "answered", "joined"]
    asked(town, main)
    assert [as_it_is(one).status for one in (same, *twice)] == ["closed", "answered", "closed"]


def test_joined_to_what_is_answered_already_is_owed_a_call_at_once(town: Town, main: Case) -> None:
    finished(town, main)
    late = reported(town, "周", "13800005127")
    cases.join(late, by=town.operator_28, into=main)
    the_house_reacts()
    assert as_it_is(late).status == Status.ANSWERED


def test_what_ends_for_one_caller_alone_frees_the_others(
    town: Town, main: Case, joined: Case
) -> None:
    cases.withdraw(main, by=town.operator_28, why="自己修好了")
    the_house_reacts()
    freed = as_it_is(joined)
    assert (freed.status, freed.joined_to) == (Status.OPEN, None)


def test_what_is_passed_on_is_told_to_all(town: Town, main: Case, joined: Case) -> None:
    cases.pass_on(main, by=town.operator_28, to=Emergency.FIRE)
    the_house_reacts()
    assert as_it_is(joined).status == Status.ANSWERED


def test_those_joined_to_a_joined_case_get_the_answer_too(
    town: Town, main: Case, joined: Case
) -> None:
    first = reported(town, "林", "13800005400")
    cases.join(main, by=town.operator_28, into=first)
    the_house_reacts()
    finished(town, first)
    assert [as_it_is(one).status for one in (main, joined)] == ["answered", "answered"]


def test_a_case_joined_by_mistake_is_taken_apart(town: Town, main: Case, joined: Case) -> None:
    cases.separate(joined, by=town.operator_28, why="不是一处漏")
    alone = as_it_is(joined)
    assert (alone.status, alone.joined_to, alone.closed_at) == (Status.OPEN, None, None)
    finished(town, main)
    assert as_it_is(joined).status == Status.OPEN


def test_nothing_is_joined_to_what_has_ended(town: Town, main: Case) -> None:
    cases.make_void(main, by=town.operator_28, why="误记")
    with pytest.raises(NotSo, match="已经办完"), transaction.atomic():
        cases.join(reported(town, "周", "13800005127"), by=town.operator_28, into=main)


def test_the_likely_ones_come_first_and_a_number_is_found(town: Town, main: Case) -> None:
    from hotline.cases import queries

    place = cases.take_in(
        cases.Asked(said="路灯不亮", area=town.places["虹桥"]), by=town.operator_28
    )
    far = cases.take_in(cases.Asked(said="找狗"), by=town.operator_28)
    mine = reported(town, "周", "13800005127")
    person = town.operator_28
    assert queries.likely(mine, "", person=person) == [main, place]
    assert queries.likely(mine, "路灯", person=person) == [place]
    assert queries.likely(mine, far.number, person=person) == [far]
    assert queries.likely(mine, mine.number, person=person) == []
