"""When somebody works: spans of a day, also over midnight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.worktime import hours
from tests.town import at

clocks = st.tuples(st.integers(0, 23), st.integers(0, 59))


def test_a_night_shift_goes_over_midnight() -> None:
    assert hours.covers("20:00-06:00", at(2, 0))
    assert not hours.covers("20:00-06:00", at(6, 0))


@given(clocks)
def test_round_the_clock_is_always(moment: tuple[int, int]) -> None:
    assert hours.covers(hours.ROUND_THE_CLOCK, at(*moment))


@given(clocks, clocks, clocks)
def test_a_span_and_its_rest_share_the_day(
    start: tuple[int, int], end: tuple[int, int], moment: tuple[int, int]
) -> None:
    if start == end:
        return
    first, second = (f"{h:02d}:{m:02d}" for h, m in (start, end))
    there = hours.covers(f"{first}-{second}", at(*moment))
    assert there != hours.covers(f"{second}-{first}", at(*moment))


@pytest.mark.parametrize(
    "wrong", ["8-20", "07:30", "25:00-26:00", "07:60-08:00", "08:00-08:00", ""]
)
def test_what_is_no_span_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"hours|span"):
        hours.minutes(wrong)
