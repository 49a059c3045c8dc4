"""The switchboard's writing: lock the call, step, store, enter, note what to tell the switch.

All of it runs in the switchboard's one database thread. What the steps are is `machine`'s
matter, who gets a call `routing`'s; telling the switch is left to `switchboard`, after the
commit.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import Any, get_args

from django.db import connection, transaction
from django.db.models import Model

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers import numbers
from hotline.callers import queries as known_callers
from hotline.journal import log as journal
from hotline.journal import news, rows
from hotline.people import queries as people
from hotline.people.models import Person
from hotline.rules import queries as rules
from hotline.telephony import port

from . import actions, machine, recovery, routing
from . import commands as do
from .machine import ALIVE, Direction, SeatState, State, Status
from .memory import columns, outbox, state_of
from .models import Call, Far, Phone, Request, Seat, Speaker, Telephone, Utterance

KEPT = timedelta(days=1)
"""How long a taken request is remembered, so that its key counts once."""
DIAL_S = 45
LATELY = 200
"""How many ended calls are remembered: the last events of their legs need no look at the database."""
_OWN = re.compile(r"c(\d+)-")


@dataclass(frozen=True, slots=True)
class Todo:
    """What the switch must be told for one step of one call; call 0: for none."""

    call: int
    step: int
    commands: tuple[do.OfSwitch, ...]


class Ledger:
    """The calls in the database, as the switchboard moves them."""

    def __init__(self, ran: Callable[[int], int]) -> None:
        self._ran = ran
        """Says up to which step a call's commands are known to be done."""
        self._calls: dict[port.LegId, int] = {}
        self._over: deque[int] = deque(maxlen=LATELY)

    # -- what the switch tells -----------------------------------------------------------------

    def arrive(self, event: port.CallArrived) -> list[Todo]:
        """Write a call from outside down and offer it to a seat."""
        if event.leg in self._calls:
            return []
        with rows.in_one_go(), transaction.atomic():
            pk, others_wait = _next_call()
            state, todo = machine.arrive(pk, event)
            seat = None if others_wait else _first_seat(pk, event)
            if seat is not None:
                state, more = machine.step(state, _offer(seat, rules.book()["ring_s"]))
                todo += more
            call = _written_down(state, todo, event)
            done = [_todo(call, todo)]
            if seat is not None:
                news.announce(call.about, "ring", to=f"person:{seat.operator_id}")
            elif others_wait:
                done += self._route()
            else:
                news.announce(call.about, "arrive")
        self._calls[event.leg] = pk
        return done

    def take(self, event: port.Event) -> list[Todo]:
        """Move the call that an event of a leg belongs to."""
        leg = getattr(event, "leg", "")
        pk = self._call_of(leg)
        if isinstance(event, port.LegGone):
            self._calls.pop(leg, None)
        if pk is None or pk in self._over:
            stray = isinstance(event, port.LegAnswered)
            return [Todo(0, 0, (do.HangUp(leg),))] if stray else []
        with rows.in_one_go(), transaction.atomic():
            return self._move(pk, event)

    def catch_up(self, there: port.Snapshot) -> list[Todo]:
        """Bring the database to what stands in the switch, and do again what may be undone."""
        self._calls.clear()
        now = clock.now()
        calls = Call.objects.filter(status__in=ALIVE).order_by("pk")
        self._calls.update((call.leg, call.pk) for call in calls if call.leg)
        found = recovery.compare(now, map(_belief, calls), there)
        for pk, event in found.events:
            with transaction.atomic():
                self._move(pk, event)
        for arrival in found.arrivals:
            self.arrive(arrival)
        todo = [Todo(0, 0, tuple(found.orphans))]
        moved = Call.objects.filter(pk__in={pk for pk, _event in found.events})
        todo += [_undone(call) for call in calls.all() | moved.order_by("pk")]
        return todo + self.route()

    # -- what pages and the clock want ---------------------------------------------------------

    def take_request(self) -> list[Todo] | None:
        """Take one request out of the inbox and do it; None when there is none."""
        with transaction.atomic():
            waiting = Request.objects.filter(taken_at=None).order_by("pk")
            request = waiting.select_for_update(skip_locked=True).first()
            if request is None:
                return None
            request.taken_at = now = clock.now()
            request.save(update_fields=["taken_at"])
            if request.wants == "hang_up" and request.call_id:
                return self._move(request.call_id, machine.HungUp(now))
            if request.wants == "call_out" and request.call_id:
                return self._move(request.call_id, machine.Dialled(now, DIAL_S))
            if request.wants == "speak":
                _note_words(request)
            if not request.address:
                return []
            return [Todo(0, 0, (do.Act(request.address, request.wants, request.text),))]

    def route(self) -> list[Todo]:
        """Offer waiting calls to free seats."""
        with transaction.atomic():
            return self._route()

    def tidy(self) -> list[Todo]:
        """Take back seats whose page is gone, forget old requests, offer what waits."""
        actions.lapse(by=people.the_clock())
        Request.objects.filter(taken_at__lt=clock.now() - KEPT).delete()
        return self.route()

    def telephones(self) -> list[str]:
        """Return the addresses of made-up telephones that must be plugged in."""
        seats = Seat.objects.filter(phone=Phone.SIMULATED, lease_until__isnull=False)
        plugged = (seats, Telephone.objects.filter(address__startswith="tel:"))
        return [address for some in plugged for address in some.values_list("address", flat=True)]

    def number_of(self, pk: int) -> str:
        """Return what the switch must dial for a call; nobody is shown it."""
        call = Call.objects.select_related("caller", "operator").get(pk=pk)
        if call.far == Far.PROVIDER or call.caller is None or call.operator is None:
            return call.provider_number
        return callers.dial(call.caller, by=call.operator)

    def mirror(self, phones: Mapping[str, dict[str, Any]]) -> None:
        """Write down what made-up telephones show."""
        for address, shown in phones.items():
            row, _new = Telephone.objects.update_or_create(
                address=address, defaults=shown | {"changed_at": clock.now()}
            )
            news.announce(row.about, row.state)

    # -- within --------------------------------------------------------------------------------

    def _call_of(self, leg: port.LegId) -> int | None:
        """Return which call a leg belongs to: ours carry its key, an arriving one is remembered."""
        if own := _OWN.match(leg):
            return int(own[1])
        return self._calls.get(leg)

    def _move(self, pk: int, event: port.Event) -> list[Todo]:
        call = Call.objects.select_for_update(no_key=True).filter(pk=pk).first()
        if call is None:
            return []
        done = self._step(call, event)
        if call.status == Status.ENDED:
            transaction.on_commit(partial(self._over.append, pk))
        freed = call.status == Status.ENDED or call.status == Status.WAITING
        return done + (self._route() if freed and done else [])

    def _step(self, call: Call, event: port.Event) -> list[Todo]:
        before = state_of(call)
        state, todo = machine.step(before, event)
        if state == before and not todo:
            return []
        call.step += 1
        call.outbox = outbox(call, todo, step=call.step, ran=self._ran(call.pk))
        changed = columns(state)
        for name, value in changed.items():
            setattr(call, name, value)
        for command in todo:
            if isinstance(command, do.Seat):
                _turn(command, call)
        for command in todo:
            if isinstance(command, do.Write):
                _write(command.act, call, state)
        rows.change(call, _fields(Call, *changed, "step", "outbox", "head", "operator"))
        if state.status is not before.status:
            news.announce(call.about, state.status)
            if state.seat:  # the desk listens to its seat alone
                news.announce(f"seat:{state.seat.seat}", state.status)
        return [_todo(call, todo)]

    def _route(self) -> list[Todo]:
        waiting = Call.objects.select_for_update(no_key=True, skip_locked=True)
        calls = {call.pk: call for call in waiting.filter(status=Status.WAITING)}
        if not calls:
            return []
        seats = {seat.pk: seat for seat in _free_seats()}
        offers = routing.route(
            clock.now(),
            _waiting(calls.values(), seats.values()),
            _free(seats.values()),
            rules.book(),
        )
        done = []
        for offer in offers:
            seat = seats[offer.seat]
            done += self._step(calls[offer.call], _offer(seat, offer.ring_s))
            news.announce(f"call:{offer.call}", "ring", to=f"person:{seat.operator_id}")
        return done


def _todo(call: Call, todo: Sequence[do.Command]) -> Todo:
    return Todo(call.pk, call.step, tuple(c for c in todo if isinstance(c, get_args(do.OfSwitch))))


def _next_call() -> tuple[int, bool]:
    """Take the key of a new call, and say whether others wait already; one look at the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('calls_call_id_seq'),"
            " EXISTS (SELECT FROM calls_call WHERE status = %s)",
            [Status.WAITING],
        )
        pk, others_wait = cursor.fetchone()
    return pk, others_wait


def _written_down(state: State, todo: Sequence[do.Command], event: port.CallArrived) -> Call:
    """Write a call from outside down, with its caller and the seat that rings."""
    number = numbers.from_carrier(event.number)
    house = people.the_clock()
    call = Call(
        pk=state.call,
        direction=Direction.IN,
        line_number=event.dialled,
        caller=callers.take_down(number=number, by=house) if number.known else None,
        arrived_at=event.at,
        leg=event.leg,
        step=1,
        **columns(state),
    )
    call.outbox = outbox(call, todo, step=1, ran=0)
    rows.add(call)
    for command in todo:
        if isinstance(command, do.Seat):
            _turn(command, call)
    return call


def _free_seats() -> list[Seat]:
    """Hold the seats that would take a call."""
    return rows.returned(
        Seat,
        "SELECT {columns} FROM {table} t WHERE state = %s AND call_id IS NULL AND lease_until > %s"
        " ORDER BY id FOR NO KEY UPDATE SKIP LOCKED",
        [SeatState.READY.value, clock.now()],
    )


def _first_seat(pk: int, event: port.CallArrived) -> Seat | None:
    """Return which seat a call gets that nobody is before."""
    seats = {seat.pk: seat for seat in _free_seats()}
    alone = [routing.Waiting(pk, event.at)]
    offers = routing.route(clock.now(), alone, _free(seats.values()), rules.book())
    return seats[offers[0].seat] if offers else None


def _offer(seat: Seat, ring_s: int) -> machine.Offered:
    simulated = seat.phone == Phone.SIMULATED
    return machine.Offered(clock.now(), seat.pk, seat.address, simulated, ring_s)


@cache
def _fields(model: type[Model], *names: str) -> tuple[rows.Column, ...]:
    return tuple(field for field in rows.columns(model) if field.name in names)


def _undone(call: Call) -> Todo:
    return Todo(call.pk, call.step, tuple(do.read(row) for row in call.outbox))


def _belief(call: Call) -> recovery.Belief:
    undone = [do.read(row) for row in call.outbox]
    unrung = frozenset(one.leg for one in undone if isinstance(one, do.Ring | do.Dial))
    return recovery.Belief(state_of(call), unrung)


def _waiting(calls: Any, seats: Any) -> list[routing.Waiting]:
    seat_of = {seat.operator_id: seat.pk for seat in seats}
    return [
        routing.Waiting(
            call.pk, call.arrived_at, bool(call.answered_at), seat_of.get(call.operator_id)
        )
        for call in calls
    ]


def _free(seats: Any) -> list[routing.Free]:
    return [
        routing.Free(seat.pk, seat.idle_since or seat.since_at, seat.lease_until)
        for seat in seats
        if seat.lease_until
    ]


def _turn(command: do.Seat, call: Call) -> None:
    """Say what a seat does from now on because of its call."""
    busy = command.state in actions.IN_CALL
    seat = Seat(pk=command.seat, state=command.state, why=command.why, since_at=clock.now())
    seat.call_id = call.pk if busy else None
    rows.change(seat, _fields(Seat, "state", "why", "since_at", "call"))
    if command.state == SeatState.TALKING and call.direction == Direction.IN:
        call.operator_id = Seat.objects.values_list("operator_id", flat=True).get(pk=command.seat)
    news.announce(f"seat:{command.seat}", command.state)


def _write(act: str, call: Call, state: State) -> None:
    by = Person(pk=call.operator_id) if call.operator_id else people.the_clock()
    said = {"wait_s": call.wait_s, "talk_s": call.talk_s, "cause": state.cause}
    journal.write(act=act, about=call, by=by, said=said, now=state.status, locked=True)


def _note_words(request: Request) -> None:
    """Keep what is said in a made-up call as text beside it."""
    call, speaker = request.call, Speaker.OPERATOR
    if call is None:
        number = numbers.from_carrier(request.address.removeprefix("tel:"))
        caller = known_callers.find_by_number(number)
        talking = Call.objects.filter(status=Status.TALKING, caller__isnull=False, caller=caller)
        call, speaker = talking.order_by("-pk").first(), Speaker.FAR
    if call is not None and call.status == Status.TALKING:
        Utterance.objects.create(call=call, at=clock.now(), speaker=speaker, text=request.text)
        news.announce(call.about, "say")
        for seat in Seat.objects.filter(call=call):
            news.announce(seat.about, "say")
