"""A unit's month as it is shown: each measure with its share, what was asked and what it earned; the cases behind one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from hotline.assessment import queries
from hotline.assessment.measures import Measure
from hotline.assessment.models import Month, Standing
from hotline.assessment.score import Count, Term, earned, rounded
from hotline.assignments.models import Assignment

TOLD = (Measure.RESPONSE, Measure.SOLVED, Measure.SATISFIED)
"""What goes by what the citizen chose when he was asked."""
LATE: dict[str, tuple[str, str, str]] = {
    Measure.SIGNED: ("sign_late", "signed_at", "sign_by_at"),
    Measure.CONTACTED: ("contact_late", "contacted_at", "contact_by_at"),
    Measure.CONCLUDED: ("reply_late", "replied_at", "reply_by_at"),
}
"""Measure → whether it was ever late, when it was done at last, by when it was due."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one unit."""

    measure: Measure
    count: Count
    term: Term

    @property
    def earned(self) -> int | None:
        """Return the points that it earned, in hundredths, as they are shown."""
        exact = earned(self.count, self.term)
        return None if exact is None else rounded(exact * 100)

    @property
    def misses(self) -> int:
        """Return how many did not count well, whichever way is better."""
        return self.count.hits if self.term.fewer_is_better else self.count.of - self.count.hits


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of a table."""

    standing: Standing
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Behind:
    """One assignment behind a figure: as it is now, and whether it counted."""

    assignment: Assignment
    counted: bool
    was_late: bool
    """It was late before it was done in time: that is why it does not count."""
    told: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """One table."""

    name: str
    ranked: Sequence[Row]
    few: Sequence[Row]
    none: Sequence[Standing]


def lines(month: Month, standing: Standing) -> list[Line]:
    """Return every measure of a unit, in the order of the rules."""
    asked = queries.terms_of(month).get(standing.group, {})
    return [
        Line(measure, standing.count(measure.value), asked[measure.value])
        for measure in Measure
        if measure.value in asked
    ]


def behind(standing: Standing, measure: str, rows: Iterable[Assignment]) -> list[Behind]:
    """Return the assignments behind a figure with what made them count, or not."""
    several, counted = list(rows), queries.did(standing, measure)
    told = queries.told(several) if measure in TOLD else {}
    return [
        Behind(
            one, counted[one.pk], _was_late(one, measure), told[one.pk].of(measure) if one.pk in told else (),
        )
        for one in several
    ]  # fmt: skip


def _was_late(one: Assignment, measure: str) -> bool:
    if measure not in LATE:
        return False
    ever, done_at, due_at = (getattr(one, name) for name in LATE[measure])
    return bool(ever and done_at and due_at and done_at <= due_at)


def groups(month: Month, standings: Iterable[Standing]) -> list[Group]:
    """Return a month's tables; *standings* come by group, the ranked first."""
    asked = queries.terms_of(month)

    def row(one: Standing) -> Row:
        terms = asked.get(one.group, {})
        return Row(one, [Line(it, one.count(it.value), terms[it.value]) for it in Measure if terms])

    found = []
    for name, rows in groupby(standings, key=lambda one: one.group):
        several = list(rows)
        found.append(
            Group(
                name,
                [row(one) for one in several if one.place == "ranked"],
                [row(one) for one in several if one.place == "few"],
                [one for one in several if one.place == "none"],
            )
        )
    return found
