"""Waiting as theory has it: without impatience, at exponential times, callers wait as long as Erlang C says.

The formula is A. K. Erlang's (1917); what is measured is the line itself, from the first ring to the answer, on the
exchange in memory. A band of batch means (99.9 %) must hold the formula, and must not hold that of a seat less.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from math import factorial, sqrt
from statistics import fmean, stdev

import pytest

from hotline import clock
from hotline.calls import actions
from hotline.calls.models import Call, Seat
from hotline.calls.switchboard import Switchboard
from hotline.people.models import Person
from hotline.telephony.handset import Handset, HandsetState
from hotline.telephony.sim import Exchange, SimHandset, SimSwitch
from tests import drills
from tests.calls.exchange import at_seat, db, let_go
from tests.patience import PatientLoop

MONDAY = datetime(2012, 9, 24, 0, 0, tzinfo=UTC)
SEATS, LOAD, HANDLING_S = 4, 0.7, 180.0
CALLS, FIRST = (6000, 500) if drills.IS_WHOLE else (200, 20)
"""How many calls, and how many of them come before the line is in its swing."""
BATCHES = 10
STUDENT = 4.781  # of nine degrees of freedom, 99.9 % between both sides
A_MOMENT_S = 0.001


def erlang_c(seats: int, erlangs: float, handling_s: float) -> float:
    """Return how long a caller waits on average, in seconds."""
    last = erlangs**seats / factorial(seats) * seats / (seats - erlangs)
    waits = last / (sum(erlangs**n / factorial(n) for n in range(seats)) + last)
    return waits * handling_s / (seats - erlangs)


def band(waits: Sequence[float]) -> tuple[float, float]:
    """Return between what the true mean lies, by the means of batches."""
    size = len(waits) // BATCHES
    means = [fmean(waits[n * size : (n + 1) * size]) for n in range(BATCHES)]
    half = STUDENT * stdev(means) / sqrt(BATCHES)
    return fmean(means) - half, fmean(means) + half


class Day:
    """Citizens who ring when they like and never lose patience, operators who are ready again at once."""

    def __init__(self, operators: Sequence[Person], seed: int) -> None:
        luck = random.Random(seed)
        every = HANDLING_S / (SEATS * LOAD)
        self.gaps = [luck.expovariate(1 / every) for _ in range(CALLS)]
        self.handling = {_number(n): luck.expovariate(1 / HANDLING_S) for n in range(CALLS)}
        self.exchange = Exchange()
        self.board = Switchboard(SimSwitch(self.exchange), tick_s=60.0)
        self.seats = {self.exchange.handset(f"seat:{one.number}"): one for one in operators}
        self.served = 0
        self._at_work: set[asyncio.Task[None]] = set()

    async def live(self, loop: PatientLoop) -> None:
        """Let everybody ring and be served."""
        stop = asyncio.Event()
        with loop.standing():  # a connection to the database is no matter of the town's
            running = asyncio.create_task(self.board.run(stop))
            await asyncio.to_thread(time.sleep, 1.0)
        self.exchange.watch(self._changed)
        for n, gap in enumerate(self.gaps):
            await asyncio.sleep(gap)
            await self.exchange.handset(f"tel:{_number(n)}").ring("81890")
        while self.served < CALLS:
            await asyncio.sleep(HANDLING_S)
        stop.set()
        await running

    def _changed(self, changed: Handset) -> None:
        phone = self.exchange.handset(changed.address)
        if phone in self.seats and phone.state is HandsetState.RINGING:
            task = asyncio.ensure_future(self._serve(phone))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)

    async def _serve(self, phone: SimHandset) -> None:
        await phone.answer()
        while (citizen := self._with(phone)) is None:
            await asyncio.sleep(A_MOMENT_S)
        await asyncio.sleep(self.handling[citizen.number])
        await citizen.hang_up()
        while phone.state is not HandsetState.IDLE:
            await asyncio.sleep(A_MOMENT_S)
        await db(actions.ready)(self.seats[phone])
        self.board.look()
        self.served += 1

    def _with(self, phone: SimHandset) -> SimHandset | None:
        for room in self.exchange.rooms.values():
            there = [self.exchange.legs[leg].phone for leg in room if leg in self.exchange.legs]
            if phone in there and len(there) == 2:
                return next(one for one in there if one is not phone)
        return None


@pytest.mark.usefixtures("committed")
def test_callers_wait_as_long_as_erlang_says() -> None:
    with clock.frozen(MONDAY):
        operators = [at_seat(str(30 + n)) for n in range(SEATS)]
        Seat.objects.update(lease_until=datetime(2013, 1, 1, tzinfo=UTC))
        loop = PatientLoop()
        try:
            loop.run_until_complete(Day(operators, seed=81890).live(loop))
        finally:
            loop.close()
            let_go()
    calls = Call.objects.order_by("arrived_at")
    assert {call.how for call in calls} == {"answered"}
    answered = [(call.arrived_at, call.answered_at) for call in calls if call.answered_at]
    waits = [(then - came).total_seconds() for came, then in answered][FIRST:]
    low, high = band(waits)
    erlangs = SEATS * LOAD
    assert low < erlang_c(SEATS, erlangs, HANDLING_S) < high
    assert high < erlang_c(SEATS - 1, erlangs, HANDLING_S)


def test_the_formula_is_erlangs() -> None:
    """Of the tables: two seats and one erlang, a third of all wait; ten and eight, 40.9 %."""
    assert erlang_c(2, 1.0, 60.0) == pytest.approx(60.0 / 3)
    assert erlang_c(10, 8.0, 1.0) * 2 == pytest.approx(0.409, abs=0.001)


def _number(n: int) -> str:
    return f"138{n:08d}"
