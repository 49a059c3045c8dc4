"""Scores and ranks of the units in a circular.

A month tells what its assessment has published, to the last figure; before that it tells shares alone, for no unit has been heard. Days
and weeks have no assessment: they are scored by its rules, and say that this is preliminary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hotline.assessment import queries as assessment
from hotline.assessment.life import Status
from hotline.assessment.measures import Measure
from hotline.assessment.models import Month, Standing
from hotline.assessment.score import Count, tables
from hotline.assessment.score import Month as Scored
from hotline.assignments.models import Assignment

from .figures import AWAITED, Unit
from .life import Span
from .spans import Days

Marks = dict[str, list[list[int]]]
"""A figure → the keys of what it counts; of shares also which each is about, and for which it counts."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The units as they are told of, what is behind them, and by what they stand so."""

    units: list[Unit]
    marks: Marks
    league: str
    least: int


def placed(span: str, days: Days, units: list[Unit], marks: Marks, *, least: int) -> Placed:
    """Score and rank units that were counted; *least* is below how many nobody of a day or a week is ranked."""
    if span != Span.MONTH:
        return Placed(_ranked(units, days.from_on, least), marks, "", least)
    month = published(days.from_on)
    if month is None:
        return Placed(units, marks, AWAITED, 0)
    return Placed(*_of_month(month, units, marks), Status.PUBLISHED.value, month.least)


def published(first_on: date) -> Month | None:
    """Return a month of assessment that every unit reads."""
    return Month.objects.filter(first_on=first_on, status=Status.PUBLISHED).first()


def concluded(span: str, earlier: Days) -> dict[int, Count] | None:
    """Return what was concluded in time in the month before as it was published; None where nothing was."""
    month = published(earlier.from_on) if span == Span.MONTH else None
    if month is None:
        return None
    rows = Standing.objects.filter(month=month).light()
    return {one.unit_id: one.count(Measure.CONCLUDED) for one in rows}


def _of_month(month: Month, units: list[Unit], marks: Marks) -> tuple[list[Unit], Marks]:
    """Tell of each unit what its month of assessment says: one score, whoever tells it."""
    rows = list(Standing.objects.filter(month=month).select_related("unit").order_by("unit"))
    known = {one.unit: one for one in units}
    kept = [key for row in rows for key in row.assignments]
    back = Assignment.objects.filter(pk__in=kept, times_sent_back__gt=0)
    back_keys = set(back.values_list("pk", flat=True))
    found, marks = [], dict(marks)
    for row in rows:
        unit = known.pop(row.unit_id, None) or Unit(row.unit_id, row.name, row.unit.short, "")
        own = [key for key in row.assignments if key in back_keys]
        counts = {name: Count(*pair) for name, pair in row.counts.items()}
        found.append(
            replace(
                unit, group=row.group, volume=row.volume, counts=counts, place=row.place,
                rank=row.rank, tied=row.tied, hundredths=row.hundredths, standing=row.pk,
                sent_back=len(own),
            )
        )  # fmt: skip
        marks |= {str(row.unit_id): [row.assignments, row.abouts, row.hits]}
        marks |= {f"back:{row.unit_id}": [own]}
    for unit in known.values():  # they have come since
        found.append(replace(unit, volume=0, counts={}, sent_back=0))
        marks |= {str(unit.unit): [[], [], []], f"back:{unit.unit}": [[]]}
    return found, marks


def _ranked(units: list[Unit], from_on: date, least: int) -> list[Unit]:
    """Score and rank by assessment's own rules."""
    groups = sorted({one.group for one in units})
    scored = [
        Scored(unit=one.unit, name=one.name, group=one.group, volume=one.volume, counts=one.counts)
        for one in units
    ]
    terms = assessment.terms(from_on.replace(day=1), groups)
    rows = {
        row.month.unit: row
        for those in tables(scored, terms, least=least).values()
        for row in those
    }
    return [
        replace(
            one, place=rows[one.unit].place.value, rank=rows[one.unit].rank,
            tied=rows[one.unit].tied, hundredths=rows[one.unit].hundredths,
        )
        for one in units
    ]  # fmt: skip
