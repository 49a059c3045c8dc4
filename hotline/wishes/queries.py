"""Questions about wishes: who waits to be called, and whose it is to call."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from hotline import clock
from hotline.calls.models import Seat
from hotline.calls.states import SeatState
from hotline.journal import rows
from hotline.people.models import Person

from .life import Status
from .models import Wish, WishQuerySet

_OF_CALL = f"""SELECT {{columns}} FROM {{table}} t JOIN calls_call c ON c.caller_id = t.caller_id
    WHERE c.id = %s AND t.case_id IS NULL AND t.status = '{Status.OPEN}'"""  # noqa: S608


def waiting(person: Any) -> WishQuerySet:
    """Return the wishes that a citizen waits for, the one with the least time first."""
    rows = Wish.objects.seen_by(person).open()
    return rows.select_related("case__service", "call", "owner").order_by("due_at", "id")


def least_burdened() -> Person | None:
    """Return who sits ready and owes the fewest calls; of equals who has been idle longest."""
    there = Seat.objects.filter(state=SeatState.READY, lease_until__gt=clock.now())
    seats = list(there.select_related("operator").order_by("idle_since"))
    owed = dict(
        Wish.objects.filter(status=Status.OPEN, owner__in=[seat.operator_id for seat in seats])
        .values_list("owner")
        .annotate(n=Count("pk"))
    )
    return min(
        (seat.operator for seat in seats), key=lambda person: owed.get(person.pk, 0), default=None
    )


def owed_to(caller: int) -> WishQuerySet:
    """Return the open wishes of a caller that are about no case."""
    return Wish.objects.open().filter(caller=caller, case=None)


def owed_to_caller_of(call: int) -> list[Wish]:
    """Return the open wishes about no case of whoever is in this call; asked for each call that is answered."""
    return rows.returned(Wish, _OF_CALL, [call])
