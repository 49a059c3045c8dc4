"""Questions about calls and seats."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils import timezone

from hotline import clock
from hotline.callers import queries as callers
from hotline.callers.models import Caller
from hotline.journal import rows
from hotline.people.models import Person
from hotline.telephony import port

from .models import (
    Call,
    CallQuerySet,
    Request,
    Seat,
    SeatQuerySet,
    Telephone,
    Utterance,
    UtteranceQuerySet,
)
from .policy import Made
from .states import Direction, SeatState, Status, Third

OUTSIDE = (Third.PROVIDER, Third.DEPARTMENT, Third.OUTSIDE)
"""Thirds who are rung outside the house; an emergency counts for nothing."""

_OWN = re.compile(r"c(\d+)-")

_SEAT = """SELECT {columns}, {others} FROM {table} t LEFT JOIN {other} o ON o.id = t.call_id
    WHERE t.operator_id = %s ORDER BY t.id LIMIT 1"""


def seat_of(person: Person) -> Seat | None:
    """Return the seat of *person* with its call and caller; None before the first sign-in."""
    found = rows.returned_with(Seat, Call, _SEAT, [person.pk])
    if not found:
        return None
    seat, call = found[0]
    if call is not None and call.caller_id is not None:
        call.caller = callers.by_key(call.caller_id)
    seat.call = call
    return seat


def on_desk(person: Person) -> Call | None:
    """Return the call that rings or goes on at this person's seat now."""
    seat = seat_of(person)
    return seat.call if seat else None


def last_call(person: Person) -> Call | None:
    """Return the call that this person's after-call work is about."""
    mine = Call.objects.filter(operator=person).select_related("caller")
    return mine.order_by("-arrived_at").first()


def key_in(leg: port.LegId) -> int | None:
    """Return the key of the call that a leg carries in its name; an arriving one carries none."""
    own = _OWN.match(leg)
    return int(own[1]) if own else None


def call_at(telephone: Telephone | None) -> Call | None:
    """Return the call that a made-up telephone is in, or was in last."""
    if telephone is None or not telephone.leg:
        return None
    if key := key_in(telephone.leg):
        return Call.objects.filter(pk=key).first()
    return Call.objects.filter(leg=telephone.leg).order_by("-pk").first()


def waiting(person: Person) -> CallQuerySet:
    """Return the calls that wait for a seat, oldest first."""
    alive = Call.objects.seen_by(person).filter(direction=Direction.IN)
    return alive.filter(status__in=(Status.WAITING, Status.RINGING)).order_by("arrived_at")


def today(person: Person, *, of: Person | None = None) -> CallQuerySet:
    """Return today's calls, latest first; *of* keeps those that one operator took."""
    calls = Call.objects.seen_by(person).filter(arrived_at__gte=_midnight())
    if of is not None:
        calls = calls.filter(operator=of)
    return calls.select_related("operator", "caller").order_by("-arrived_at")


def of_caller(caller: Caller, person: Person) -> CallQuerySet:
    """Return every call with this caller, latest first."""
    calls = Call.objects.seen_by(person).filter(caller=caller)
    return calls.select_related("operator").order_by("-arrived_at")


def record(person: Person, pk: int) -> Call | None:
    """Return the record of one call, if *person* may see it."""
    calls = Call.objects.seen_by(person).select_related("operator", "caller")
    return calls.filter(pk=pk).first()


def said(call: Call, person: Person) -> UtteranceQuerySet:
    """Return what was said in a call, as far as it is known as text, in order."""
    return Utterance.objects.seen_by(person).filter(call=call).order_by("at", "pk")


def floor(person: Person) -> SeatQuerySet:
    """Return every seat that somebody is signed in to."""
    there = Seat.objects.seen_by(person).filter(lease_until__isnull=False)
    return there.select_related("operator", "call").order_by("address")


def part_in(call: Call, seat: Seat) -> str:
    """Say which part a seat has in its call: its own "seat", the "third" drawn in, or the "ear" of who listens."""
    for part in ("third", "ear"):
        if (call.legs.get(part) or {}).get("seat") == seat.pk:
            return part
    return "seat"


def made_today(person: Person) -> Made:
    """Count today's calls to outside: those rung for themselves, and thirds who were drawn into a call."""
    since = _midnight()
    rung = Call.objects.filter(direction=Direction.OUT, arrived_at__gte=since)
    drawn = Request.objects.filter(wants__in=("ask", "send"), text__in=OUTSIDE, made_at__gte=since)
    mine = rung.filter(operator=person).count() + drawn.filter(call__operator=person).count()
    return Made(by_seat=mine, by_all=rung.count() + drawn.count())


def _midnight() -> datetime:
    return timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)


def ready_seats() -> int:
    """Return how many seats would take a call now."""
    return Seat.objects.filter(state=SeatState.READY, lease_until__gt=clock.now()).count()


def far_end(call: Call, person: Person) -> callers.Shown:
    """Return whom the call is with, as *person* may see it: the name, and the number masked."""
    if call.caller_id is None:
        return callers.Shown("", (call.provider_number,) if call.provider_number else ())
    return callers.masked([call.caller_id], person)[call.caller_id]
