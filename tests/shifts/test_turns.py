"""Which shift works when, which one hands over, when one may come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.shifts import turns
from hotline.shifts.turns import Shift, Turn
from tests.town import FIRST_DAY, at


@pytest.mark.parametrize(
    ("hour", "minute", "shift"),
    [(0, 0, Shift.NIGHT), (7, 59, Shift.NIGHT), (8, 0, Shift.DAY), (16, 0, Shift.EVENING)],
)
def test_three_shifts_make_a_day(hour: int, minute: int, shift: Shift) -> None:
    assert turns.at(at(hour, minute)) == Turn(FIRST_DAY, shift)


@pytest.mark.parametrize(("hour", "minute"), [(7, 55), (8, 5), (11, 59), (4, 0)])
def test_the_night_hands_over_around_eight(hour: int, minute: int) -> None:
    assert turns.handing_over(at(hour, minute)) == Turn(FIRST_DAY, Shift.NIGHT)


def test_the_evening_hands_over_after_midnight_too() -> None:
    before = Turn(FIRST_DAY - timedelta(days=1), Shift.EVENING)
    assert turns.handing_over(at(0, 10)) == before == Turn(FIRST_DAY, Shift.NIGHT).before


@given(st.datetimes(timezones=st.just(at(0).tzinfo)))
def test_every_moment_lies_in_one_shift(moment: object) -> None:
    turn = turns.at(moment)  # type: ignore[arg-type]
    assert turn.starts_at <= moment < turn.ends_at  # type: ignore[operator]
    assert turn.after.before == turn.before.after == turn
    assert turn.ends_at == turn.after.starts_at


def test_one_comes_an_hour_before_at_the_earliest() -> None:
    day = Turn(FIRST_DAY, Shift.DAY)
    assert [turns.may_sign_on(day, moment) for moment in (at(6, 59), at(7), at(15, 59), at(16))] == [
        False, True, True, False,
    ]  # fmt: skip
