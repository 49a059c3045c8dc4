"""Who of a unit is told, and how he is reached; what a link opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hotline.assignments import queries as assignments
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment
from hotline.departments.models import Liaison, Unit
from hotline.people.models import Person

from . import links
from .models import Reach


@dataclass(frozen=True, slots=True)
class Told:
    """One whom a unit's message goes to: somebody with a part in it, or the unit itself where nobody can be reached."""

    name: str
    telephone: str
    mailbox: str
    liaison: Liaison | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a good link opens: one assignment, for whoever it was sent to."""

    assignment: Assignment
    liaison: Liaison

    @property
    def person(self) -> Person:
        """Return who signs."""
        return self.liaison.person

    @property
    def is_to_sign(self) -> bool:
        """Say whether there is anything to sign for."""
        return self.assignment.status == Status.SENT


def told(assignment: Assignment, level: int) -> list[Told]:
    """Return who is told of an assignment, so far up."""
    return told_of(assignment.unit, level)


def told_of(unit: Unit, level: int) -> list[Told]:
    """Return who is told for a unit, so far up; where none of them can be reached, the unit by what is known of it."""
    people = {one.pk for one in assignments.people_of(unit.pk, level)}
    standing = Liaison.objects.standing().filter(unit=unit.pk, person__in=people)
    found = [*_reached(standing)]
    if found:
        return found
    return [Told(unit.short, unit.telephone, unit.email)] if unit.telephone or unit.email else []


def _reached(standing: object) -> Iterator[Told]:
    rows = list(standing.select_related("person").order_by("pk"))  # type: ignore[attr-defined]
    reach = {
        one.person_id: one for one in Reach.objects.filter(person__in=[r.person_id for r in rows])
    }
    for one in rows:
        held = reach.get(one.person_id)
        if held is not None and (held.telephone or held.mailbox):
            yield Told(one.person.name, held.telephone, held.mailbox, one)


def whose(unit: Unit) -> list[str]:
    """Name a unit and those above it: each may have its programme told."""
    found, above = [], unit
    while above is not None and above.about not in found:
        found.append(above.about)
        above = above.parent  # type: ignore[assignment]
    return found


def opened(link: links.Link) -> Opened | None:
    """Return what a link opens now; None where its holder has no part in it any more."""
    rows = Liaison.objects.standing().select_related("person", "unit")
    liaison = rows.filter(pk=link.liaison, person__is_active=True).first()
    if liaison is None or link.kind != Assignment.KIND:
        return None
    seen = Assignment.objects.seen_by(liaison.person).select_related(
        "case__service", "case__area", "unit"
    )
    assignment = seen.filter(pk=link.subject).first()
    return Opened(assignment, liaison) if assignment is not None else None


def people() -> list[tuple[Liaison, Reach | None]]:
    """Return everybody who speaks for a unit, with where he is reached, by unit."""
    rows = Liaison.objects.standing().select_related("person", "unit")
    reach = {one.person_id: one for one in Reach.objects.all()}
    found = rows.filter(person__is_active=True).order_by("unit__name", "pk")
    return [(one, reach.get(one.person_id)) for one in found]
