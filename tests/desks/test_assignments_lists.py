"""The desk of assignments: what waits for a word, what is due, supervised, stuck; each list with its count and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments.life import Level, PleaStatus, Status
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.watching import actions as watching
from hotline.cases import actions as cases
from hotline.departments.models import Remit
from hotline.desks.assigning import queries
from tests.desks.test_assignments_case import At, dark_lamp, replied, replies
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town
from tests.town import at as moment

LISTS = ("", "review/", "uncovered/", "due/", "supervised/", "stuck/")
HOUR = 60


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Iterator[None]:
    """Stand still on a Wednesday afternoon, but for what a test lets go by."""
    with clock.frozen(moment(14, 20, day=date(2012, 10, 10))):
        yield


def given(town: Town, unit: str = "执法局") -> Assignment:
    return assignments.send(dark_lamp(town), to=town.units[unit], by=town.operator_28)


def page(client: Client, name: str) -> str:
    answer = client.get(f"/assignments/{name}")
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_empty_lists_say_what_will_come(at: At, town: Town) -> None:
    leader = at("leader")
    for name, words in zip(
        LISTS,
        ("没有待审批的申请", "没有待审核的反馈", "没有等着定单位的工单", "没有超时的", "没有督办中的", "没有卡住的"),
        strict=True,
    ):  # fmt: skip
        assert words in page(leader, name)


@pytest.mark.parametrize("who", ["op28", "callback", "auditor", "clerk", "lin"])
def test_the_lists_are_the_leaders_and_the_reviewers(at: At, town: Town, who: str) -> None:
    client = at(who)
    for name in LISTS:
        assert client.get(f"/assignments/{name}").status_code == 403
    assert 'href="/assignments/"' not in client.get("/cases/").content.decode()


def test_a_plea_waits_with_its_effect_and_is_decided_there_once(at: At, town: Town) -> None:
    one = given(town)
    pleas.ask_return(one, by=town.people["clerk"], why="路灯归供电公司")
    plea = Plea.objects.get()
    reviewer, leader = at("reviewer"), at("leader")
    shown = page(leader, "")
    for words in (
        "申请退单",
        "路灯归供电公司",
        "审批期间计时停止",
        "门口的路灯一个星期不亮了",
        "同意退单，改派",
    ):
        assert words in shown
    assert f"/pleas/{plea.pk}/rule_finally" in shown
    assert f"/pleas/{plea.pk}/rule_finally" not in page(reviewer, ""), (
        "a final ruling is the leader's"
    )
    for _press in range(2):
        said = {"why": "路灯养护归你局", "key": "r"}
        assert leader.post(f"/pleas/{plea.pk}/rule_finally", said).status_code == 204
    assert as_it_is(plea).status == PleaStatus.BINDING
    assert as_it_is(one).bound
    assert "没有待审批的申请" in page(leader, "")


@pytest.mark.parametrize("wrong", [{"days": "-1"}, {"days": "x"}, {"days": "366"}, {"days": "99"}])
def test_an_extension_is_granted_for_days_that_can_be(
    at: At, town: Town, wrong: dict[str, str]
) -> None:
    one = given(town)
    assignments.sign(one, by=town.people["clerk"])
    pleas.ask_extension(one, by=town.people["clerk"], days=3, why="等配件")
    plea, reviewer = Plea.objects.get(), at("reviewer")
    assert f'id="plea-{plea.pk}-grant-days"' in page(reviewer, "")
    answer = reviewer.post(f"/pleas/{plea.pk}/grant", wrong | {"key": "g"})
    assert answer.status_code == 422
    assert as_it_is(plea).status == PleaStatus.ASKED
    assert reviewer.post(f"/pleas/{plea.pk}/grant", {"days": "2", "key": "h"}).status_code == 204
    assert as_it_is(plea).days_granted == 2


def test_a_refusal_says_why(at: At, town: Town) -> None:
    one = given(town)
    pleas.ask_return(one, by=town.people["clerk"], why="不归我们")
    plea = Plea.objects.get()
    assert at("leader").post(f"/pleas/{plea.pk}/refuse", {"why": "", "key": "n"}).status_code == 422
    assert as_it_is(plea).status == PleaStatus.ASKED


def test_a_reply_is_read_and_sent_back_or_let_pass(at: At, town: Town) -> None:
    one = replied(town, given(town))
    reviewer = at("reviewer")
    shown = page(reviewer, "review/")
    for words in (
        "路灯已经修好。",
        "换了镇流器，花了 80 元",
        "门口的路灯一个星期不亮了",
        "退回重办",
        "审核通过",
    ):
        assert words in shown
    back = {"why": "没有说灯亮没亮", "key": "s"}
    for _press in range(2):
        assert reviewer.post(f"/assignments/{one.pk}/send_back", back).status_code == 204
    assert as_it_is(one).times_sent_back == 1
    assert "没有待审核的反馈" in page(reviewer, "review/")
    assert "退回 1 次" in reviewer.get(one.case.get_absolute_url()).content.decode()


def test_the_menu_counts_what_waits_for_a_word(at: At, town: Town) -> None:
    leader = at("leader")
    replied(town, given(town))
    pleas.ask_return(given(town, "供电公司"), by=town.people["power"], why="不归我们")
    bar = leader.get("/cases/").content.decode()
    tab = bar[bar.index('href="/assignments/"') :].partition("</a>")[0]
    assert '<span class="count">2</span>' in tab


def test_what_is_near_and_overdue_stands_by_unit(at: At, town: Town) -> None:
    late, soon = given(town), given(town, "供电公司")
    minutes_pass(28 * HOUR)  # Thursday 18:20: nobody has signed
    signs = given(town, "安阳街道")
    assignments.sign(soon, by=town.people["power"])
    assignments.contact(soon, by=town.people["power"], contacted_from="0577-65810000")
    leader = at("leader")
    shown = page(leader, "due/")
    overdue, _found, near = shown.partition("快到期的")
    assert late.case.number in overdue
    assert soon.case.number not in overdue, "its reply has time"
    assert "签收" in overdue
    assert signs.case.number in near
    only = page(leader, f"due/?unit={town.units['安阳街道'].pk}")
    assert signs.case.number in only
    assert late.case.number not in only
    assert "没有超时的" in only
    for wrong in ("x", "999999999999999999999", "", "-1"):
        assert late.case.number in page(leader, f"due/?unit={wrong}")


def test_what_is_supervised_stands_with_its_level_and_when_its_answer_is_due(
    at: At, town: Town
) -> None:
    one = given(town)
    watching.supervise(one, by=town.leader, level=Level.TWO, demand="请分管领导过问")
    leader = at("leader")
    shown = page(leader, "supervised/")
    for words in ("2 级督办", "督办〔2012〕1 号", "请分管领导过问", "最迟"):
        assert words in shown
    watching.answer_supervision(one, by=town.people["clerk"], words="已经派人去修")
    assert "已经派人去修" in page(leader, "supervised/")


def test_what_is_stuck_says_why(at: At, town: Town) -> None:
    back, owed, well = given(town), given(town, "供电公司"), given(town, "安阳街道")
    replied(town, back)
    assignments.send_back(back, by=town.leader, why="答非所问")
    replies(town, as_it_is(back), "clerk")
    assignments.send_back(back, by=town.leader, why="还是没有说清")
    the_house_reacts()
    assignments.sign(well, by=town.people["anyang"])
    replies(town, as_it_is(well), "anyang")
    clock.pass_time(timedelta(days=20))
    shown = page(at("leader"), "stuck/")
    assert "被退回 2 次" in shown
    assert "没有反馈" in shown
    assert owed.case.number in shown
    assert well.case.number not in shown


def test_a_case_for_providers_is_no_case_without_a_duty(at: At, town: Town) -> None:
    asked = cases.Asked(said="水管漏了", service=town.services["水管维修"])
    case = cases.take_in(asked, by=town.operator_28)
    assert case.number not in page(at("leader"), "uncovered/")
    assert Status.SENT not in page(at("leader"), "uncovered/")


def test_however_many_wait_for_their_unit_a_case_of_nobody_is_found_and_counted(
    at: At, town: Town
) -> None:
    waiting = dark_lamp(town)
    for n in range(510):
        waiting.pk, waiting.serial = None, 9_000_000 + n  # beyond what the tests draw
        waiting.taken_at = clock.now() - timedelta(days=1)
        waiting.save()
    asked = cases.Asked(said="河里有油", area=None)
    nobodys = cases.take_in(asked, by=town.operator_28)
    found, many = queries.uncovered(town.leader)
    assert ([one.case for one in found], many) == ([nobodys], 1)
    Remit.objects.all().delete()
    found, many = queries.uncovered(town.leader)
    assert (len(found), many) == (queries.MOST, 512), (
        "as many are shown as a page holds, all are counted"
    )


def test_what_was_asked_in_time_and_is_undecided_is_not_overdue(at: At, town: Town) -> None:
    one = given(town)
    assignments.sign(one, by=town.people["clerk"])
    assignments.contact(one, by=town.people["clerk"], contacted_from="0577-65810000")
    pleas.ask_extension(one, by=town.people["clerk"], days=2, why="等配件")
    clock.pass_time(timedelta(days=20))

    def inbox(shown: str) -> str:
        return at("clerk").get(f"/inbox/{shown}").content.decode()

    assert one.case.number not in page(at("leader"), "due/")
    assert one.case.number not in page(at("leader"), "stuck/")
    assert one.case.number not in inbox("?show=late")
    assert one.case.number in inbox("")
    pleas.withdraw(Plea.objects.get(), by=town.people["clerk"])
    assert one.case.number in page(at("leader"), "due/")
    assert one.case.number in page(at("leader"), "stuck/")
    assert one.case.number in inbox("?show=late")


def test_a_list_alone_is_what_its_region_asks_for(at: At, town: Town) -> None:
    leader = at("leader")
    for name in LISTS:
        answer = leader.get(f"/assignments/{name}", headers={"X-Requested-With": "live-region"})
        assert "<html" not in answer.content.decode()
        assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("name", ["", "review/", "supervised/", "stuck/"])
def test_a_long_list_says_how_many_there_are_and_has_pages(
    at: At, town: Town, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from hotline.desks.assigning import frame

    several = [given(town) for _n in range(3)]
    for one in several:
        if name == "review/":
            replied(town, one)
        else:
            watching.supervise(one, by=town.leader, level=Level.ONE, demand="三天内答复")
            assignments.sign(as_it_is(one), by=town.people["clerk"])
    if name == "":
        for one in several:
            pleas.ask_extension(as_it_is(one), by=town.people["clerk"], days=2, why="等材料")
    if name == "stuck/":
        Assignment.objects.update(times_returned=2)
    monkeypatch.setattr(frame, "PAGE", 2)
    leader, shown = at("leader"), ""
    for n in (1, 2):
        told = page(leader, f"{name}?page={n}")
        assert '<span class="count">3</span></h2>' in told
        assert f'src="/assignments/{name}?page={n}"' in told, "it renews itself as it was asked for"
        shown += told
    for one in several:
        assert one.case.number in shown


def test_what_is_due_of_one_unit_stays_of_that_unit_when_it_renews_itself(
    at: At, town: Town
) -> None:
    ours, theirs = given(town), given(town, "供电公司")
    minutes_pass(7 * 24 * HOUR)
    told = page(at("leader"), f"due/?unit={ours.unit_id}")
    assert f'src="/assignments/due/?unit={ours.unit_id}"' in told
    assert ours.case.number in told
    assert theirs.case.number not in told
    assert "只列最急的" not in told


def test_a_list_of_what_is_due_says_where_it_ends(
    at: At, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(2):
        given(town)
    minutes_pass(7 * 24 * HOUR)
    monkeypatch.setattr(queries, "MOST", 1)
    assert "只列最急的 1 件" in page(at("leader"), "due/")
