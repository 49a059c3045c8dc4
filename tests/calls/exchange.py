"""A small exchange with operators at it: the switchboard's loop in the test's own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connections

from hotline.calls import actions
from hotline.calls.models import Call, Phone, Seat
from hotline.calls.switchboard import Switchboard
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.telephony.sim import Exchange, SimHandset, SimSwitch

T = TypeVar("T")
THREAD = ThreadPoolExecutor(1)
SECOND = 0.1
"""How long a second of the exchange takes."""


def db(work: Callable[..., T]) -> Callable[..., Awaitable[T]]:
    """Do database work of the test outside the event loop."""

    async def ask(*args: object, **kwargs: object) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(THREAD, lambda: work(*args, **kwargs))

    return ask


def let_go() -> None:
    """Close the connection of the tests' database thread."""
    THREAD.submit(lambda: connections["default"].close()).result()


async def until(what: Callable[[], Any], *, for_s: float = 10.0) -> Any:
    """Wait until *what*, asked of the database or the exchange, holds."""
    end = asyncio.get_running_loop().time() + for_s
    while True:
        answer = await db(what)()
        if answer:
            return answer
        assert asyncio.get_running_loop().time() < end, "it did not come to pass"
        await asyncio.sleep(0.01)


def engage(number: str, role: Role = Role.OPERATOR) -> Person:
    """Make one of the line's own people."""
    return people.engage(f"op{number}", name=f"P{number}", number=number, role=role, by=None)


@dataclass
class Town:
    """The exchange and the switchboards that connect to it."""

    exchange: Exchange = field(default_factory=lambda: Exchange(second=SECOND))
    boards: list[Switchboard] = field(default_factory=list)

    @asynccontextmanager
    async def switchboard(self, *, tick_s: float = 0.2) -> AsyncIterator[Switchboard]:
        """Run a switchboard for as long as the block runs."""
        board = Switchboard(SimSwitch(self.exchange), self.exchange, tick_s=tick_s)
        stop = asyncio.Event()
        task = asyncio.create_task(board.run(stop))
        try:
            yield board
        finally:
            stop.set()
            with suppress(asyncio.CancelledError):
                await asyncio.wait_for(task, 10)

    def phone(self, number: str) -> SimHandset:
        """Return a citizen's telephone."""
        return self.exchange.handset(f"tel:{number}")

    def seat(self, number: str) -> SimHandset:
        """Return an operator's telephone."""
        return self.exchange.handset(f"seat:{number}")


def at_seat(number: str, role: Role = Role.OPERATOR) -> Person:
    """Make an operator who is ready."""
    person = engage(number, role)
    actions.sign_in(person, phone=Phone.SIMULATED)
    actions.ready(person)
    return person


def seat_of(person: Person) -> Seat:
    """Return the seat as it stands now."""
    return Seat.objects.get(operator=person)


def only_call() -> Call | None:
    """Return the one call there is."""
    return Call.objects.first()
