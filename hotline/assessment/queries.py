"""Questions about assessment: by which terms a month is scored, its tables, the assignments behind a figure, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from hotline.assignments.life import Status as Gone
from hotline.assignments.models import Assignment, AssignmentQuerySet
from hotline.departments.models import Unit
from hotline.followups.life import Liking, YesNo
from hotline.journal import queries as journal
from hotline.journal.models import Recorded
from hotline.rules import queries as rules
from hotline.timelimits import queries as timelimits
from hotline.timelimits.limits import Limit
from hotline.worktime import Length
from hotline.worktime import Unit as Of

from . import counting
from .life import Excluded, Objected
from .measures import ALL_BITS, BITS, DEFAULTS, Measure, marked, term
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


class Told(NamedTuple):
    """What a citizen chose of the answers that he was read."""

    answered: str
    solved: str
    attitude: str
    outcome: str
    speed: str

    def of(self, measure: str) -> list[str]:
        """Return the words of those that a measure is about."""
        if measure == Measure.SATISFIED:
            about = (_("态度"), _("结果"), _("速度"))
            liked = zip(about, self[2:], strict=True)
            return [f"{what} {Liking(one).label}" for what, one in liked if one]
        one = {Measure.RESPONSE: self.answered, Measure.SOLVED: self.solved}.get(
            Measure(measure), ""
        )
        return [str(YesNo(one).label)] if one else []


def groups() -> list[str]:
    """Return the groups in which units are ranked together, those of nobody in service too."""
    named = Unit.objects.exclude(group="").order_by("group")
    return list(named.values_list("group", flat=True).distinct())


def objections_by(start: datetime) -> datetime:
    """Say until when units may object to what is sent out to them now: in working days, of which a holiday is none."""
    length = Length(rules.book()["score_objection_days"], Of.WORKING_DAYS)
    return timelimits.reckon_by(Limit(length, 0), unit=None, start=start).due.at


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
    """Return those of whom the month keeps another thing than comes out again: nobody, unless somebody wrote in the tables.

    The place by the kept counts and rules, the counts by the kept marks, the marks by the exclusions that stand.
    """
    masks = _masks(month)
    again = {row.month.unit: row for rows in scored(month).values() for row in rows}
    found = []
    for one in Standing.objects.filter(month=month):
        row = again[one.unit_id]
        as_kept = (one.place, one.rank, one.tied, one.hundredths)
        as_found = (row.place.value, row.rank, row.tied, row.hundredths)
        counts = {name: Count(*pair) for name, pair in one.counts.items()}
        left_out = _fits(one, masks.get(one.pk, {}))
        if as_kept != as_found or recounted(one) != counts or not left_out:
            found.append(one)
    return found


def _masks(month: Month) -> dict[int, dict[int, int]]:
    """Return what stands left out of a month, by bits: standing → assignment → measures."""
    found: dict[int, dict[int, int]] = {}
    stands = Exclusion.objects.filter(standing__month=month, status=Excluded.APPROVED)
    for one, assignment, measure in stands.values_list("standing", "assignment", "measure"):
        assert one is not None
        mine = found.setdefault(one, {})
        mine[assignment] = mine.get(assignment, 0) | (
            BITS[Measure(measure)] if measure else ALL_BITS
        )
    return found


def _fits(standing: Standing, masks: Mapping[int, int]) -> bool:
    """Say whether what a standing has left out is what was approved, and nothing else."""
    counted = zip(standing.assignments, standing.abouts, strict=True)
    left_out = zip(standing.left_out, standing.left_out_abouts, strict=True)
    return not any(about & masks.get(key, 0) for key, about in counted) and not any(
        about & ~masks.get(key, 0) for key, about in left_out
    )


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


def why_taken_back(month: Month) -> str:
    """Return why a month was taken back the last time."""
    acts = [one for one in journal.story(month) if one.entry.act == "take_back"]
    return str(acts[-1].said.get("why") or "") if acts else ""


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


def did(standing: Standing, measure: str = "") -> dict[int, bool]:
    """Return whether each assignment behind a figure counted; without a measure, all of them."""
    bit = BITS[Measure(measure)] if measure else 0
    return marked(standing.assignments, standing.abouts, standing.hits, bit=bit)


def behind(
    standing: Standing, person: Any, measure: str = "", *, hit: bool | None = None
) -> AssignmentQuerySet:
    """Return the assignments behind a figure, the latest first; without a measure, all of them."""
    counted = did(standing, measure)
    wanted = [key for key, well in counted.items() if hit is None or well is hit]
    rows = Assignment.objects.seen_by(person).filter(pk__in=wanted)
    return rows.select_related("case__service", "case__area", "unit").order_by(
        "-reply_by_at", "-pk"
    )


def told(assignments: Iterable[Assignment]) -> dict[int, Told]:
    """Return what the citizen of each chose when he was asked, as it is now; who was not asked is not in it."""
    with connection.cursor() as cursor:
        cursor.execute(counting.SAID, {"keys": [one.pk for one in assignments]})
        return {key: Told(*chosen) for key, *chosen in cursor.fetchall()}


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
    rows = Exclusion.objects.seen_by(person).filter(standing__month=month)
    rows = rows.select_related("assignment__case", "assignment__unit", "asked_by", "approved_by")
    return rows.order_by("-pk")


def exclusion_of(standing: Standing, assignment: Assignment, measure: str) -> Exclusion | None:
    """Return what was asked or approved that leaves an assignment out of a measure of a month, or of all; if anything was."""
    stands = Exclusion.objects.filter(
        standing=standing, assignment=assignment, status__in=[Excluded.ASKED, Excluded.APPROVED]
    )
    return stands.filter(measure__in=("", measure)).order_by("pk").first()


def came_of(objections: Iterable[Objection]) -> dict[int, Exclusion]:
    """Return what became of each objection that was upheld about an assignment: the last exclusion of it."""
    upheld = [one for one in objections if one.status == Objected.UPHELD and one.assignment_id]
    rows = Exclusion.objects.filter(
        standing__in=[one.standing_id for one in upheld],
        assignment__in=[one.assignment_id for one in upheld],
    ).order_by("pk")
    found: dict[int, Exclusion] = {}
    for row in rows:
        for one in upheld:
            same = (row.standing_id, row.assignment_id) == (one.standing_id, one.assignment_id)
            if same and row.measure in ("", one.measure):
                found[one.pk] = row
    return found


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
    asked = Exclusion.objects.filter(status=Excluded.ASKED, standing__month=month)
    return Objection.objects.open().filter(standing__month=month).count(), asked.count()


def weights() -> list[Weight]:
    """Return every row that was ever set, the latest first."""
    return list(Weight.objects.select_related("by").order_by("-from_on", "-pk"))
