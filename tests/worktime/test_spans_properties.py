"""Due times against a count so naive that it cannot be wrong: one minute after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import chinese_calendar
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from hotline.worktime.calendar import CHINA, Calendar
from hotline.worktime.lengths import Length, Unit
from hotline.worktime.spans import Counting, Pause, due, used

OFFICE = Calendar()
MINUTE = timedelta(minutes=1)
SUMMER_2012 = datetime(2012, 9, 1, tzinfo=CHINA)

starts = st.integers(0, 60 * 24 * 45).map(lambda n: SUMMER_2012 + n * MINUTE)
short_lengths = st.one_of(
    st.builds(Length, st.integers(1, 900), st.just(Unit.MINUTES)),
    st.builds(Length, st.integers(1, 60), st.just(Unit.HOURS)),
    st.builds(Length, st.integers(1, 3), st.just(Unit.DAYS)),
    st.builds(Length, st.integers(1, 20), st.just(Unit.WORKING_HOURS)),
    st.builds(Length, st.integers(1, 3), st.just(Unit.WORKING_DAYS)),
)
gaps = st.lists(st.tuples(st.integers(-600, 4000), st.integers(0, 3000)), max_size=3)
countings = st.sampled_from(Counting)


def pauses_from(start: datetime, minutes: list[tuple[int, int]]) -> list[Pause]:
    return [
        Pause(start + after * MINUTE, start + (after + lasting) * MINUTE)
        for after, lasting in minutes
    ]


def worked(at: datetime) -> bool:
    """Say whether the minute that begins at *at* is worked."""
    minute = at.hour * 60 + at.minute
    in_hours = 510 <= minute < 720 or 840 <= minute < 1050
    return in_hours and chinese_calendar.is_workday(at.date())


def counted(
    start: datetime, length: Length, pauses: list[Pause], counting: Counting
) -> Iterator[tuple[datetime, Fraction]]:
    """Yield each minute from the start on, and what share of the length it uses."""
    whole = {
        Unit.MINUTES: 1, Unit.HOURS: 60, Unit.DAYS: 1440,
        Unit.WORKING_HOURS: 60, Unit.WORKING_DAYS: 420,
    }[length.unit] * length.amount  # fmt: skip
    one = Fraction(1, whole)
    skip_first_day = length.unit is Unit.WORKING_DAYS and counting is Counting.NEXT_DAY
    at = start
    while True:
        stands = any(p.paused_at <= at < (p.resumed_at or at) for p in pauses)
        counts = worked(at) if length.unit.working else True
        if skip_first_day and at.date() == start.date():
            counts = False
        yield at, one if counts and not stands else Fraction()
        at += MINUTE


@settings(max_examples=150)
@given(starts, short_lengths, gaps, countings)
@example(SUMMER_2012, Length(3, Unit.WORKING_DAYS), [(30 * 1440, 2000)], Counting.AT_ONCE)
def test_a_due_time_is_what_counting_the_minutes_gives(
    start: datetime, length: Length, minutes: list[tuple[int, int]], counting: Counting
) -> None:
    pauses = pauses_from(start, minutes)
    left, end = Fraction(1), start
    for at, share in counted(start, length, pauses, counting):
        left, end = left - share, at + MINUTE
        if not left:
            break
    answer = due(start, length, OFFICE, pauses=pauses, counting=counting)
    assert answer.at == end


@settings(max_examples=100)
@given(starts, short_lengths, gaps, countings, st.integers(0, 5000))
def test_what_is_used_is_what_counting_the_minutes_gives(
    start: datetime,
    length: Length,
    minutes: list[tuple[int, int]],
    counting: Counting,
    later: int,
) -> None:
    pauses, now = pauses_from(start, minutes), start + later * MINUTE
    share, time = Fraction(), timedelta()
    for at, part in counted(start, length, pauses, counting):
        if at >= now:
            break
        share += part
        time += MINUTE if part else timedelta()
    answer = used(start, length, OFFICE, now=now, pauses=pauses, counting=counting)
    assert answer.time == time
    assert abs(answer.share - min(float(share), 1.0)) < 1e-9


seconds = st.integers(0, 86_400 * 45).map(lambda n: SUMMER_2012 + timedelta(seconds=n))
long_lengths = st.one_of(
    short_lengths, st.builds(Length, st.integers(1, 200), st.just(Unit.WORKING_DAYS))
)


@given(seconds, long_lengths, gaps, countings)
def test_at_its_due_time_all_is_used_and_a_second_before_not_all(
    start: datetime, length: Length, minutes: list[tuple[int, int]], counting: Counting
) -> None:
    pauses = pauses_from(start, minutes)
    end = due(start, length, OFFICE, pauses=pauses, counting=counting).at

    def share(now: datetime) -> float:
        return used(start, length, OFFICE, now=now, pauses=pauses, counting=counting).share

    assert share(end) > 1 - 1e-9
    assert share(end - timedelta(seconds=1)) < 1


@given(seconds, seconds, long_lengths, countings)
def test_who_starts_later_is_never_due_earlier(
    one: datetime, other: datetime, length: Length, counting: Counting
) -> None:
    first, second = sorted((one, other))
    ends = [due(start, length, OFFICE, counting=counting).at for start in (first, second)]
    assert ends[0] <= ends[1]


@given(seconds, long_lengths, gaps, countings)
def test_the_zone_a_start_is_written_in_changes_nothing(
    start: datetime, length: Length, minutes: list[tuple[int, int]], counting: Counting
) -> None:
    pauses = pauses_from(start, minutes)
    here = due(start, length, OFFICE, pauses=pauses, counting=counting)
    there = due(start.astimezone(UTC), length, OFFICE, pauses=pauses, counting=counting)
    assert here == there


@given(seconds, long_lengths, st.integers(1, 5000), st.integers(1, 5000))
def test_a_longer_pause_never_brings_the_end_forward(
    start: datetime, length: Length, lasting: int, more: int
) -> None:
    assume(length.unit.working)
    ends = [
        due(start, length, OFFICE, pauses=[Pause(start, start + m * MINUTE)]).at
        for m in (lasting, lasting + more)
    ]
    assert ends[0] <= ends[1]
