"""The switchboard's writing: lock the call, step, store, enter, note what to tell the switch.

All of it runs in the switchboard's one database thread. What the steps are is `machine`'s
matter, who gets a call `routing`'s, what the queue looks like `queueing`'s; telling the switch is left
to `switchboard`, after the commit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import Any, NamedTuple, get_args

from django.db import transaction
from django.db.models import Model

from hotline import clock
from hotline.callers import actions as callers
from hotline.journal import log as journal
from hotline.journal import news, rows
from hotline.people import queries as people
from hotline.telephony import port

from . import (
    actions,
    arrivals,
    happenings,
    machine,
    phones,
    queries,
    queueing,
    recovery,
    utterances,
    wants,
)
from . import commands as do
from .memory import columns, outbox, remember, state_of, undone_of
from .models import Call, Far, Phone, Request, Seat, Telephone
from .states import ALIVE, QUEUED, Direction, Leg, SeatState, State, Status

KEPT = timedelta(days=1)
"""How long a taken request is remembered, so that its key counts once."""
LATELY = 200
"""How many ended calls are remembered: the last events of their legs need no look at the database."""
_ALIVE = "SELECT {{columns}} FROM {{table}} t WHERE status IN ({}) ORDER BY id".format(  # noqa: S608
    ", ".join(f"'{one}'" for one in ALIVE)
)
_SEAT = "SELECT {columns} FROM {table} t WHERE t.id = %s"


@dataclass(frozen=True, slots=True)
class Todo:
    """What the switch must be told for one step of one call; call 0: for none."""

    call: int
    step: int
    commands: tuple[do.OfSwitch, ...]
    frees: bool = False
    """A seat is ready for another call by it."""


class _Operator(NamedTuple):
    """Whoever acts, as the journal wants to know him."""

    pk: int


class Ledger:
    """The calls in the database, as the switchboard moves them."""

    def __init__(self, ran: Callable[[int], int]) -> None:
        self._ran = ran
        """Says up to which step a call's commands are known to be done."""
        self._calls: dict[port.LegId, int] = {}
        self._over: deque[int] = deque(maxlen=LATELY)
        self._operators: dict[int, int] = {}

    # -- what the switch tells -----------------------------------------------------------------

    def arrive(self, event: port.CallArrived) -> list[Todo]:
        """Write a call from outside down and offer it to a seat, or say why nobody takes it."""
        if event.leg in self._calls:
            return []
        with rows.in_one_go(), transaction.atomic():
            # Three questions, one journey: what a phone rings for is worth it.
            who, free = arrivals.ask_who_calls(event), queueing.ask_free_seats()
            pk, others_wait = queueing.next_call()
            call, state, todo = arrivals.welcomed(pk, event, others_wait, who)
            seats = free()
            story = [happenings.begun(state)]
            waits = state.status is Status.WAITING
            seat = queueing.first_seat(call, seats) if waits and not others_wait else None
            if seat is not None:
                offer = queueing.offer(seat)
                state, more = machine.step(state, offer)
                todo += more
                story.append(happenings.written(offer))
            done = [_written_down(call, state, todo, story)]
            if seat is not None:
                news.announce(call.about, "ring", to=f"person:{seat.operator_id}")
            elif waits and others_wait:
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

    def let_go(self, event: port.LegGone) -> bool:
        """Forget a leg of a call that is over, without the database; say whether it was, and nothing is left to write."""
        if self._call_of(event.leg) not in self._over:
            return False
        self._calls.pop(event.leg, None)
        return True

    def believed(self) -> tuple[list[Call], list[Seat]]:
        """Return the calls that go on, and the seats whose telephones register, as the database has them."""
        with rows.in_one_go():
            calls, seats = rows.asked(Call, _ALIVE, []), phones.ask_seats()
            return calls(), seats()

    def catch_up(
        self, calls: list[Call], seats: list[Seat], there: port.Snapshot
    ) -> tuple[list[Todo], bool]:
        """Bring what is believed to what stands in the switch, do again what may be undone, and look as `look` does."""
        self._calls.clear()
        self._calls.update((call.leg, call.pk) for call in calls if call.leg)
        found = recovery.compare(clock.now(), map(self._belief, calls), there)
        for pk, event in found.events:
            with transaction.atomic():
                self._move(pk, event)
        for arrival in found.arrivals:
            self.arrive(arrival)
        for missed in there.missed:
            self._write_missed(missed)
        # Mostly nothing was missed, and what was read still holds.
        if found.events or found.arrivals:
            moved = Call.objects.filter(pk__in={pk for pk, _event in found.events})
            calls = list((Call.objects.alive() | moved).order_by("pk"))
        todo = [Todo(0, 0, (*found.orphans, *phones.catch_up(seats, there)))]
        todo += [self._undone(call, found.repairs) for call in calls]
        news.announce("system:switch", "find")
        more, again = self.look()
        return todo + more, again

    # -- what pages and the clock want ---------------------------------------------------------

    def look(self) -> tuple[list[Todo], bool]:
        """Do one request of the inbox, or where there is none offer what waits; say whether to look again.

        Mostly it was only said that a seat is ready, and nobody waits, or many wait and nobody is free: one question.
        """
        wanted, fits = queueing.what_is_wanted()
        done = self._take_request() if wanted else None
        if done is not None:
            return done, True
        return (self.route() if fits else []), False

    def route(self) -> list[Todo]:
        """Offer waiting calls to free seats; asked for when somebody is known to wait."""
        with rows.in_one_go(), transaction.atomic():
            return self._offer()

    def tidy(self) -> list[Todo]:
        """Take back seats whose page is gone, forget old requests, let happen what is due, offer what waits.

        Mostly there is nothing of it, which is one question: a call that arrives meanwhile waits for this.
        """
        now = clock.now()
        there = queueing.what_is_there(now, requests_of=now - KEPT)
        if there.lapsed:
            actions.lapse(by=people.the_clock())
        if there.requests:
            Request.objects.filter(taken_at__lt=now - KEPT).delete()
        if there.waits:
            actions.bring_back(by=people.the_clock())
        return (self._due() if there.due else []) + (self.route() if there.waits else [])

    def telephones(self) -> list[str]:
        """Return the addresses of made-up telephones that must be plugged in."""
        seats = Seat.objects.filter(phone=Phone.SIMULATED, lease_until__isnull=False)
        plugged = (seats, Telephone.objects.filter(address__startswith="tel:"))
        return [address for some in plugged for address in some.values_list("address", flat=True)]

    def number_of(self, pk: int, leg: port.LegId) -> str:
        """Return what the switch must dial for a leg of a call; nobody is shown it."""
        call = Call.objects.select_related("caller", "operator").get(pk=pk)
        third = state_of(call).third
        if third and third.id == leg:
            return third.address.removeprefix("tel:")
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

    def _take_request(self) -> list[Todo] | None:
        """Take one request out of the inbox and do it; None when another has taken it."""
        with transaction.atomic():
            waiting = Request.objects.filter(taken_at=None).order_by("pk")
            request = waiting.select_for_update(skip_locked=True).first()
            if request is None:
                return None
            request.taken_at = now = clock.now()
            given, request.given = request.given, {}  # numbers and secrets are not kept
            request.save(update_fields=["taken_at", "given"])
            if not queueing.can_ring(request.wants, given):
                return []
            if request.wants in wants.KINDS and request.call_id:
                return self._move(request.call_id, wants.read(request.wants, now, given))
            if request.wants == "account":
                return [Todo(0, 0, (do.Account(request.address, anew=True),))]
            if request.wants == "speak":
                utterances.note(request)
            if not request.address:
                return []
            withheld = bool(given.get("withheld"))
            act = do.Act(request.address, request.wants, request.text, withheld)
            return [Todo(0, 0, (act,))]

    def _write_missed(self, missed: port.Missed) -> None:
        """Write down a call that came and went while no switchboard was there."""
        if Call.objects.filter(leg=missed.id).exists():
            return
        arrival = port.CallArrived(missed.at, missed.id, missed.number, missed.dialled, missed.id)
        with rows.in_one_go(), transaction.atomic():
            who = arrivals.ask_who_calls(arrival)
            pk, _others_wait = queueing.next_call()
            call, state, _todo = arrivals.welcomed(pk, arrival, 0, who)
            _written_down(call, state, (), [happenings.begun(state)])
            self._step(call, port.LegGone(missed.at, missed.id))

    def _call_of(self, leg: port.LegId) -> int | None:
        """Return which call a leg belongs to: ours carry its key, an arriving one is remembered."""
        return queries.key_in(leg) or self._calls.get(leg)

    def _move(self, pk: int, event: port.Event) -> list[Todo]:
        held = rows.lock(Call, [pk])
        if not held:
            return []
        call = held[0]
        done = self._step(call, event)
        if call.status == Status.ENDED:
            transaction.on_commit(partial(self._over.append, pk))
        routes = call.status in QUEUED or any(one.frees for one in done)
        return done + (self._route() if routes and done else [])

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
        if _has_new_operator(before, state):
            call.operator_id = self._whose(state.seat)
        for command in todo:
            if isinstance(command, do.Write):
                _write(command.act, call, state)
        remember(call.pk, call.step, happenings.written(event))
        rows.change(call, _fields(Call, *changed, "step", "outbox", "head", "operator"))
        if _stands(state) != _stands(before):
            if not any(isinstance(one, do.Write) for one in todo):  # what is written is announced
                news.announce(call.about, state.status)
            if state.seat:  # the desk listens to its seat alone
                news.announce(f"seat:{state.seat.seat}", state.status)
            elif call.operator_id:  # whose desk still shows how it goes on without him
                news.announce(f"desk:{call.operator_id}", state.status)
        return [_todo(call, todo)]

    def _belief(self, call: Call) -> recovery.Belief:
        undone = (do.read(row) for row in undone_of(call, ran=self._ran(call.pk)))
        unrung = frozenset(one.leg for one in undone if isinstance(one, do.Ring | do.Dial))
        return recovery.Belief(state_of(call), unrung)

    def _undone(self, call: Call, repairs: Sequence[tuple[int, do.OfSwitch]]) -> Todo:
        """Return what may not have been done for a call, and then what brings its ends where they belong."""
        again = [do.read(row) for row in undone_of(call, ran=self._ran(call.pk))]
        brought = [one for pk, one in repairs if pk == call.pk]
        return Todo(call.pk, call.step, (*again, *brought))

    def _whose(self, leg: Leg | None) -> int:
        """Return whose seat a leg rings; asked once, as a seat stays its operator's for ever."""
        assert leg is not None
        if leg.seat not in self._operators:
            [seat] = rows.returned(Seat, _SEAT, [leg.seat])
            self._operators[leg.seat] = seat.operator_id
        return self._operators[leg.seat]

    def _route(self) -> list[Todo]:
        return self._offer() if queueing.somebody_waits() else []

    def _offer(self) -> list[Todo]:
        # In a crush hundreds wait and nobody is free: then no more is asked than that.
        seats = queueing.free_seats()
        calls = queueing.waiting_calls() if seats else {}
        done = []
        for call, seat in queueing.route(calls, seats) if calls else ():
            done += self._step(call, queueing.offer(seat))
            news.announce(call.about, "ring", to=f"person:{seat.operator_id}")
        return done

    def _due(self) -> list[Todo]:
        """Let happen what must happen by itself: the next word to who waits, the end of a rating."""
        done = []
        due = Call.objects.alive().filter(until_at__lte=clock.now()).values_list("pk", flat=True)
        for pk in list(due):
            with transaction.atomic():
                held = Call.objects.select_for_update(no_key=True, skip_locked=True)
                if call := held.filter(pk=pk).first():
                    done += self._step(call, queueing.how_it_stands(call))
        return done


def _todo(call: Call, todo: Sequence[do.Command]) -> Todo:
    of_switch = tuple(one for one in todo if isinstance(one, get_args(do.OfSwitch)))
    frees = any(isinstance(one, do.Seat) and one.state == SeatState.READY for one in todo)
    return Todo(call.pk, call.step, of_switch, frees)


def _written_down(
    call: Call, state: State, todo: Sequence[do.Command], story: Sequence[happenings.Row]
) -> Todo:
    """Write a call from outside down, and the seat that rings."""
    for name, value in columns(state).items():
        setattr(call, name, value)
    call.outbox = outbox(call, todo, step=1, ran=0)
    rows.add(call)
    remember(call.pk, 1, *story)
    for command in todo:
        if isinstance(command, do.Seat):
            _turn(command, call)
    return _todo(call, todo)


@cache
def _fields(model: type[Model], *names: str) -> tuple[rows.Column, ...]:
    return tuple(field for field in rows.columns(model) if field.name in names)


def _turn(command: do.Seat, call: Call) -> None:
    """Say what a seat does from now on because of its call."""
    busy = command.state in actions.IN_CALL
    rows.put(
        Seat,
        command.seat,
        state=command.state,
        why=command.why,
        since_at=clock.now(),
        call_id=call.pk if busy else None,
    )
    news.announce(f"seat:{command.seat}", command.state)


def _stands(state: State) -> tuple[object, ...]:
    """Return what the people at the desk see of a call: where it stands, who hears whom."""
    return state.status, state.talk, state.third


def _has_new_operator(before: State, after: State) -> bool:
    """Say whether another seat than before is the one that speaks with the caller."""
    if after.direction is Direction.OUT or after.seat is None or not after.seat.up:
        return False
    return before.seat is None or not before.seat.up or before.seat.id != after.seat.id


def _write(act: str, call: Call, state: State) -> None:
    by = _Operator(call.operator_id) if call.operator_id else people.the_clock()
    said = {"wait_s": call.wait_s, "talk_s": call.talk_s, "cause": state.cause}
    journal.write(act=act, about=call, by=by, said=said, now=state.status, locked=True, told=False)
