"""When a citizen is called back: in two hours, never at night, each try at another hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hotline.followups import timing
from hotline.rules.book import Book
from hotline.rules.numbers import NUMBERS
from tests.town import RUIAN, at

BOOK = Book({number.name: number.default for number in NUMBERS})
moments = st.datetimes(datetime(2012, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=RUIAN)
)


def test_by_day_it_is_owed_within_two_hours() -> None:
    assert timing.first_due(at(9, 0), BOOK) == at(11, 0)


def test_what_is_done_at_night_is_asked_the_next_morning() -> None:
    assert timing.first_due(at(1, 50), BOOK) == at(10, 0)
    assert timing.first_due(at(22, 30), BOOK) == at(10, 0) + timedelta(days=1)


@given(moments)
def test_nobody_is_rung_at_night(done_at: datetime) -> None:
    due = timing.first_due(done_at, BOOK)
    assert due > done_at
    assert timing.awake(due, BOOK)
    assert due - done_at <= timedelta(hours=24)


@given(moments)
def test_three_tries_fall_on_three_hours_and_apart(first: datetime) -> None:
    tried, hours = first, [first.hour]
    for _try in range(2):
        due = timing.next_try(tried, hours, BOOK)
        assert timing.awake(due, BOOK)
        assert due.hour not in hours
        assert due - tried >= BOOK.time("callback_apart_h")
        tried, hours = due, [*hours, due.hour]
