"""A switchboard's connection to the exchange in memory.

Decides when commands are possible and which of them do nothing; the rest is left to `exchange`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

from hotline import clock
from hotline.telephony import port
from hotline.telephony.hearing import Spy
from hotline.telephony.sim.exchange import Exchange, SimLeg
from hotline.telephony.sim.handset import SimHandset


class SimSwitch:
    """The port in memory."""

    def __init__(self, exchange: Exchange | None = None) -> None:
        self.exchange = exchange or Exchange()
        self._events: asyncio.Queue[port.Event | None] = asyncio.Queue()

    def handset(self, address: str) -> SimHandset:
        """Return the telephone at *address*, plugged in from now on."""
        return self.exchange.handset(address)

    # -- connection ----------------------------------------------------------------------------

    async def open(self) -> None:
        """Connect; a switchboard that was connected is told that it was replaced."""
        if self.exchange.listener is not None:
            self.exchange.listener(port.Replaced(clock.now()))
        self.exchange.listener = self._listen
        if self.exchange.running:
            self._listen(port.SwitchBack(clock.now()))

    async def close(self) -> None:
        """Let go of the exchange; calls under way go on."""
        self._let_go()
        self._events.put_nowait(None)

    async def events(self) -> AsyncIterator[port.Event]:
        """Yield what happens, in order."""
        while (event := await self._events.get()) is not None:
            yield event

    def _listen(self, event: port.Event) -> None:
        self._events.put_nowait(event)
        if isinstance(event, port.Replaced):
            self._let_go()
            self._events.put_nowait(None)
        elif isinstance(event, port.SwitchBack):
            self.exchange.announce_arrivals()

    def _let_go(self) -> None:
        if self._connected:
            self.exchange.listener = None

    @property
    def _connected(self) -> bool:
        return self.exchange.listener == self._listen

    # -- commands ------------------------------------------------------------------------------

    async def snapshot(self) -> port.Snapshot:
        """Return every leg and room that exists now."""
        exchange = self._reach()
        return port.Snapshot(
            legs={leg.id: leg.as_told() for leg in exchange.legs.values()},
            rooms={room: frozenset(legs) for room, legs in exchange.rooms.items()},
            waiting=frozenset(exchange.waiting),
            phones=frozenset(a for a in exchange.phones if a.startswith("seat:")),
            accounts=frozenset(exchange.accounts),
            missed=tuple(exchange.missed.values()),
        )

    async def answer(self, leg: port.LegId) -> None:
        """Pick up an arriving leg."""
        if (found := self._leg(leg)) and found.inbound and not found.up:
            self.exchange.up(found)
            self.exchange.changed(found.phone)

    async def originate(
        self,
        leg: port.LegId,
        *,
        to: str,
        caller_id: str,
        ring_s: int,
        headers: Mapping[str, str] | None = None,  # noqa: ARG002 no SIP here
        record: bool = False,
    ) -> None:
        """Ring *to*."""
        self._reach().call(port.checked(leg), to, caller_id, ring_s, record=record)

    async def connect(self, room: port.RoomId, legs: Sequence[port.LegId]) -> None:
        """Let these legs hear each other."""
        exchange = self._reach()
        exchange.rooms.setdefault(room, set())
        for leg in legs:
            if leg in exchange.legs:
                exchange.move(leg, room)

    async def wait_with_music(self, leg: port.LegId) -> None:
        """Let *leg* hear music."""
        if found := self._leg(leg):
            self.exchange.wait(found)

    async def hang_up(self, leg: port.LegId, *, cause: str = "normal") -> None:  # noqa: ARG002
        """End a leg."""
        if found := self._leg(leg):
            self.exchange.end(found, cancelled=True)
        self.exchange.spies.pop(leg, None)

    async def close_room(self, room: port.RoomId) -> None:
        """Take the room away; its legs stay."""
        self._reach().rooms.pop(room, None)

    async def play(self, leg: port.LegId, prompts: Sequence[str]) -> None:
        """Play prompts to one leg."""
        if found := self._leg(leg):
            self.exchange.play(found, prompts)

    async def stop_playing(self, leg: port.LegId) -> None:
        """End the prompts on this leg."""
        if found := self._leg(leg):
            self.exchange.stop_playing(found)

    async def press(self, leg: port.LegId, digits: str) -> None:
        """Press keys towards the far end of a leg."""
        if found := self._leg(leg):
            found.phone.hear("keys", digits)

    async def spy(
        self, spy: port.LegId, *, on: port.LegId, room: port.RoomId, whisper: bool
    ) -> None:
        """Let those in *room* hear *on*."""
        if self._leg(on):
            self.exchange.spies[port.checked(spy)] = Spy(on, room, whisper)

    async def provision(
        self,
        address: str,
        password: str,
        *,
        browser: bool = False,  # noqa: ARG002 no SIP here
    ) -> None:
        """Let the telephone at *address* register."""
        self._reach().accounts[address] = password

    async def revoke(self, address: str) -> None:
        """End the account of the telephone at *address*."""
        self._reach().accounts.pop(address, None)

    async def forget(self, missed: Sequence[str]) -> None:
        """Tell no more of these calls."""
        for name in missed:
            self._reach().missed.pop(name, None)

    def _reach(self) -> Exchange:
        if not (self._connected and self.exchange.running):
            raise port.UnableToReachSwitch("not connected to the exchange")
        return self.exchange

    def _leg(self, leg: port.LegId) -> SimLeg | None:
        return self._reach().legs.get(leg)
