"""Every side path that a unit walks at its own desk, by the addresses of its pages, with what the line says to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hotline.assignments import actions as assignments
from hotline.assignments.life import Level, Part, PleaStatus, Status
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from hotline.cases import actions as cases
from hotline.cases.life import Status as CaseStatus
from hotline.people.queries import the_citizen
from tests.assignments.hands import MONDAY, due, monday, sent, signed, until
from tests.desks.at_a_unit import GOOD, At, of, page
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

pytestmark = pytest.mark.usefixtures("on_monday")


def press(client: Client, one: Assignment, step: str, **given: object) -> int:
    key = f"{step}-{as_it_is(one).version}"
    return client.post(of(one, step), {"key": key} | given).status_code


def the_plea() -> Plea:
    return Plea.objects.latest("pk")


def test_a_return_that_is_granted_is_the_units_no_more(town: Town, clerk: Client) -> None:
    one = sent(town)
    to = town.units["供电公司"]
    assert press(clerk, one, "ask_return", why="归供电公司", to=to.pk) == 204
    assert the_plea().to == to
    rulings.grant_to(the_plea(), by=town.leader, to=to, why="归供电")
    the_house_reacts()
    assert "已改派" in page(clerk, of(one))
    assert one.case.number not in page(clerk)
    assert press(clerk, one, "sign") == 409


def test_a_return_that_is_refused_may_be_asked_again_until_a_final_ruling_binds(
    town: Town, clerk: Client
) -> None:
    one = sent(town)
    assert press(clerk, one, "ask_return", why="不归我们") == 204
    rulings.refuse(the_plea(), by=town.people["reviewer"], why="归你们")
    assert press(clerk, one, "ask_return", why="真的不归我们") == 204
    rulings.rule_finally(the_plea(), by=town.leader, why="路灯养护归执法局")
    assert (the_plea().status, as_it_is(one).bound) == (PleaStatus.BINDING, True)
    shown = page(clerk, of(one))
    assert "最终裁定" in shown
    assert of(one, "ask_return") not in shown
    assert press(clerk, one, "ask_return", why="还是不归") == 409
    assert Plea.objects.count() == 2
    assert press(clerk, one, "sign") == 204, "it is the unit's own, and goes on"
    assert as_it_is(one).times_returned == 2


def test_more_time_is_asked_before_it_is_due_and_granted_or_refused(
    town: Town, clerk: Client, at: At
) -> None:
    one, other = signed(town), signed(town)
    was = due(one)
    for each in (one, other):
        assert press(clerk, each, "ask_extension", days=3, why="要等配件") == 204
    rulings.refuse(Plea.objects.get(assignment=other), by=town.leader, why="配件有货")
    assert due(other) == was
    rulings.grant(Plea.objects.get(assignment=one), by=town.leader)
    assert due(one) == monday(17, 30, days=10)
    assert "不同意" in page(clerk, of(other))
    until(monday(17, 31, days=10))
    assert press(at("clerk"), one, "ask_extension", days=1, why="再等等") == 409


def test_the_clock_stands_for_the_citizen_and_goes_on_by_hand_or_by_his_word(
    town: Town, clerk: Client, at: At
) -> None:
    one, other = signed(town), signed(town)
    for each in (one, other):
        assert press(clerk, each, "ask_wait", why="等市民发照片") == 204
        rulings.grant(the_plea(), by=town.people["reviewer"])
        assert "计时停止" in page(clerk, of(each))
    until(monday(10, days=1))
    assert press(at("clerk"), one, "resume", why="市民来电说了") == 204
    cases.add_word(as_it_is(other.case), by=the_citizen(), words="照片发了")
    the_house_reacts()
    assert due(one) == due(other) == monday(10, days=8)


def test_a_case_is_suspended_with_a_plan_until_its_day(town: Town, clerk: Client) -> None:
    one = signed(town)
    check_on = MONDAY + timedelta(days=10)
    asked = {"why": "路在修", "plan": "修完装灯", "check_on": check_on.isoformat()}
    assert press(clerk, one, "ask_suspension", **(asked | {"check_on": "2012-10-14"})) == 422
    assert press(clerk, one, "ask_suspension", **asked) == 204
    rulings.grant(the_plea(), by=town.leader)
    assert (the_plea().plan, as_it_is(one).suspended_until_on) == ("修完装灯", check_on)
    assert "计时停止" in page(clerk, of(one))
    until(monday(0, 1, days=10))
    assert not as_it_is(one).stands
    assert not as_it_is(one).reply_late


def test_a_case_is_given_down_answered_from_below_and_for_all_by_the_lead(
    town: Town, clerk: Client, at: At
) -> None:
    lead, squad = signed(town, with_units=[town.units["安阳街道"]]), at("squad")
    assert press(clerk, lead, "give_down", unit=town.units["市政一中队"].pk, task="去看") == 204
    down = Assignment.objects.get(part=Part.SUB)
    helps = Assignment.objects.get(part=Part.CO)
    assert press(clerk, lead, "reply", **GOOD) in (409, 422), "they have not answered"
    for who, part in ((squad, down), (at("anyang"), helps)):
        assert press(who, part, "sign") == 204
        assert press(who, part, "reply", **GOOD) == 204
    assert press(clerk, lead, "reply", **GOOD) == 204
    assignments.accept(as_it_is(lead), by=town.people["reviewer"])
    assert {as_it_is(part).status for part in (down, helps)} == {Status.ENDED}
    assert as_it_is(lead.case).status == CaseStatus.ANSWERED


def test_each_level_of_supervision_has_its_number_and_owes_its_answer(
    town: Town, clerk: Client
) -> None:
    one = signed(town)
    for n, level in enumerate(Level, start=1):
        watching.supervise(as_it_is(one), by=town.leader, level=level, demand=f"第{n}次督办")
        shown = page(clerk, of(one))
        assert f"督办〔2012〕{n} 号" in shown
        assert press(clerk, one, "answer_supervision", words=f"第{n}次落实") == 204
        assert press(clerk, one, "answer_supervision", words="又落实") == 409, "it is answered"
    assert as_it_is(one).supervised == 3
    assert [notice.answer for notice in one.supervisions.order_by("pk")] == [
        "第1次落实", "第2次落实", "第3次落实",
    ]  # fmt: skip


def test_what_is_sent_back_once_too_often_is_supervised_and_its_head_told(
    town: Town, clerk: Client
) -> None:
    one = signed(town)
    for _time in range(3):
        assert press(clerk, one, "reply", **GOOD) == 204
        assignments.send_back(as_it_is(one), by=town.people["reviewer"], why="没说清")
        the_house_reacts()
    shown = page(clerk, of(one))
    assert "督办〔2012〕1 号" in shown
    assert "已被退回 3 次" in shown
    assert press(clerk, one, "answer_supervision", words="已过问") == 204


def test_who_said_why_it_spoke_with_nobody_owes_no_word_any_more(
    town: Town, clerk: Client, at: At
) -> None:
    one = sent(town)
    assert press(clerk, one, "sign") == 204
    assert press(clerk, one, "reply", **GOOD) == 204
    assignments.send_back(as_it_is(one), by=town.people["reviewer"], why="没说清")
    until(monday(17, 31, days=3))  # long after the citizen was to be spoken with
    one = as_it_is(one)
    assert one.contact_by_at is not None
    assert not one.contact_late
    assert not one.owes_contact
    assert "联系市民</small>" not in page(at("clerk")), "the inbox has no such clock"
    assert press(at("clerk"), one, "contact", contacted_from="65810000") == 204, (
        "it may all the same"
    )
