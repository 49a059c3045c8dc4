"""Questions about inspections: what is owed, until when and why then; which assignments may be looked at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hotline import clock
from hotline.assignments.models import Assignment, AssignmentQuerySet
from hotline.departments.models import Unit
from hotline.timelimits import queries as timelimits
from hotline.timelimits import wording as limits
from hotline.timelimits.limits import Limit, Reckoned
from hotline.worktime import Length
from hotline.worktime import Unit as Of

from .life import Status
from .models import Citation, CitationQuerySet, Inspection, InspectionQuerySet


def reckon(unit: int, *, days: int, start: datetime) -> Reckoned:
    """Say until when a unit has so many of its own working days to answer."""
    limit = Limit(Length(days, Of.WORKING_DAYS), 0)
    return timelimits.reckon_by(limit, unit=unit, start=start)


def explained(inspection: Inspection) -> list[str]:
    """Say for people why an answer is due when it is; nothing before the findings are told."""
    start, days = inspection.counted_from_at, inspection.days
    if start is None or days is None:
        return []
    return limits.told(reckon(inspection.unit_id, days=days, start=start))


def inspections(person: Any) -> InspectionQuerySet:
    """Return the inspections somebody may know of, the latest first."""
    rows = Inspection.objects.seen_by(person).select_related("unit", "inspector")
    return rows.order_by("-pk")


def answering_over(day: date) -> InspectionQuerySet:
    """Return those whose answer is owed on a day or later; what is late stays late."""
    rows = Inspection.objects.filter(status=Status.FOUND, answer_by_at__gt=clock.now())
    return rows.filter(counted_from_at__date__lte=day, answer_by_at__date__gte=day)


def owed(person: Any) -> InspectionQuerySet:
    """Return those whose unit owes an answer, what is due first first."""
    rows = Inspection.objects.seen_by(person).filter(status=Status.FOUND).select_related("unit")
    return rows.order_by("answer_by_at", "pk")


def citations(person: Any) -> CitationQuerySet:
    """Return the citations somebody may know of, the latest first."""
    rows = Citation.objects.seen_by(person).select_related("unit", "proposed_by")
    return rows.order_by("-pk")


def lookable(unit: Unit) -> AssignmentQuerySet:
    """Return what of a unit may be looked at: all that it was given, the latest first."""
    rows = Assignment.objects.filter(unit=unit).select_related("case__service", "case__area")
    return rows.order_by("-sent_at", "-pk")
