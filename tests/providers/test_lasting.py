"""How long papers last: one after the other without a gap counts as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.providers.credentials.lasting import Span, least, off_on

TODAY = date(2026, 3, 10)


def d(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("spans", "off"),
    [
        ([], TODAY),  # none ever was
        ([(None, None)], None),
        ([(None, d(0))], d(1)),  # the last good day is today
        ([(None, d(-1))], d(0)),
        ([(None, d(-40))], d(-39)),  # said the same, whenever it is asked
        ([(None, d(5)), (d(6), d(30))], d(31)),
        ([(None, d(5)), (d(7), d(30))], d(6)),  # a day between them
        ([(d(3), d(30))], TODAY),  # not yet begun
        ([(None, d(5)), (d(2), None)], None),
        ([(None, d(30)), (None, d(5))], d(31)),
    ],
)
def test_a_service_is_off_from_the_first_day_without_a_good_paper(
    spans: list[Span], off: date | None
) -> None:
    assert off_on(spans, today=TODAY) == off


days = st.none() | st.integers(-40, 40).map(d)


@given(st.lists(st.tuples(days, days), max_size=5))
def test_it_is_what_one_finds_by_going_through_the_days(spans: list[Span]) -> None:
    def good(day: date) -> bool:
        return any((a is None or a <= day) and (b is None or day <= b) for a, b in spans)

    found = off_on(spans, today=TODAY)
    plain = next((d(n) for n in range(100) if not good(d(n))), None)
    if plain == TODAY:
        assert found is not None
        assert found <= TODAY
    else:
        assert found == plain


def test_the_first_of_several_days_counts_and_never_is_no_day() -> None:
    assert least([None, d(3), d(2), None]) == d(2)
    assert least([None]) is None
