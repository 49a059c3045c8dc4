"""A day's callers and the operators who take them, on telephones without sound: who does what when.

What a telephone has seen is kept with whoever held it; what must follow from it is left to the test.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from hotline.callers import queries as callers
from hotline.calls import accounts, actions
from hotline.calls.models import Call, Phone, Seat
from hotline.people.models import Person
from hotline.telephony.ari.addresses import name_of
from tests.calls.exchange import db, engage, until
from tests.soundless import Call as Ring
from tests.soundless import Phones

A_SECOND, CROWD, EVERY = 5.0, 25, 100
"""How many call a second; of every hundred so many call in the same moment, more than seats are free then."""
FIRST_NUMBER, FIRST_SEAT = 13810000000, 101
IMPATIENT, GIVES_UP_S = 0.12, (0.3, 4.0)
"""How many give up, and when."""
REACHES_S, TALKS_S, WRITES_S = (0.1, 0.8), (2.0, 6.0), (0.1, 0.4)
"""How long an operator reaches for the telephone, talks, writes up."""
RENEWED_S = 15.0
PATIENCE_S = 120.0
"""How long anything may take on a busy machine."""


@dataclass
class Caller:
    """Somebody who calls once."""

    number: str
    gives_up_s: float | None
    """None: he waits until he is served."""
    ring: Ring | None = None

    async def call(self, carrier: Phones) -> None:
        """Call, and stay until the end, or the end of one's patience."""
        self.ring = carrier.ring(self.number)
        if self.gives_up_s is not None:
            await asyncio.sleep(self.gives_up_s)
            await self.ring.hang_up()
        await asyncio.wait_for(self.ring.over.wait(), PATIENCE_S)


@dataclass
class Operator:
    """Who sits at a seat: picks up, talks, writes up, is ready again."""

    person: Person
    day: Day
    rung: list[Ring] = field(default_factory=list)
    most_at_once: int = 0
    """How many calls the telephone had at the same time."""
    talks: dict[int, Ring] = field(default_factory=dict)
    """What was answered, by the key of the call that the switch named."""

    def rings(self, ring: Ring) -> None:
        """See at the first packet whether another call is still there."""
        self.rung = [*(one for one in self.rung if not one.over.is_set()), ring]
        self.most_at_once = max(self.most_at_once, len(self.rung))

    async def serve(self, ring: Ring) -> None:
        """Take a call, from its ringing to being ready for the next; one who is about to give up is left to it."""
        pk, dice = int(ring.about.removeprefix("call-")), self.day.dice
        caller = self.day.callers[await db(_who_calls)(pk)]
        await asyncio.sleep(dice.uniform(*REACHES_S))
        if caller.gives_up_s is None:
            await self._talk(pk, ring, caller)
        await asyncio.wait_for(ring.over.wait(), PATIENCE_S)
        if caller.gives_up_s is None:
            await asyncio.sleep(dice.uniform(*WRITES_S))
            await until(lambda: _is_ready(self.person), for_s=PATIENCE_S)

    async def _talk(self, pk: int, ring: Ring, caller: Caller) -> None:
        """Speak with whom the line says it is: one of both hangs up, and the other's telephone must hear it."""
        ring.answer()
        await asyncio.wait_for(ring.answered.wait(), PATIENCE_S)
        self.talks[pk] = ring
        await asyncio.sleep(self.day.dice.uniform(*TALKS_S))
        assert caller.ring is not None
        first, second = self.day.dice.sample([ring, caller.ring], 2)
        await first.hang_up()
        await asyncio.wait_for(second.over.wait(), PATIENCE_S)


class Day:
    """Who calls when, and who is there."""

    def __init__(self, carrier: Phones, floor: Phones, *, calls: int, seed: int) -> None:
        self.dice = random.Random(seed)
        self.carrier, self.floor = carrier, floor
        self.callers = {one.number: one for one in map(self._caller, range(calls))}
        self.operators: dict[str, Operator] = {}
        """By the name of their telephones."""

    async def staff(self, seats: int) -> None:
        """Have operators sign in, each at a telephone that registers with the account it is given."""
        for nth in range(FIRST_SEAT, FIRST_SEAT + seats):
            person = await db(engage)(str(nth))
            account = await db(_account)(person)
            name = name_of(account.address)
            self.operators[name] = Operator(person, self)
            async with asyncio.timeout(PATIENCE_S):
                while await self.floor.register(name, account.password) != 200:
                    await asyncio.sleep(0.2)  # the switch does not know of it yet
        for operator in self.operators.values():
            await db(actions.ready)(operator.person)

    async def pass_by(self) -> None:
        """Let everybody call, and wait until all is done; the first thing that goes wrong ends the day."""
        keeping = asyncio.create_task(self._keep_seats())
        try:
            async with asyncio.TaskGroup() as doing:
                self.floor.rings = lambda ring: self._pick_up(doing, ring)
                for nth, caller in enumerate(self.callers.values()):
                    doing.create_task(caller.call(self.carrier))
                    if nth % EVERY >= CROWD:
                        await asyncio.sleep(self.dice.expovariate(A_SECOND * (1 - CROWD / EVERY)))
        finally:
            keeping.cancel()

    def _pick_up(self, doing: asyncio.TaskGroup, ring: Ring) -> None:
        operator = self.operators[ring.user]
        operator.rings(ring)
        doing.create_task(operator.serve(ring))

    def _caller(self, nth: int) -> Caller:
        leaves, after_s = self.dice.random() < IMPATIENT, self.dice.uniform(*GIVES_UP_S)
        return Caller(str(FIRST_NUMBER + nth), after_s if leaves else None)

    async def _keep_seats(self) -> None:
        """Renew the seats, as their pages do."""
        while True:
            for operator in self.operators.values():
                assert await db(actions.renew)(operator.person)
            await asyncio.sleep(RENEWED_S)


def _account(person: Person) -> accounts.Account:
    actions.sign_in(person, phone=Phone.SIP)
    return actions.show_account(person)


def _who_calls(pk: int) -> str:
    """Return the number that a call came from, as the line knows it."""
    caller = Call.objects.select_related("caller").get(pk=pk).caller
    number = callers.first_number(caller) if caller else None
    return number.opened.dialled if number else ""


def _is_ready(person: Person) -> bool:
    """Be ready for the next call, once the line knows that the last is over."""
    if Seat.objects.get(operator=person).state in actions.IN_CALL:
        return False
    actions.ready(person)
    return True
