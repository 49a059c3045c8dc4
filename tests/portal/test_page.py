"""What a citizen reads, and what nobody reads there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Emergency, NotOurs, Result
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.followups import actions as followups
from hotline.outbox.models import Message
from hotline.rules import actions as rules
from tests.desks.papers import a_case
from tests.portal.citizens import acts, do, done, look_up, page
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town
from tests.town import at as at_


def headline(client: Client) -> str:
    found = re.search(r"<h1>(.+?)</h1>", page(client))
    return found[1] if found else ""


def test_each_stage_has_its_sentence(case: Case, chen: Client, town: Town) -> None:
    lin = town.people["lin"]
    said = [headline(chen)]
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    said.append(headline(chen))
    for step in (dispatch.accept, dispatch.contact, dispatch.arrive):
        step(job, by=lin)
        said.append(headline(chen))
    dispatch.finish(job, by=lin, answer="换软管一根")
    the_house_reacts()
    said.append(headline(chen))
    do(chen, "rate", outcome="content")
    the_house_reacts()
    said.append(headline(chen))
    assert said == [
        "记下了，正在找人办", "正在问家家乐能不能来", "家家乐接了，就来", "家家乐跟您说好了，就来",
        "家家乐到了，正在办", "家家乐说办好了，等您说一声好不好", "办好了",
    ]  # fmt: skip


def test_what_comes_next_says_by_when(town: Town) -> None:
    with clock.frozen(at_(8, 0)):
        case = a_case(town)
        chen = look_up(case)
        assert "08:10" in page(chen)
        job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
        dispatch.accept(job, by=town.people["lin"])
        assert "答应" in page(chen)
        assert "08:30" in page(chen)
        clock.pass_time(timedelta(minutes=31))
        chen = look_up(case)
        assert "比说好的慢了" in page(chen)


def test_the_way_so_far_names_the_company_and_what_it_cost(
    case: Case, chen: Client, town: Town
) -> None:
    done(case, town)
    text = page(chen)
    for words in ("您打来电话", "家家乐接了", "家家乐到了", "收 50 元", "换软管一根，试水不漏", "等您评价"):  # fmt: skip
        assert words in text


def test_nobody_is_named_and_no_number_shown(case: Case, chen: Client, town: Town) -> None:
    done(case, town)
    cases.note(case, by=town.operator_28, note="这位市民脾气大")
    text = page(chen)
    for person in town.people.values():
        if not person.number:
            assert person.name not in text or person.name == "市政园林局"
        else:
            assert person.name not in text
    for words in ("13800", "5126", "陈女士", "脾气", "隆山东路"):
        assert words not in text


def test_a_secret_matter_is_not_told_again(town: Town) -> None:
    case = a_case(town, said="家里有人打人", secret=True)
    chen = look_up(case)
    done(case, town)
    text = page(chen)
    for words in ("打人", "水管维修", "家家乐", "换软管", "加照片"):
        assert words not in text
    assert "等您说一声好不好" in text
    assert do(chen, "photo").status_code == 404


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (lambda c, t: cases.decline(c, by=t.operator_28, ground=NotOurs.COURT, why="请找法院"), "请找法院"),
        (lambda c, t: cases.pass_on(c, by=t.operator_28, to=Emergency.FIRE), "119"),
        (lambda c, t: cases.withdraw(c, by=t.operator_28, why="x"), "您说不用办了"),
        (lambda c, t: cases.join(c, by=t.operator_28, into=a_case(t, said="另一位市民的事")), "并在一起"),
        (lambda c, t: cases.answer_at_once(c, by=t.operator_28, result=Result.EXPLAINED, answer="九点开门"), "九点开门"),
    ],
)  # fmt: skip
def test_every_end_is_said(case: Case, chen: Client, town: Town, end: object, words: str) -> None:
    assert callable(end)
    end(case, town)
    text = page(chen)
    assert words in text
    assert "另一位市民" not in text
    assert "催一催" not in text


def test_a_case_done_again_says_so(case: Case, chen: Client, town: Town) -> None:
    done(case, town)
    followup = case.followups.get()
    followups.ask(
        followup, by=town.people["callback"], answered="yes", solved="no",  # type: ignore[arg-type]
        attitude="content", outcome="not", speed="content", words="又漏了",  # type: ignore[arg-type]
    )  # fmt: skip
    the_house_reacts()
    assert "没办好，接着办" in page(chen)


# -- one matter in several cases --------------------------------------------------------------------


def test_whoever_was_joined_reads_the_answer_as_long_as_it_is_in_force(
    case: Case, chen: Client, town: Town
) -> None:
    main = a_case(town, said="另一位市民的事")
    cases.join(case, by=town.operator_28, into=main)
    done(main, town)
    assert "换软管一根，试水不漏" in page(chen)
    assert "给您的答复" in page(chen)
    cases.send_back(as_it_is(main), by=town.leader, why="还在漏")
    the_house_reacts()
    assert "换软管一根" not in page(chen)
    assert "另一位市民" not in page(chen)


@pytest.mark.parametrize("secret", ["own", "main"])
def test_nothing_is_told_where_either_of_the_two_is_secret(town: Town, secret: str) -> None:
    case, main = (a_case(town, secret=secret == which) for which in ("own", "main"))
    cases.join(case, by=town.operator_28, into=main)
    done(main, town)
    text = page(look_up(case))
    assert "换软管" not in text
    assert "给您的答复" in text


def test_an_answer_travels_through_a_case_that_was_joined_itself(town: Town) -> None:
    case, between, main = (a_case(town, said=said) for said in "甲乙丙")
    cases.join(case, by=town.operator_28, into=between)
    cases.join(between, by=town.operator_28, into=main, wants_no_call=True)
    done(main, town)
    assert "换软管一根" in page(look_up(case))


def test_a_trouble_of_many_is_answered_on_its_own_page_too(case: Case, town: Town) -> None:
    cases.declare(case, by=town.leader, notice="停水，正在抢修")
    cases.answer_all(case, by=town.leader, result=Result.SOLVED, answer="九点已恢复供水")
    assert "九点已恢复供水" in page(look_up(case))


def test_browsers_are_spoken_to_in_their_language_until_one_is_chosen(case: Case) -> None:
    def language(client: Client) -> str:
        found = re.search(r'<html lang="(\S+?)"', client.get("/track/").content.decode())
        return found[1] if found else ""

    english, german = ({"Accept-Language": one} for one in ("en-GB,en;q=0.8", "de"))
    assert language(Client(headers=english)) == "en"
    assert language(Client(headers=german)) == "zh-CN"
    chosen = Client(headers=english)
    assert chosen.get("/track/?language=zh-hans")["Location"] == "/track/"
    assert language(chosen) == "zh-CN"


def test_pages_are_neither_kept_nor_listed(chen: Client) -> None:
    for address in ("/track/", "/track/case/"):
        answer = chen.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"


# -- the message with the link ----------------------------------------------------------------------


def test_a_message_brings_the_link_that_opens_the_case(case: Case) -> None:
    the_house_reacts()
    message = Message.objects.get(about=case.about)
    assert "138" not in message.telephone + message.to
    link = re.search(r"http://127\.0\.0\.1:\d+(/track/l/\S+/)", message.text)
    assert link
    chen = Client()
    assert chen.get(link[1])["Location"] == "/track/case/"
    assert case.number in page(chen)
    assert acts(case) == ["look_up"]


def test_a_line_that_wants_no_messages_sends_none(town: Town) -> None:
    rules.set_rule("citizen_link_h", value=0, by=town.leader, why="不发")
    a_case(town)
    the_house_reacts()
    assert not Message.objects.exists()


@pytest.mark.parametrize(("number", "secret"), [("0577-65001234", False), ("13800005126", True)])
def test_landlines_and_secret_matters_get_no_message(town: Town, number: str, secret: bool) -> None:
    caller = town.caller("陈", number)
    asked = cases.Asked(said="漏水", secret=secret)
    cases.take_in(asked, by=town.operator_28, caller=caller)
    the_house_reacts()
    assert not Message.objects.exists()


def test_a_link_is_over_after_its_time(town: Town) -> None:
    import time
    from unittest import mock

    from hotline.portal import links

    here = f"/track/l/{links.make(case=a_case(town).pk)}/"
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 73 * 3600):
        answer = Client().get(here)
    assert answer.status_code == 410
    assert "过期" in answer.content.decode()
