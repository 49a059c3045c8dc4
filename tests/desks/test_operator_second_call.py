"""The call screen beyond the first case: urging, a trouble of many, what a call was, several cases, paper, a way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from hotline import clock
from hotline.calls.models import Call, Outcome, Seat
from hotline.calls.states import SeatState
from hotline.calls.states import Status as CallStatus
from hotline.cases import actions as cases
from hotline.cases import drafts
from hotline.cases.life import Status
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.journal.models import Entry
from tests.desks.papers import At, a_case, written
from tests.desks.test_operator_screen import a_call
from tests.stories.steps import the_house_reacts
from tests.town import Town

NOTICE = "虹桥社区停电，预计十点恢复。"


@pytest.fixture
def trouble(town: Town) -> Case:
    case = a_case(town, "我家没电了")
    cases.declare(case, by=town.leader, notice=NOTICE)
    return case


def ended(call: Call) -> Call:
    """Let a call end, and its operator be busy with what comes after."""
    now = clock.now()
    Call.objects.filter(pk=call.pk).update(
        status=CallStatus.ENDED, ended_at=now, how="answered", legs={}
    )
    Seat.objects.filter(operator=call.operator).update(call=None, state=SeatState.AFTER)
    call.refresh_from_db()
    return call


# -- the second call ------------------------------------------------------------------------------


def test_the_callers_living_cases_are_shown_with_a_key_that_urges(town: Town, desk: Client) -> None:
    case, call = a_case(town), a_call(town)
    page = desk.post("/desk/whom", {"call": call.pk}).content.decode()
    assert f"/cases/{case.pk}/" in page
    assert 'formaction="/desk/urge"' in page
    assert 'data-key="Alt+R"' in page


def test_the_same_address_is_pointed_out_whoever_rings(town: Town, desk: Client) -> None:
    case = a_case(town, address="隆山东路 218 号")
    Case.objects.filter(pk=case.pk).update(service=None, taken_at=clock.now() - timedelta(days=3))
    sent = {"area": town.places["虹桥"].pk, "address": "隆山东路 218 号"}
    assert f"/cases/{case.pk}/" in desk.post("/desk/whom", sent).content.decode()


def test_one_key_urges_the_case_there_is_and_takes_what_was_typed(town: Town, desk: Client) -> None:
    case, call = a_case(town), a_call(town)
    drafts.keep(f"call-{call.pk}", {"said": "还没来"}, by=town.operator_28)
    sent = {"case": case.pk, "call": call.pk, "said": "还没来", "key": "one"}
    for _press in range(2):
        answer = desk.post("/desk/urge", sent)
        assert answer.status_code == 204
        assert "第 1 次" in unquote(answer["X-Toast"])
        assert "Location" not in answer  # the telephone stays where it is
    case.refresh_from_db()
    assert (Case.objects.count(), case.times_urged) == (1, 1)
    assert list(case.calls.all()) == [call]
    assert drafts.read(f"call-{call.pk}", by=town.operator_28) is None


def test_what_has_ended_is_not_urged(town: Town, desk: Client) -> None:
    case = a_case(town)
    cases.make_void(case, by=town.operator_28, why="误记")
    answer = desk.post("/desk/urge", {"case": case.pk, "key": "one"})
    assert answer.status_code == 409
    assert "已经办完" in answer.content.decode()


def test_an_urged_case_stands_out_in_queue_and_page(town: Town, desk: Client) -> None:
    case = a_case(town)
    desk.post(f"/cases/{case.pk}/urge", {"words": "急", "key": "one"})
    assert "催 1 次" in desk.get("/cases/?view=urged").content.decode()
    assert "催 1 次" in desk.get(f"/cases/{case.pk}/").content.decode()


# -- a trouble of many ----------------------------------------------------------------------------


def test_the_notice_stands_on_every_desk(town: Town, at: At, trouble: Case) -> None:
    for who in ("op28", "op21", "leader"):
        assert NOTICE in at(who).get("/desk/").content.decode()


def test_one_key_joins_whoever_is_on_the_telephone(town: Town, desk: Client, trouble: Case) -> None:
    call = a_call(town)
    assert 'data-key="Alt+J"' in desk.get("/desk/troubles").content.decode()
    sent = {"trouble": trouble.pk, "call": call.pk, "said": "", "key": "one"}
    assert desk.post("/desk/join_in", sent).status_code == 204
    assert desk.post("/desk/join_in?call_back=1", sent | {"key": "two"}).status_code == 204
    plain, called = Case.objects.exclude(pk=trouble.pk).order_by("pk")
    assert (plain.status, plain.joined_to, plain.caller) == (Status.JOINED, trouble, call.caller)
    assert (plain.wants_call_back, called.wants_call_back) == (False, True)
    assert NOTICE in plain.said  # nothing of another caller's words
    assert "来电 3" in desk.get("/desk/troubles").content.decode()


def test_who_was_joined_by_a_wrong_key_is_taken_out_again(
    town: Town, desk: Client, trouble: Case
) -> None:
    call = a_call(town)
    sent = {"trouble": trouble.pk, "call": call.pk, "key": "one"}
    back = desk.post("/desk/join_in", sent)["X-Undo"]
    the_house_reacts()
    assert desk.post(back, {"key": "two"}).status_code == 204
    light = Case.objects.exclude(pk=trouble.pk).get()
    assert (light.status, light.joined_to) == (Status.VOID, None)
    assert desk.post(back, {"key": "three"}).status_code == 409


def test_without_a_trouble_the_place_is_empty(town: Town, desk: Client) -> None:
    assert desk.get("/desk/troubles").content.decode().strip() == ""


def test_answering_all_is_offered_for_a_trouble_alone(
    town: Town, desk: Client, trouble: Case
) -> None:
    assert "/answer_all" in desk.get(f"/cases/{trouble.pk}/").content.decode()
    assert "/answer_all" not in desk.get(f"/cases/{a_case(town).pk}/").content.decode()


# -- what a call was ------------------------------------------------------------------------------


def test_an_ended_call_without_a_case_is_asked_for_by_key(town: Town, desk: Client) -> None:
    call = ended(a_call(town))
    page = desk.get("/desk/").content.decode()
    assert f"/calls/{call.pk}/conclude" in page
    assert 'data-key="Alt+5"' in page
    assert desk.post(f"/calls/{call.pk}/conclude", {"outcome": "silent"}).status_code == 204
    page = desk.get("/desk/").content.decode()
    assert f"/calls/{call.pk}/conclude" not in page
    assert "这通记为“无声”" in page
    assert Entry.objects.get(kind="call", act="conclude").said == {"outcome": "silent"}


def test_a_call_that_became_a_case_is_not_asked_for(town: Town, desk: Client) -> None:
    call = a_call(town)
    desk.post("/desk/write", written(town, call=call.pk, number=""))
    ended(call)
    page = desk.get("/desk/").content.decode()
    assert "/conclude" not in page
    assert 'data-key="Alt+B"' in page  # another case of this call
    assert f'href="/desk/?call={call.pk}"' in page


def test_every_call_of_the_day_is_counted(town: Town, desk: Client) -> None:
    outcomes = [Outcome.WRONG, Outcome.PRANK, Outcome.WRONG, ""]
    for outcome in outcomes:
        call = ended(a_call(town))
        Call.objects.filter(pk=call.pk).update(outcome=outcome)
    call = a_call(town)
    desk.post("/desk/write", written(town, call=call.pk, number=""))
    ended(call)
    column = desk.get("/desk/who").content.decode()
    for said in ("记单 1", "打错 2", "骚扰 1", "未写明 1"):
        assert said in column
    assert "无声" not in column


def test_a_call_under_way_or_of_another_is_not_concluded(town: Town, desk: Client, at: At) -> None:
    call = a_call(town)
    assert desk.post(f"/calls/{call.pk}/conclude", {"outcome": "wrong"}).status_code == 409
    ended(call)
    answer = at("op21").post(f"/calls/{call.pk}/conclude", {"outcome": "wrong"})
    assert answer.status_code == 403
    assert desk.post(f"/calls/{call.pk}/conclude", {"outcome": "nonsense"}).status_code == 422


# -- paper ----------------------------------------------------------------------------------------


def paper(town: Town, at: str, **more: Any) -> dict[str, Any]:
    return written(town, paper="1", happened_at=at, source="phone", **more)


def test_paper_is_entered_with_its_true_time_and_marked(town: Town, desk: Client) -> None:
    page = desk.get("/desk/?paper=1").content.decode()
    assert 'type="datetime-local"' in page
    assert "补录纸单" in page
    then = timezone.localtime(clock.now() - timedelta(hours=2)).replace(second=0, microsecond=0)
    sent = paper(town, then.strftime("%Y-%m-%dT%H:%M"))
    drafts.keep("paper", {"said": "水管"}, by=town.operator_28)
    assert desk.post("/desk/write", sent).status_code == 204
    case = Case.objects.get()
    assert (case.taken_at, case.source) == (then, "phone")
    assert case.entered_at
    assert drafts.read("paper", by=town.operator_28) is None
    assert "补录" in desk.get(f"/cases/{case.pk}/").content.decode()
    assert "补录" in desk.get("/cases/?view=overdue").content.decode()


def test_paper_without_its_time_is_not_understood(town: Town, desk: Client) -> None:
    answer = desk.post("/desk/write", paper(town, ""))
    assert answer.status_code == 422
    assert "纸上记的是什么时候" in answer.content.decode()
    assert not Case.objects.exists()


# -- secrecy --------------------------------------------------------------------------------------


def test_the_provider_sees_the_address_of_a_secret_case_after_consent(
    town: Town, desk: Client, at: At
) -> None:
    call = a_call(town)
    to = str(town.providers["家家乐"].pk)
    sent = written(town, secret="1", then="offer", provider=to, call=call.pk, number="")
    assert desk.post("/desk/write", sent).status_code == 204
    case = Case.objects.get()
    job = f"/jobs/{case.dispatches.get().pk}/"
    worker = at("lin")
    hidden = worker.get(job).content.decode()
    assert "隆山东路" not in hidden
    assert "隆山东路" not in worker.get("/jobs/").content.decode()
    assert "虹桥社区" in hidden
    assert desk.post(f"/cases/{case.pk}/consent", {"words": "可以", "key": "c"}).status_code == 204
    assert "隆山东路" in worker.get(job).content.decode()
    assert "隆山东路" in worker.get("/jobs/").content.decode()
    said = Entry.objects.get(kind="case", act="consent").said
    assert said["call"] == call.about
    assert desk.post(f"/cases/{case.pk}/revoke", {"key": "r"}).status_code == 204
    assert "隆山东路" not in worker.get(job).content.decode()


def test_consent_given_at_once_is_written_with_the_case(town: Town, desk: Client) -> None:
    desk.post("/desk/write", written(town, secret="1", consent="她说可以告诉师傅"))
    assert not Case.objects.get().address_hidden
    desk.post("/desk/write", written(town, consent="没有要求保密"))
    assert Case.objects.filter(consented_at=None).count() == 1


# -- a way back -----------------------------------------------------------------------------------


def test_a_wrong_press_has_its_way_back(town: Town, desk: Client) -> None:
    case = a_case(town)
    answer = desk.post(f"/cases/{case.pk}/make_void", {"why": "误记", "key": "v"})
    assert answer["X-Undo"] == f"/cases/{case.pk}/undo"
    assert "撤销“作废”" in desk.get(f"/cases/{case.pk}/").content.decode()
    back = desk.post(answer["X-Undo"], {"key": "u"})
    assert (back.status_code, unquote(back["X-Toast"])) == (204, "已撤销“已作废”")
    case.refresh_from_db()
    assert case.status == Status.OPEN
    assert "撤销" in desk.get(f"/cases/{case.pk}/").content.decode()  # the timeline keeps both


def test_the_one_press_has_its_way_back_too(town: Town, desk: Client) -> None:
    more = {"decline-ground": "court", "decline-why": "请找法院。"}
    answer = desk.post("/desk/write", written(town, then="decline", **more))
    case = Case.objects.get()
    assert answer["X-Undo"] == f"/cases/{case.pk}/undo"
    assert desk.post(answer["X-Undo"], {"key": "u"}).status_code == 204
    case.refresh_from_db()
    assert case.status == Status.OPEN


def test_what_has_left_the_house_has_no_way_back(town: Town, desk: Client) -> None:
    to = str(town.providers["家家乐"].pk)
    answer = desk.post("/desk/write", written(town, then="offer", provider=to))
    assert "X-Undo" not in answer
    case = Case.objects.get()
    assert desk.post(f"/cases/{case.pk}/undo", {"key": "u"}).status_code == 409


# -- joining, splitting, counting -----------------------------------------------------------------


def test_joining_looks_for_likely_ones_and_takes_a_number(town: Town, desk: Client) -> None:
    first, mine = a_case(town, "五楼漏水"), a_case(town, "四楼天花板滴水")
    found = desk.get(f"/cases/options?about={mine.pk}").json()
    assert [one["value"] for one in found] == [str(first.pk)]
    sent = {"into": "", "into_text": first.number, "key": "j"}
    assert desk.post(f"/cases/{mine.pk}/join", sent).status_code == 204
    mine.refresh_from_db()
    assert mine.joined_to == first
    wrong = {"into": "", "into_text": "20120926-99999", "key": "k"}
    assert desk.post(f"/cases/{first.pk}/join", wrong).status_code == 422


def test_a_split_case_and_its_origin_lead_to_one_another(town: Town, desk: Client) -> None:
    case = a_case(town)
    assert desk.post(f"/cases/{case.pk}/split", {"said": "路灯不亮", "key": "s"}).status_code == 204
    new = Case.objects.get(split_from=case)
    assert f'href="/cases/{new.pk}/"' in desk.get(f"/cases/{case.pk}/").content.decode()
    page = desk.get(f"/cases/{new.pk}/").content.decode()
    assert f'href="/cases/{case.pk}/"' in page
    assert f"拆自：{case.number}" in page


def test_ones_own_step_is_counted_at_once(town: Town, desk: Client) -> None:
    case = a_case(town)
    page = '<span>待派</span><span class="faint">{}</span>'
    assert page.format(1) in desk.get("/cases/views").content.decode()
    desk.post(f"/cases/{case.pk}/make_void", {"why": "误记", "key": "v"})
    assert page.format(0) in desk.get("/cases/views").content.decode()


def test_a_worker_hears_of_an_urging_on_his_page(town: Town, desk: Client, at: At) -> None:
    case = a_case(town)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    cases.urge(case, by=town.operator_28)
    the_house_reacts()
    assert "市民催了 1 次" in at("lin").get(f"/jobs/{job.pk}/").content.decode()
