"""Due times against a public record: the holiday arrangements of three years, counted off by hand (`record.py`)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from hotline.timelimits import queries
from hotline.timelimits.limits import Limit
from hotline.worktime import Calendar, Length, Pause, Unit
from hotline.worktime.calendar import CHINA
from tests.timelimits.record import DUE, PAUSED, YEARS, works


def moment(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=CHINA)


def limit(days: int) -> Limit:
    return Limit(Length(days, Unit.WORKING_DAYS), row=0)


def every_day(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0))]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_calendar_that_comes_with_the_house_is_as_the_notice_says(
    calendars: None, year: int
) -> None:
    calendar = queries.calendar()
    told = {on: calendar.explain(on).working for on in every_day(year)}
    assert told == {on: works(on) for on in every_day(year)}
    assert not any(calendar.explain(on).assumed for on in every_day(year))


@pytest.mark.parametrize("year", YEARS)
def test_a_year_that_nobody_took_in_is_counted_as_the_notice_says_too(db: None, year: int) -> None:
    calendar = queries.calendar()
    assert all(calendar.explain(on).working == works(on) for on in every_day(year))


def test_a_year_whose_notice_is_not_out_is_counted_as_ordinary_weeks_and_says_so(db: None) -> None:
    friday = queries.calendar().explain(date(2031, 10, 3))
    assert friday.working
    assert friday.assumed


@pytest.mark.parametrize(("start", "days", "due"), DUE)
def test_a_due_time_is_as_counted_off_by_hand(
    calendars: None, start: str, days: int, due: str
) -> None:
    found = queries.reckon_by(limit(days), unit=None, start=moment(start))
    assert found.due.at == datetime.combine(date.fromisoformat(due), time(17, 30), CHINA)


@pytest.mark.parametrize(("start", "days", "paused", "resumed", "due"), PAUSED)
def test_a_pause_over_holidays_takes_what_would_have_counted(
    calendars: None, start: str, days: int, paused: str, resumed: str, due: str
) -> None:
    stood = [Pause(moment(paused), moment(resumed))]
    found = queries.reckon_by(limit(days), unit=None, start=moment(start), pauses=stood)
    assert found.due.at == moment(due)


def test_the_calendar_of_the_house_is_one_for_all_units_without_hours_of_their_own(
    calendars: None,
) -> None:
    assert queries.calendar(7) is queries.calendar(None)
    assert isinstance(queries.calendar(), Calendar)
