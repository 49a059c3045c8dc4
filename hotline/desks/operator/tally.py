"""The day's calls counted: those that became a case, and what the others were. None is left out."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from hotline.calls import queries as calls
from hotline.calls.models import Call, Outcome
from hotline.calls.states import Direction, Ending, Status
from hotline.cases.models import Case
from hotline.people.models import Person
from hotline.people.roles import Role


@dataclass(frozen=True)
class Tally:
    """How many of today's calls from outside were what."""

    answered: int
    written: int
    outcomes: list[tuple[str, int]]
    unsaid: int
    """Answered, ended, no case, and nobody has said what it was."""
    missed: int
    next_unsaid: Call | None


def today(person: Person) -> Tally:
    """Count the calls of today: one's own; for a shift leader the whole line's."""
    whole = bool(person.role & Role.LEADER)
    rows = calls.today(person, of=None if whole else person).filter(
        direction=Direction.IN, status=Status.ENDED
    )
    answered = rows.filter(answered_at__isnull=False).annotate(
        written=Exists(Case.objects.seen_by(person).filter(calls=OuterRef("pk")))
    )
    counted = answered.order_by().values_list("written", "outcome").annotate(n=Count("pk"))
    found = {(written, outcome): n for written, outcome, n in counted}
    unsaid = found.get((False, ""), 0)
    return Tally(
        answered=sum(found.values()),
        written=sum(n for (written, _outcome), n in found.items() if written),
        outcomes=[
            (str(one.label), n) for one in Outcome if (n := found.get((False, one.value), 0))
        ],
        unsaid=unsaid,
        missed=rows.filter(how=Ending.MISSED).count() if whole else 0,
        next_unsaid=answered.filter(written=False, outcome="", operator=person).first()
        if unsaid
        else None,
    )
