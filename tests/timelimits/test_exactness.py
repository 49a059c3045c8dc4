"""Which rule holds: the most exact one, told by a model that throws out the less exact ones question by question."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hotline.timelimits.limits import Asked, Dated, Scope, best, within
from hotline.worktime import Counting, Length, Unit

ONE = Length(1, Unit.HOURS)
DAYS = [date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 31)]

scopes = st.builds(
    Scope,
    st.sampled_from(["sign", "reply"]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from(["", "help", "complaint"]),
    st.sampled_from([None, 1, 3]),
    st.sampled_from([None, 8, 9]),
    st.booleans(),
)
periods = st.tuples(st.sampled_from(DAYS), st.sampled_from([None, *DAYS]))
rules = st.lists(st.tuples(scopes, periods), max_size=12).map(
    lambda rows: [
        Dated(pk, scope, ONE, Counting.NEXT_DAY, first, last)
        for pk, (scope, (first, last)) in enumerate(rows)
    ]
)
asked = st.builds(
    Asked,
    st.sampled_from(["sign", "reply"]),
    st.sampled_from(["help", "complaint", "question"]),
    st.sampled_from([1, 2, 3]),
    st.sampled_from([None, 1, 3]),
    st.sampled_from(DAYS),
    st.frozensets(st.sampled_from([8, 9])),
    st.booleans(),
)


def naive(rows: list[Dated], what: Asked) -> Dated | None:
    """Keep what speaks of the case, then ask one question after the other, and of equals the one set last."""
    left = []
    for row in rows:
        scope = row.scope
        if scope.clock != what.clock:
            continue
        if scope.unit is not None and scope.unit != what.unit:
            continue
        if scope.kind and scope.kind != what.kind:
            continue
        if scope.urgency is not None and scope.urgency != what.urgency:
            continue
        if scope.season is not None and scope.season not in what.seasons:
            continue
        if scope.storm and not what.storm:
            continue
        if row.from_on > what.on or (row.until_on is not None and row.until_on < what.on):
            continue
        left.append(row)
    for question in ("unit", "kind", "urgency", "season", "storm"):
        exact = [row for row in left if getattr(row.scope, question) not in (None, "", False)]
        left = exact or left
    return left[-1] if left else None


@given(rules, asked)
def test_the_most_exact_rule_holds(rows: list[Dated], what: Asked) -> None:
    assert best(rows, what) == naive(rows, what)


@given(rules, asked)
def test_the_order_in_which_rules_are_read_changes_nothing(rows: list[Dated], what: Asked) -> None:
    assert best(reversed(rows), what) == best(rows, what)


def test_a_season_goes_over_new_year() -> None:
    inside = [date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 28)]
    outside = [date(2026, 11, 30), date(2027, 3, 1), date(2028, 2, 29), date(2026, 7, 1)]
    assert all(within("12-01", "02-28", on) for on in inside)
    assert not any(within("12-01", "02-28", on) for on in outside)


def test_a_season_within_a_year_has_both_its_days() -> None:
    assert within("06-15", "09-15", date(2026, 6, 15))
    assert within("06-15", "09-15", date(2026, 9, 15))
    assert not within("06-15", "09-15", date(2026, 9, 16))
