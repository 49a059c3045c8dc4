"""Switches to test on: one in memory per test, one real Asterisk for the whole run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from hotline.telephony import port
from hotline.telephony.ari import AriHandsets, AriSwitch, addresses, server
from hotline.telephony.ari.configuration import SeatPhone, Trunk
from hotline.telephony.ari.server import AsteriskServer, NoAsterisk
from hotline.telephony.handset import Handsets
from hotline.telephony.sim import Exchange, SimSwitch
from tests import phones

E = TypeVar("E", bound=port.Event)


class Ear:
    """Listens to a switch; each event is given out once."""

    def __init__(self, switch: port.Switch) -> None:
        self.events: list[port.Event] = []
        self._news = asyncio.Event()
        self.task = asyncio.create_task(self._listen(switch))

    async def _listen(self, switch: port.Switch) -> None:
        async for event in switch.events():
            self.events.append(event)
            self._news.set()

    async def next(self, kind: type[E], **fields: object) -> E:
        """Return the next event of this kind, and wait for it if need be."""
        give_up_at = time.monotonic() + phones.PATIENCE_S
        while True:
            for event in self.events:
                if isinstance(event, kind) and all(
                    getattr(event, name) == value for name, value in fields.items()
                ):
                    self.events.remove(event)
                    return event
            self._news.clear()
            left = give_up_at - time.monotonic()
            try:
                await asyncio.wait_for(self._news.wait(), max(left, 0))
            except TimeoutError:
                raise AssertionError(f"no {kind.__name__} {fields}; but {self.events}") from None

    def has(self, kind: type[port.Event], **fields: object) -> bool:
        """Tell whether such an event came and was not taken yet."""
        return any(
            isinstance(it, kind) and all(getattr(it, n) == v for n, v in fields.items())
            for it in self.events
        )


@dataclass
class Stand:
    """A switch, somebody who listens to it, and the telephones of the town."""

    switch: port.Switch
    ear: Ear
    handsets: Handsets
    another: Callable[[], port.Switch]  # a second switchboard for the same exchange
    break_down: Callable[[], Any]
    restart: Callable[[], Any]
    dial_tone: Callable[[], Awaitable[None]]  # the telephones come back by a line of their own


@pytest.fixture(scope="session")
def network() -> str:
    """Return a loopback network of this run's own: "127.x.y."."""
    return phones.loopback()


@pytest.fixture(scope="session")
def asterisk(tmp_path_factory: pytest.TempPathFactory, network: str) -> Iterator[AsteriskServer]:
    """A real Asterisk; its carrier is at …2, its seat 28 has a SIP account."""
    folder = tmp_path_factory.mktemp("asterisk")
    prompts = folder / "prompts"
    prompts.mkdir()
    for name in ("thanks", "please_wait"):
        phones.write_tone(prompts / f"{name}.wav", 400, seconds=0.1)
    phones.write_tone(prompts / "nobody_free.wav", 400, seconds=20)
    try:
        running = server.start(
            folder,
            sip_address=f"{network}1",
            media_address=f"{network}1",
            trunk=Trunk(contact=f"{network}2:5070", networks=(f"{network}2/32", f"{network}3/32")),
            seats=(SeatPhone(seat="28", password="of-seat-28"),),
            handsets=True,
            prompts=prompts,
        )
    except NoAsterisk as error:
        pytest.fail(str(error))
    yield running
    running.stop()


@pytest.fixture
async def sim() -> AsyncIterator[Stand]:
    """A switch in memory whose seconds are short."""
    exchange = Exchange(second=0.02)
    switch = SimSwitch(exchange)
    await switch.open()
    stand = Stand(
        switch,
        Ear(switch),
        exchange,
        lambda: SimSwitch(exchange),
        exchange.break_down,
        exchange.restart,
        lambda: asyncio.sleep(0),
    )
    await stand.ear.next(port.SwitchBack)
    yield stand
    await switch.close()


@pytest.fixture
async def real(asterisk: AsteriskServer) -> AsyncIterator[Stand]:
    """A switchboard on the real Asterisk, with telephones without SIP."""
    prompts = asterisk.configuration.prompts

    def another() -> AriSwitch:
        return AriSwitch(asterisk.access, dial=addresses.to_handsets, prompts=prompts)

    handsets = AriHandsets(asterisk.access)
    await asyncio.wait_for(handsets.open(), phones.PATIENCE_S)
    switch = another()
    await switch.open()
    stand = Stand(
        switch, Ear(switch), handsets, another, asterisk.kill, asterisk.start, handsets.dial_tone
    )
    await stand.ear.next(port.SwitchBack)
    yield stand
    await switch.close()
    await handsets.close()
    await tidy(asterisk)


async def tidy(asterisk: AsteriskServer) -> None:
    """End what a test left over."""
    switch = AriSwitch(asterisk.access)
    ear = Ear(switch)
    await switch.open()
    await ear.next(port.SwitchBack)
    for channel in await switch.ari.ask("GET", "channels"):
        await switch.hang_up(channel["id"])
    for room in (await switch.snapshot()).rooms:
        await switch.close_room(room)
    await switch.close()


@pytest.fixture(params=["sim", pytest.param("real", marks=pytest.mark.asterisk)])
def stand(request: pytest.FixtureRequest) -> Stand:
    """Each switch in turn, connected."""
    found: Stand = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for telephones."""
    return tmp_path / "phones"
