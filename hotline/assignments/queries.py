"""Questions about assignments: who has a case, who helps, what waits for whom, who is told of what is late."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from hotline import clock
from hotline.cases.models import Case
from hotline.departments import queries as departments
from hotline.departments.life import Part as Speaks
from hotline.departments.models import Liaison, Unit
from hotline.journal.models import Entry
from hotline.life.steps import Step
from hotline.people.models import Person
from hotline.people.roles import Role

from .life import LIFE, OF_RETURN, OPEN, PLEA, Asked, Part, Status
from .models import Assignment, AssignmentQuerySet, Plea, PleaQuerySet, Supervision

UNIT, HEAD, LEADER = 1, 2, 3
"""How far up somebody is told: what is near, what is overdue, what stays overdue."""


def lead_of(case: Case) -> Assignment | None:
    """Return the lead that somebody is on, or whose answer waits for its citizen's word."""
    rows = (
        Assignment.objects.leads()
        .filter(case=case)
        .exclude(status__in=LIFE.ended() - {Status.ENDED})
    )
    return rows.select_related("unit").order_by("-pk").first()


def parts(lead: Assignment) -> AssignmentQuerySet:
    """Return those that help, the first first."""
    return Assignment.objects.filter(under=lead).select_related("unit").order_by("pk")


def helpers(lead: Assignment) -> list[Assignment]:
    """Return all that help and are not over, down to the lowest, each after the one that gathers its answer."""
    found: list[Assignment] = []
    above = [lead]
    while above:
        above = list(Assignment.objects.open().filter(under__in=above).order_by("pk"))
        found += above
    return found


def parts_at_work(lead: Assignment) -> AssignmentQuerySet:
    """Return those that help and have not replied."""
    return parts(lead).at_work()


def in_hand(unit: Unit) -> int:
    """Return how many assignments of a unit are not over, those included whose citizen may still be discontent."""
    return Assignment.objects.filter(unit=unit, status__in=(*OPEN, Status.ACCEPTED)).count()


def inbox(person: Any) -> AssignmentQuerySet:
    """Return what somebody's units have to do, what is due first first."""
    rows = Assignment.objects.seen_by(person).owing()
    return rows.select_related("case", "unit").order_by("reply_by_at", "pk")


def running_over(day: date) -> AssignmentQuerySet:
    """Return those with a clock that runs and is due on a day or later: what stands is reckoned when it goes on."""
    due = Q()
    for one in ("sign", "contact", "reply"):
        due |= Q(**{f"{one}_by_at__date__gte": day})
    rows = Assignment.objects.at_work().filter(due, sent_at__date__lte=day)
    return rows.filter(stands_since_at=None).select_related("case")


def answering_over(day: date) -> AssignmentQuerySet:
    """Return those that owe a supervision an answer on a day or later; what is late stays late."""
    owed = Supervision.objects.filter(answered_at=None, answer_by_at__gt=clock.now())
    owed = owed.filter(issued_at__date__lte=day, answer_by_at__date__gte=day)
    return Assignment.objects.open().filter(pk__in=owed.values("assignment")).select_related("case")


def to_review(person: Any) -> AssignmentQuerySet:
    """Return the replies of leads that nobody has reviewed, the longest waiting first."""
    rows = Assignment.objects.seen_by(person).filter(part=Part.LEAD, status=Status.REPLIED)
    return rows.select_related("case", "unit").order_by("replied_at", "pk")


def waiting(person: Any) -> PleaQuerySet:
    """Return what units have asked and nobody has decided."""
    rows = Plea.objects.seen_by(person).waiting()
    return rows.select_related("assignment__case", "assignment__unit", "to")


def is_returning(assignment: Assignment) -> bool:
    """Say whether its clock stands because the unit has said that it is not its own."""
    if not assignment.stands or assignment.asks_since_at is None:
        return False
    return assignment.pleas.waiting().filter(kind=Asked.RETURN).exists()


def stands_with_lead(assignment: Assignment) -> bool:
    """Say whether the clock of a helper stands for no reason of its own: only what was granted to itself ends by itself."""
    of_its_own = assignment.goes_on_at is not None or is_returning(assignment)
    return assignment.under_id is not None and assignment.stands and not of_its_own


def may_go_on(assignment: Assignment) -> bool:
    """Say whether somebody can let its clock go on: it stands, for a reason of its own, and no return is undecided."""
    stands = assignment.stands and not is_returning(assignment)
    return stands and not stands_with_lead(assignment)


def overdue(now: datetime, due: str = "next_due_at") -> Q:
    """Return the condition for what is overdue: nobody is late with what was asked about in time and is undecided.

    A part's reply is not, either, while what was asked by the one above it is.
    """
    decided = Q(asks_since_at=None) | Q(asks_since_at__gt=F(due))
    above = Q(above_asks_since_at=None) | Q(above_asks_since_at__gt=F(due))
    no_reply = Q(reply_by_at__gt=F(due))
    return Q(**{f"{due}__lt": now}) & decided & (above | no_reply)


def answered_at(case_pk: int, since: datetime) -> datetime | None:
    """Return when a citizen had his next word after a moment."""
    rows = Entry.objects.filter(kind=Case.KIND, subject=case_pk, act="add_word", at__gt=since)
    return rows.order_by("pk").values_list("at", flat=True).first()


def open_to(plea: Plea, person: Any) -> list[Step]:
    """Return the steps of a plea that this person may take now: those of a return only where it is one."""
    steps = PLEA.open_to(plea, person)
    if plea.kind == Asked.RETURN:
        return steps
    return [step for step in steps if step.name not in OF_RETURN]


def told(assignment: Assignment, level: int) -> list[Person]:
    """Return who is told of it, so far up."""
    return people_of(assignment.unit_id, level)


def people_of(unit: int, level: int) -> list[Person]:
    """Return who is told: a unit's liaison people; from the second level on its heads, from the third the line's leaders too."""
    standing = Liaison.objects.standing().filter(unit=unit, person__is_active=True)
    speak = [*standing.select_related("person").order_by("pk")]
    heads = [one.person for one in speak if one.part == Speaks.HEAD]
    people = [one.person for one in speak if one.part != Speaks.HEAD] or heads
    if level >= HEAD:
        people += heads
    if level >= LEADER:
        people += Person.objects.with_role(Role.LEADER).order_by("pk")
    return list(dict.fromkeys(people))


def watched_by(assignment: Assignment, level: int) -> list[Person]:
    """Return who is told of a supervision: from the second level on the heads of the units above, on the third the line's leaders."""
    told = people_of(assignment.unit_id, LEADER if level >= LEADER else HEAD)
    above = departments.above(assignment.unit) if level > 1 else []
    heads = Liaison.objects.standing().filter(unit__in=above, part=Speaks.HEAD)
    heads = heads.filter(person__is_active=True).select_related("person").order_by("pk")
    return [*dict.fromkeys([*told, *(one.person for one in heads)])]
