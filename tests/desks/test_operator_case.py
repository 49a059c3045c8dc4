"""One case: its story from the journal, its buttons from its lives, its whole number for a reason."""

from __future__ import annotations

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.cases import actions as cases
from hotline.cases.life import Status
from hotline.desks.operator.opened import Opened
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import Refusal
from hotline.journal.models import Entry, Words
from hotline.people import queries as people
from tests.desks.papers import At, a_case
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town


def buttons(opened: Opened) -> set[str]:
    return {act.step.name for act in opened.acts.near + opened.acts.more}


def test_the_story_is_told_once_in_the_words_of_the_lives(town: Town) -> None:
    me, case = town.operator_28, a_case(town)
    refused = dispatch.offer(case, to=town.providers["家家乐"], by=me)
    dispatch.refuse(refused, by=town.people["lin"], ground=Refusal.BUSY, why="都在外面")
    dispatch.offer_next(case, by=me)
    opened = Opened(as_it_is(case), me)
    told = [(moment.title, moment.text, moment.state) for moment in opened.moments]
    assert told[0][0] == "受理"
    assert told[1] == ("派单", "家家乐", "")
    assert told[2][0] == "不接"
    assert "人手不够" in told[2][1]
    assert "都在外面" in told[2][1]
    assert told[2][2] == "wrong"
    assert told[3] == ("派单", "老潘水电", "")
    assert [state for _title, _text, state in told[-2:]] == ["now", "next"]
    assert told[-2][0] == "待接单"


def test_a_withdrawn_case_says_who_told_the_provider_not_to_come_and_why(town: Town) -> None:
    case = a_case(town)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    dispatch.accept(job, by=town.people["lin"])
    cases.withdraw(case, by=town.people["op21"], why="自己修好了")
    the_house_reacts()
    moments = Opened(as_it_is(case), town.operator_28).moments
    told = [(moment.title, moment.text, moment.by) for moment in moments]
    assert told[-2:] == [
        ("已撤回", "自己修好了", "21 号"),
        ("已取消", "21 号：工单已撤回；自己修好了", "21 号"),
    ]
    assert "withdraw" not in str(told)


def test_a_citizen_who_withdraws_does_not_cancel_but_is_named(town: Town) -> None:
    case = a_case(town)
    dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    cases.withdraw(case, by=people.the_citizen(), why="不用了")
    the_house_reacts()
    last = Opened(as_it_is(case), town.operator_28).moments[-1]
    assert (last.title, last.text, last.by) == ("已取消", "市民：工单已撤回；不用了", "系统")


def test_a_case_taken_back_tells_its_reason_though_it_is_told_once(town: Town) -> None:
    case = a_case(town)
    dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    cases.take_back(as_it_is(case), by=town.operator_28, why="派错了")
    the_house_reacts()
    moments = Opened(as_it_is(case), town.operator_28).moments
    assert [m.title for m in moments if "派错了" in m.text] == ["已取消"]


def test_whoever_took_a_case_in_is_told_on_every_page_that_nobody_comes(
    town: Town, desk: Client, at: At
) -> None:
    case = a_case(town, "马桶堵住")
    dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    for worker in ("lin", "pan"):
        job = case.dispatches.open().get()
        dispatch.refuse(job, by=town.people[worker], ground=Refusal.BUSY)
        the_house_reacts()
    for page in ("/desk/", "/desk/?new=1", "/cases/", "/followups/", "/desk/ran_out"):
        shown = desk.get(page).content.decode()
        assert "没有企业接" in shown
        assert f'href="/cases/{case.pk}/"' in shown
        assert "没有企业接" not in at("op21").get(page).content.decode()
    opened = Opened(as_it_is(case), town.operator_28)
    told = {moment.title: moment.text for moment in opened.moments}
    assert told["没有企业接单"] == "能派的企业都问过了。"
    assert "acknowledge" in buttons(opened)
    assert "acknowledge" not in buttons(Opened(opened.case, town.people["op21"]))
    assert desk.post(f"/cases/{case.pk}/acknowledge", {"key": "a"}).status_code == 204
    assert "没有企业接" not in desk.get("/desk/").content.decode()
    assert "acknowledge" not in buttons(Opened(as_it_is(case), town.operator_28))


def test_words_that_were_erased_are_missing_and_nothing_else_is(town: Town) -> None:
    case = a_case(town)
    cases.note(case, by=town.operator_28, note="他家有狗")
    Words.objects.update(text="", erased_at="2026-01-01T00:00:00Z")
    opened = Opened(as_it_is(case), town.operator_28)
    assert ("备注", "（已删除）") in [(moment.title, moment.text) for moment in opened.moments]


def test_the_buttons_are_the_open_steps_of_case_and_work(town: Town) -> None:
    me, case = town.operator_28, a_case(town)
    assert {"answer_at_once", "decline", "note"} <= buttons(Opened(case, me))
    job = dispatch.offer(case, to=town.providers["家家乐"], by=me)
    offered = buttons(Opened(as_it_is(case), me))
    assert {"accept", "refuse", "cancel"} <= offered
    assert not {"hand_over", "answer", "take_back", "lapse"} & offered
    dispatch.accept(job, by=me)
    assert {"arrive", "finish"} <= buttons(Opened(as_it_is(case), me))
    assert buttons(Opened(as_it_is(case), town.people["auditor"])) == set()


def test_one_act_of_a_page_is_warm(town: Town) -> None:
    me, case = town.operator_28, a_case(town)
    dispatch.accept(dispatch.offer(case, to=town.providers["家家乐"], by=me), by=me)
    opened = Opened(as_it_is(case), me)
    assert [act.kind for act in opened.acts.near + opened.acts.more].count("line") == 1


def test_the_operator_records_what_the_provider_said_on_the_telephone(
    town: Town, desk: Client
) -> None:
    case = a_case(town)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    assert desk.post(f"/dispatches/{job.pk}/accept", {"key": "a"}).status_code == 204
    sent = {"answer": "换软管", "amount": "50", "key": "b"}
    assert desk.post(f"/dispatches/{job.pk}/finish", sent).status_code == 204
    assert as_it_is(case).status == Status.ANSWERED
    assert Entry.objects.filter(kind="dispatch", by=town.operator_28).count() == 3


def test_a_step_that_asks_is_not_taken_without_an_answer(town: Town, desk: Client) -> None:
    case = a_case(town)
    answer = desk.post(f"/cases/{case.pk}/decline", {"ground": "court", "key": "a"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert as_it_is(case).status == Status.OPEN


def test_the_page_shows_the_number_masked_and_whole_for_a_reason(town: Town, desk: Client) -> None:
    case = a_case(town)
    page = desk.get(f"/cases/{case.pk}/").content.decode()
    assert "138****5126" in page
    assert "138 0000 5126" not in page
    assert desk.post(f"/cases/{case.pk}/unmask", {"why": "", "key": "a"}).status_code == 422
    shown = desk.post(f"/cases/{case.pk}/unmask", {"why": "企业找不到门", "key": "b"})
    assert "138 0000 5126" in shown.content.decode()
    assert Entry.objects.filter(kind="caller", act="unmask", by=town.operator_28).count() == 1


def test_a_number_asked_for_twice_by_one_press_is_one_look(town: Town, desk: Client) -> None:
    case, other = a_case(town), a_case(town)

    def looks() -> int:
        return Entry.objects.filter(kind="caller", act="unmask", by=town.operator_28).count()

    shown = [
        desk.post(f"/cases/{case.pk}/unmask", {"why": "企业找不到门", "key": "k"}).content.decode()
        for _ in range(2)
    ]
    assert all("138 0000 5126" in one for one in shown)
    assert looks() == 1
    keys = {re.search(r'id="unmask-key" value="(.+?)"', one)[1] for one in shown}  # type: ignore[index]
    assert len(keys - {"k"}) == 2, "the next press is another look"
    desk.post(f"/cases/{other.pk}/unmask", {"why": "企业找不到门", "key": "k"})
    assert looks() == 2, "another case's number is another look"
    assert desk.post(f"/cases/{case.pk}/unmask", {"why": "x", "key": ""}).status_code == 409
    assert looks() == 2


def test_who_may_not_unmask_is_told_so(town: Town, at: At) -> None:
    case = a_case(town)
    assert at("reviewer").post(f"/cases/{case.pk}/unmask", {"why": "想看"}).status_code == 403
    assert "138****5126" in at("reviewer").get(f"/cases/{case.pk}/").content.decode()


def test_a_case_is_joined_to_the_same_matter(town: Town, desk: Client) -> None:
    first, again = a_case(town), a_case(town, "还是漏水")
    beside = desk.get(f"/cases/{again.pk}/alike").content.decode()
    assert f'value="{first.pk}"' in beside
    assert desk.post(f"/cases/{again.pk}/join", {"into": first.pk, "key": "a"}).status_code == 204
    joined = as_it_is(again)
    assert (joined.status, joined.joined_to) == (Status.JOINED, first)


def test_secret_or_not_no_provider_reaches_the_pages_of_staff(town: Town, at: At) -> None:
    case = a_case(town, secret=True)
    dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    for page in ("", "body", "beside", "alike"):
        assert at("lin").get(f"/cases/{case.pk}/{page}").status_code == 403
    assert at("lin").post(f"/cases/{case.pk}/unmask", {"why": "x"}).status_code == 403
    assert at("zheng").post(f"/cases/{case.pk}/note", {"note": "x"}).status_code == 404


def test_what_a_case_costs_does_not_grow_with_its_story(town: Town, desk: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(f"/cases/{case.pk}/body").status_code == 200
        return len(asked)

    case = a_case(town)
    cases.note(case, by=town.operator_28, note="一")
    cost()  # what a process learns once
    before = cost()
    for n in range(10):
        cases.note(case, by=town.operator_28, note=str(n))
    assert cost() == before


def test_another_case_is_found_to_join_without_listing_them_all(town: Town, desk: Client) -> None:
    first, again = a_case(town), a_case(town)
    assert "join" not in buttons(Opened(again, town.operator_28))
    found = desk.get("/cases/options", {"q": first.number}).json()
    assert [one["value"] for one in found] == [str(first.pk)]
    cases.make_void(first, by=town.operator_28, why="记错")
    assert desk.get("/cases/options", {"q": first.number}).json() == []
