"""Due times by hand: weekends, holidays, moved days, pauses, and the reasons they give."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from hotline.worktime import because as why
from hotline.worktime.calendar import CHINA, COVERED_YEARS, Calendar, Free, Kind, Week
from hotline.worktime.lengths import Length
from hotline.worktime.spans import Counting, Pause, StandsStill, due, used

OFFICE = Calendar()
WEEKEND = Kind.WEEKEND


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def ends(start: str, length: str, counting: Counting = Counting.NEXT_DAY) -> datetime:
    return due(at(start), Length.parse(length), OFFICE, counting=counting).at


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        # the day of the start is not counted, the last ends at closing
        ("2026-11-16 10:00", "1 working day", "2026-11-17 17:30"),
        ("2026-11-16 08:30", "5 working days", "2026-11-23 17:30"),
        ("2026-11-20 12:00", "1 working day", "2026-11-23 17:30"),
        ("2026-11-20 23:59:59", "1 working day", "2026-11-23 17:30"),
        ("2026-11-21 10:00", "1 working day", "2026-11-23 17:30"),
        # National Day 2012: Saturday 29 September is worked, 30 September to 7 October are free
        ("2012-09-26 08:05", "5 working days", "2012-10-09 17:30"),
        ("2012-09-28 16:00", "1 working day", "2012-09-29 17:30"),
        ("2012-09-29 16:00", "1 working day", "2012-10-08 17:30"),
        # Spring Festival 2013: 9 to 15 February free, 16 and 17 worked
        ("2013-02-08 09:00", "2 working days", "2013-02-17 17:30"),
        # Spring Festival 2026: 15 to 23 February free, 14 and 28 worked
        ("2026-02-13 09:00", "2 working days", "2026-02-24 17:30"),
        ("2026-02-27 09:00", "1 working day", "2026-02-28 17:30"),
        ("2024-02-09 17:00", "1 working day", "2024-02-18 17:30"),
        ("2025-01-27 17:00", "3 working days", "2025-02-07 17:30"),
    ],
)
def test_working_days_are_counted_as_the_civil_code_does(start: str, length: str, end: str) -> None:
    assert ends(start, length) == at(end)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-11-20 10:00", "1 working day", "2026-11-23 10:00"),
        ("2026-11-20 17:30", "1 working day", "2026-11-23 17:30"),
        ("2026-11-21 10:00", "1 working day", "2026-11-23 17:30"),
        ("2026-11-20 12:30", "1 working day", "2026-11-23 12:00"),
        ("2012-09-28 10:00:07", "2 working days", "2012-10-08 10:00:07"),
        ("2026-11-20 16:30", "2 working hours", "2026-11-23 09:30"),
        ("2026-11-20 11:00", "2 working hours", "2026-11-20 15:00"),
    ],
)
def test_counting_at_once_keeps_the_time_of_day(start: str, length: str, end: str) -> None:
    assert ends(start, length, Counting.AT_ONCE) == at(end)


def test_natural_lengths_run_through_night_and_holiday() -> None:
    assert ends("2012-09-30 23:50", "30 min") == at("2012-10-01 00:20")
    assert ends("2012-09-30 23:50", "24 h") == at("2012-10-01 23:50")
    assert ends("2012-09-30 23:50", "2 days") == at("2012-10-02 23:50")


def test_a_due_time_tells_why() -> None:
    answer = due(
        at("2012-09-27 18:00"),
        Length.parse("3 working days"),
        OFFICE,
        pauses=[Pause(at("2012-09-28 09:00"), at("2012-09-28 11:10"))],
    )
    assert answer.at == at("2012-10-09 10:40")
    assert answer.because == (
        why.Started(at("2012-09-27 18:00")),
        why.Begins(at("2012-09-28 08:30")),
        why.Counted(date(2012, 9, 29), Kind.MOVED, "National Day"),
        why.Skipped(date(2012, 9, 30), date(2012, 9, 30), Kind.HOLIDAY, "Mid-autumn Festival"),
        why.Skipped(date(2012, 10, 1), date(2012, 10, 7), Kind.HOLIDAY, "National Day"),
        why.Stood(at("2012-09-28 09:00"), at("2012-09-28 11:10")),
    )
    stood = answer.because[-1]
    assert isinstance(stood, why.Stood)
    assert stood.length == timedelta(hours=2, minutes=10)


def test_a_plain_case_has_no_reason_but_its_start() -> None:
    start = at("2026-11-16 10:00")
    assert due(start, Length.parse("30 min"), OFFICE).because == (why.Started(start),)


def test_what_starts_at_closing_begins_at_the_next_opening() -> None:
    answer = due(at("2026-11-16 17:30"), Length.parse("1 working hour"), OFFICE)
    assert answer.because[1] == why.Begins(at("2026-11-17 08:30"))


def test_a_day_declared_free_is_skipped_with_its_reason() -> None:
    storm = date(2026, 11, 17)
    office = Calendar(declared={storm: Free("typhoon")})
    answer = due(at("2026-11-16 10:00"), Length.parse("1 working day"), office)
    assert answer.at == at("2026-11-18 17:30")
    assert why.Skipped(storm, storm, Kind.DECLARED_FREE, "typhoon") in answer.because


def test_a_worked_day_before_the_first_counted_one_is_no_reason() -> None:
    answer = due(at("2012-09-29 16:00"), Length.parse("1 working day"), OFFICE)
    assert not any(isinstance(fact, why.Counted) for fact in answer.because)


def test_a_due_time_that_rests_on_an_assumed_year_says_so() -> None:
    last_day = at(f"{COVERED_YEARS[-1]}-12-31 10:00")
    answer = due(last_day, Length.parse("5 working days"), Calendar(unknown_years="assume"))
    assumed = [fact for fact in answer.because if isinstance(fact, why.Assumed)]
    assert assumed == [why.Assumed(COVERED_YEARS[-1] + 1)]


# -- pauses ----------------------------------------------------------------------------------------


def test_a_pause_moves_a_natural_due_time_by_its_length_to_the_second() -> None:
    pauses = [Pause(at("2026-11-16 10:05:11"), at("2026-11-16 12:15:12"))]
    answer = due(at("2026-11-16 10:00"), Length.parse("30 min"), OFFICE, pauses=pauses)
    assert answer.at == at("2026-11-16 12:40:01")


def test_a_pause_over_a_holiday_costs_only_the_working_time_in_it() -> None:
    pauses = [Pause(at("2012-09-29 16:30"), at("2012-10-08 09:00"))]
    answer = due(at("2012-09-28 09:00"), Length.parse("2 working days"), OFFICE, pauses=pauses)
    assert answer.at == at("2012-10-09 10:00")  # 29 September lost 1 h, 8 October 0.5 h


def test_a_pause_outside_what_counts_moves_nothing_and_is_no_reason() -> None:
    before = Pause(at("2026-11-14 09:00"), at("2026-11-14 10:00"))
    after = Pause(at("2026-11-17 17:30"), at("2026-11-18 10:00"))
    first_day = Pause(at("2026-11-16 11:00"), at("2026-11-16 12:00"))
    answer = due(
        at("2026-11-16 10:00"),
        Length.parse("1 working day"),
        OFFICE,
        pauses=[after, first_day, before],
    )
    assert answer.at == at("2026-11-17 17:30")
    assert not any(isinstance(fact, why.Stood) for fact in answer.because)


def test_pauses_that_overlap_stop_the_clock_once() -> None:
    pauses = [
        Pause(at("2026-11-16 10:10"), at("2026-11-16 10:30")),
        Pause(at("2026-11-16 10:05"), at("2026-11-16 10:20")),
        Pause(at("2026-11-16 10:30"), at("2026-11-16 10:40")),
    ]
    answer = due(at("2026-11-16 10:00"), Length.parse("1 h"), OFFICE, pauses=pauses)
    assert answer.at == at("2026-11-16 11:35")
    assert answer.because[1:] == (why.Stood(at("2026-11-16 10:05"), at("2026-11-16 10:40")),)


@pytest.mark.parametrize("length", ["1 h", "1 day", "2 working hours", "3 working days"])
def test_while_the_clock_stands_nothing_is_due(length: str) -> None:
    standing = [Pause(at("2026-11-16 10:05"))]
    with pytest.raises(StandsStill, match="2026-11-16"):
        due(at("2026-11-16 10:00"), Length.parse(length), OFFICE, pauses=standing)


def test_a_pause_that_begins_after_the_end_does_not_hold_it_open() -> None:
    standing = [Pause(at("2026-11-16 11:00"))]
    for length in ("1 h", "1 working hour"):
        answer = due(at("2026-11-16 10:00"), Length.parse(length), OFFICE, pauses=standing)
        assert answer.at == at("2026-11-16 11:00")


def test_a_pause_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it began"):
        Pause(at("2026-11-16 11:00"), at("2026-11-16 10:59:59"))


# -- used ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "hours", "share"),
    [
        ("2012-09-28 09:00", 0, 0),
        ("2012-09-29 12:00", 3.5, 0.25),
        ("2012-09-29 17:30", 7, 0.5),
        ("2012-10-04 09:00", 7, 0.5),
        ("2012-10-08 17:30", 14, 1),
        ("2012-10-09 12:00", 17.5, 1),
    ],
)
def test_used_counts_what_due_counts(now: str, hours: float, share: float) -> None:
    answer = used(at("2012-09-28 09:00"), Length.parse("2 working days"), OFFICE, now=at(now))
    assert answer.time == timedelta(hours=hours)
    assert answer.share == pytest.approx(share)


def test_used_stands_still_in_a_pause() -> None:
    start, standing = at("2026-11-16 10:00"), [Pause(at("2026-11-16 10:15"))]
    for length, share in (("1 h", 0.25), ("1 working hour", 0.25)):
        answer = used(
            start, Length.parse(length), OFFICE, now=at("2026-11-17 09:00"), pauses=standing
        )
        assert (answer.time, answer.share) == (timedelta(minutes=15), share)


def test_nothing_is_used_before_the_start() -> None:
    start = at("2026-11-16 10:00")
    for length in ("1 h", "1 working hour", "1 working day"):
        answer = used(start, Length.parse(length), OFFICE, now=start - timedelta(days=2))
        assert (answer.time, answer.share) == (timedelta(), 0)


# -- exactness -------------------------------------------------------------------------------------


def test_a_due_time_is_rounded_up_to_the_second() -> None:
    start = at("2026-11-16 10:00") + timedelta(microseconds=1)
    assert due(start, Length.parse("5 min"), OFFICE).at == at("2026-11-16 10:05:01")


def test_days_of_different_length_count_as_one_each() -> None:
    long, short = ((time(8), time(16)),), ((time(8), time(12)),)
    office = Calendar(Week((long, long, long, long, short, (), ())))
    answer = due(
        at("2026-11-19 12:00"), Length.parse("1 working day"), office, counting=Counting.AT_ONCE
    )
    assert answer.at == at("2026-11-20 10:00")  # half of Thursday, half of a shorter Friday


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        due(datetime(2026, 11, 16, 10), Length.parse("5 min"), OFFICE)  # noqa: DTZ001
