"""What another number would have done, in figures: call-backs, links, wishes to be called, what is kept of people."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from hotline import clock
from hotline.cases.models import Case
from hotline.desks.settings import keeping, trials
from hotline.dispatch import actions as dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.people.queries import the_citizen
from hotline.portal import actions as portal
from hotline.privacy import actions as privacy
from hotline.privacy import register
from hotline.rules import actions as rules
from hotline.rules import queries
from hotline.rules.numbers import NUMBERS, Number
from hotline.wishes import actions as wishes
from tests.desks.papers import a_case
from tests.desks.test_settings_rules import client, trial
from tests.privacy.conftest import data, key_file, ms_chen
from tests.privacy.someone import Someone
from tests.stories.steps import the_house_reacts
from tests.town import Town, at

__all__ = ["data", "key_file", "ms_chen"]

NEXT_DAY = date(2012, 9, 27)


def until(moment: datetime) -> None:
    """Let the time pass until a moment."""
    clock.pass_time(moment - clock.now())


def done(town: Town, taken: datetime, done_at: datetime) -> Case:
    """Have a case handed over at once and said to be done at a moment."""
    until(taken)
    case = a_case(town)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    dispatch.accept(job, by=town.people["lin"])
    until(done_at)
    dispatch.finish(job, by=town.people["lin"], answer="修好了")
    the_house_reacts()
    return case


def ask(case: Case, town: Town) -> None:
    """Reach the citizen, who is content."""
    followups.ask(
        case.followups.get(), by=town.operator_28, answered=YesNo.YES, solved=YesNo.YES,
        attitude=Liking.VERY, outcome=Liking.VERY, speed=Liking.VERY,
    )  # fmt: skip


def told(name: str, value: int) -> tuple[int, int, int]:
    """Try a number: all, those by the number in force, those by the new one."""
    found = trial(name, value)
    return found.all, found.was, found.then


DAY = (at(10), at(13, 30))
"""Done at ten, asked at half past one: too late by the two hours in force."""
NIGHT = (at(19, 30), at(9, 30, day=NEXT_DAY))
"""Done in the evening, asked the next morning: in time, because what falls into the night is owed by ten."""


@pytest.mark.parametrize(
    ("when", "name", "value", "was", "then"),
    [
        (DAY, "callback_h", 3, 1, 1),
        (DAY, "callback_h", 4, 1, 0),
        (NIGHT, "callback_h", 1, 0, 1),
        (NIGHT, "callback_until_h", 22, 0, 1),
        (NIGHT, "callback_until_h", 20, 0, 0),
        (NIGHT, "callback_from_h", 7, 0, 1),
        (NIGHT, "callback_from_h", 9, 0, 0),
    ],
)
def test_call_backs_are_tried(
    town: Town, when: tuple[datetime, datetime], name: str, value: int, was: int, then: int
) -> None:
    with clock.frozen(at(9)):
        case = done(town, at(9), when[0])
        until(when[1])
        ask(case, town)
        assert told(name, value) == (1, was, then)


def test_tries_are_tried_on_how_many_it_took_and_how_far_apart_they_were(town: Town) -> None:
    """Nobody answers at noon and at half past three; at six somebody does."""
    with clock.frozen(at(9)):
        case = done(town, at(9), at(10))
        for moment in (at(12), at(15, 30)):
            until(moment)
            followups.try_again(case.followups.get(), by=town.operator_28)
        until(at(18))
        ask(case, town)
        assert told("callback_tries", 2) == (1, 0, 1)
        assert told("callback_tries", 4) == (1, 0, 0)
        assert told("callback_apart_h", 4) == (2, 1, 0)
        assert told("callback_apart_h", 2) == (2, 1, 2)


def test_handing_over_and_links_are_tried(town: Town) -> None:
    """One case is offered after five minutes, one after twelve; both are done within five hours."""
    with clock.frozen(at(9)):
        jobs = []
        for minutes in (5, 12):
            case = a_case(town)
            clock.pass_time(timedelta(minutes=minutes))
            jobs.append(dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28))
        for job, hours in zip(jobs, (1, 4), strict=True):
            dispatch.accept(job, by=town.people["lin"])
            clock.pass_time(timedelta(hours=hours))
            dispatch.finish(job, by=town.people["lin"], answer="修好了")
        assert told("hand_over_min", 15) == (2, 1, 0)
        assert told("hand_over_min", 3) == (2, 1, 2)
        assert told("link_h", 2) == (2, 0, 1)
        assert told("link_h", 1) == (2, 0, 2)


def test_wishes_to_be_called_are_tried_on_when_somebody_called(town: Town) -> None:
    """One is called after ten minutes, one after forty; one is dropped after twenty, one still waits after ten."""
    with clock.frozen(at(9)):
        for minutes, end in ((10, "fulfil"), (40, "fulfil"), (20, "drop"), (10, "")):
            wish = wishes.wish(a_case(town), by=the_citizen())
            clock.pass_time(timedelta(minutes=minutes))
            if end == "fulfil":
                wishes.fulfil(wish, by=town.operator_28)
            elif end == "drop":
                wishes.drop(wish, by=town.operator_28, why="市民说不用了")
        assert told("wish_min", 15) == (4, 1, 2)
        assert told("wish_min", 60) == (4, 1, 0)
        assert told("wish_min", 5) == (4, 1, 4)


def test_links_of_citizens_are_tried_on_when_they_were_opened(town: Town) -> None:
    with clock.frozen(at(9)):
        rules.set_rule("citizen_link_h", value=48, by=town.leader, why="试行")
        case = a_case(town)
        for hours in (5, 25):
            clock.pass_time(timedelta(hours=hours))
            portal.look_up(case, how="link")
        portal.look_up(case, how="code")
        assert told("citizen_link_h", 24) == (2, 0, 1)
        assert told("citizen_link_h", 0) == (2, 0, 2)


# -- what is kept of people


@pytest.mark.parametrize("name", [one for one in keeping.NAMES if one != "keep_scan_days"])
def test_a_shorter_time_of_keeping_says_what_the_next_sweep_empties(
    town: Town, ms_chen: Someone, name: str
) -> None:
    clock.pass_time(timedelta(days=40))
    queries.forget()
    before = Case.objects.get(pk=ms_chen.case.pk).said
    found = trial(name, 30)
    assert found.was == 0 < found.then == found.all
    assert "不能恢复" in str(found.caution)
    assert trial(name, 41).then == 0
    assert not trial(name, 41).caution
    assert Case.objects.get(pk=ms_chen.case.pk).said == before  # a trial empties nothing

    rules.set_rule(name, value=30, by=town.leader, why="试行")
    gone = privacy.sweep()
    tables = [one.model._meta.label_lower for one in register.tables() if one.kept == name]
    if name != "keep_caller_days":  # a caller's numbers go with him
        assert sum(gone.get(table, 0) for table in tables) == found.then
    assert gone["callers.caller" if name == "keep_caller_days" else tables[0]] >= 1


def test_the_page_shows_what_would_be_emptied_before_it_is_set(
    town: Town, ms_chen: Someone
) -> None:
    clock.pass_time(timedelta(days=40))
    queries.forget()
    page = client(town).get("/rules/keep_message_days/?value=30").content.decode()
    assert "现在共有" in page
    assert "下次清理会清掉" in page
    assert "近 30 天" not in page


def test_a_count_that_stops_says_so(
    town: Town, ms_chen: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.pass_time(timedelta(days=1))
    monkeypatch.setattr(trials, "MOST", 1)
    assert "每种只数到 1。" in str(trial("keep_words_days", 1095).caution)


# -- every number


@pytest.mark.parametrize("number", NUMBERS, ids=lambda one: one.name)
def test_a_number_that_is_not_used_yet_says_so(town: Town, number: Number) -> None:
    leader = client(town)
    page = leader.get(f"/rules/{number.name}/?value={number.default}").content.decode()
    assert ("还没有用到" in page) is not number.used
    row = leader.get(f"/rules/?q={number.name}").content.decode()
    assert ("还没有用到" in row) is not number.used
