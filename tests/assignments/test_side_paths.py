"""Every side path of an assignment: who asks, who decides, why, and what it does to the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.assignments import actions, queries, running
from hotline.assignments.life import Part, PleaStatus, Status, Stood, Truth, YesNo
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.cases import actions as cases
from hotline.cases.life import Status as CaseStatus
from hotline.journal import verify
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.queries import the_citizen
from tests.assignments.hands import MONDAY, acts, due, monday, replies, sent, signed, until
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town


@pytest.fixture(autouse=True)
def _a_monday_and_whole_chains(town: Town) -> object:
    with clock.frozen(monday(9)):
        yield
    assert verify.run() == []


def the_plea() -> Plea:
    return Plea.objects.latest("pk")


# -- given back -------------------------------------------------------------------------------------


def test_a_return_that_is_granted_puts_the_case_back_on_the_desk(town: Town) -> None:
    one = sent(town)
    pleas.ask_return(one, by=town.people["clerk"], why="不归我们")
    rulings.grant(the_plea(), by=town.people["reviewer"], why="确实不归")
    the_house_reacts()
    assert as_it_is(one).status == Status.RETURNED
    assert as_it_is(one.case).status == CaseStatus.OPEN
    assert (the_plea().status, the_plea().decided_by) == ("granted", town.people["reviewer"])
    assert the_plea().ruling == "确实不归"


def test_a_return_may_send_the_case_on_to_another_unit(town: Town) -> None:
    one = sent(town)
    pleas.ask_return(one, by=town.people["clerk"], why="归供电公司", to=town.units["供电公司"])
    until(monday(11))
    rulings.grant_to(the_plea(), by=town.leader, to=town.units["供电公司"])
    the_house_reacts()
    other = Assignment.objects.get(moved_from=one)
    assert as_it_is(one).status == Status.MOVED
    assert (other.unit, other.status, other.part) == (town.units["供电公司"], "sent", "lead")
    assert as_it_is(one.case).handler == "供电公司"
    assert other.sign_by_at == monday(17, 30, days=1), "its clocks begin anew"


def test_a_return_that_is_refused_gives_the_time_of_deciding_back(town: Town) -> None:
    one = sent(town)
    until(monday(9, days=1))
    pleas.ask_return(as_it_is(one), by=town.people["clerk"], why="不归我们")
    assert due(one) is None, "the clock stands"
    until(monday(10, 30, days=1))
    rulings.refuse(the_plea(), by=town.leader, why="归你们")
    assert as_it_is(one).sign_by_at == monday(10, days=2)
    assert the_plea().due_was_at == monday(17, 30, days=7)
    assert the_plea().due_is_at == monday(10, days=8)


def test_who_asks_to_return_does_not_sign_meanwhile(town: Town) -> None:
    one, clerk = sent(town), town.people["clerk"]
    pleas.ask_return(one, by=clerk, why="不归我们")
    with pytest.raises(NotNow, match="先撤回"), transaction.atomic():
        actions.sign(as_it_is(one), by=clerk)


def test_a_return_withdrawn_gives_no_time_back(town: Town) -> None:
    one, clerk = sent(town), town.people["clerk"]
    before = one.sign_by_at, one.reply_by_at
    until(monday(9, days=1))
    pleas.ask_return(as_it_is(one), by=clerk, why="不归我们")
    until(monday(11, days=1))
    pleas.withdraw(the_plea(), by=clerk)
    assert (as_it_is(one).sign_by_at, as_it_is(one).reply_by_at) == before
    actions.sign(as_it_is(one), by=clerk)


def test_a_return_is_asked_within_its_time(town: Town) -> None:
    one = sent(town)
    until(monday(17, 30, days=2))
    pleas.ask_return(as_it_is(one), by=town.people["clerk"], why="不归我们")
    pleas.withdraw(the_plea(), by=town.people["clerk"])
    until(monday(17, 31, days=2))
    with pytest.raises(NotNow, match="退单期限"), transaction.atomic():
        pleas.ask_return(as_it_is(one), by=town.people["clerk"], why="不归我们")


def test_only_a_leader_rules_finally_and_only_about_a_return(town: Town) -> None:
    one = signed(town)
    pleas.ask_extension(one, by=town.people["clerk"], days=2, why="等配件")
    with pytest.raises(NotSo), transaction.atomic():
        rulings.rule_finally(the_plea(), by=town.leader, why="归你们")
    pleas.withdraw(the_plea(), by=town.people["clerk"])
    pleas.ask_return(as_it_is(one), by=town.people["clerk"], why="不归我们")
    with pytest.raises(NotYours), transaction.atomic():
        rulings.rule_finally(the_plea(), by=town.people["reviewer"], why="归你们")
    assert [step.name for step in queries.open_to(the_plea(), town.leader)] == [
        "grant", "grant_to", "refuse", "rule_finally", "withdraw",
    ]  # fmt: skip


# -- moved, shared, given down ----------------------------------------------------------------------


def test_the_line_moves_a_case_to_another_unit_with_a_reason(town: Town) -> None:
    one = signed(town, with_units=[town.units["安阳街道"]])
    actions.move(one, by=town.operator_28, to=town.units["供电公司"], why="派错了")
    the_house_reacts()
    assert as_it_is(one).status == Status.MOVED
    assert {part.status for part in queries.parts(one)} == {"withdrawn"}
    assert queries.lead_of(one.case) == Assignment.objects.get(moved_from=one)
    assert as_it_is(one.case).status == CaseStatus.IN_HAND
    with pytest.raises(NotNow), transaction.atomic():
        replies_as(one, town, "clerk")


def test_the_lead_answers_for_all_and_waits_for_each(town: Town) -> None:
    lead = signed(town, with_units=[town.units["安阳街道"], town.units["供电公司"]])
    anyang, power = queries.parts(lead)
    assert anyang.reply_by_at == lead.reply_by_at
    with pytest.raises(NotSo, match="安阳街道、供电公司还没有答复"), transaction.atomic():
        replies(lead, town)
    for part in (anyang, power):
        actions.sign(part, by=town.operator_28)
        replies(part, town, account="我们的部分办好了")
    replies(as_it_is(lead), town)
    actions.accept(as_it_is(lead), by=town.people["reviewer"])
    assert {part.status for part in queries.parts(lead)} == {"ended"}
    assert as_it_is(lead.case).status == CaseStatus.ANSWERED


def test_the_lead_may_say_why_it_does_not_wait(town: Town) -> None:
    lead = signed(town, with_units=[town.units["安阳街道"]])
    replies(lead, town, why_alone="街道说下周才有人")
    actions.accept(as_it_is(lead), by=town.people["reviewer"])
    the_house_reacts()
    assert queries.parts(lead).get().status == Status.WITHDRAWN
    assert as_it_is(lead).why_alone == "街道说下周才有人"


def test_the_lead_sends_the_answer_of_a_helper_back(town: Town) -> None:
    lead = signed(town, with_units=[town.units["安阳街道"]])
    part = actions.sign(queries.parts(lead).get(), by=town.people["anyang"])
    replies(part, town)
    with pytest.raises(NotYours), transaction.atomic():
        actions.send_back(as_it_is(part), by=town.people["power"], why="没写清")
    actions.send_back(as_it_is(part), by=town.people["clerk"], why="没写清")
    assert as_it_is(part).status == Status.SIGNED
    replies(as_it_is(part), town)
    replies(as_it_is(lead), town)
    with pytest.raises(NotNow, match="主办已经反馈"), transaction.atomic():
        actions.send_back(as_it_is(part), by=town.people["clerk"], why="没写清")


def test_nobody_reviews_a_helpers_answer_as_if_it_were_the_leads(town: Town) -> None:
    lead = signed(town, with_units=[town.units["安阳街道"]])
    part = actions.sign(queries.parts(lead).get(), by=town.people["anyang"])
    with pytest.raises(NotSo, match="由主办汇总"), transaction.atomic():
        actions.accept(replies(part, town), by=town.people["reviewer"])


def test_a_unit_gives_its_case_down_to_a_squad_and_answers_for_it(town: Town) -> None:
    lead, squad = signed(town), town.people["squad"]
    with pytest.raises(NotSo, match="不是执法局的下级"), transaction.atomic():
        actions.give_down(lead, by=town.people["clerk"], unit=town.units["供电公司"], task="去看看")
    actions.give_down(lead, by=town.people["clerk"], unit=town.units["市政一中队"], task="去看看")
    part = queries.parts(lead).get()
    assert (part.part, part.task, part.reply_by_at) == (Part.SUB, "去看看", lead.reply_by_at)
    with pytest.raises(NotYours), transaction.atomic():
        replies_as(as_it_is(lead), town, "squad")
    actions.sign(part, by=squad)
    replies_as(as_it_is(part), town, "squad")
    replies(as_it_is(lead), town)
    with pytest.raises(NotSo, match="已经在办"), transaction.atomic():
        actions.share(signed(town), by=town.operator_28, unit=town.units["执法局"], task="")


def replies_as(one: Assignment, town: Town, who: str) -> None:
    actions.reply(
        one, by=town.people[who], is_true=Truth.YES, solved=YesNo.YES, account="好了", answer="好了",
        why_no_contact="主办联系",
    )  # fmt: skip


# -- more time, and a clock that stands -------------------------------------------------------------


def test_an_extension_is_asked_before_the_due_time_and_once(town: Town) -> None:
    one, clerk = signed(town), town.people["clerk"]
    assert due(one) == monday(17, 30, days=7)
    with pytest.raises(NotSo, match="最多 10 天"), transaction.atomic():
        pleas.ask_extension(one, by=clerk, days=11, why="等配件")
    pleas.ask_extension(as_it_is(one), by=clerk, days=5, why="等配件")
    rulings.grant(the_plea(), by=town.leader, days=3)
    assert due(one) == monday(17, 30, days=10)
    assert (the_plea().days, the_plea().days_granted) == (5, 3)
    assert the_plea().due_is_at == monday(17, 30, days=10)
    with pytest.raises(NotNow, match="最多延期 1 次"), transaction.atomic():
        pleas.ask_extension(as_it_is(one), by=clerk, days=1, why="还要等")


def test_too_late_to_ask_for_more_time(town: Town) -> None:
    one = signed(town)
    until(monday(17, 31, days=7))
    with pytest.raises(NotNow, match="以前申请"), transaction.atomic():
        pleas.ask_extension(as_it_is(one), by=town.people["clerk"], days=2, why="等配件")


def test_nothing_runs_out_while_the_line_decides_and_refused_it_is_as_it_was(town: Town) -> None:
    one = signed(town)
    until(monday(17, days=7))
    pleas.ask_extension(as_it_is(one), by=town.people["clerk"], days=2, why="等配件")
    until(monday(9, days=8))
    assert not as_it_is(one).reply_late, "the line has not decided"
    rulings.refuse(the_plea(), by=town.leader, why="够了")
    the_house_reacts()
    assert due(one) == monday(17, 30, days=7)
    assert as_it_is(one).reply_late
    assert acts(one)[-1] == "overrun"


def test_the_clock_stands_while_the_citizen_is_waited_for_and_goes_on_when_he_answers(
    town: Town,
) -> None:
    one = signed(town)
    until(monday(9, days=1))
    pleas.ask_wait(as_it_is(one), by=town.people["clerk"], why="请市民发一张照片")
    until(monday(10, days=1))
    rulings.grant(the_plea(), by=town.people["reviewer"])
    assert due(one) is None
    assert as_it_is(one).waits_since_at == monday(9, days=1), "since it was asked"
    until(monday(11, 10, days=1))
    cases.add_word(as_it_is(one.case), by=the_citizen(), words="照片发了")
    the_house_reacts()
    assert due(one) == monday(10, 40, days=8), "two hours and ten minutes later"
    assert as_it_is(one).waits_since_at is None


def test_whoever_never_answers_is_waited_for_a_time_and_no_longer(town: Town) -> None:
    one = signed(town)
    pleas.ask_wait(one, by=town.people["clerk"], why="请市民发一张照片")
    rulings.grant(the_plea(), by=town.people["reviewer"])
    until(monday(9, days=6))
    assert list(running.stood(as_it_is(one))) == [(monday(9), monday(9, days=5), Stood.CITIZEN)]


def test_a_case_is_suspended_with_a_plan_until_a_day(town: Town) -> None:
    one, clerk = signed(town), town.people["clerk"]
    with pytest.raises(NotSo, match="核查日"), transaction.atomic():
        pleas.ask_suspension(one, by=clerk, why="路在修", plan="修完装灯", check_on=MONDAY)
    check_on = MONDAY + timedelta(days=30)
    pleas.ask_suspension(as_it_is(one), by=clerk, why="路在修", plan="修完装灯", check_on=check_on)
    rulings.grant(the_plea(), by=town.leader)
    assert as_it_is(one).suspended_until_on == check_on
    until(monday(0, days=29))
    assert due(one) is None
    until(monday(0, 1, days=30))
    assert acts(one)[-1] == "resume"
    assert due(one) is not None
    assert as_it_is(one).suspended_until_on is None


def test_a_clock_that_stands_is_let_go_on_by_hand(town: Town) -> None:
    one = signed(town)
    with pytest.raises(NotNow), transaction.atomic():
        pleas.resume(one, by=town.people["clerk"], why="不用等了")
    pleas.ask_wait(as_it_is(one), by=town.people["clerk"], why="等照片")
    rulings.grant(the_plea(), by=town.leader)
    until(monday(9, days=2))
    pleas.resume(as_it_is(one), by=town.people["clerk"], why="市民来电说了")
    assert due(one) == monday(9, days=9), (
        "Tuesday stood, of Monday nothing had counted, of Wednesday half an hour"
    )


def test_helpers_stand_with_their_lead(town: Town) -> None:
    lead = signed(town, with_units=[town.units["安阳街道"]])
    part = queries.parts(lead).get()
    pleas.ask_extension(lead, by=town.people["clerk"], days=2, why="等配件")
    rulings.grant(the_plea(), by=town.leader)
    assert due(part) == due(lead)
    pleas.ask_wait(as_it_is(lead), by=town.people["clerk"], why="等照片")
    rulings.grant(the_plea(), by=town.leader)
    assert due(part) is None


def test_a_unit_replies_though_its_plea_is_undecided(town: Town) -> None:
    one = signed(town)
    pleas.ask_extension(one, by=town.people["clerk"], days=2, why="等配件")
    replies(as_it_is(one), town)
    assert the_plea().status == PleaStatus.WITHDRAWN
    assert as_it_is(one).status == Status.REPLIED


def test_one_plea_at_a_time(town: Town) -> None:
    one = signed(town)
    pleas.ask_extension(one, by=town.people["clerk"], days=2, why="等配件")
    with pytest.raises(NotNow, match="还没有审批"), transaction.atomic():
        pleas.ask_wait(as_it_is(one), by=town.people["clerk"], why="等照片")
