"""A September's calls, cases, call-backs and assignments, and what a circular about it is made of."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hotline.calls.models import Call
from hotline.calls.states import Direction, Ending
from hotline.calls.states import Status as CallStatus
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.models import Case, Kind
from hotline.circulars import actions as circulars
from hotline.circulars.life import Span
from hotline.circulars.models import Circular
from hotline.circulars.spans import Days
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.rules import actions as rules
from tests.assessment.september import Said, September
from tests.town import Town, at

DUE = date(2012, 9, 8)
"""The day on which what September's assignments were given for falls due."""
NEXT_MORNING = at(7, 5, day=DUE + timedelta(days=1))
THAT_DAY = Days(DUE, DUE)


def second(town: Town) -> Person:
    """Return another leader than the town's own."""
    known = Person.objects.filter(username="leader2").first()
    return known or people.engage(
        "leader2", name="李值班", number="02", role=Role.LEADER, by=town.people["admin"]
    )


def call(when: datetime, how: Ending, *, wait_s: int = 5) -> None:
    """Let somebody ring."""
    answered = how == Ending.ANSWERED
    Call.objects.create(
        direction=Direction.IN, status=CallStatus.ENDED, arrived_at=when, how=how, wait_s=wait_s,
        answered_at=when + timedelta(seconds=wait_s) if answered else None,
        ended_at=when + timedelta(minutes=2),
    )  # fmt: skip


def case(
    town: Town, when: datetime, *, kind: Kind, service: str | None = None, closed: bool = False
) -> Case:
    """Let a case be taken in at a time."""
    by = town.operator_28
    asked = cases.Asked(
        said="问", kind=kind, service=town.services[service] if service else None,
        outside_catalogue=service is None,
    )  # fmt: skip
    made = cases.take_in(asked, by=by)
    if closed:
        made = cases.answer_at_once(made, by=by, result=Result.EXPLAINED, answer="说了")
        Case.objects.filter(pk=made.pk).update(closed_at=when + timedelta(minutes=3))
    Case.objects.filter(pk=made.pk).update(taken_at=when)
    return made


def a_day(town: Town) -> September:
    """Let the eighth of September and the day before have happened."""
    rules.set_rule("circular_least_cases", value=2, by=town.leader, why="x")
    for hour in (9, 10, 23):
        call(at(hour, day=DUE), Ending.ANSWERED, wait_s=5 if hour < 23 else 40)
    call(at(11, day=DUE), Ending.MISSED)
    call(at(12, day=DUE), Ending.BARRED)
    call(at(9, day=DUE - timedelta(days=1)), Ending.ANSWERED)
    case(town, at(9, day=DUE), kind=Kind.COMPLAINT, service="水管维修")
    case(town, at(10, day=DUE), kind=Kind.COMPLAINT, service="水管维修", closed=True)
    case(town, at(23, 59, day=DUE), kind=Kind.QUESTION)
    case(town, at(9, day=DUE - timedelta(days=1)), kind=Kind.QUESTION, service="水管维修")
    september = September(town)
    due = at(9, day=DUE)
    for liking in ("very", "so_so", "not"):
        september.one("供电公司", said=Said(liking=liking), due=due)
    september.one("供电公司", due=due, replied_at=due + timedelta(hours=5))
    september.one("执法局", due=due, times_sent_back=1)
    september.one("执法局", due=due, status="signed", replied_at=None, ended_at=None)
    september.one("执法局", due=due - timedelta(days=1))
    Case.objects.filter(assignments__in=september.made).update(taken_at=at(9, day=date(2012, 9, 3)))
    return september


def drafted(town: Town, span: Span = Span.DAY) -> Circular:
    """Draft the circular of that day."""
    a_day(town)
    return circulars.draft(span, days=THAT_DAY if span == Span.DAY else None, by=town.leader)


def published(town: Town) -> Circular:
    """Draft one, and let two people publish it."""
    made = drafted(town)
    made = circulars.submit(made, by=town.people["reviewer"])
    made = circulars.approve(made, by=town.leader)
    return circulars.publish(made, by=town.leader)
