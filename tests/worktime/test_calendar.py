"""Which days are worked: moved weekends by hand, the city's own word, and years nobody knows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from hotline.worktime.calendar import (
    COVERED_YEARS,
    Calendar,
    CalendarUnknown,
    Free,
    Kind,
    Week,
    Working,
)

BEYOND = COVERED_YEARS[-1] + 1
NEW_YEAR_BEYOND = date(BEYOND, 1, 1)


def d(text: str) -> date:
    return date.fromisoformat(text)


# From the State Council's yearly notices: first and last free day, and the weekends worked for it.
HOLIDAYS = [
    ("National Day", d("2012-09-30"), d("2012-10-07"),
     [d("2012-09-29")]),
    ("Spring Festival", d("2013-02-09"), d("2013-02-15"),
     [d("2013-02-16"), d("2013-02-17")]),
    ("Spring Festival", d("2024-02-10"), d("2024-02-17"),
     [d("2024-02-04"), d("2024-02-18")]),
    ("Labour Day", d("2024-05-01"), d("2024-05-05"),
     [d("2024-04-28"), d("2024-05-11")]),
    ("National Day", d("2024-10-01"), d("2024-10-07"),
     [d("2024-09-29"), d("2024-10-12")]),
    ("Spring Festival", d("2025-01-28"), d("2025-02-04"),
     [d("2025-01-26"), d("2025-02-08")]),
    ("National Day", d("2025-10-01"), d("2025-10-08"),
     [d("2025-09-28"), d("2025-10-11")]),
    ("Spring Festival", d("2026-02-15"), d("2026-02-23"),
     [d("2026-02-14"), d("2026-02-28")]),
    ("National Day", d("2026-10-01"), d("2026-10-07"),
     [d("2026-09-20"), d("2026-10-10")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "first_on", "last_on", "moved"), HOLIDAYS)
def test_a_holiday_is_free_and_the_weekends_moved_for_it_are_worked(
    name: str, first_on: date, last_on: date, moved: list[date]
) -> None:
    calendar = Calendar()
    for n in range((last_on - first_on).days + 1):
        day = calendar.explain(first_on + timedelta(days=n))
        assert (day.kind, day.working) == (Kind.HOLIDAY, False)
    assert name in {calendar.explain(first_on).name, calendar.explain(last_on).name}
    for on in moved:
        day = calendar.explain(on)
        assert on.weekday() >= 5
        assert (day.kind, day.working) == (Kind.MOVED, True)


def test_an_ordinary_week_has_five_days_of_seven_hours() -> None:
    calendar = Calendar()
    week = [calendar.explain(date(2026, 11, 16) + timedelta(days=n)) for n in range(7)]
    assert [day.kind for day in week] == [Kind.WORKDAY] * 5 + [Kind.WEEKEND] * 2
    assert week[0].worked_us == timedelta(hours=7) // timedelta(microseconds=1)
    assert week[0].open[0] == (
        datetime(2026, 11, 16, 0, 30, tzinfo=UTC),
        datetime(2026, 11, 16, 4, 0, tzinfo=UTC),
    )


def test_the_city_may_declare_a_day_free_and_says_why() -> None:
    storm = date(2026, 11, 16)
    day = Calendar(declared={storm: Free("typhoon")}).explain(storm)
    assert (day.working, day.kind, day.name) == (False, Kind.DECLARED_FREE, "typhoon")


def test_the_city_may_declare_a_holiday_working_with_hours_of_its_own() -> None:
    on = date(2026, 10, 1)
    hours = ((time(9), time(11)),)
    day = Calendar(declared={on: Working("census", hours)}).explain(on)
    assert (day.working, day.kind, day.name) == (True, Kind.DECLARED_WORKING, "census")
    assert day.worked_us == 2 * 3600 * 1_000_000


def test_a_year_nobody_knows_is_refused_with_what_to_add() -> None:
    with pytest.raises(CalendarUnknown, match=f"declare the free and the moved .* {BEYOND}"):
        Calendar().explain(date(BEYOND, 3, 3))


def test_a_declared_day_of_an_unknown_year_is_known() -> None:
    calendar = Calendar(declared={NEW_YEAR_BEYOND: Free("New Year")})
    assert not calendar.explain(NEW_YEAR_BEYOND).working
    with pytest.raises(CalendarUnknown):
        calendar.explain(NEW_YEAR_BEYOND + timedelta(days=1))


def test_a_declared_year_is_known_as_a_whole() -> None:
    calendar = Calendar(
        declared={NEW_YEAR_BEYOND: Free("New Year")}, declared_years=frozenset({BEYOND})
    )
    working = sum(calendar.explain(NEW_YEAR_BEYOND + timedelta(days=n)).working for n in range(365))
    weekdays = sum((NEW_YEAR_BEYOND + timedelta(days=n)).weekday() < 5 for n in range(1, 365))
    assert working == weekdays
    assert not calendar.explain(date(BEYOND, 3, 3)).assumed


def test_a_city_may_declare_a_known_year_anew() -> None:
    calendar = Calendar(declared_years=frozenset({2012}))
    assert calendar.explain(d("2012-10-01")).kind is Kind.WORKDAY
    assert calendar.explain(d("2013-10-01")).kind is Kind.HOLIDAY


def test_an_unknown_year_may_be_assumed_ordinary_and_says_so() -> None:
    day = Calendar(unknown_years="assume").explain(NEW_YEAR_BEYOND)
    assert day.assumed
    assert day.working is (NEW_YEAR_BEYOND.weekday() < 5)


def test_closing_at_midnight_is_the_end_of_the_day() -> None:
    always = ((time(0), time(0)),)
    calendar = Calendar(Week((always,) * 7, moved=always))
    assert calendar.explain(date(2026, 11, 16)).worked_us == 24 * 3600 * 1_000_000


@pytest.mark.parametrize(
    "hours",
    [
        ((time(12), time(9)),),
        ((time(8), time(12)), (time(11), time(17))),
        ((time(8), time(0)), (time(9), time(10))),
    ],
)
def test_hours_that_overlap_or_run_backwards_are_refused(
    hours: tuple[tuple[time, time], ...],
) -> None:
    with pytest.raises(ValueError, match="follow one another"):
        Working("overtime", hours)


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        Week(((),) * 7)
