"""The one press: a case written down and sent on its way, all of it or nothing."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from hotline.cases import drafts
from hotline.cases.life import Result, Status
from hotline.cases.models import Case
from hotline.dispatch.models import Dispatch
from hotline.life.models import Once
from tests.desks.papers import At, a_case, written
from tests.town import Town


def test_a_case_is_taken_in_and_dispatched_in_one_press(town: Town, desk: Client) -> None:
    to = town.providers["家家乐"]
    answer = desk.post("/desk/write", written(town, then="offer", provider=str(to.pk)))
    case = Case.objects.get()
    assert answer.status_code == 204
    assert "家家乐" in unquote(answer["X-Toast"])
    assert answer["Location"] == f"/cases/{case.pk}/"
    assert (case.status, case.handler) == (Status.IN_HAND, "家家乐")
    assert Dispatch.objects.get().provider == to
    assert case.caller is not None
    assert case.caller.opened("name") == "陈"


@pytest.mark.parametrize(
    ("said", "minutes"), [("", 3), ("3", 3), ("1", 5)], ids=["nothing", "urgent", "ordinary"]
)
def test_an_urgent_service_is_urgent_unless_the_operator_says_otherwise(
    town: Town, desk: Client, said: str, minutes: int
) -> None:
    """Three minutes to accept instead of five."""
    sent = written(town, service=str(town.services["电路维修"].pk), urgency=said, then="offer")
    assert desk.post("/desk/write", sent).status_code == 204
    job = Case.objects.get().dispatches.get()
    assert job.accept_by_at - job.offered_at == timedelta(minutes=minutes)


def test_the_same_press_sent_twice_is_one_case_and_one_answer(town: Town, desk: Client) -> None:
    sent = written(town, then="offer", provider=str(town.providers["家家乐"].pk))
    first, second = desk.post("/desk/write", sent), desk.post("/desk/write", sent)
    assert Case.objects.count() == Dispatch.objects.count() == 1
    assert first["X-Toast"] == second["X-Toast"]
    assert first["Location"] == second["Location"]


def test_what_is_missing_is_said_beside_its_field_and_nothing_changes(
    town: Town, desk: Client
) -> None:
    answer = desk.post(
        "/desk/write", written(town, said="", number="1380000", service="999999", then="offer")
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "请先写下来电人说了什么。" in said
    assert "还差 4 位" in said
    assert "目录里没有这个小项" in said
    assert 'id="said-error"' in said
    assert "今天上午上门修好" in said  # what was understood stays
    assert not Case.objects.exists()
    assert not Once.objects.exists()


def test_a_provider_that_cannot_be_sent_leaves_no_case_behind(town: Town, desk: Client) -> None:
    to = town.providers["明光电工"]  # no plumber
    answer = desk.post("/desk/write", written(town, then="offer", provider=str(to.pk)))
    assert answer.status_code == 409
    assert "明光电工" in answer.content.decode()
    assert not Case.objects.exists()


def test_the_operator_answers_directly(town: Town, desk: Client) -> None:
    sent = written(
        town,
        then="answer_at_once",
        **{"answer_at_once-result": "explained", "answer_at_once-answer": "教她先关角阀。"},
    )
    assert desk.post("/desk/write", sent).status_code == 204
    case = Case.objects.get()
    assert (case.status, case.result) == (Status.CLOSED, Result.EXPLAINED)


def test_a_direct_answer_without_words_is_not_understood(town: Town, desk: Client) -> None:
    answer = desk.post("/desk/write", written(town, then="answer_at_once"))
    assert answer.status_code == 422
    assert "答复" in answer.content.decode()
    assert not Case.objects.exists()


def test_what_is_not_offered_goes_to_the_list_of_unmet_demand(town: Town, desk: Client) -> None:
    desk.post("/desk/write", written(town, then="tell_unmet"))
    case = Case.objects.get()
    assert case.outside_catalogue
    assert case.service is None
    assert case.status == Status.OPEN


def test_an_emergency_is_passed_on(town: Town, desk: Client) -> None:
    desk.post("/desk/write", written(town, then="pass_on", **{"pass_on-to": "119"}))
    assert Case.objects.get().passed_to == "119"


def test_a_matter_of_others_is_declined_with_its_ground(town: Town, desk: Client) -> None:
    more = {"decline-ground": "court", "decline-why": "请找法院。"}
    desk.post("/desk/write", written(town, then="decline", **more))
    assert Case.objects.get().status == Status.DECLINED


def test_the_draft_goes_with_the_act_it_was_written_for(town: Town, desk: Client) -> None:
    me = town.operator_28
    drafts.keep("new", {"said": "水管"}, by=me)
    drafts.keep("call-7", {"said": "别的电话"}, by=me)
    desk.post("/desk/write", written(town, then="keep"))
    assert drafts.read("new", by=me) is None
    assert drafts.read("call-7", by=me) is not None


def test_an_act_that_fails_keeps_the_draft(town: Town, desk: Client) -> None:
    drafts.keep("new", {"said": "水管"}, by=town.operator_28)
    to = str(town.providers["明光电工"].pk)
    desk.post("/desk/write", written(town, then="offer", provider=to))
    assert drafts.read("new", by=town.operator_28) is not None


def test_the_second_who_presses_learns_who_was_quicker(town: Town, at: At) -> None:
    case, to = a_case(town), str(town.providers["家家乐"].pk)
    answer = {"result": "explained", "answer": "教他关阀", "key": "one"}
    assert at("op21").post(f"/cases/{case.pk}/answer_at_once", answer).status_code == 204
    late = at("op28").post(f"/cases/{case.pk}/offer", {"provider": to, "key": "two"})
    assert late.status_code == 409
    said = late.content.decode()
    assert "21 号" in said
    assert "已直接答复" in said
    assert not Dispatch.objects.exists()


def test_only_those_who_write_cases_may(town: Town, at: At) -> None:
    assert at("callback").post("/desk/write", written(town)).status_code == 403
    assert at("lin").post("/desk/write", written(town)).status_code == 403
    assert Client().get("/desk/").status_code == 302
    assert not Case.objects.exists()


def test_a_repeat_is_written_down_and_joined_in_one_press(town: Town, desk: Client) -> None:
    first = a_case(town)
    desk.post("/desk/write", written(town, into=first.pk))
    again = Case.objects.exclude(pk=first.pk).get()
    assert (again.status, again.joined_to) == (Status.JOINED, first)
