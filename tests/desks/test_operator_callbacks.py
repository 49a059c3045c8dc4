"""The call-backs: who is owed a call, the questions, a call nobody took."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from hotline.cases import actions as cases
from hotline.cases import drafts
from hotline.cases.life import Result, Status
from hotline.dispatch import actions as dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp
from hotline.journal import queries as journal
from tests.desks.papers import At, a_case
from tests.stories.steps import as_it_is
from tests.town import Town

CONTENT = {
    "answered": "yes", "solved": "yes", "attitude": "very", "outcome": "very", "speed": "content",
    "words": "修得好", "result": "solved",
}  # fmt: skip


@pytest.fixture
def owed(town: Town) -> FollowUp:
    me, case = town.operator_28, a_case(town)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=me)
    dispatch.accept(job, by=me)
    dispatch.finish(job, by=me, answer="换软管一根")
    followup = followups.plan(as_it_is(case), by=me)
    assert followup is not None
    return followup


def test_who_is_owed_a_call_is_listed_masked(owed: FollowUp, at: At) -> None:
    page = at("callback").get("/followups/").content.decode()
    assert f"/followups/{owed.pk}/" in page
    assert "138****5126" in page
    assert "家家乐" in page


def test_the_page_holds_the_questions_and_what_was_done(owed: FollowUp, desk: Client) -> None:
    page = desk.get(f"/followups/{owed.pk}/").content.decode()
    for name in ("answered", "solved", "attitude", "outcome", "speed", "words"):
        assert f'name="{name}"' in page
    assert "换软管一根" in page
    assert 'id="ask-why"' not in page  # the leader's word


def test_a_content_citizen_closes_the_case_and_the_draft_goes(
    town: Town, owed: FollowUp, desk: Client
) -> None:
    drafts.keep(f"followup-{owed.pk}", {"words": "修"}, by=town.operator_28)
    assert desk.post(f"/followups/{owed.pk}/ask", CONTENT | {"key": "a"}).status_code == 204
    assert as_it_is(owed.case).status == Status.CLOSED
    assert drafts.read(f"followup-{owed.pk}", by=town.operator_28) is None


def test_a_citizen_who_is_not_content_opens_the_case_again(owed: FollowUp, desk: Client) -> None:
    bad = CONTENT | {"solved": "no", "outcome": "not", "key": "a"}
    assert desk.post(f"/followups/{owed.pk}/ask", bad).status_code == 204
    case = as_it_is(owed.case)
    assert (case.status, case.times_reopened) == (Status.OPEN, 1)


def test_a_question_without_an_answer_is_pointed_at(owed: FollowUp, desk: Client) -> None:
    answer = desk.post(f"/followups/{owed.pk}/ask", CONTENT | {"solved": "", "key": "a"})
    assert answer.status_code == 422
    assert as_it_is(owed).status == FollowUpStatus.DUE


def test_only_the_leader_may_close_a_case_nobody_is_content_with(owed: FollowUp, at: At) -> None:
    bad = CONTENT | {"solved": "no", "result": "not_solved", "why": "已尽力，材料停产"}
    assert 'id="ask-why"' in at("leader").get(f"/followups/{owed.pk}/").content.decode()
    at("op28").post(f"/followups/{owed.pk}/ask", bad | {"key": "a"})
    assert as_it_is(owed.case).status == Status.OPEN


def test_a_call_nobody_took_is_owed_again_and_the_last_ends_it(
    owed: FollowUp, desk: Client
) -> None:
    for n in range(3):
        assert desk.post(f"/followups/{owed.pk}/miss", {"key": f"k{n}"}).status_code == 204
    gone = as_it_is(owed)
    assert (gone.status, gone.tries) == (FollowUpStatus.UNREACHABLE, 3)
    assert desk.post(f"/followups/{owed.pk}/miss", {"key": "k9"}).status_code == 409


def test_the_same_miss_sent_twice_counts_once(owed: FollowUp, desk: Client) -> None:
    for _time in range(2):
        desk.post(f"/followups/{owed.pk}/miss", {"key": "same"})
    assert as_it_is(owed).tries == 1


def test_call_backs_are_for_those_who_make_them(owed: FollowUp, at: At) -> None:
    assert at("reviewer").get(f"/followups/{owed.pk}/").status_code == 403
    assert at("lin").post(f"/followups/{owed.pk}/miss", {"key": "a"}).status_code == 403


@pytest.mark.parametrize("result", ["helped", "explained"])
def test_a_case_that_was_helped_or_explained_ends_though_nobody_is_content(
    owed: FollowUp, desk: Client, result: str
) -> None:
    """Story 4: there is no taxi at midnight, however little that pleases."""
    bad = CONTENT | {"solved": "no", "outcome": "not", "result": result, "key": "a"}
    assert desk.post(f"/followups/{owed.pk}/ask", bad).status_code == 204
    case = as_it_is(owed.case)
    assert (case.status, case.result, case.times_reopened) == (Status.CLOSED, result, 0)


def test_a_case_nobody_is_content_with_ends_when_the_leader_says_why(
    owed: FollowUp, at: At
) -> None:
    bad = CONTENT | {"solved": "no", "outcome": "not", "result": "not_solved", "key": "a"}
    why = {"why": "已尽力，材料停产"}
    assert at("leader").post(f"/followups/{owed.pk}/ask", bad | why).status_code == 204
    case = as_it_is(owed.case)
    assert (case.status, case.result, case.times_reopened) == (Status.CLOSED, "not_solved", 0)
    assert journal.story(case)[-1].said["why"] == "已尽力，材料停产"


def test_even_the_leader_opens_it_again_without_a_reason(owed: FollowUp, at: At) -> None:
    bad = CONTENT | {"solved": "no", "result": "not_solved", "key": "a"}
    at("leader").post(f"/followups/{owed.pk}/ask", bad)
    assert as_it_is(owed.case).status == Status.OPEN


def test_the_questions_begin_with_how_the_case_was_answered(town: Town, desk: Client) -> None:
    case = a_case(town)
    cases.declare(case, by=town.leader, notice="管网抢修")
    cases.answer_all(case, by=town.leader, result=Result.EXPLAINED, answer="明早来水")
    followup = followups.plan(as_it_is(case), by=town.leader)
    assert followup is not None
    page = desk.get(f"/followups/{followup.pk}/").content.decode()
    assert re.search(r'name="result" value="explained"[^>]* checked', page), page
