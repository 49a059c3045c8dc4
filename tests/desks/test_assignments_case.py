"""A case goes to a department from its page: proposed with the reason, sent by one press, and shown with all that hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hotline.assignments import actions as assignments
from hotline.assignments.life import Level, Status, Truth, YesNo
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from hotline.cases import actions as cases
from hotline.cases.models import Case, Kind
from hotline.journal.models import Entry
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

At = Callable[[str], Client]


def dark_lamp(town: Town, *, where: str | None = "虹桥", **more: Any) -> Case:
    """A citizen says that the lamp before his house is dark."""
    asked = cases.Asked(
        said="门口的路灯一个星期不亮了", kind=Kind.COMPLAINT,
        area=town.places[where] if where else None, **more,
    )  # fmt: skip
    return cases.take_in(asked, by=town.operator_28, caller=town.caller("沈先生", "13868800006"))


def page(client: Client, case: Case) -> str:
    answer = client.get(case.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, case: Case, *units: Any, **more: Any) -> Any:
    to, *others = [getattr(unit, "pk", unit) for unit in units]
    given = {"to": to, "with_units": others, "key": "k"} | more
    return client.post(f"/cases/{case.pk}/send", given)


def replied(town: Town, one: Assignment) -> Assignment:
    """Let the unit sign and reply."""
    assignments.sign(one, by=town.people["clerk"])
    return replies(town, one, "clerk")


def replies(town: Town, one: Assignment, who: str) -> Assignment:
    """Let the unit reply."""
    assignments.reply(
        one, by=town.people[who], is_true=Truth.YES, solved=YesNo.YES, account="换了镇流器，花了 80 元",
        answer="路灯已经修好。", why_no_contact="电话关机",
    )  # fmt: skip
    return as_it_is(one)


def test_the_unit_is_proposed_with_the_reason_and_sent_by_one_press(
    desk: Client, town: Town
) -> None:
    case = dark_lamp(town, service=town.services["电路维修"])
    shown = page(desk, case)
    assert "市供电公司" in shown
    assert "派单目录：" in shown
    assert "交办给供电公司" in shown
    for _press in range(2):
        answer = send(desk, case, town.units["供电公司"], town.units["安阳街道"])
        assert answer.status_code == 204
    lead, part = Assignment.objects.order_by("pk")
    assert (lead.unit, lead.part, part.unit, part.under) == (
        town.units["供电公司"], "lead", town.units["安阳街道"], lead,
    )  # fmt: skip
    assert as_it_is(case).handler == "供电公司"
    shown = page(desk, case)
    assert "待签收" in shown
    assert "协办" in shown
    assert "交办给供电公司" not in shown


def test_another_unit_can_be_chosen_and_told_what_to_do(desk: Client, town: Town) -> None:
    case = dark_lamp(town)
    answer = send(desk, case, town.units["执法局"], task="查一查路灯归谁", is_complex="1")
    assert answer.status_code == 204
    one = Assignment.objects.get()
    assert (one.unit, one.task) == (town.units["执法局"], "查一查路灯归谁")
    assert "查一查路灯归谁" in page(desk, case)


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": ""},
        {"to": "999999"},
        {"to": "甲"},
        {"with_units": ["999999"]},
        {"with_units": ["x"]},
        {"task": "长" * 2001},
    ],
)
def test_what_is_chosen_wrongly_changes_nothing(
    desk: Client, town: Town, wrong: dict[str, Any]
) -> None:
    case = dark_lamp(town)
    before = Entry.objects.count()
    answer = send(desk, case, town.units["执法局"], **wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert (Assignment.objects.count(), Entry.objects.count()) == (0, before)


@pytest.mark.parametrize("who", ["callback", "auditor", "clerk", "lin"])
def test_whoever_does_not_give_cases_to_units_cannot(at: At, town: Town, who: str) -> None:
    case = dark_lamp(town)
    assert send(at(who), case, town.units["执法局"]).status_code in (403, 404)
    assert not Assignment.objects.exists()


def test_what_no_duty_covers_is_the_leaders_to_give(at: At, town: Town) -> None:
    case = dark_lamp(town, where=None)
    shown = page(at("op28"), case)
    assert "由值班长或审核员交办" in shown
    assert "选单位交办" not in shown
    assert send(at("op28"), case, town.units["执法局"]).status_code == 403
    leader = at("leader")
    assert "选单位交办" in page(leader, case)
    listed = leader.get("/assignments/uncovered/").content.decode()
    assert case.number in listed
    assert "没有写在哪个区域" in listed
    assert send(leader, case, town.units["执法局"]).status_code == 204
    assert case.number not in leader.get("/assignments/uncovered/").content.decode()


def test_a_unit_that_gave_it_back_is_not_proposed_again(at: At, town: Town) -> None:
    case = dark_lamp(town)
    one = assignments.send(case, to=town.units["安阳街道"], by=town.operator_28)
    pleas.ask_return(one, by=town.people["anyang"], why="路灯归执法局")
    rulings.grant(Plea.objects.get(), by=town.leader)
    shown = page(at("op28"), case)
    assert "安阳街道已经退过这件" in shown
    assert "交办给安阳街道" not in shown
    assert send(at("op28"), case, town.units["安阳街道"], key="2").status_code == 403
    listed = at("leader").get("/assignments/uncovered/").content.decode()
    assert "它的退单已经同意" in listed


def test_the_page_shows_clocks_with_reasons_pleas_notices_and_the_reply(at: At, town: Town) -> None:
    case = dark_lamp(town)
    one = assignments.send(case, to=town.units["执法局"], by=town.operator_28)
    pleas.ask_return(one, by=town.people["clerk"], why="路灯归供电公司", to=town.units["供电公司"])
    watching.supervise(one, by=town.leader, level=Level.ONE, demand="三天内修好")
    shown = page(at("leader"), case)
    for words in (
        "申请退单",
        "路灯归供电公司",
        "认为归供电公司",
        "三天内修好",
        "1 级督办",
        "最终裁定：归该单位",
    ):
        assert words in shown
    assert f"/pleas/{Plea.objects.get().pk}/rule_finally" in shown
    operators = page(at("op28"), case)
    assert "申请退单" in operators
    assert "/rule_finally" not in operators
    rulings.refuse(Plea.objects.get(), by=town.leader, why="就是你们的")
    replied(town, one)
    shown = page(at("reviewer"), case)
    for words in (
        "换了镇流器，花了 80 元",
        "路灯已经修好。",
        "电话关机",
        "就是你们的",
        "怎么算的",
        "审核通过",
    ):
        assert words in shown


def test_the_clock_that_stands_says_so(desk: Client, town: Town) -> None:
    case = dark_lamp(town)
    one = assignments.send(case, to=town.units["执法局"], by=town.operator_28)
    assignments.sign(one, by=town.people["clerk"])
    pleas.ask_wait(one, by=town.people["clerk"], why="等市民拍照片")
    rulings.grant(Plea.objects.get(), by=town.leader)
    shown = page(desk, case)
    assert "等市民，计时停止" in shown
    assert f"/assignments/{one.pk}/resume" in shown
    assert f"/assignments/{one.pk}/ask_extension" not in shown


def test_the_steps_are_pressed_on_the_page_and_each_is_done_once(at: At, town: Town) -> None:
    case = dark_lamp(town)
    one = assignments.send(case, to=town.units["执法局"], by=town.operator_28)
    desk = at("op28")
    assert f"/assignments/{one.pk}/urge" in page(desk, case)
    for _press in range(2):
        given = {"words": "市民又问了", "key": "u"}
        assert desk.post(f"/assignments/{one.pk}/urge", given).status_code == 204
    assert as_it_is(one).times_urged == 1
    replied(town, one)
    reviewer = at("reviewer")
    for _press in range(2):
        assert reviewer.post(f"/assignments/{one.pk}/accept", {"key": "a"}).status_code == 204
    the_house_reacts()
    assert as_it_is(one).status == Status.ACCEPTED
    assert "审核通过" in page(desk, case), "its past tells it"
    assert desk.post(f"/assignments/{one.pk}/accept", {"key": "b"}).status_code in (403, 409)


def test_only_units_below_can_be_given_it_down(desk: Client, town: Town) -> None:
    one = assignments.send(dark_lamp(town), to=town.units["执法局"], by=town.operator_28)
    shown = page(desk, one.case)
    dialog = shown[shown.index(f'id="assignment-{one.pk}-give_down"') :].partition("</dialog>")[0]
    assert "市政一中队" in dialog
    assert "供电公司" not in dialog
    two = assignments.send(dark_lamp(town), to=town.units["供电公司"], by=town.operator_28)
    assert f"assignment-{two.pk}-give_down" not in page(desk, two.case)


def test_of_a_secret_case_the_page_says_that_the_unit_is_not_told_who_asked(
    desk: Client, at: At, town: Town
) -> None:
    case = dark_lamp(town, secret=True)
    assert "承办单位看不到来电人" in page(desk, case)
    send(desk, case, town.units["执法局"])
    assert at("clerk").get(case.get_absolute_url()).status_code == 403
