"""Figures in, rows out: who stands where, with how many stars. Pure.

Three shares are weighed: accepted in time, arrived in time, content when asked. What nobody could be measured by is left out
and the others weigh the more. Each founded complaint takes points off. The score is rounded to a tenth of a point before
anybody is ranked, so that what reads equal is equal; equal ones share the better rank and the next ones are counted on
from all before them (1, 1, 3). Who has done fewer jobs than the line asks for is listed, neither ranked nor starred.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    @property
    def value(self) -> Fraction | None:
        """Return the share, nought to one; None of nothing."""
        return Fraction(self.hits, self.of) if self.of else None

    @property
    def tenths(self) -> int | None:
        """Return it as it is shown, in tenths of a percent."""
        return None if self.value is None else _rounded(self.value * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a provider did within the window."""

    provider: int
    name: str
    jobs: int = 0
    accepted: Share = field(default_factory=Share)
    arrived: Share = field(default_factory=Share)
    satisfied: Share = field(default_factory=Share)
    complaints: int = 0
    """Complaints about it that were found to be true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The line's rules: the least volume, what each share weighs, what a complaint costs, from where each star begins."""

    least_jobs: int
    accept_weight: int
    arrive_weight: int
    satisfied_weight: int
    complaint_off: int
    stars: tuple[int, ...]
    """In points, for the second star and each after it, in any order."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    figures: Figures
    rank: int | None = None
    tied: bool = False
    tenths: int | None = None
    """The score in tenths of a point, nought to a thousand."""
    stars: int | None = None


def table(figures: Iterable[Figures], terms: Terms) -> list[Row]:
    """Return the ranked, best first, then those who did too little to be ranked, most jobs first."""
    scored = [(one, _score(one, terms)) for one in figures]
    counted = [(one, tenths) for one, tenths in scored if _counts(one, tenths, terms)]
    counted.sort(key=lambda pair: (-(pair[1] or 0), pair[0].name, pair[0].provider))
    listed = [one for one, tenths in scored if not _counts(one, tenths, terms)]
    listed.sort(key=lambda one: (-one.jobs, one.name, one.provider))
    return [*_ranked(counted, terms), *map(Row, listed)]


def points(figures: Figures, terms: Terms) -> Fraction | None:
    """Return the exact score, nought to a hundred; None where there is nothing to go by."""
    shares = (
        (figures.accepted.value, terms.accept_weight),
        (figures.arrived.value, terms.arrive_weight),
        (figures.satisfied.value, terms.satisfied_weight),
    )
    known = [(value, weight) for value, weight in shares if value is not None and weight]
    whole = sum(weight for _value, weight in known)
    if not whole:
        return None
    score = 100 * sum((value * weight for value, weight in known), Fraction()) / whole
    return max(Fraction(), score - terms.complaint_off * figures.complaints)


def stars(tenths: int, terms: Terms) -> int:
    """Return how many stars a score has: one, and one more for each threshold that it reaches."""
    return 1 + sum(tenths >= 10 * least for least in terms.stars)


def _score(figures: Figures, terms: Terms) -> int | None:
    exact = points(figures, terms)
    return None if exact is None else _rounded(10 * exact)


def _counts(figures: Figures, tenths: int | None, terms: Terms) -> bool:
    return tenths is not None and figures.jobs >= terms.least_jobs


def _ranked(counted: list[tuple[Figures, int | None]], terms: Terms) -> list[Row]:
    scores = [tenths or 0 for _figures, tenths in counted]
    return [
        Row(one, scores.index(score) + 1, scores.count(score) > 1, score, stars(score, terms))
        for (one, _tenths), score in zip(counted, scores, strict=True)
    ]


def _rounded(exact: Fraction) -> int:
    """Return the nearest whole number, halves upwards."""
    return int((exact + Fraction(1, 2)) // 1)
