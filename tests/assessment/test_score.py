"""The arithmetic of a month: tables worked out by hand, and what holds of every table."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.assessment.measures import DEFAULTS, FEWER_IS_BETTER, Measure, term
from hotline.assessment.score import (
    Count,
    Month,
    Place,
    Term,
    earned,
    points,
    rounded,
    table,
    tables,
)

SIGNED = term(Measure.SIGNED, "10", "98", "0.5")
RETURNED = term(Measure.RETURNED, "5", "3", "0.4")


@pytest.mark.parametrize(
    ("hits", "of", "worth"),
    [
        (50, 50, "10"),
        (49, 50, "10"),  # 98 %: the threshold itself earns all
        (47, 50, "8"),  # 94 %: four points short, half a point each
        (40, 50, "1"),  # 80 %: eighteen short
        (38, 50, "0"),  # 76 %: 22 short would cost eleven
        (0, 50, "0"),
    ],
)
def test_below_its_threshold_a_measure_loses_by_its_slope(hits: int, of: int, worth: str) -> None:
    assert earned(Count(hits, of), SIGNED) == Fraction(worth)


@pytest.mark.parametrize(
    ("hits", "of", "worth"),
    [(0, 40, "5"), (1, 40, "5"), (2, 40, "4.2"), (4, 40, "2.2"), (40, 40, "0")],
)
def test_of_what_is_better_fewer_too_many_cost(hits: int, of: int, worth: str) -> None:
    assert earned(Count(hits, of), RETURNED) == Fraction(worth)


def test_a_share_that_ends_in_no_decimal_is_kept_exact() -> None:
    assert earned(Count(2, 3), SIGNED) == Fraction(0)
    assert earned(Count(29, 30), SIGNED) == 10 - Fraction(98 * 30 - 2900, 30) / 2


def test_what_was_not_measured_is_left_out_and_the_rest_weighs_more() -> None:
    terms = {"signed": SIGNED, "returned": RETURNED}
    assert points({"signed": Count(47, 50)}, terms) == 80
    assert (
        points({"signed": Count(47, 50), "returned": Count(2, 40)}, terms)
        == Fraction("12.2") * 100 / 15
    )
    assert points({}, terms) is None
    assert points({"signed": Count(0, 0)}, terms) is None


def test_what_weighs_nothing_changes_nothing() -> None:
    free = term(Measure.EXTENDED, "0", "10", "5")
    alone = points({"signed": Count(47, 50)}, {"signed": SIGNED})
    both = points(
        {"signed": Count(47, 50), "extended": Count(50, 50)}, {"signed": SIGNED, "extended": free}
    )
    assert alone == both
    assert points({"extended": Count(1, 50)}, {"extended": free}) is None


def month(unit: int, name: str, hits: int, of: int, **more: object) -> Month:
    counts = {"signed": Count(hits, of), "concluded": Count(of, of)}
    return Month(unit=unit, name=name, volume=of, counts=counts, **more)  # type: ignore[arg-type]


def test_a_table_worked_out_by_hand() -> None:
    rows = table(
        [
            month(1, "住建局", 47, 50),  # 94 %: 8 of 10
            month(2, "城管局", 94, 100),  # the same share of more
            month(3, "交通局", 50, 50),
            month(4, "教育局", 20, 50),  # 40 %
            month(5, "民政局", 4, 4),  # the best share, but too few
            month(6, "档案局", 0, 0),
            month(7, "司法局", 0, 9),
        ],
        {"signed": SIGNED},
        least=10,
    )
    told = [(row.month.name, row.rank, row.tied, row.hundredths, row.place.value) for row in rows]
    assert told == [
        ("交通局", 1, False, 10000, "ranked"),
        ("住建局", 2, True, 8000, "ranked"),
        ("城管局", 2, True, 8000, "ranked"),
        ("教育局", 4, False, 0, "ranked"),
        ("司法局", None, False, 0, "few"),
        ("民政局", None, False, 10000, "few"),
        ("档案局", None, False, None, "none"),
    ]


def test_a_whole_month_worked_out_by_hand_with_the_default_terms() -> None:
    counts = {
        "signed": Count(196, 200),  # 98 %: 10 - 2 x 0.5 = 9
        "contacted": Count(190, 200),  # 95 %: 10
        "concluded": Count(194, 200),  # 97 %: 25 - 3 = 22
        "response": Count(149, 150),  # 99 1/3 %: 10 - 1/3
        "solved": Count(120, 150),  # 80 %: 20 - 5 = 15
        "satisfied": Count(135, 150),  # 90 %: 20 - 2.5 = 17.5
        "returned": Count(14, 200),  # 7 %: 2 - 0.4 = 1.6
        "extended": Count(40, 200),
        "done_again": Count(6, 200),  # 3 %: 3 - 0.3 = 2.7
        "reached": Count(150, 190),
    }
    exact = points(counts, DEFAULTS)
    assert exact == Fraction("77.8") + 10 - Fraction(1, 3)
    assert rounded(100 * exact) == 8747


def test_the_default_weights_are_a_hundred_points() -> None:
    assert sum(one.weight for one in DEFAULTS.values()) == 100
    assert set(DEFAULTS) == set(Measure.values)
    assert {name for name, one in DEFAULTS.items() if one.fewer_is_better} == FEWER_IS_BETTER


def test_each_group_is_ranked_by_its_own_terms() -> None:
    strict = term(Measure.SIGNED, "10", "100", "2")
    found = tables(
        [month(1, "住建局", 47, 50, group="bureau"), month(2, "虹桥镇", 47, 50, group="town")],
        {"bureau": {"signed": SIGNED}, "town": {"signed": strict}, "utility": {"signed": SIGNED}},
        least=1,
    )
    assert list(found) == ["bureau", "town", "utility"]
    assert [[row.hundredths for row in rows] for rows in found.values()] == [[8000], [0], []]


# -- what holds of every table ---------------------------------------------------------------------

HUNDREDTHS = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
ASKED = st.tuples(HUNDREDTHS, HUNDREDTHS, st.integers(0, 900).map(lambda n: Decimal(n) / 100))
SHARES = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
    lambda two: Count(min(two), max(two))
)


def some_counts() -> st.SearchStrategy[dict[str, Count]]:
    return st.fixed_dictionaries({name.value: SHARES for name in Measure})


def some_terms() -> st.SearchStrategy[dict[str, Term]]:
    several = st.dictionaries(st.sampled_from(list(Measure)), ASKED, min_size=1)
    return several.map(
        lambda found: {name.value: term(name, *asked) for name, asked in found.items()}
    )


@given(some_counts(), some_terms())
def test_a_score_is_between_nought_and_a_hundred(
    counts: dict[str, Count], terms: dict[str, Term]
) -> None:
    exact = points(counts, terms)
    assert exact is None or 0 <= exact <= 100
    for name, one in terms.items():
        got = earned(counts[name], one)
        assert got is None or 0 <= got <= Fraction(one.weight)


@given(some_counts(), some_terms(), st.sampled_from(list(Measure)))
def test_one_more_good_case_never_costs_and_one_more_bad_one_never_pays(
    counts: dict[str, Count], terms: dict[str, Term], of_which: Measure
) -> None:
    before = counts[of_which.value]
    if before.hits == before.of:
        return
    after = {**counts, of_which.value: Count(before.hits + 1, before.of)}
    first, then = points(counts, terms), points(after, terms)
    assert (first is None) == (then is None)
    if first is None or then is None:
        return
    assert then <= first if of_which in FEWER_IS_BETTER else then >= first


@given(st.lists(some_counts(), max_size=6), some_terms(), st.integers(0, 80))
def test_a_table_lists_everybody_once_and_ranks_only_by_the_score(
    several: list[dict[str, Count]], terms: dict[str, Term], least: int
) -> None:
    months = [
        Month(unit=n, name=f"局{n % 3}", volume=counts["signed"].of, counts=counts)
        for n, counts in enumerate(several)
    ]
    rows = table(months, terms, least=least)
    assert sorted(row.month.unit for row in rows) == list(range(len(several)))
    ranked = [row for row in rows if row.place is Place.RANKED]
    assert rows[: len(ranked)] == ranked, "the ranked come first"
    for row in rows:
        better = [one for one in ranked if (one.hundredths or 0) > (row.hundredths or 0)]
        equal = [one for one in ranked if one.hundredths == row.hundredths]
        if row.place is Place.RANKED:
            assert row.month.led >= least
            assert row.rank == len(better) + 1
            assert row.tied == (len(equal) > 1)
        else:
            assert (row.rank, row.tied) == (None, False)
        assert (row.place is Place.NONE) == (row.month.volume == 0)
    assert table(reversed(months), terms, least=least) == rows, "the order asked in says nothing"


@given(some_counts(), some_terms(), st.integers(2, 50))
def test_the_same_shares_of_more_are_worth_the_same(
    counts: dict[str, Count], terms: dict[str, Term], times: int
) -> None:
    more = {name: Count(one.hits * times, one.of * times) for name, one in counts.items()}
    assert points(counts, terms) == points(more, terms)


@pytest.mark.parametrize(("exact", "shown"), [("0.5", 1), ("0.49", 0), ("1.5", 2), ("2", 2)])
def test_halves_are_rounded_upwards(exact: str, shown: int) -> None:
    assert rounded(Fraction(Decimal(exact))) == shown
