"""The queue in the database: which calls wait, which seats are free, what a waiting caller is told.

Who gets whom is `routing`'s matter. Two switchboards never offer the same call or the same seat:
both are held with SKIP LOCKED.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Avg, Exists, OuterRef, Q

from hotline import clock
from hotline.journal import rows
from hotline.lines import queries as lines
from hotline.rules import queries as rules

from . import routing
from .models import Call, Phone, Seat, rung_at
from .states import QUEUED, Direction, Ending, SeatState, Status
from .wants import Offered, Waited

LATELY = timedelta(hours=1)
"""From how long ago handling times and vain calls count."""
HANDLING_S = 180.0
"""How long a call takes while nobody has taken one lately."""
_WANTS = "EXISTS (SELECT FROM calls_request WHERE taken_at IS NULL)"
# The statuses stand in the statements: of a value that comes later PostgreSQL knows only that almost every call has the
# same, expects to find one at once, and reads them all.
_QUEUED = "calls_call WHERE status IN ({})".format(", ".join(f"'{one}'" for one in QUEUED))
_WAITS = f"EXISTS (SELECT FROM {_QUEUED})"
_SOMEBODY_WAITS = f"SELECT {_WAITS}"
_IS_FREE = f"EXISTS (SELECT FROM calls_seat WHERE state = '{SeatState.READY}' AND call_id IS NULL)"
_WANTED = f"SELECT {_WANTS}, {_WAITS} AND {_IS_FREE}"
_NEXT_CALL = f"SELECT nextval('calls_call_id_seq'), (SELECT count(*) FROM {_QUEUED})"  # noqa: S608
_THERE = f"""SELECT EXISTS (SELECT FROM calls_seat WHERE lease_until < %(now)s),
    EXISTS (SELECT FROM calls_request WHERE taken_at < %(requests)s),
    EXISTS (SELECT FROM calls_call WHERE until_at <= %(now)s AND until_at IS NOT NULL AND status <> '{Status.ENDED}'),
    {_WAITS}"""  # noqa: S608  (only our own words are put in)
_FREE_SEATS = f"""SELECT id, operator_id, coalesce(idle_since, since_at), lease_until, phone, address, outside_number
    FROM calls_seat WHERE state = '{SeatState.READY}' AND call_id IS NULL AND lease_until > %s
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED"""  # noqa: S608  (only our own words are put in)
_AT_A_SEAT = (SeatState.READY, SeatState.RINGING, SeatState.TALKING, SeatState.AFTER)
_NO_SKILL: tuple[Mapping[int, int], frozenset[str]] = ({}, frozenset())


class FreeSeat(NamedTuple):
    """A seat that would take a call, held; as much of it as choosing and ringing need: on a large floor many are read for one call."""

    pk: int
    operator_id: int
    idle_since: datetime
    lease_until: datetime
    phone: str
    address: str
    outside_number: str


class There(NamedTuple):
    """What there is to be done by itself; each may be told where there is none, and is looked at more closely then."""

    lapsed: bool
    """A seat whose lease is over."""
    requests: bool
    due: bool
    """A call that something must happen to by now."""
    waits: bool
    """A call that waits for a seat."""


def what_is_there(now: datetime, *, requests_of: datetime) -> There:
    """Ask whether there is anything to be done by itself; requests that were taken before *requests_of* are old."""
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"now": now, "requests": requests_of}
        cursor.execute(_THERE, given)
        return There(*cursor.fetchone())


def next_call() -> tuple[int, int]:
    """Take the key of a new call, and say how many others wait; one look at the database."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_CALL)
        pk, others_wait = cursor.fetchone()
    return pk, others_wait


def free_seats() -> dict[int, FreeSeat]:
    """Hold the seats that would take a call."""
    return ask_free_seats()()


def ask_free_seats() -> Callable[[], dict[int, FreeSeat]]:
    """Ask for the seats that would take a call, and return what waits for the answer."""
    found = rows.asked_plainly(_FREE_SEATS, [clock.now()])
    return lambda: {seat.pk: seat for seat in map(FreeSeat._make, found())}


def what_is_wanted() -> tuple[bool, bool]:
    """Say whether a request waits to be taken, and whether a call waits while a seat may be free for it."""
    with connection.cursor() as cursor:
        cursor.execute(_WANTED)
        wants, fits = cursor.fetchone()
    return wants, fits


def somebody_waits() -> bool:
    """Say whether a call waits for a seat: mostly none does."""
    with connection.cursor() as cursor:
        cursor.execute(_SOMEBODY_WAITS)
        return bool(cursor.fetchone()[0])


def waiting_calls() -> dict[int, Call]:
    """Hold the calls that wait for a seat; who is still told that he will be called is no matter for a seat."""
    calls = Call.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).queued()
    calls = calls.filter(Q(status=Status.WAITING) | Q(legs__far=None))
    return {call.pk: call for call in calls.select_related("caller").annotate(vain=_in_vain())}


def route(calls: Mapping[int, Call], seats: Mapping[int, FreeSeat]) -> list[tuple[Call, FreeSeat]]:
    """Return which seat rings for which call."""
    seat_of = {seat.operator_id: seat.pk for seat in seats.values()}
    kept = _kept_until(calls.values())
    waiting = [_waiting(call, seat_of, kept) for call in calls.values()]
    offers = routing.route(clock.now(), waiting, free(seats.values()), rules.book())
    return [(calls[offer.call], seats[offer.seat]) for offer in offers]


def first_seat(call: Call, seats: Mapping[int, FreeSeat]) -> FreeSeat | None:
    """Return which of the free seats a call gets that nobody is before."""
    if not seats:
        return None
    call.vain = False  # type: ignore[attr-defined]  # nobody waits: it makes no difference
    found = route({call.pk: call}, seats)
    return found[0][1] if found else None


def offer(seat: FreeSeat) -> Offered:
    """Return the event that rings a seat."""
    address = rung_at(seat.phone, seat.address, seat.outside_number)
    simulated = seat.phone == Phone.SIMULATED
    return Offered(clock.now(), seat.pk, address, simulated, rules.book()["ring_s"])


def can_ring(wants: str, given: Mapping[str, Any]) -> bool:
    """Say whether a request may still be done: the seat it would ring may have been given a call meanwhile."""
    if wants not in ("take", "ask", "send") or not given.get("seat"):
        return True
    return Seat.objects.filter(pk=given["seat"], call=None).exists()


def free(seats: Iterable[FreeSeat]) -> list[routing.Free]:
    """Return the seats as the router reads them."""
    can = lines.skills()
    return [
        routing.Free(one.pk, one.idle_since, one.lease_until, *can.get(one.operator_id, _NO_SKILL))
        for one in seats
    ]


def how_it_stands(call: Call) -> Waited:
    """Return what a waiting caller is told honestly: his place, and minutes by the last hour's handling."""
    now = clock.now()
    if call.status != Status.WAITING:
        return Waited(now)
    ahead = Call.objects.queued().filter(line=call.line_id, arrived_at__lt=call.arrived_at).count()
    at_seats = Seat.objects.filter(state__in=_AT_A_SEAT, lease_until__gt=now).count()
    wait_s = routing.expected_wait_s(ahead + 1, seats=at_seats, handling_s=handling_s(now))
    minutes = 0 if wait_s == float("inf") else max(1, round(wait_s / 60))
    return Waited(now, ahead + 1, minutes)


def handling_s(now: datetime) -> float:
    """Return how many seconds a call took on average in the last hour."""
    lately = Call.objects.filter(
        direction=Direction.IN, how=Ending.ANSWERED, arrived_at__gt=now - LATELY
    )
    mean = lately.aggregate(mean=Avg("talk_s"))["mean"]
    return float(mean) if mean else HANDLING_S


def _in_vain() -> Exists:
    """Say whether the caller tried in vain a short while ago."""
    earlier = Call.objects.filter(
        ~Q(pk=OuterRef("pk")),
        caller=OuterRef("caller"),
        how__in=(Ending.MISSED, Ending.FULL),
        arrived_at__gt=OuterRef("arrived_at") - LATELY,
        arrived_at__lt=OuterRef("arrived_at"),
    )
    return Exists(earlier)


def _kept_until(calls: Iterable[Call]) -> dict[int, datetime]:
    """Return until when callers are kept for an operator whose telephone broke, by operator."""
    talked = {call.operator_id for call in calls if call.answered_at and call.operator_id}
    if not talked:
        return {}
    kept = rules.book().time("return_s")
    lost = Seat.objects.broken_since(clock.now() - kept).filter(operator__in=talked)
    return {seat.operator_id: seat.since_at + kept for seat in lost}


def _waiting(
    call: Call, seat_of: Mapping[int, int], kept: Mapping[int, datetime]
) -> routing.Waiting:
    line = next((one for one in lines.every() if one.pk == call.line_id), None)
    caller = call.caller
    return routing.Waiting(
        call.pk,
        call.arrived_at,
        again=bool(call.answered_at),
        prefers=seat_of.get(call.operator_id) if call.operator_id else None,
        kept_until=kept.get(call.operator_id) if call.operator_id and call.answered_at else None,
        line=line.pk if line else 0,
        special=bool(line and line.special),
        overflow=line.overflow_id if line else None,
        dialect=(line.dialect if line else "") or (caller.dialect if caller else ""),
        elderly=bool(caller and caller.elderly),
        limited=bool(caller and caller.limited_until and caller.limited_until > clock.now()),
        repeated=bool(call.vain),  # type: ignore[attr-defined]
    )
