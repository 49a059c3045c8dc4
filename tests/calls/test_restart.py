"""The switchboard stopped between any two of its steps and started again: no call is lost, none is left over."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from hotline import clock
from hotline.calls import actions
from hotline.calls import commands as do
from hotline.calls.ledger import Ledger
from hotline.calls.models import Call
from hotline.calls.states import Ending, SeatState, Status
from hotline.calls.switchboard import Switchboard
from hotline.people.models import Person
from hotline.telephony import port
from hotline.telephony.handset import HandsetState
from hotline.telephony.sim import SimSwitch
from tests.calls.exchange import Town, db, seat_of, until

CHEN = "13800002001"


class Killed(Exception):
    """The process died here."""


class Mortal(Switchboard):
    """A switchboard that dies at its n-th doing: before a step is stored, or before a command is told."""

    def __init__(self, town: Town, die_at: int) -> None:
        super().__init__(SimSwitch(town.exchange), town.exchange, tick_s=0.1)
        self.left, self.dead = die_at, asyncio.Event()

    def _live(self) -> None:
        self.left -= 1
        if self.left == 0 or self.dead.is_set():
            self.dead.set()
            raise Killed

    def _tell(self, todos: Any) -> None:
        if any(todo.commands for todo in todos):
            self._live()
        super()._tell(todos)

    async def _do(self, call: int, command: Any) -> None:
        self._live()
        await super()._do(call, command)

    async def live(self) -> None:
        """Work until death, and leave everything as it lies."""
        stop = asyncio.Event()
        task = asyncio.create_task(self.run(stop))
        dying = asyncio.create_task(self.dead.wait())
        try:
            await asyncio.wait({task, dying}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            dying.cancel()
            self._lanes.clear()
            with suppress(asyncio.CancelledError, Killed):
                await asyncio.wait_for(task, 5)


async def lead(town: Town, operator: Person) -> None:
    """Be the citizen and the operator, whatever the switchboard is doing."""
    phone, seat = town.phone(CHEN), town.seat("28")
    await phone.ring("81890")
    while not any(len(room) == 2 for room in town.exchange.rooms.values()):
        if seat.state is HandsetState.RINGING:
            await seat.answer()
        if (await db(seat_of)(operator)).state == SeatState.AWAY:
            await db(lambda: actions.ready(operator))()
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    await phone.hang_up()


@pytest.mark.parametrize("die_at", range(1, 15))
async def test_a_switchboard_killed_anywhere_loses_nothing(
    town: Town, operator: Person, die_at: int
) -> None:
    life = asyncio.create_task(lead(town, operator))
    mortal = Mortal(town, die_at)
    first = asyncio.create_task(mortal.live())
    await asyncio.wait({first, life}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
    mortal.dead.set()
    await first
    async with town.switchboard():
        await asyncio.wait_for(life, 10)
        await until(lambda: not Call.objects.exclude(status=Status.ENDED).exists())
        await until(lambda: not town.exchange.legs)
        await until(lambda: not town.exchange.rooms)
        seat = await db(seat_of)(operator)
    calls = await db(lambda: list(Call.objects.all()))()
    assert len(calls) == 1
    assert calls[0].how in (Ending.ANSWERED, Ending.LOST)
    assert calls[0].answered_at
    assert seat.call_id is None
    assert seat.state in (SeatState.AFTER, SeatState.AWAY, SeatState.READY)


async def test_a_call_out_that_nobody_took_up_is_made_after_the_restart(
    town: Town, operator: Person
) -> None:
    phone = town.phone(CHEN)
    from hotline.callers import numbers

    number = numbers.read(CHEN)
    await db(lambda: actions.call_citizen(number, by=operator, why="back", alive=True))()
    async with town.switchboard():
        await until(lambda: phone.state is HandsetState.RINGING)


async def test_a_ring_that_was_written_down_but_never_told_is_told_after_the_restart(
    town: Town, operator: Person
) -> None:
    await town.phone(CHEN).ring("81890")
    ledger = Ledger(lambda _call: 0)
    leg = next(iter(town.exchange.legs.values()))
    event = port.CallArrived(clock.now(), leg.id, CHEN, "81890", leg.recording)
    await db(lambda: ledger.arrive(event))()
    assert (await db(Call.objects.get)()).status == Status.RINGING
    assert town.seat("28").state is HandsetState.IDLE
    async with town.switchboard():
        await until(lambda: town.seat("28").state is HandsetState.RINGING)


async def test_what_the_switch_is_known_to_have_done_is_not_told_again(town: Town) -> None:
    told: list[object] = []

    class Board(Switchboard):
        async def _do(self, call: int, command: Any) -> None:
            told.append(command)
            await super()._do(call, command)

    await town.phone(CHEN).ring("81890")
    board, stop = Board(SimSwitch(town.exchange), town.exchange, tick_s=3600), asyncio.Event()
    running = asyncio.create_task(board.run(stop))
    await until(lambda: told and not board._lanes)
    assert await db(lambda: Call.objects.get().status)() == Status.WAITING
    told.clear()
    for _ in range(2):
        await board.catch_up()
        await until(lambda: not board._lanes)
    stop.set()
    await running
    assert told == []


@pytest.mark.parametrize("ran", [0, 1])
async def test_a_telephone_that_was_rung_and_is_gone_is_not_waited_for(
    town: Town, operator: Person, ran: int
) -> None:
    """A ring that may never have been told is told again; one that was told, and left nothing behind, has failed."""
    await town.phone(CHEN).ring("81890")
    ledger = Ledger(lambda _call: ran)
    leg = next(iter(town.exchange.legs.values()))
    event = port.CallArrived(clock.now(), leg.id, CHEN, "81890", leg.recording)
    await db(lambda: ledger.arrive(event))()
    switch = SimSwitch(town.exchange)
    await switch.open()
    there = await switch.snapshot()
    await switch.close()
    todos, _again = await db(lambda: ledger.catch_up(*ledger.believed(), there))()
    rings = [one for todo in todos for one in todo.commands if isinstance(one, do.Ring)]
    assert (len(rings), (await db(Call.objects.get)()).status) == (
        (1, Status.RINGING) if ran == 0 else (0, Status.WAITING)
    )
