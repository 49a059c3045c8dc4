"""Questions about wishes: who waits to be called, and whose it is to call."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from hotline import clock
from hotline.calls.models import Call, Seat
from hotline.calls.states import SeatState
from hotline.people.models import Person

from .life import Status
from .models import Wish, WishQuerySet

IS_OWED_ONE = f"""EXISTS (SELECT FROM wishes_wish w JOIN calls_call c USING (caller_id)
    WHERE c.id = %s AND w.case_id IS NULL AND w.status = '{Status.OPEN}')"""
"""Whether the caller in a call, by its key, waits to be called about no case."""


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


def has_been_heard_since(call: Call) -> bool:
    """Say whether somebody has spoken with a caller after a call of his was over."""
    return Call.objects.filter(caller=call.caller_id, answered_at__gt=call.ended_at).exists()
