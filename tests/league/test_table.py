"""The league against hand-worked tables, and as a property: in any order the same, equals equal."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hotline.league.table import Figures, Share, Terms, points, stars, table

TERMS = Terms(
    least_jobs=10, accept_weight=25, arrive_weight=25, satisfied_weight=50, complaint_off=5,
    stars=(60, 80, 90, 95),
)  # fmt: skip


def firm(
    key: int, jobs: int, accepted: str, arrived: str, satisfied: str, *, complaints: int = 0,
    name: str = "",
) -> Figures:  # fmt: skip
    def share(written: str) -> Share:
        hits, _of, of = written.partition("/")
        return Share(int(hits), int(of))

    return Figures(
        provider=key, name=name or f"企业{key}", jobs=jobs, accepted=share(accepted),
        arrived=share(arrived), satisfied=share(satisfied), complaints=complaints,
    )  # fmt: skip


def test_the_table_of_a_quarter() -> None:
    """Worked by hand: 25 accepted, 25 arrived, 50 satisfied, 5 off for each founded complaint.

    1: 25·1 + 25·1 + 50·0.98 = 99.0; 2: 25·0.9 + 25·0.8 + 50·0.95 = 90.0; 3: the same by other figures;
    4: 99.0 less two complaints = 89.0; 5: nobody was asked, so accepted and arrived alone: (25·0.8 + 25·0.4) / 50 = 60.0;
    6: nine jobs, all well, one too few to be ranked.
    """
    firms = [
        firm(1, 60, "50/50", "40/40", "49/50"),
        firm(2, 30, "27/30", "24/30", "19/20"),
        firm(3, 20, "20/20", "20/20", "16/20"),
        firm(4, 55, "50/50", "40/40", "49/50", complaints=2),
        firm(5, 10, "8/10", "4/10", "0/0"),
        firm(6, 9, "9/9", "9/9", "9/9"),
    ]
    assert points(firms[2], TERMS) == 90
    assert [
        (row.figures.provider, row.rank, row.tied, row.tenths, row.stars)
        for row in table(firms, TERMS)
    ] == [
        (1, 1, False, 990, 5),
        (2, 2, True, 900, 4),
        (3, 2, True, 900, 4),
        (4, 4, False, 890, 3),
        (5, 5, False, 600, 2),
        (6, None, False, None, None),
    ]


def test_three_who_are_equal_share_the_first_rank_and_the_next_is_fourth() -> None:
    firms = [firm(n, 10, "9/10", "9/10", "9/10") for n in (1, 2, 3)] + [
        firm(4, 10, "8/10", "9/10", "9/10")
    ]
    assert [row.rank for row in table(firms, TERMS)] == [1, 1, 1, 4]


def test_equal_shares_of_unequal_numbers_are_equal() -> None:
    rows = table([firm(1, 30, "1/3", "2/3", "1/3"), firm(2, 10, "2/6", "4/6", "3/9")], TERMS)
    assert [(row.rank, row.tied) for row in rows] == [(1, True), (1, True)]


def test_what_reads_equal_is_equal() -> None:
    """89.96 and 90.04 are both shown as 90.0."""
    near = [firm(1, 99, "0/0", "0/0", "2249/2500"), firm(2, 99, "0/0", "0/0", "2251/2500")]
    assert [(row.tenths, row.rank) for row in table(near, TERMS)] == [(900, 1), (900, 1)]


def test_the_least_volume_is_jobs_done_and_the_line_sets_it() -> None:
    firms = [firm(1, 10, "5/10", "5/10", "5/10"), firm(2, 9, "9/9", "9/9", "9/9")]
    assert [row.rank for row in table(firms, TERMS)] == [1, None]
    open_to_all = Terms(
        least_jobs=1, accept_weight=25, arrive_weight=25, satisfied_weight=50, complaint_off=5, stars=()
    )  # fmt: skip
    assert [row.figures.provider for row in table(firms, open_to_all)] == [2, 1]


def test_those_who_are_not_ranked_are_listed_with_most_jobs_first() -> None:
    firms = [firm(n, n, "1/1", "1/1", "1/1") for n in (2, 7, 4)]
    assert [row.figures.jobs for row in table(firms, TERMS)] == [7, 4, 2]


def test_one_of_whom_nothing_is_known_is_listed_however_many_jobs_it_did() -> None:
    [row] = table([firm(1, 100, "0/0", "0/0", "0/0")], TERMS)
    assert (row.rank, row.tenths, row.stars) == (None, None, None)


def test_no_score_falls_below_nought() -> None:
    assert points(firm(1, 10, "0/10", "0/10", "1/10", complaints=9), TERMS) == Fraction(0)


@pytest.mark.parametrize(
    ("tenths", "expected"),
    [(0, 1), (599, 1), (600, 2), (799, 2), (800, 3), (899, 3), (900, 4), (949, 4), (950, 5), (1000, 5)],
)  # fmt: skip
def test_the_stars_begin_where_the_line_says(tenths: int, expected: int) -> None:
    assert stars(tenths, TERMS) == expected


def test_an_empty_league_is_empty() -> None:
    assert table([], TERMS) == []


shares = some.integers(0, 40).flatmap(
    lambda of: some.integers(0, of).map(lambda hits: Share(hits, of))
)
firms_ = some.lists(
    some.builds(
        Figures, provider=some.integers(1, 10**6), name=some.sampled_from(["甲", "乙", "丙"]),
        jobs=some.integers(0, 40), accepted=shares, arrived=shares, satisfied=shares,
        complaints=some.integers(0, 3),
    ),
    max_size=14, unique_by=lambda one: one.provider,
)  # fmt: skip


@given(firms=firms_, data=some.data())
def test_in_any_order_the_table_is_the_same(firms: list[Figures], data: some.DataObject) -> None:
    assert table(data.draw(some.permutations(firms)), TERMS) == table(firms, TERMS)


@given(firms=firms_)
def test_equals_are_equal_and_better_ones_stand_before(firms: list[Figures]) -> None:
    rows = table(firms, TERMS)
    assert sorted(row.figures.provider for row in rows) == sorted(one.provider for one in firms)
    ranked = [row for row in rows if row.rank is not None]
    assert rows[: len(ranked)] == ranked, "those who are ranked stand first"
    for row in ranked:
        better = sum((other.tenths or 0) > (row.tenths or 0) for other in ranked)
        same = sum(other.tenths == row.tenths for other in ranked)
        assert row.rank == better + 1
        assert row.tied == (same > 1)
        assert row.stars is not None
        assert 1 <= row.stars <= 5
        assert row.figures.jobs >= TERMS.least_jobs
    for one, other in pairwise(ranked):
        assert (one.tenths or 0) >= (other.tenths or 0)
    for row in rows[len(ranked) :]:
        assert row.figures.jobs < TERMS.least_jobs or points(row.figures, TERMS) is None


@given(firm_=firms_.filter(bool).map(lambda found: found[0]))
def test_a_complaint_never_raises_a_score(firm_: Figures) -> None:
    worse = replace(firm_, complaints=firm_.complaints + 1)
    before, after = points(firm_, TERMS), points(worse, TERMS)
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after <= before
        assert 0 <= before <= 100
