"""Who of a unit is told, and how he is reached; what a link opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.assignments import queries as assignments
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment
from hotline.departments.models import Liaison, Unit
from hotline.outbox.mailboxes import is_mailbox
from hotline.people.models import Person
from hotline.people.roles import Role

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


def told_of(unit: Unit, level: int) -> list[Told]:
    """Return who is told for a unit, so far up; where none of them can be reached, the unit by what is known of it."""
    return reached(unit, assignments.people_of(unit.pk, level))


def reached(unit: Unit, people: Sequence[Person]) -> list[Told]:
    """Return those who can be reached of the people that are told of a unit's matter; of its own nobody: it itself too."""
    standing = Liaison.objects.standing().filter(unit=unit.pk, person__in=people)
    own = {one.person_id: one for one in standing.select_related("person", "unit")}
    reach = {one.person_id: one for one in Reach.objects.filter(person__in=people)}
    found = [
        Told(person.name, held.telephone, _sendable(held.mailbox), own.get(person.pk))
        for person in people
        if (held := reach.get(person.pk)) and (held.telephone or _sendable(held.mailbox))
    ]
    mailbox = _sendable(unit.email)
    if not any(one.liaison for one in found) and (unit.telephone or mailbox):
        found.append(Told(unit.short, unit.telephone, mailbox))
    return found


def _sendable(mailbox: str) -> str:
    """Return a mailbox where mail can be sent to it, else none: who has one that it cannot is told by his other ways."""
    return mailbox if is_mailbox(mailbox) else ""


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


def leaders() -> list[tuple[Person, Reach | None]]:
    """Return the line's leaders, who are told of what stays overdue, with where they are reached."""
    rows = list(Person.objects.with_role(Role.LEADER).order_by("name", "pk"))
    reach = {one.person_id: one for one in Reach.objects.filter(person__in=rows)}
    return [(one, reach.get(one.pk)) for one in rows]
