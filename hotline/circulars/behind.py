"""What is behind a figure of a circular, by the keys that were kept with it: cases, call-backs, assignments.

A list has as many rows as its figure says. What stands in a row is how it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hotline.assessment.measures import BITS, Measure, marked
from hotline.assignments.models import Assignment, AssignmentQuerySet
from hotline.cases.models import Case, CaseQuerySet
from hotline.followups.models import FollowUp, FollowUpQuerySet

from .counting import ASKED_BITS
from .models import Circular

CASES = ("taken", "kind", "service", "outside", "closed")
"""Figures of the line that open into cases."""
ASKED = tuple(ASKED_BITS)
"""Figures of the line that open into call-backs."""
PLAIN = ("sent", "back", "late")
"""Figures of a unit that are numbers: sent to it, sent back, overdue. Its shares go by their measure, its volume by none."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Assignments, and of a share whether each counted."""

    rows: AssignmentQuerySet
    counted: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Called:
    """Call-backs, and whether each counted."""

    rows: FollowUpQuerySet
    counted: Mapping[int, bool]


def cases(circular: Circular, person: Any, of: str, key: str = "") -> CaseQuerySet:
    """Return the cases that a figure of the line counts, the latest first; *key* is which kind, which service."""
    rows = Case.objects.seen_by(person).filter(pk__in=_keys(circular, of, key))
    return rows.select_related("service", "area").order_by("-taken_at", "-pk")


def call_backs(circular: Circular, person: Any, of: str) -> Called:
    """Return the call-backs that a share of the line is about, the latest first."""
    counted = _marked(circular, ["asked"], ASKED_BITS[of])
    rows = FollowUp.objects.seen_by(person).filter(pk__in=counted)
    return Called(rows.select_related("case__service").order_by("-due_at", "-pk"), counted)


def concluded(circular: Circular, person: Any) -> Assigned:
    """Return the assignments of all units that had to be concluded in time."""
    units = [name for name in circular.marks if name.isdigit()]
    return _assigned(person, _marked(circular, units, BITS[Measure.CONCLUDED]))


def of_unit(circular: Circular, person: Any, unit: int, what: str = "") -> Assigned:
    """Return the assignments behind a unit's figure: one of `PLAIN`, a measure, or its volume."""
    if what in PLAIN:
        return Assigned(_assigned(person, dict.fromkeys(_keys(circular, what, str(unit)))).rows)
    bit = BITS[Measure(what)] if what else 0
    found = _assigned(person, _marked(circular, [str(unit)], bit))
    return found if what else Assigned(found.rows)


def _assigned(person: Any, counted: Mapping[int, Any]) -> Assigned:
    rows = Assignment.objects.seen_by(person).filter(pk__in=counted)
    rows = rows.select_related("case__service", "unit").order_by("-reply_by_at", "-pk")
    return Assigned(rows, counted)


def _keys(circular: Circular, of: str, key: str) -> list[int]:
    if of == "taken":
        kinds = (marks[0] for name, marks in circular.marks.items() if name.startswith("kind:"))
        return [one for keys in kinds for one in keys]
    kept = circular.marks.get(f"{of}:{key}" if key else of)
    return kept[0] if kept else []


def _marked(circular: Circular, names: Iterable[str], bit: int) -> dict[int, bool]:
    found: dict[int, bool] = {}
    for name in names:
        found |= marked(*circular.marks.get(name, ([], [], [])), bit=bit)
    return found
