"""What the floor's figures are counted from: few statements, as many for a large day as for a small one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from hotline.calls.models import Call
from hotline.calls.service_level import COUNTED, QUARTER_S, Counted
from hotline.calls.states import Direction
from hotline.cases.models import Case
from hotline.desks.operator.queue import SOON
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp
from hotline.people.roles import STAFF
from hotline.wishes.models import Because, Wish

_QUARTERS = f"""SELECT floor(extract(epoch FROM c.arrived_at - %(midnight)s) / %(quarter)s)::int, {COUNTED}
    FROM calls_call c
    WHERE c.direction = '{Direction.IN}' AND c.arrived_at >= %(midnight)s AND c.arrived_at <= %(now)s
    GROUP BY 1"""  # noqa: S608 (made of the house's own words)


def midnight(now: datetime) -> datetime:
    """Return when the town's day began."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def quarters(person: Any, now: datetime, *, within_s: int) -> dict[int, Counted]:
    """Return what became of today's calls from outside, by the quarter of an hour in which they arrived; one statement."""
    if not person.role & STAFF:  # as `Call.seen_by`
        return {}
    given: dict[str, Any] = {
        "midnight": midnight(now),
        "now": now,
        "quarter": QUARTER_S,
        "within": within_s,
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUARTERS, given)
        return {nth: Counted(*counts) for nth, *counts in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Owed:
    """The calls that the line owes, and those that it has promised."""

    missed: int
    """Who called in vain."""
    asked: int
    """Who asked for a call."""
    late: int
    nobodys: int
    """That nobody has taken as his own."""
    callbacks: int
    callbacks_late: int

    @property
    def all(self) -> int:
        """Return how many calls are owed."""
        return self.missed + self.asked


def owed(person: Any, now: datetime) -> Owed:
    """Count what is owed, in two statements."""
    in_vain = ~Q(because=Because.ASKED)
    wishes = Wish.objects.seen_by(person).open()
    found = wishes.aggregate(
        missed=Count("pk", filter=in_vain),
        asked=Count("pk", filter=~in_vain),
        late=Count("pk", filter=Q(due_at__lt=now)),
        nobodys=Count("pk", filter=in_vain & Q(owner=None)),
    )
    due = FollowUp.objects.seen_by(person).filter(status=FollowUpStatus.DUE)
    promised = due.aggregate(
        callbacks=Count("pk"), callbacks_late=Count("pk", filter=Q(due_at__lt=now))
    )
    return Owed(**found, **promised)


@dataclass(frozen=True, slots=True)
class Pressing:
    """The cases whose time has run out or is about to: those listed, and how many there are.

    Each knows as `special` whether it came over a special line.
    """

    cases: list[Case]
    late: int
    soon: int


def pressing(person: Any, now: datetime, *, most: int) -> Pressing:
    """Return the cases with the least time, and count all whose clock runs out soon; two statements."""
    running = Case.objects.seen_by(person).alive().filter(due_at__lt=now + SOON)
    counted = running.aggregate(late=Count("pk", filter=Q(due_at__lt=now)), near=Count("pk"))
    of_special = Call.objects.seen_by(person).filter(cases=OuterRef("pk"), line__special=True)
    listed = running.select_related("service").annotate(special=Exists(of_special))
    return Pressing(
        list(listed.order_by("due_at", "pk")[:most]),
        counted["late"],
        counted["near"] - counted["late"],
    )
