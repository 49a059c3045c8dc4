"""Lengths: what can be written, and that it reads back the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.worktime.lengths import Length, NotALength, Unit

lengths = st.builds(Length, st.integers(1, 999_999), st.sampled_from(Unit))


@given(lengths)
def test_a_printed_length_reads_back_as_itself(length: Length) -> None:
    assert Length.parse(str(length)) == length


@pytest.mark.parametrize(
    ("text", "length", "printed"),
    [
        ("5 working days", Length(5, Unit.WORKING_DAYS), "5 working days"),
        ("1 working day", Length(1, Unit.WORKING_DAYS), "1 working day"),
        ("30 min", Length(30, Unit.MINUTES), "30 min"),
        ("30 Minutes", Length(30, Unit.MINUTES), "30 min"),
        ("24h", Length(24, Unit.HOURS), "24 h"),
        ("2 hours", Length(2, Unit.HOURS), "2 h"),
        (" 3  d ", Length(3, Unit.DAYS), "3 days"),
        ("4 working hours", Length(4, Unit.WORKING_HOURS), "4 working h"),
    ],
)
def test_a_length_is_read_as_rules_write_it(text: str, length: Length, printed: str) -> None:
    assert Length.parse(text) == length
    assert str(length) == printed


@pytest.mark.parametrize(
    "text", ["", "5", "days", "0 min", "-1 h", "1.5 h", "5 working min", "5 weeks", "1 h 30 min"]
)
def test_anything_else_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(NotALength, match="5 working days"):
        Length.parse(text)


def test_a_length_is_at_least_one_unit() -> None:
    with pytest.raises(NotALength):
        Length(0, Unit.HOURS)


def test_an_extension_adds_the_same_unit_only() -> None:
    five = Length(5, Unit.WORKING_DAYS)
    assert five + Length(10, Unit.WORKING_DAYS) == Length(15, Unit.WORKING_DAYS)
    with pytest.raises(NotALength, match="units differ"):
        five + Length(24, Unit.HOURS)


def test_a_working_day_has_no_time_of_its_own() -> None:
    assert Length(2, Unit.DAYS).timedelta == timedelta(hours=48)
    with pytest.raises(NotALength):
        _ = Length(1, Unit.WORKING_DAYS).timedelta
