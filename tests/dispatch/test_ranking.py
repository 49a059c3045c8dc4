"""Who is asked first: worked out by hand, share by share; and what holds whatever the facts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.dispatch.ranking import (
    SHARES,
    Facts,
    LeftOut,
    Mode,
    Weights,
    fairness,
    newcomers_turn,
    rank,
    smoothed,
)
from tests.town import RUIAN

NOW = datetime(2012, 9, 26, 8, 12, tzinfo=RUIAN)
WEIGHTS = Weights()
"""20 quick, 15 on time, 25 content, 10 near, 15 free, 15 fair; ten imagined jobs of 80 %."""


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


# -- by hand --------------------------------------------------------------------------------------

TABLE = {
    # accepts in 1, 5.5, 10 min: (10 - n) / 9
    "accepts at once": (Facts(provider=1, accept_median=minutes(1)), "quick", 1.0),
    "accepts in five and a half": (Facts(provider=1, accept_median=minutes(5.5)), "quick", 0.5),
    "accepts in an hour": (Facts(provider=1, accept_median=minutes(60)), "quick", 0.0),
    "never accepted": (Facts(provider=1), "quick", 5 / 9),
    # (8 + kept) / (10 + promised)
    "promised nothing yet": (Facts(provider=1), "on_time", 0.8),
    "kept nine of ten": (Facts(provider=1, promised=10, on_time=9), "on_time", 17 / 20),
    "kept none of ten": (Facts(provider=1, promised=10), "on_time", 0.4),
    # (8 + liked) / (10 + rated)
    "rated by nobody": (Facts(provider=1), "content", 0.8),
    "one very content": (Facts(provider=1, rated=1, liked=1.0), "content", 9 / 11),
    "a hundred, ninety-five of them": (
        Facts(provider=1, rated=100, liked=95.0), "content", 103 / 110,
    ),
    "same community": (Facts(provider=1, near="community"), "near", 1.0),
    "same town": (Facts(provider=1, near="town"), "near", 0.6),
    "same city": (Facts(provider=1, near="city"), "near", 0.2),
    "who knows where": (Facts(provider=1), "near", 0.0),
    "two of eight in hand": (Facts(provider=1, open_jobs=2, most_open=8), "free", 0.75),
    "all in hand": (Facts(provider=1, open_jobs=8, most_open=8), "free", 0.0),
    "alone, whatever it had": (Facts(provider=1, offers=40), "fair", 0.5),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_each_share_is_as_worked_out_by_hand(case: str) -> None:
    facts, share, worth = TABLE[case]
    [one] = rank([facts], weights=WEIGHTS).candidates
    assert getattr(one, share) == pytest.approx(worth)


def test_a_score_is_the_mean_of_the_shares_by_their_weights() -> None:
    """20·1 + 15·0.85 + 25·(103/110) + 10·0.6 + 15·0.75 + 15·0.5, of a hundred: 0.8091."""
    facts = Facts(
        provider=1, accept_median=minutes(1), promised=10, on_time=9, rated=100, liked=95.0,
        near="town", open_jobs=2, most_open=8, offers=3,
    )  # fmt: skip
    [one] = rank([facts], weights=WEIGHTS).candidates
    assert one.score == 0.8091
    [doubled] = rank([facts], weights=Weights(
        quick=40, on_time=30, content=50, near=20, free=30, fair=30,
    )).candidates  # fmt: skip
    assert doubled.score == one.score  # weights count beside one another, not by themselves


def test_one_good_job_does_not_beat_a_hundred() -> None:
    one, hundred = (
        Facts(provider=1, rated=1, liked=1.0),
        Facts(provider=2, rated=100, liked=95.0),
    )
    order = [c.facts.provider for c in rank([one, hundred], weights=WEIGHTS).candidates]
    assert order == [2, 1]
    bare = replace(WEIGHTS, prior_jobs=0)
    assert [c.facts.provider for c in rank([one, hundred], weights=bare).candidates] == [1, 2]


def test_a_share_with_nothing_before_it_and_nothing_in_it_is_the_usual_one() -> None:
    assert smoothed(0, 0, replace(WEIGHTS, prior_jobs=0)) == 0.8


@pytest.mark.parametrize(
    ("offers", "due", "worth"),
    [
        (10, 10, 0.5),  # at its due
        (9, 10, 0.75),  # a tenth under it
        (8, 10, 1.0),  # a fifth
        (11, 10, 0.25),
        (12, 10, 0.0),
        (40, 10, 0.0),
        (0, 10, 1.0),
        (0, 0, 0.5),  # nobody was asked this month
        (3, None, 0.0),  # it is due none
    ],
)
def test_fairness_is_how_far_under_its_due_somebody_lies(
    offers: int, due: float | None, worth: float
) -> None:
    assert fairness(offers, due) == pytest.approx(worth)


def test_the_due_goes_by_the_share_and_by_how_long_it_was_there() -> None:
    """Of 35 offers, parts 3000, 1500, 750: due 20, 10, 5. With 20, 10, 5 each is at its due."""
    facts = [
        Facts(provider=1, offers=20),
        Facts(provider=2, offers=10, share_pct=50),
        Facts(provider=3, offers=5, share_pct=50, days=15),
    ]
    ranking = rank(facts, weights=WEIGHTS)
    assert [one.fair for one in ranking.candidates] == [0.5, 0.5, 0.5]


# -- in turn, and newcomers -----------------------------------------------------------------------


def test_in_rotation_it_is_whose_turn_it_is_however_good_another_is() -> None:
    good = Facts(provider=1, rated=100, liked=100.0, offers=3)
    bad = Facts(provider=2, rated=100, liked=0.0, offers=2)
    half = Facts(provider=3, share_pct=50, offers=1)
    found = rank([good, bad, half], weights=WEIGHTS, mode=Mode.ROTATION).candidates
    # (3 + ½) / 100, (2 + ½) / 100, (1 + ½) / 50
    assert [one.facts.provider for one in found] == [2, 3, 1]


def test_a_newcomer_gets_its_share_and_stands_behind_the_others_otherwise() -> None:
    new = Facts(provider=1, on_trial=True, done=4, near="community", rated=4, liked=4.0)
    old = Facts(provider=2, offers=8)
    assert [c.facts.provider for c in rank([new, old], weights=WEIGHTS).candidates] == [2, 1]
    nine = replace(old, offers=9)  # the tenth of ten is theirs
    ranking = rank([new, nine], weights=WEIGHTS)
    assert ranking.newcomers_turn
    assert [c.facts.provider for c in ranking.candidates] == [1, 2]
    grown = replace(new, done=5)
    ranking = rank([grown, nine], weights=WEIGHTS)
    assert not ranking.newcomers_turn
    assert [(c.facts.provider, c.newcomer) for c in ranking.candidates] == [(1, False), (2, False)]


def test_where_all_are_new_nobody_stands_back() -> None:
    new = [Facts(provider=n, on_trial=True, offers=n) for n in (1, 2)]
    assert not newcomers_turn(new, [], WEIGHTS)
    assert [c.facts.provider for c in rank(new, weights=WEIGHTS).candidates] == [1, 2]


# -- a month --------------------------------------------------------------------------------------


def month(
    parts: dict[int, int],
    *,
    offers: int,
    mode: Mode,
    news: Callable[[int], bool] = lambda _n: False,
) -> Counter[int]:
    """Give out a month's jobs among equals, who accept at times that differ a little, and finish within hours."""
    dice, given, busy = random.Random(7), Counter[int](), list[tuple[int, int]]()
    for n in range(offers):
        busy = [(until, who) for until, who in busy if until > n]
        facts = [
            Facts(
                provider=who, share_pct=pct, offers=given[who], most_open=50,
                accept_median=minutes(3 + dice.random() / 10), on_trial=news(who),
                open_jobs=sum(one == who for _until, one in busy),
            )
            for who, pct in parts.items()
        ]  # fmt: skip
        who = rank(facts, weights=WEIGHTS, mode=mode).candidates[0].facts.provider
        given[who] += 1
        busy.append((n + dice.randrange(1, 20), who))
    return given


@pytest.mark.parametrize("mode", [Mode.BEST, Mode.ROTATION])
def test_over_a_month_equals_get_as_much_within_five_in_a_hundred(mode: Mode) -> None:
    given = month(dict.fromkeys(range(1, 9), 100), offers=1600, mode=mode)
    assert all(abs(given[who] - 200) <= 10 for who in range(1, 9)), given


@pytest.mark.parametrize("mode", [Mode.BEST, Mode.ROTATION])
def test_over_a_month_one_with_half_a_share_gets_half_as_much(mode: Mode) -> None:
    given = month(dict.fromkeys(range(1, 9), 100) | {9: 50}, offers=1700, mode=mode)
    assert all(abs(given[who] - 200) <= 10 for who in range(1, 9)), given
    assert abs(given[9] - 100) <= 5, given


def test_over_a_month_newcomers_get_their_share_and_not_more() -> None:
    given = month(
        dict.fromkeys(range(1, 9), 100), offers=1600, mode=Mode.BEST, news=lambda n: n > 6
    )
    assert abs(given[7] + given[8] - 160) <= 2, given
    assert abs(given[7] - given[8]) <= 8, given


# -- whatever the facts ---------------------------------------------------------------------------

facts = st.builds(
    Facts,
    provider=st.integers(1, 40),
    on_trial=st.booleans(),
    done=st.integers(0, 8),
    share_pct=st.integers(0, 100),
    days=st.integers(1, 30),
    open_jobs=st.integers(0, 12),
    most_open=st.integers(0, 10),
    accept_median=st.none() | st.timedeltas(timedelta(), timedelta(hours=3)),
    promised=st.just(20),
    on_time=st.integers(0, 20),
    rated=st.just(20),
    liked=st.floats(0, 20),
    near=st.sampled_from(["community", "town", "city", ""]),
    offers=st.integers(0, 50),
    last_offered_at=st.none()
    | st.timedeltas(timedelta(), timedelta(days=30)).map(lambda ago: NOW - ago),
)
lists = st.lists(facts, max_size=12, unique_by=lambda one: one.provider)
modes = st.sampled_from([Mode.BEST, Mode.ROTATION, Mode.FIRST])


@given(lists, modes)
def test_nobody_is_lost_and_the_order_does_not_depend_on_the_order_of_asking(
    several: list[Facts], mode: Mode
) -> None:
    ranking = rank(several, weights=WEIGHTS, mode=mode)
    found = [one.facts.provider for one in ranking.candidates]
    assert sorted(found) == sorted(one.provider for one in several)
    back = rank(reversed(several), weights=WEIGHTS, mode=mode)
    assert [one.facts.provider for one in back.candidates] == found


@given(lists)
def test_every_share_lies_between_nothing_and_all_and_makes_the_score(several: list[Facts]) -> None:
    for one in rank(several, weights=WEIGHTS).candidates:
        shares = {name: getattr(one, name) for name in SHARES}
        assert all(0 <= share <= 1 for share in shares.values())
        score = sum(WEIGHTS.each[name] * share for name, share in shares.items()) / 100
        assert abs(one.score - score) < 1e-4


BETTER: dict[str, Callable[[Facts], Facts]] = {
    "one more on time": lambda one: replace(one, on_time=min(20, one.on_time + 1)),
    "a better word": lambda one: replace(one, liked=min(20.0, one.liked + 1)),
    "freer hands": lambda one: replace(one, open_jobs=max(0, one.open_jobs - 1)),
    "accepted sooner": lambda one: replace(one, accept_median=timedelta(minutes=1)),
    "fewer offers": lambda one: replace(one, offers=max(0, one.offers - 1)),
    "nearer": lambda one: replace(one, near="community"),
}


@pytest.mark.parametrize("how", BETTER)
@given(lists.filter(len), st.data())
def test_whoever_does_better_never_stands_further_behind(
    how: str, several: list[Facts], data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(several)).provider
    better = [BETTER[how](each) if each.provider == one else each for each in several]

    def place(facts: list[Facts]) -> int:
        found = rank(facts, weights=replace(WEIGHTS, newcomer_jobs=0)).candidates
        return [each.facts.provider for each in found].index(one)

    assert place(better) <= place(several)


@given(lists)
def test_why_somebody_was_left_out_is_found_again(several: list[Facts]) -> None:
    ranking = rank(several, weights=WEIGHTS, removed={LeftOut.AWAY: [77], LeftOut.FULL: [78, 79]})
    assert (ranking.reason(77), ranking.reason(79)) == (LeftOut.AWAY, LeftOut.FULL)
    assert ranking.reason(76) is None
    assert ranking.find(77) is None
