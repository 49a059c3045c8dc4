"""How the line watches an assignment, what a reply needs, and what becomes of it when the case goes another way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from hotline import clock
from hotline.assignments import actions
from hotline.assignments.life import Level, Status, YesNo
from hotline.assignments.models import Assignment, Plea, Supervision
from hotline.assignments.watching import actions as watching
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking
from hotline.followups.life import YesNo as Solved
from hotline.followups.models import FollowUp
from hotline.journal import news, verify
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo
from hotline.rules import actions as rules
from tests.assignments.hands import a_case, acts, monday, replies, sent, signed, until
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

CONTENT: dict[str, Any] = {
    "answered": Solved.YES, "solved": Solved.YES, "attitude": Liking.VERY, "outcome": Liking.CONTENT,
    "speed": Liking.CONTENT,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _a_monday_and_whole_chains(town: Town) -> object:
    with clock.frozen(monday(9)):
        yield
    assert verify.run() == []


def the_plea() -> Plea:
    return Plea.objects.latest("pk")


# -- urged, supervised, sent back -------------------------------------------------------------------


def test_a_citizen_who_asks_again_urges_the_unit(town: Town) -> None:
    one = sent(town)
    cases.urge(one.case, by=town.operator_28, words="怎么还没人来")
    the_house_reacts()
    watching.urge(as_it_is(one), by=town.leader, words="今天要去看")
    assert as_it_is(one).times_urged == 2


def test_a_supervised_unit_owes_an_answer_to_a_numbered_notice(town: Town) -> None:
    one, clerk = signed(town), town.people["clerk"]
    watching.supervise(one, by=town.leader, level=Level.ONE, demand="三天内修好")
    notice = Supervision.objects.get()
    assert (notice.number, notice.level) == ("督办〔2012〕1 号", 1)
    assert notice.answer_by_at == monday(17, 30, days=2)
    until(monday(17, 31, days=2))
    assert acts(one)[-1] == "overrun"
    watching.answer_supervision(as_it_is(one), by=clerk, words="已派人")
    assert Supervision.objects.get().answer == "已派人"
    with pytest.raises(NotSo), transaction.atomic():
        watching.supervise(as_it_is(one), by=town.leader, level=Level.ONE, demand="再催")
    watching.supervise(as_it_is(one), by=town.leader, level=Level.TWO, demand="请分管领导过问")
    assert Supervision.objects.latest("pk").serial == 2


def test_one_sending_back_too_many_goes_up_a_level_by_itself(town: Town) -> None:
    one = signed(town)
    for _time in range(3):
        replies(as_it_is(one), town)
        actions.send_back(as_it_is(one), by=town.people["reviewer"], why="没说清")
        the_house_reacts()
    assert as_it_is(one).times_sent_back == 3
    assert as_it_is(one).supervised == 1
    assert Supervision.objects.get().issued_by.username == "clock"
    assert acts(one)[-1] == "go_up"


def test_how_often_is_too_often_is_the_lines_own_number(town: Town) -> None:
    rules.set_rule("send_backs_most", value=1, by=town.leader, why="从严")
    one = signed(town)
    for _time in range(2):
        replies(as_it_is(one), town)
        actions.send_back(as_it_is(one), by=town.people["reviewer"], why="没说清")
        the_house_reacts()
    assert as_it_is(one).supervised == 1


def test_warnings_go_up_by_level_each_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    one, told = signed(town), list[tuple[str, str]]()

    def hear(about: str, act: str, *, to: str = "", **_more: object) -> None:
        if to and about == one.about:
            told.append((act, to))

    monkeypatch.setattr(news, "announce", hear)
    for day in range(15):
        until(monday(23, days=day))
    assert acts(one)[3:] == ["warn", "overrun", "tell_leader"]
    clerk, head, leader = (town.people[name].about for name in ("clerk", "head", "leader"))
    assert told == [
        ("warn", clerk), ("overrun", clerk), ("overrun", head),
        ("tell_leader", clerk), ("tell_leader", head), ("tell_leader", leader),
    ]  # fmt: skip


# -- the reply --------------------------------------------------------------------------------------


def test_a_reply_says_whether_the_citizen_was_spoken_with_or_why_not(town: Town) -> None:
    one = sent(town)
    actions.sign(one, by=town.people["clerk"])
    with pytest.raises(NotSo, match="为什么没有联系"), transaction.atomic():
        replies(as_it_is(one), town)
    with pytest.raises(NotSo, match="以后、现在以前"), transaction.atomic():
        replies(as_it_is(one), town, contacted_at=monday(8), contacted_from="65810000")
    replied = replies(as_it_is(one), town, why_no_contact="电话一直不通")
    assert replied.contacted_at is None


def test_a_reply_that_it_is_not_solved_says_why(town: Town) -> None:
    one = signed(town)
    with pytest.raises(NotSo, match="写明原因"), transaction.atomic():
        replies(one, town, solved=YesNo.NO)
    replied = replies(as_it_is(one), town, solved=YesNo.NO, why_not="产权不清", beyond_duty=True)
    assert (replied.solved, replied.why_not, replied.beyond_duty) == (False, "产权不清", True)


def test_the_citizen_hears_the_public_answer_alone(town: Town) -> None:
    one = signed(town)
    replies(one, town, account="邻居举报过", answer="灯亮了")
    actions.accept(as_it_is(one), by=town.people["reviewer"])
    told = [one_.said for one_ in journal.story(as_it_is(one.case)) if one_.entry.act == "answer"]
    assert [said["answer"] for said in told] == ["灯亮了"]


# -- the case goes another way ----------------------------------------------------------------------


def test_the_line_withdraws_an_assignment_and_has_the_case_again(town: Town) -> None:
    one = sent(town)
    actions.withdraw(one, by=town.operator_28, why="派错了")
    the_house_reacts()
    assert as_it_is(one.case).status == CaseStatus.OPEN
    again = actions.send(as_it_is(one.case), to=town.units["安阳街道"], by=town.operator_28)
    assert again.status == Status.SENT


@pytest.mark.parametrize("act", ["take_back", "withdraw"])
def test_a_unit_need_do_nothing_for_a_case_that_went_another_way(town: Town, act: str) -> None:
    one = signed(town)
    getattr(cases, act)(as_it_is(one.case), by=town.operator_28, why="市民不要了")
    the_house_reacts()
    assert as_it_is(one).status == Status.WITHDRAWN


def test_a_case_is_not_sent_to_a_unit_while_somebody_has_it(town: Town) -> None:
    case = a_case(town, service=town.services["水管维修"])
    dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    with pytest.raises(NotNow), transaction.atomic():
        actions.send(as_it_is(case), to=town.units["执法局"], by=town.operator_28)


def test_a_provider_who_is_sent_instead_frees_the_unit(town: Town) -> None:
    case = a_case(town, service=town.services["水管维修"])
    one = actions.send(case, to=town.units["执法局"], by=town.operator_28)
    dispatch.offer(as_it_is(case), to=town.providers["家家乐"], by=town.operator_28)
    the_house_reacts()
    assert as_it_is(one).status == Status.WITHDRAWN
    assert as_it_is(case).status == CaseStatus.IN_HAND


def test_an_answer_that_had_passed_and_is_sent_back_goes_to_the_same_unit(town: Town) -> None:
    one = signed(town)
    replies(one, town)
    actions.accept(as_it_is(one), by=town.people["reviewer"])
    the_house_reacts()
    cases.send_back(as_it_is(one.case), by=town.leader, why="答复不对")
    the_house_reacts()
    assert as_it_is(one).status == Status.SIGNED
    assert as_it_is(one).times_sent_back == 1
    assert as_it_is(one.case).status == CaseStatus.IN_HAND


def test_a_case_that_cannot_be_asked_about_ends_with_its_unit(town: Town) -> None:
    one = signed(town)
    replies(one, town)
    actions.accept(as_it_is(one), by=town.people["reviewer"])
    the_house_reacts()
    cases.close(as_it_is(one.case), by=town.operator_28, result=Result.EXPLAINED)
    the_house_reacts()
    ended = as_it_is(one)
    assert (ended.status, ended.called_back_at) == (Status.ENDED, None)


def test_a_joined_case_with_forty_callers_is_answered_once_and_each_is_called(town: Town) -> None:
    one = signed(town)
    for number in range(39):
        caller = town.caller(f"邻居{number}", f"1386881{number:04d}")
        asked = cases.Asked(said="路灯不亮", area=town.places["虹桥"])
        joined = cases.take_in(asked, by=town.operator_28, caller=caller)
        cases.join(joined, by=town.operator_28, into=as_it_is(one.case))
    replies(as_it_is(one), town)
    actions.accept(as_it_is(one), by=town.people["reviewer"])
    the_house_reacts()
    owed = FollowUp.objects.filter(status="due").order_by("pk")
    assert owed.count() == 40
    assert owed.values("case__caller").distinct().count() == 40
    [due] = set(owed.values_list("due_at", flat=True))  # a working day, for all of them
    assert due > clock.now() + timedelta(hours=3)
    for followup in owed:
        told = [it.entry.act for it in journal.story(followup.case)]
        assert told.count("answer" if followup.case == one.case else "share_answer") == 1
        followups.ask(followup, by=town.people["callback"], **CONTENT)
        the_house_reacts()
    assert Assignment.objects.count() == 1
    assert as_it_is(one).status == Status.ENDED
    assert set(Case.objects.values_list("status", flat=True)) == {CaseStatus.CLOSED}


def test_a_citizen_who_is_not_content_has_it_done_again_and_the_times_are_counted(
    town: Town,
) -> None:
    one = signed(town)
    for times in (1, 2):
        replies(as_it_is(one), town)
        actions.accept(as_it_is(one), by=town.people["reviewer"])
        the_house_reacts()
        owed = FollowUp.objects.get(status="due")
        unhappy = CONTENT | {"solved": Solved.NO, "outcome": Liking.NOT}
        followups.ask(owed, by=town.people["callback"], **unhappy, words="还是不亮")
        the_house_reacts()
        again = as_it_is(one)
        assert (again.status, again.times_done_again) == (Status.SIGNED, times)
        assert as_it_is(one.case).status == CaseStatus.IN_HAND
    replies(as_it_is(one), town)
    actions.accept(as_it_is(one), by=town.people["reviewer"])
    the_house_reacts()
    followups.ask(FollowUp.objects.get(status="due"), by=town.people["callback"], **CONTENT)
    the_house_reacts()
    ended = as_it_is(one)
    assert (ended.status, ended.times_done_again) == (Status.ENDED, 2)
    assert ended.called_back_at is not None
    assert acts(one).count("do_again") == 2
