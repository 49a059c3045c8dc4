"""What a citizen does, each through the actions of whose thing it is, once, and on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotline import clock
from hotline.cases.life import Status
from hotline.cases.models import Case
from hotline.dispatch.life import Status as Work
from hotline.followups.life import Liking, YesNo
from hotline.followups.life import Status as Asked
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.papers import queries as papers
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.wishes.models import Wish
from tests.papers.paperwork import photo
from tests.portal.citizens import acts, do, done, look_up, page
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town
from tests.town import at as at_


def upload(client: Client, data: bytes, key: str = "p") -> int:
    files = {"file": SimpleUploadedFile("x.jpg", data)}
    status: int = do(client, "photo", key=key, **files).status_code
    return status


def test_urging_is_put_on_record_once_an_hour(town: Town) -> None:
    from tests.desks.papers import a_case

    with clock.frozen(at_(8, 0)):
        case = a_case(town)
        chen = look_up(case)
        assert do(chen, "urge", words="还没来").status_code == 204
        refused = do(chen, "urge")
        assert refused.status_code == 409
        assert "08:00" in refused.content.decode()
        clock.pass_time(timedelta(hours=1))
        assert do(look_up(case), "urge").status_code == 204
    assert acts(case) == ["look_up", "urge", "look_up", "urge"]
    assert "还没来" in page(look_up(case))


def test_a_word_more_reaches_the_case_and_is_done_once(case: Case, chen: Client) -> None:
    for _twice in range(2):
        assert do(chen, "add_word", key="k", words="楼下也湿了").status_code == 204
    assert acts(case) == ["look_up", "add_word"]
    assert journal.story(case)[-1].said["words"] == "楼下也湿了"
    assert do(chen, "add_word", words=" ").status_code == 422


def test_one_citizens_key_is_not_anothers(case: Case, chen: Client, town: Town) -> None:
    from tests.desks.papers import a_case

    other = a_case(town)
    do(chen, "add_word", key="k", words="一")
    do(look_up(other), "add_word", key="k", words="二")
    assert acts(other) == ["look_up", "add_word"]


@pytest.mark.parametrize("outcome", ["content", "so_so"])
def test_a_content_citizen_closes_the_case_without_a_call(
    case: Case, chen: Client, town: Town, outcome: str
) -> None:
    job = done(case, town)
    assert do(chen, "rate", outcome=outcome, speed="content", words="谢谢").status_code == 204
    the_house_reacts()
    asked = case.followups.get()
    assert (as_it_is(case).status, asked.status) == (Status.CLOSED, Asked.ASKED)
    assert (asked.solved, asked.outcome, asked.speed, asked.attitude) == (YesNo.YES, outcome, Liking.CONTENT, "")  # fmt: skip
    assert asked.asked_by
    assert asked.asked_by.role & Role.CITIZEN
    assert as_it_is(job).status == Work.CONFIRMED
    assert verify.run() == []


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("rate", {"outcome": "not", "words": "又漏了"}),
        ("rate", {"outcome": "content", "attitude": "not", "words": "又漏了"}),
        ("not_done", {"words": "又漏了"}),
    ],
)
def test_one_who_is_not_content_opens_the_case_again(
    case: Case, chen: Client, town: Town, act: str, given: dict[str, str]
) -> None:
    job = done(case, town)
    assert do(chen, act, **given).status_code == 204
    the_house_reacts()
    held = as_it_is(case)
    assert (held.status, held.times_reopened) == (Status.OPEN, 1)
    assert as_it_is(job).status == Work.AGAIN
    assert case.followups.get().status == Asked.ASKED
    assert "又漏了" in str([told.said for told in journal.story(case)])


def test_nothing_is_rated_that_is_not_done_nor_twice(case: Case, chen: Client, town: Town) -> None:
    assert do(chen, "rate", outcome="content").status_code == 409
    done(case, town)
    do(chen, "rate", outcome="content")
    assert do(chen, "rate", outcome="not").status_code == 409
    assert do(chen, "rate").status_code == 422


def test_a_closed_case_is_opened_again_by_its_citizen(case: Case, chen: Client, town: Town) -> None:
    done(case, town)
    do(chen, "rate", outcome="content")
    assert "没办好？" in page(chen)
    assert do(chen, "not_done").status_code == 204
    assert as_it_is(case).status == Status.OPEN


def test_who_wishes_a_call_gets_one_by_when_it_was_said(town: Town) -> None:
    from tests.desks.conftest import BACKEND
    from tests.desks.papers import a_case

    with clock.frozen(at_(8, 0)):
        case = a_case(town)
        chen = look_up(case)
        assert do(chen, "wish").status_code == 204
        refused = do(chen, "wish")
        assert refused.status_code == 409
        assert "08:30" in refused.content.decode()
        assert "08:30" in page(chen)
        desk = Client(headers={"X-Requested-With": "step-form"})
        desk.force_login(town.people["callback"], backend=BACKEND)
        assert f'id="wish-{Wish.objects.get().pk}"' in desk.get("/followups/").content.decode()
        minutes_pass(31)
        wish = Wish.objects.get()
        assert [told.entry.act for told in journal.story(wish)] == ["wish", "overrun"]
        assert desk.post(f"/wishes/{wish.pk}/fulfil", {"note": "说过了"}).status_code == 204
        assert f'id="wish-{wish.pk}"' not in desk.get("/followups/").content.decode()
        story = desk.get(f"/cases/{case.pk}/").content.decode()
        assert "市民请回电" in story
        assert do(look_up(case), "wish").status_code == 204
    assert verify.run() == []


def test_a_photo_of_the_citizen_lies_with_the_case(case: Case, chen: Client, town: Town) -> None:
    assert [upload(chen, photo(), key="same") for _twice in range(2)] == [204, 204]
    paper = papers.of_case(case).get()
    assert paper.added_by.role & Role.CITIZEN
    assert f"/track/case/papers/{paper.pk}" in page(chen)
    assert chen.get(f"/track/case/papers/{paper.pk}")["Content-Type"] == "image/jpeg"
    assert upload(chen, b"#!/bin/sh", key="other") == 409


def test_papers_of_the_line_and_of_others_are_not_shown(
    case: Case, chen: Client, town: Town
) -> None:
    from hotline.papers import actions
    from tests.desks.papers import a_case

    clean = actions.examine(case, data=photo(), by=town.operator_28)
    own = actions.add(case, clean=clean, by=town.operator_28)
    other = a_case(town)
    upload(look_up(other), photo())
    others = papers.of_case(other).get()
    for paper in (own, others):
        assert chen.get(f"/track/case/papers/{paper.pk}").status_code == 404
        assert f"/papers/{paper.pk}" not in page(chen)


def test_only_the_citizens_own_acts_are_taken(case: Case, chen: Client) -> None:
    for act in ("close", "do_again", "withdraw", "decline", "reopen"):
        assert do(chen, act, result="solved", why="x").status_code == 404
    assert as_it_is(case).status == Status.OPEN


def test_nobody_can_sign_in_as_the_citizen(town: Town) -> None:
    citizen = Person.objects.get(username="citizen")
    assert not citizen.has_usable_password()
    assert str(citizen) == "市民"


def test_without_script_the_same_forms_lead_back_to_the_page(case: Case, chen: Client) -> None:
    answer = chen.post("/track/case/add_word", {"words": "补一句", "key": "x"})
    assert answer["Location"] == "/track/case/"
    refused = chen.post("/track/case/rate", {"outcome": ""})
    assert refused.status_code == 422
    assert "请先点一个" in refused.content.decode()
    late = chen.post(
        "/track/case/rate", {"outcome": "content"}, headers={"Referer": "http://testserver/track/case/"}
    )  # fmt: skip
    assert late.status_code == 302
    assert "不用评价" in page(chen)
