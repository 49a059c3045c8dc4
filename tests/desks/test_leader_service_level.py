"""The arithmetic of the floor: shares against the rule, the hour that runs, the drawing of the day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.calls import service_level
from hotline.calls.service_level import Counted
from hotline.desks.leader import curve

COUNTS = st.builds(
    lambda in_time, late, abandoned, unserved, waits: Counted(
        in_time + late + abandoned + unserved + waits, in_time + late, in_time, abandoned, unserved
    ),
    *[st.integers(0, 50)] * 5,
)


def test_a_share_counts_those_who_gave_up_and_not_those_who_still_wait() -> None:
    day = Counted(arrived=12, answered=8, in_time=6, abandoned=1, unserved=1, waited_s=80)
    assert (day.decided, day.in_time_share, day.answered_share) == (10, 0.6, 0.8)
    assert day.mean_wait_s == 10


def test_nothing_decided_is_no_share_and_meets_no_rule() -> None:
    assert Counted(arrived=3).in_time_share is None
    assert Counted().mean_wait_s is None
    assert service_level.meets(None, 80) is None


@pytest.mark.parametrize(("share", "met"), [(0.8, True), (0.7999, False), (1.0, True)])
def test_a_rule_is_met_from_its_own_number_on(share: float, met: bool) -> None:
    assert service_level.meets(share, 80) is met


@given(st.lists(COUNTS, max_size=6))
def test_shares_never_leave_their_bounds(several: list[Counted]) -> None:
    day = service_level.total(several)
    assert day.arrived == sum(one.arrived for one in several)
    if day.decided:
        assert 0 <= (day.in_time_share or 0) <= (day.answered_share or 0) <= 1


def test_the_hour_that_runs_is_its_four_quarters() -> None:
    quarters = {nth: Counted(arrived=nth) for nth in (31, 32, 33, 36)}
    assert service_level.this_hour(quarters, 8 * 3600 + 1700).arrived == 32 + 33
    assert service_level.this_hour(quarters, 9 * 3600).arrived == 36
    assert service_level.this_hour(quarters, 23 * 3600).arrived == 0


@given(st.dictionaries(st.integers(0, 95), COUNTS, max_size=96))
def test_no_bar_leaves_the_drawing(quarters: dict[int, Counted]) -> None:
    drawn = curve.draw(quarters, now=40)
    assert [bar.nth for bar in drawn.bars] == sorted(
        nth for nth, one in quarters.items() if one.arrived
    )
    for bar in drawn.bars:
        assert 0 <= bar.x <= bar.x + curve.WIDE <= 96 * curve.STEP
        assert 0 < bar.arrived <= curve.HIGH
        assert bar.top >= curve.HIGH - bar.arrived - 0.2  # three numbers are rounded


def test_the_busiest_quarter_is_said() -> None:
    drawn = curve.draw({33: Counted(arrived=9), 40: Counted(arrived=2)}, now=40)
    assert (drawn.highest, drawn.busiest_hm) == (9, "08:15")
    assert curve.draw({}, now=0).busiest_hm == ""
    assert curve.draw({3: Counted(arrived=1)}, now=3).bars[0].arrived == 25
