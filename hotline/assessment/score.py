"""Counts in, league tables out: what a month is worth, and who stands where among its like. Pure and exact.

Each measure is a share, so many of so many. From its threshold on it earns its whole weight; for each percentage point beyond the
threshold, on the wrong side, it loses its slope, and never more than its weight. What a unit was not measured by is left out and
the others weigh the more. The score is brought to a hundred and rounded to a hundredth before anybody is ranked, so that what
reads equal is equal; equal ones share the better rank and the next is counted on from all before it (1, 1, 3).

Who led fewer assignments than the line asks for is listed apart and not ranked; so is who had none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

WHOLE = 100
"""Points: the best score there is. Percent: the largest share."""
LED = "concluded"
"""The measure that is about each assignment that a unit led: by how many of these it is ranked."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    @property
    def percent(self) -> Fraction | None:
        """Return the share in percent, exactly; None of nothing."""
        return Fraction(WHOLE * self.hits, self.of) if self.of else None

    @property
    def hundredths(self) -> int | None:
        """Return it as it is shown, in hundredths of a percent."""
        return None if self.percent is None else rounded(self.percent * 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What the line asks of one measure."""

    weight: Decimal
    """Points; nought: it is shown, and counts for nothing."""
    threshold: Decimal
    """Percent: as good as this earns the whole weight."""
    slope: Decimal
    """Points that each percentage point on the wrong side of the threshold costs."""
    fewer_is_better: bool = False


Counts: TypeAlias = Mapping[str, Count]
Terms: TypeAlias = Mapping[str, Term]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What one unit did in a month."""

    unit: int
    name: str
    group: str = ""
    volume: int = 0
    """Assignments that count, led or helped with."""
    counts: Counts = field(default_factory=dict)

    @property
    def led(self) -> int:
        """Return how many of them it led: who only helped is measured by having signed alone."""
        return self.counts.get(LED, Count()).of


class Place(Enum):
    """Where a unit stands in its group."""

    RANKED = "ranked"
    FEW = "few"  # it led fewer than the least
    NONE = "none"  # no assignment at all


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a league table."""

    month: Month
    place: Place
    rank: int | None = None
    tied: bool = False
    hundredths: int | None = None
    """The score in hundredths of a point, nought to ten thousand; None of nothing."""


def earned(count: Count, term: Term) -> Fraction | None:
    """Return the exact points that a measure earns, nought to its weight; None where there is nothing to go by."""
    share = count.percent
    if share is None:
        return None
    threshold, weight = Fraction(term.threshold), Fraction(term.weight)
    beyond = share - threshold if term.fewer_is_better else threshold - share
    return max(Fraction(), weight - Fraction(term.slope) * max(Fraction(), beyond))


def points(counts: Counts, terms: Terms) -> Fraction | None:
    """Return the exact score, nought to a hundred; None where nothing that weighs was measured."""
    got, whole = Fraction(), Fraction()
    for name, term in terms.items():
        one = earned(counts.get(name, Count()), term)
        if one is not None:
            got, whole = got + one, whole + Fraction(term.weight)
    return WHOLE * got / whole if whole else None


def table(months: Iterable[Month], terms: Terms, *, least: int) -> list[Row]:
    """Return one group: the ranked, best first; those with too few, most first; those with none, by name."""
    rows = [_scored(one, terms, least) for one in months]
    order = {Place.RANKED: 0, Place.FEW: 1, Place.NONE: 2}
    rows.sort(key=lambda row: (order[row.place], *_order(row), row.month.name, row.month.unit))
    return _ranked(rows)


def tables(
    months: Iterable[Month], terms: Mapping[str, Terms], *, least: int
) -> dict[str, list[Row]]:
    """Return the table of each group, each by its own terms; groups in the order in which *terms* has them."""
    by_group: dict[str, list[Month]] = {group: [] for group in terms}
    for one in months:
        by_group[one.group].append(one)
    return {group: table(those, terms[group], least=least) for group, those in by_group.items()}


def rounded(exact: Fraction) -> int:
    """Return the nearest whole number, halves upwards."""
    return int((exact + Fraction(1, 2)) // 1)


def _scored(month: Month, terms: Terms, least: int) -> Row:
    if not month.volume:
        return Row(month, Place.NONE)
    exact = points(month.counts, terms)
    score = None if exact is None else rounded(100 * exact)
    ranks = month.led >= least and score is not None
    return Row(month, Place.RANKED if ranks else Place.FEW, hundredths=score)


def _order(row: Row) -> tuple[int, ...]:
    return (-(row.hundredths or 0),) if row.place is Place.RANKED else (-row.month.volume,)


def _ranked(rows: list[Row]) -> list[Row]:
    scores = [row.hundredths for row in rows if row.place is Place.RANKED]
    first: dict[int | None, int] = {}
    many: dict[int | None, int] = {}
    for n, score in enumerate(scores, start=1):
        first.setdefault(score, n)
        many[score] = many.get(score, 0) + 1
    return [
        Row(row.month, row.place, first[row.hundredths], many[row.hundredths] > 1, row.hundredths)
        if row.place is Place.RANKED
        else row
        for row in rows
    ]
