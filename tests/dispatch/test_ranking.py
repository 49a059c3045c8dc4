"""Who is asked first: the ranking holds whatever the facts, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hotline.dispatch.ranking import WEIGHTS, Facts, LeftOut, judge, rank
from tests.town import RUIAN

NOW = datetime(2012, 9, 26, 8, 12, tzinfo=RUIAN)

facts = st.builds(
    Facts,
    provider=st.integers(1, 40),
    name=st.just("企业"),
    in_standing=st.booleans(),
    here=st.booleans(),
    now=st.booleans(),
    asked=st.booleans(),
    open_jobs=st.integers(0, 12),
    most_open=st.integers(1, 10),
    accept_median=st.none() | st.timedeltas(timedelta(), timedelta(hours=3)),
    last_offered_at=st.none()
    | st.timedeltas(timedelta(), timedelta(days=60)).map(lambda ago: NOW - ago),
)
lists = st.lists(facts, max_size=12, unique_by=lambda one: one.provider)


@given(lists)
def test_nobody_is_lost_and_nobody_is_asked_who_is_ruled_out(several: list[Facts]) -> None:
    ranked = rank(several, at=NOW)
    assert sorted(one.facts.provider for one in ranked) == sorted(one.provider for one in several)
    ruled_out = [bool(one.left_out) for one in ranked]
    assert ruled_out == sorted(ruled_out)


@given(lists)
def test_the_order_does_not_depend_on_the_order_of_asking(several: list[Facts]) -> None:
    assert rank(several, at=NOW) == rank(reversed(several), at=NOW)


@given(facts)
def test_every_reason_is_true_and_every_score_is_the_sum_of_its_shares(one: Facts) -> None:
    judged = judge(one, at=NOW)
    assert (LeftOut.FULL in judged.left_out) == (one.open_jobs >= one.most_open)
    assert (LeftOut.NOT_HERE in judged.left_out) == (not one.here)
    if not judged.left_out:
        shares = {"quick": judged.quick, "free": judged.free, "turn": judged.turn}
        assert all(0 <= share <= 1 for share in shares.values())
        assert (
            abs(judged.score - sum(WEIGHTS[name] * share for name, share in shares.items())) < 1e-4
        )


@given(facts.filter(lambda one: one.open_jobs + 1 < one.most_open))
def test_fuller_hands_never_rank_higher(one: Facts) -> None:
    fuller = replace(one, open_jobs=one.open_jobs + 1)
    assert judge(fuller, at=NOW).score <= judge(one, at=NOW).score


@given(facts, st.timedeltas(timedelta(), timedelta(hours=1)))
def test_who_accepts_later_never_ranks_higher(one: Facts, later: timedelta) -> None:
    known = replace(one, accept_median=one.accept_median or timedelta(minutes=2))
    assert known.accept_median is not None
    slower = replace(known, accept_median=known.accept_median + later)
    assert judge(slower, at=NOW).score <= judge(known, at=NOW).score
