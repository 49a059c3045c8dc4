"""Questions about the call one is in, and about those that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Func, Value
from django.utils.translation import gettext as _

from hotline.callers import numbers
from hotline.callers import queries as callers
from hotline.calls.models import Call, Seat
from hotline.calls.states import Status, Third
from hotline.people.models import Person
from hotline.providers.models import Provider

SHOWN = 8
"""How many who wait a desk lists."""
TO_BE_TAKEN = (Status.WAITING, Status.PROMISED, Status.PARKED)


@dataclass(frozen=True)
class Other:
    """The third in a call: of which kind, what he is called, whether he has picked up."""

    kind: str
    name: str
    up: bool
    emergency: bool


@dataclass(frozen=True)
class Waits:
    """A call that can be taken out of its order."""

    call: Call
    name: str
    number: str
    since: datetime


def third_of(call: Call) -> Other | None:
    """Return who else is in the call."""
    leg = call.legs.get("third")
    if not leg or call.status == Status.ENDED:
        return None
    who = Third(leg["who"])
    return Other(str(who.label), _named(who, leg), bool(leg["up"]), who is Third.EMERGENCY)


def waiting(person: Person) -> tuple[int, list[Waits]]:
    """Return how many calls wait for somebody, and the first of them: those that were parked before those who wait."""
    calls = Call.objects.seen_by(person).filter(status__in=TO_BE_TAKEN)
    first = list(calls.order_by(F("answered_at").asc(nulls_last=True), "arrived_at")[: SHOWN + 1])
    n = len(first) if len(first) <= SHOWN else calls.count()
    shown = callers.masked([one.caller_id for one in first if one.caller_id], person)
    unknown = callers.Shown(_("匿名来电"))
    rows = []
    for one in first[:SHOWN]:
        who = shown.get(one.caller_id or 0, unknown)
        rows.append(Waits(one, who.name, who.number, one.arrived_at))
    return n, rows


def _named(who: Third, leg: dict[str, Any]) -> str:
    """Return a colleague's number, a provider's name, else the telephone number that is rung."""
    if leg["seat"]:
        seat = Seat.objects.select_related("operator").filter(pk=leg["seat"]).first()
        return str(seat.operator) if seat else _("坐席")
    number = leg["address"].removeprefix("tel:")
    if who is Third.PROVIDER:
        digits = Func(
            F("telephone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace"
        )
        one = Provider.objects.annotate(digits=digits).filter(digits=number).first()
        if one is not None:
            return one.short_name
    return numbers.display(numbers.from_carrier(number))
