"""Every side path of an assignment: who asks, who decides, why, and what it does to the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.assignments import actions, queries, running
from hotline.assignments.life import Level, Part, PleaStatus, Status, Stood, Truth, YesNo
from hotline.assignments.models import Assignment, Plea, Supervision
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.life import Status as CaseStatus
from hotline.dispatch import actions as dispatch
from hotline.followups.models import FollowUp
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.queries import the_citizen
from hotline.rules import actions as rules
from tests.assignments.hands import MONDAY, a_case, acts, due, monday, replies, sent, signed, until
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
    assert as_it_is(one).stands_s == 2 * 3600 + 600
    assert as_it_is(one).waits_since_at is None


def test_whoever_never_answers_is_waited_for_a_time_and_no_longer(town: Town) -> None:
    one = signed(town)
    pleas.ask_wait(one, by=town.people["clerk"], why="请市民发一张照片")
    rulings.grant(the_plea(), by=town.people["reviewer"])
    until(monday(9, days=6))
    assert list(running.stood(as_it_is(one))) == [(monday(9), monday(9, days=5), Stood.CITIZEN)]
    assert as_it_is(one).stands_s == 5 * 86400, "to the second, however late the house looks"


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
    assert as_it_is(one).stands_s == 2 * 86400
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


def test_warnings_go_up_by_level_each_once(town: Town) -> None:
    one = signed(town)
    for day in range(15):
        until(monday(23, days=day))
    assert acts(one)[3:] == ["warn", "overrun", "tell_leader"]
    assert [person.username for person in queries.told(one, queries.UNIT)] == ["clerk"]
    assert [person.username for person in queries.told(one, queries.HEAD)] == ["clerk", "head"]
    told = [person.username for person in queries.told(one, queries.LEADER)]
    assert told == ["clerk", "head", "leader"]


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
    assert FollowUp.objects.filter(status="due").count() == 40
    assert FollowUp.objects.values("case__caller").distinct().count() == 40
