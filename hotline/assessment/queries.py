"""Questions about assessment: by which terms a month is scored, its tables, the assignments behind a figure, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F

from hotline.assignments.life import Status as Gone
from hotline.assignments.models import Assignment
from hotline.journal import queries as journal
from hotline.journal.models import Recorded

from .life import Excluded
from .measures import BITS, DEFAULTS, Measure, term
from .models import (
    Exclusion,
    ExclusionQuerySet,
    Month,
    Objection,
    ObjectionQuerySet,
    Standing,
    Weight,
)
from .score import Count, Row, Terms, tables
from .score import Month as Figures

NOBODYS = (Gone.RETURNED, Gone.MOVED, Gone.WITHDRAWN)
"""An assignment that ended so counts for nobody: it was another's, or nobody needed it."""
Kept = dict[str, dict[str, list[str]]]
"""Terms as a month keeps them: group → measure → weight, threshold, slope."""


def terms(first_on: date, groups: Iterable[str]) -> dict[str, Terms]:
    """Return what each group is asked in a month: the latest row of its own, else of all, else the default."""
    found: dict[tuple[str, str], Weight] = {}
    for row in Weight.objects.filter(from_on__lte=first_on).order_by("from_on", "pk"):
        found[row.group, row.measure] = row
    return {group: {one.value: _term(one, group, found) for one in Measure} for group in groups}


def _term(measure: Measure, group: str, found: Mapping[tuple[str, str], Weight]) -> Any:
    row = found.get((group, measure.value)) or found.get(("", measure.value))
    if row is None:
        return DEFAULTS[measure.value]
    return term(measure, row.weight, row.threshold, row.slope)


def kept(asked: Mapping[str, Terms]) -> Kept:
    """Return terms as a month keeps them."""
    return {
        group: {
            name: [str(one.weight), str(one.threshold), str(one.slope)]
            for name, one in those.items()
        }
        for group, those in asked.items()
    }


def terms_of(month: Month) -> dict[str, Terms]:
    """Return the terms that a month has kept."""
    return {
        group: {name: term(Measure(name), *asked) for name, asked in those.items()}
        for group, those in month.terms.items()
    }


def scored(month: Month) -> dict[str, list[Row]]:
    """Score a month again from the counts and the rules that it has kept: group → rows."""
    rows = Standing.objects.filter(month=month).light()
    return tables(map(_figures, rows), terms_of(month), least=month.least)


def _figures(one: Standing) -> Figures:
    return Figures(
        unit=one.unit_id,
        name=one.name,
        group=one.group,
        volume=one.volume,
        counts={name: Count(*pair) for name, pair in one.counts.items()},
    )


def differences(month: Month) -> list[Standing]:
    """Return those whose kept place is another than the one that comes out again: nobody, unless somebody wrote in the tables."""
    again = {row.month.unit: row for rows in scored(month).values() for row in rows}
    found = []
    for one in Standing.objects.filter(month=month):
        row = again[one.unit_id]
        as_kept = (one.place, one.rank, one.tied, one.hundredths)
        as_found = (row.place.value, row.rank, row.tied, row.hundredths)
        if as_kept != as_found or recounted(one) != {
            name: Count(*pair) for name, pair in one.counts.items()
        }:
            found.append(one)
    return found


def recounted(standing: Standing) -> dict[str, Count]:
    """Count a unit's figures again from the marks of its assignments."""
    if not standing.assignments:
        return {}
    return {
        measure.value: Count(
            sum(bool(mark & bit) for mark in standing.hits),
            sum(bool(mark & bit) for mark in standing.abouts),
        )
        for measure, bit in BITS.items()
    }


def months(person: Any) -> list[Month]:
    """Return the months that somebody may read, the latest first."""
    return list(Month.objects.seen_by(person).order_by("-first_on"))


def standings(month: Month, person: Any) -> list[Standing]:
    """Return a month's table as somebody may read it: by group, the ranked first."""
    rows = Standing.objects.seen_by(person).filter(month=month).light()
    order = {"ranked": 0, "few": 1, "none": 2}
    return sorted(
        rows,
        key=lambda one: (one.group, order[one.place], one.rank or 0, -one.volume, one.name, one.pk),
    )


def behind(
    standing: Standing, person: Any, measure: str = "", *, hit: bool | None = None
) -> list[tuple[Assignment, bool]]:
    """Return the assignments behind a figure and whether each counted, the latest first; without a measure, all of them."""
    bit = BITS[Measure(measure)] if measure else 0
    marks = zip(standing.assignments, standing.abouts, standing.hits, strict=True)
    counted = {key: bool(hits & bit) for key, about, hits in marks if not measure or about & bit}
    wanted = [key for key, did in counted.items() if hit is None or did is hit]
    rows = Assignment.objects.seen_by(person).filter(pk__in=wanted)
    rows = rows.select_related("case__service", "case__area", "unit").order_by(
        "-reply_by_at", "-pk"
    )
    return [(one, counted[one.pk]) for one in rows]


def objections(person: Any, month: Month | None = None) -> ObjectionQuerySet:
    """Return the objections that somebody may read, those that wait for an answer first."""
    rows = Objection.objects.seen_by(person).select_related(
        "standing__month", "assignment__case", "made_by", "answered_by"
    )
    if month is not None:
        rows = rows.filter(standing__month=month)
    return rows.order_by(F("answered_at").asc(nulls_first=True), "-pk")


def exclusions(month: Month, person: Any) -> ExclusionQuerySet:
    """Return what is left out of a month, or is to be, the latest first."""
    begins, ends = month.between
    rows = Exclusion.objects.seen_by(person).select_related(
        "assignment__case", "assignment__unit", "asked_by", "approved_by"
    )
    due = rows.filter(assignment__reply_by_at__gte=begins, assignment__reply_by_at__lt=ends)
    return due.order_by("-pk")


def said(things: Sequence[Recorded]) -> dict[str, list[str]]:
    """Return what was said of objections and exclusions in words: "objection:7" → in the order in which it was said."""
    found: dict[str, list[str]] = {}
    for told in journal.stories(things) if things else []:
        about = f"{told.entry.kind}:{told.entry.subject}"
        words = (told.said.get(name) for name in ("words", "answer", "why"))
        found.setdefault(about, []).extend(str(one) for one in words if one)
    return found


def undecided(month: Month) -> tuple[int, int]:
    """Return how many objections and how many exclusions of a month wait for somebody's word."""
    begins, ends = month.between
    asked = Exclusion.objects.filter(
        status=Excluded.ASKED,
        assignment__reply_by_at__gte=begins,
        assignment__reply_by_at__lt=ends,
    )
    return Objection.objects.open().filter(standing__month=month).count(), asked.count()


def weights() -> list[Weight]:
    """Return every row that was ever set, the latest first."""
    return list(Weight.objects.select_related("by").order_by("-from_on", "-pk"))
