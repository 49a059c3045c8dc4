"""A day declared free after a clock began: what runs is due later at once, its unit hears of it, and what stands is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from time import monotonic

import pytest

from hotline import clock
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.deadlines.models import Deadline
from hotline.outbox.models import Message
from hotline.timelimits import actions as timelimits
from hotline.timelimits import queries as calendars
from hotline.timelimits.book import Book
from hotline.timelimits.models import Holiday, Sort
from tests.assignments.hands import MONDAY, acts, due, monday, replies, sent, signed, until
from tests.notices.cast import reached
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town


def declared(town: Town, on: date, sort: Sort = Sort.FREE) -> Holiday:
    """Declare a day, as the city does when a typhoon comes, and let the house hear of it."""
    day = timelimits.declare_day(on, sort=sort, name="防台停工", by=town.leader, why="市防指令")
    the_house_reacts()
    return day


def test_a_day_declared_free_moves_what_runs_and_tells_its_unit(town: Town) -> None:
    with clock.frozen(monday(14, 20)):
        reached(town)
        one = sent(town)
        assert due(one) == monday(17, 30, days=7)
        day = declared(town, MONDAY + timedelta(days=2))
        assert due(one) == monday(17, 30, days=8)
        assert as_it_is(one).case.due_at == monday(17, 30, days=8)
        assert "reckon" in acts(one)
        told = Message.objects.filter(text__contains="放假安排改了")
        assert "10月23日 17:30" in told.latest("pk").text
        timelimits.withdraw_day(day, by=town.leader, why="解除")
        the_house_reacts()
        assert due(one) == monday(17, 30, days=7)


def test_what_another_process_sends_by_the_calendar_it_remembers_is_put_right(town: Town) -> None:
    with clock.frozen(monday(14, 20)):
        calendars.forget()
        remembered = calendars.book()
        day = declared(town, MONDAY + timedelta(days=2))
        with memory_of_another_process(remembered):
            one = sent(town)
        assert due(one) == monday(17, 30, days=7), "by the old calendar"
        minutes_pass(2)
        assert due(one) == monday(17, 30, days=8)
        with memory_of_another_process(calendars.book()):
            timelimits.withdraw_day(day, by=town.leader, why="解除")
            the_house_reacts()
        minutes_pass(2)
        assert due(one) == monday(17, 30, days=7)
        assert acts(one).count("reckon") == 2, "a look that finds nothing leaves no entry"


@contextmanager
def memory_of_another_process(book: Book) -> Iterator[None]:
    """Do something as a process does that has just read the rules, and goes on with them for some seconds."""
    own = calendars._kept
    calendars._kept = (monotonic(), book)
    yield
    calendars._kept = own


@pytest.mark.parametrize("days", [-40, 9])
def test_a_day_that_no_clock_runs_over_changes_nothing(town: Town, days: int) -> None:
    with clock.frozen(monday(14, 20) - timedelta(days=50)):
        before = MONDAY + timedelta(days=days)
        if days < 0:
            declared(town, before)
    with clock.frozen(monday(14, 20)):
        one = sent(town)
        if days > 0:
            declared(town, before)
        assert due(one) == monday(17, 30, days=7)
        assert "reckon" not in acts(one)


def test_a_saturday_declared_worked_makes_it_due_earlier(town: Town) -> None:
    with clock.frozen(monday(14, 20)):
        one = sent(town)
        declared(town, MONDAY + timedelta(days=5), Sort.WORKED)
        assert due(one) == monday(17, 30, days=5)


def test_what_stands_is_reckoned_when_it_goes_on(town: Town) -> None:
    with clock.frozen(monday(14, 20)):
        one = signed(town)
        pleas.ask_wait(one, by=town.people["clerk"], why="等照片")
        rulings.grant(one.pleas.get(), by=town.leader)
        declared(town, MONDAY + timedelta(days=2))
        assert "reckon" not in acts(one)
        pleas.resume(as_it_is(one), by=town.leader, why="来了")
        assert due(one) == monday(17, 30, days=8)


def test_while_the_line_decides_it_is_due_later_but_nothing_runs_out(town: Town) -> None:
    with clock.frozen(monday(14, 20)):
        one = signed(town)
        pleas.ask_wait(one, by=town.people["clerk"], why="等照片")
        declared(town, MONDAY + timedelta(days=2))
        assert due(one) == monday(17, 30, days=8)
        assert not Deadline.objects.filter(kind="assignment", name="reply", closed_at=None).exists()
        rulings.refuse(one.pleas.get(), by=town.leader, why="不用等")
        assert due(one) == monday(17, 30, days=8)


def test_what_was_replied_to_is_left_alone(town: Town) -> None:
    with clock.frozen(monday(14, 20)):
        one = signed(town)
        replies(one, town)
        declared(town, MONDAY + timedelta(days=2))
        assert "reckon" not in acts(one)
        until(monday(9, days=3))
        assert "overrun" not in acts(one)
