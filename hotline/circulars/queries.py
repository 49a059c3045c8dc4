"""Questions about circulars: what may be read, what is due, what was counted, and the cases behind a figure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from hotline import clock
from hotline.assessment import queries as assessment
from hotline.assessment.life import Status as Stands
from hotline.assessment.measures import BITS, Measure
from hotline.assessment.models import Month, Standing, begins
from hotline.assessment.score import Count, tables
from hotline.assessment.score import Month as Scored
from hotline.assignments.models import Assignment
from hotline.cases import queries as cases
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case, CaseQuerySet
from hotline.journal.models import Entry
from hotline.rules import queries as rules
from hotline.today import today

from . import counting, spans
from .figures import Day, Figures, Late, Named, Unit, Whole
from .life import GONE, Span
from .models import Circular

MOST_SERVICES, MOST_LATE = 10, 30
Marks = dict[str, list[list[int]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of a time, and which assignments are behind them."""

    figures: Figures
    marks: Marks
    at: datetime


def due(now: datetime) -> list[tuple[Span, spans.Days]]:
    """Return the circulars that it is time to draft: the last whole day, week, month since the line began, once each."""
    here = timezone.localtime(now)
    began = cases.began_on()
    if began is None or here.hour < rules.book()["circular_at_h"]:
        return []
    found = []
    for span in Span:
        days = spans.last(span.value, here.date())
        known = Circular.objects.filter(span=span, from_on=days.from_on)
        if days.until_on >= began and not known.exists():
            found.append((span, days))
    return found


def standing_for(span: str, from_on: date) -> bool:
    """Say whether there is one for a time that nobody withdrew or dropped."""
    return Circular.objects.filter(span=span, from_on=from_on).exclude(status__in=GONE).exists()


def last_over(span: str) -> spans.Days:
    """Return the last day, week or month that is over."""
    return spans.last(span, today())


def wrote(circular: Circular, person: Any) -> bool:
    """Say whether somebody had a hand in its words: edited them, or stood by them."""
    acts = Entry.objects.filter(kind=Circular.KIND, subject=circular.pk, act__in=("edit", "submit"))
    return acts.filter(by=person.pk).exists()


# -- counting -------------------------------------------------------------------------------------


def count(span: str, days: spans.Days) -> Counted:
    """Count a time and the one before it as they stand now: ten statements or so, however long it is."""
    at, earlier = clock.now(), spans.before(span, days)
    ends = begins(days.until_on + timedelta(days=1))
    book = rules.book()
    given: dict[str, Any] = {
        "begins": begins(days.from_on), "ends": ends, "earlier": begins(earlier.from_on), "at": at,
        "within": book["answer_within_s"], "most": MOST_SERVICES, "most_late": MOST_LATE,
        "zone": str(timezone.get_current_timezone()), "curve": begins(days.curve_from_on),
        "curve_on": days.curve_from_on, "until_on": days.until_on,
        "nobodys": [one.value for one in assessment.NOBODYS],
    }  # fmt: skip
    kinds = _rows(counting.KINDS, given)
    units, marks = _units(given)
    prior = {**given, "begins": given["earlier"], "ends": given["begins"]}
    concluded = {unit: Count(*_read(pair)) for unit, pair in _rows(counting.CONCLUDED, prior)}
    units = [replace(one, concluded_before=concluded.get(one.unit, Count())) for one in units]
    month = _month(span, days)
    few = book["score_least_cases"] if span == Span.MONTH else book["circular_least_cases"]
    least = month.least if month else few
    if month is not None:
        units, marks = _of_month(month, units, marks)
    else:
        units = _ranked(units, days.from_on, least)
    now, before = _wholes(given, kinds)
    figures = Figures(
        now=now,
        before=before,
        kinds=_kinds(kinds),
        services=tuple(
            Named(str(key), name, n, was) for key, name, n, was in _rows(counting.SERVICES, given)
        ),
        days=tuple(
            Day(on.isoformat(), taken, closed) for on, taken, closed in _rows(counting.DAYS, given)
        ),
        units=tuple(units),
        late=tuple(_late(at, *row) for row in _rows(counting.LATE, given)),
        overdue=sum(one.overdue for one in units),
        league=month.status if month else "",
        least=least,
    )
    return Counted(figures, marks, at)


def _rows(statement: str, given: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found: list[Any] = cursor.fetchall()
    return found


def _read(value: Any) -> Any:
    """Return JSON that a cursor gives as text."""
    return json.loads(value) if isinstance(value, str) else value


def _wholes(given: Mapping[str, Any], kinds: list[Any]) -> tuple[Whole, Whole]:
    calls = {now: row for now, *row in _rows(counting.CALLS, given)}
    closed = dict(_rows(counting.CLOSED, given))
    asked = {now: row for now, *row in _rows(counting.CALL_BACKS, given)}

    def whole(now: bool) -> Whole:
        n, answered, in_time, missed = calls.get(now, (0, 0, 0, 0))
        reached, tried, solved, of_solved, liked, of_liked = asked.get(now, (0,) * 6)
        return Whole(
            calls=n,
            answered=answered,
            answered_in_time=in_time,
            missed=missed,
            taken=sum(n for when, _kind, n, _outside in kinds if when is now),
            closed=closed.get(now, 0),
            outside=sum(outside for when, _kind, _n, outside in kinds if when is now),
            called_back=Count(reached, tried),
            solved=Count(solved, of_solved),
            satisfied=Count(liked, of_liked),
        )

    return whole(True), whole(False)


def _kinds(rows: list[Any]) -> tuple[Named, ...]:
    found: dict[str, list[int]] = {}
    for now, kind, n, _outside in rows:
        found.setdefault(kind, [0, 0])[0 if now else 1] += n
    named = [Named(kind, "", n, was) for kind, (n, was) in found.items()]
    return tuple(sorted(named, key=lambda one: (-one.now, one.key)))


def _late(
    at: datetime, case: int, serial: int, taken_at: datetime, unit: str, service: str,
    due_at: datetime,
) -> Late:  # fmt: skip
    number = Case(serial=serial, taken_at=taken_at).number
    hours = int((at - due_at).total_seconds() // 3600)
    return Late(case, number, unit, service, due_at.isoformat(), hours)


def _units(given: Mapping[str, Any]) -> tuple[list[Unit], Marks]:
    units: list[Unit] = []
    marks: Marks = {}
    for key, name, short, group, sent, volume, counts, sent_back, overdue, *mark in _rows(
        counting.UNITS, given
    ):
        shares = {measure: Count(*pair) for measure, pair in _read(counts).items()}
        units.append(Unit(key, name, short, group, sent, volume, shares, sent_back, overdue))
        if mark[0]:
            marks[str(key)] = [list(part) for part in mark]
    return units, marks


def _month(span: str, days: spans.Days) -> Month | None:
    """Return the month of assessment whose scores are told: one that was counted."""
    if span != Span.MONTH:
        return None
    found = Month.objects.filter(first_on=days.from_on, counted_at__isnull=False)
    return found.exclude(status=Stands.RUNNING).first()


def _of_month(month: Month, units: list[Unit], marks: Marks) -> tuple[list[Unit], Marks]:
    """Tell of each unit what its month of assessment says: one score, whoever tells it."""
    known = {one.unit_id: one for one in Standing.objects.filter(month=month)}
    found = []
    for unit in units:
        row = known.get(unit.unit)
        if row is None:  # it has come since
            found.append(replace(unit, volume=0, counts={}))
            continue
        counts = {name: Count(*pair) for name, pair in row.counts.items()}
        found.append(
            replace(
                unit, group=row.group, volume=row.volume, counts=counts, place=row.place,
                rank=row.rank, tied=row.tied, hundredths=row.hundredths, standing=row.pk,
            )
        )  # fmt: skip
        marks[str(unit.unit)] = [row.assignments, row.abouts, row.hits]
    return found, marks


def _ranked(units: list[Unit], from_on: date, least: int) -> list[Unit]:
    """Score and rank by assessment's own rules; preliminary, for no unit has been heard."""
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


# -- what is behind a figure ----------------------------------------------------------------------


def behind_line(
    circular: Circular, person: Any, *, kind: str = "", service: int = 0
) -> CaseQuerySet:
    """Return the cases that were taken in in its time: all, of a kind, of a service; the latest first."""
    first, end = circular.between
    rows = Case.objects.seen_by(person).filter(taken_at__gte=first, taken_at__lt=end)
    rows = rows.exclude(status=CaseStatus.VOID).filter(
        Q(kind=kind) if kind else Q(), Q(service=service) if service else Q()
    )
    return rows.select_related("service", "area").order_by("-taken_at", "-pk")


def behind_unit(
    circular: Circular, person: Any, unit: int, measure: str = ""
) -> list[tuple[Assignment, bool]]:
    """Return the assignments behind a unit's figure and whether each counted, by the marks that were kept."""
    bit = BITS[Measure(measure)] if measure else 0
    kept = zip(*circular.marks.get(str(unit), ([], [], [])), strict=True)
    counted = {key: bool(hit & bit) for key, about, hit in kept if not bit or about & bit}
    rows = Assignment.objects.seen_by(person).filter(pk__in=counted)
    rows = rows.select_related("case__service", "unit").order_by("-reply_by_at", "-pk")
    return [(one, counted[one.pk]) for one in rows]
