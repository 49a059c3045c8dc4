"""Reckoning against a count so naive that it cannot be wrong: one minute after the other, on the calendar of record."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.timelimits.book import Book, Opening
from hotline.timelimits.limits import Limit
from hotline.timelimits.queries import spans
from hotline.worktime import Free, Length, Pause, Unit, Week, Working, due
from hotline.worktime.calendar import CHINA
from tests.timelimits.record import YEARS, off, worked, works

MINUTE = timedelta(minutes=1)
FIRST = datetime(2024, 1, 2, tzinfo=CHINA)
DAYS = 900
BOOK = Book(
    rules=(),
    seasons={},
    days={on: Free("x") for year in YEARS for on in off(year)}
    | {on: Working("x") for year in YEARS for on in worked(year)},
    years=frozenset(YEARS),
    openings=[
        Opening(7, date(2024, 1, 1), Week((*(spans("09:00-12:00、13:00-17:00"),) * 5, (), ()),
                                          moved=spans("09:00-12:00、13:00-17:00"))),
        Opening(None, date(2024, 1, 1), Week()),
    ],
)  # fmt: skip
OPEN = {None: ((510, 720), (840, 1050)), 7: ((540, 720), (780, 1020))}

starts = st.integers(0, 1440 * DAYS).map(lambda n: FIRST + n * MINUTE)
lengths = st.one_of(
    st.builds(Length, st.integers(1, 900), st.just(Unit.MINUTES)),
    st.builds(Length, st.integers(1, 72), st.just(Unit.HOURS)),
    st.builds(Length, st.integers(1, 40), st.just(Unit.WORKING_HOURS)),
    st.builds(Length, st.integers(1, 15), st.just(Unit.WORKING_DAYS)),
)
gaps = st.lists(st.tuples(st.integers(-600, 15_000), st.integers(0, 15_000)), max_size=3)


def counts(at: datetime, unit: int | None) -> bool:
    """Say whether the minute that begins here is worked."""
    minute = at.hour * 60 + at.minute
    return works(at.date()) and any(opens <= minute < closes for opens, closes in OPEN[unit])


def naive(start: datetime, length: Length, pauses: list[Pause], unit: int | None) -> datetime:
    """Count minute after minute until the length is used up."""
    whole = {
        Unit.MINUTES: 1, Unit.HOURS: 60, Unit.WORKING_HOURS: 60, Unit.WORKING_DAYS: 420,
    }[length.unit] * length.amount  # fmt: skip
    at = start
    while whole:
        stands = any(pause.paused_at <= at < (pause.resumed_at or at) for pause in pauses)
        today = at.date() == start.date() and length.unit is Unit.WORKING_DAYS
        if not stands and not today and (not length.unit.working or counts(at, unit)):
            whole -= 1
        at += MINUTE
    return at


@settings(max_examples=120)
@given(starts, lengths, gaps, st.sampled_from([None, 7]))
def test_a_due_time_is_the_minute_at_which_a_naive_count_is_through(
    start: datetime, length: Length, minutes: list[tuple[int, int]], unit: int | None
) -> None:
    pauses = [Pause(start + a * MINUTE, start + (a + n) * MINUTE) for a, n in minutes]
    limit = Limit(length, row=0)
    calendar = BOOK.calendar(unit, start.date())
    found = due(start, limit.length, calendar, pauses=pauses, counting=limit.counting)
    assert found.at == naive(start, length, pauses, unit)
