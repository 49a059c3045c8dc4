"""The screen pop: how long from the call's first packet until an open desk has heard that it rings.

Beside it, in turns, the least that can hear of a call at all: a client of the same switch's events.
Half of the callers are known to the line, half are written down for the first time.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import websockets
from django.db import connection

from hotline.calls import actions as calls
from hotline.calls.models import Phone, Seat
from hotline.journal.tickets import ticket
from hotline.telephony.ari.server import AsteriskServer
from tests import phones
from tests.soundless import Phones

from . import stage, switches
from .figures import Figure, median, percentile, slower
from .switches import asterisk, settings

if TYPE_CHECKING:
    from hotline.people.models import Person

    from .measures import Bench

ROUNDS, CALLS = 5, 100
PATIENCE_S = 20
BETWEEN_S = 0.15
"""Between two calls: how one is cleared away (a missed call is owed, which the worker writes down) is no part of how the next
arrives. Five calls a second are still more than a city has.
"""
KNOWN, NEW = 13800006000, 13810000000
"""Where the numbers of known and of new callers begin."""


def screen_pop(bench: Bench) -> Figure:
    """Measure from the first packet to the open desk, as it reaches it through the one address."""
    bench.stop()
    network = phones.loopback()
    with (
        asterisk("ours", network, 1) as ours,
        asterisk("bare", network, 11) as bare,
        stage.served(**settings(ours)) as port,
    ):
        pairs = asyncio.run(_measured(bench.town.operator, port, network, ours, bare))
    ours_ms, bare_ms = median([a for a, _ in pairs]), median([b for _, b in pairs])
    return slower("screen.pop", "ms p99", ours_ms, bare_ms, bar=5)


async def _measured(
    operator: Person, port: int, network: str, ours: AsteriskServer, bare: AsteriskServer
) -> list[tuple[float, float]]:
    pairs = []
    folder = stage.data_folder() / "seat-phone"
    shutil.rmtree(folder, ignore_errors=True)
    seat = phones.Baresip(
        folder,
        f"{network}4",
        user="seat-28",
        tone=400,
        registrar=phones.at(ours),
        password="of-seat-28",
        picks_up=False,
    )
    to_ours, to_bare = switches.phones(f"{network}2", ours), switches.phones(f"{network}3", bare)
    async with (
        seat,
        to_ours,
        to_bare,
        open_desk(operator, port) as desk,
        bare_events(bare) as events,
    ):
        await phones.until(lambda: "seat-28/" in ours.command("pjsip show contacts"))
        for turn in range(ROUNDS):
            pops = await desk.round(to_ours, operator, turn)
            floor = await events.round(to_bare, turn)
            pairs.append((percentile(pops, 0.99), percentile(floor, 0.99)))
    return pairs


def _numbers(turn: int) -> list[str]:
    """Return who calls in a round: every second one for the first time."""
    start = turn * CALLS
    return [str((NEW if n % 2 else KNOWN) + start + n) for n in range(CALLS)]


class Desk:
    """An open desk's stream."""

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self._stream = stream

    async def hears(self, act: str, about: str) -> float:
        """Return when it heard this."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                line = await self._stream.readline()
                if line.startswith(b"data: {"):
                    news = json.loads(line[6:])
                    if news["act"] == act and news["about"].startswith(about):
                        return time.perf_counter()

    async def round(self, carrier: Phones, operator: Person, turn: int) -> list[float]:
        """Return how long each pop of a round took, in ms."""
        taken = []
        seat = await asyncio.to_thread(_be_ready, operator)
        for number in _numbers(turn):
            call = carrier.ring(number)
            taken.append((await self.hears("ring", "call:") - call.rung_at) * 1000)
            await asyncio.sleep(
                0.05
            )  # a call that is hung up while it is being answered is another story
            await call.hang_up()
            await self.hears("ready", seat)
            await asyncio.sleep(BETWEEN_S)
        return taken


class Events:
    """The bare events of a switch."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self._socket = socket

    async def hears(self, kind: str) -> float:
        """Return when it heard this."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = json.loads(await self._socket.recv())
                if message["type"] == kind:
                    return time.perf_counter()

    async def closes(self) -> float:
        """Return when the switch was gone."""
        async with asyncio.timeout(PATIENCE_S):
            with contextlib.suppress(websockets.ConnectionClosed):
                while True:
                    await self._socket.recv()
            return time.perf_counter()

    async def round(self, carrier: Phones, turn: int) -> list[float]:
        """Return how long the first event of each call took, in ms."""
        taken = []
        for number in _numbers(turn):
            call = carrier.ring(number)
            taken.append((await self.hears("StasisStart") - call.rung_at) * 1000)
            await asyncio.sleep(0.05)
            await call.hang_up()
            await self.hears("StasisEnd")
            await asyncio.sleep(BETWEEN_S)
        return taken


@contextlib.asynccontextmanager
async def open_desk(operator: Person, port: int) -> AsyncIterator[Desk]:
    """Open the stream of somebody's desk, as it reaches it through the one address."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    address = f"/live?ticket={ticket(operator.about)}"
    writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await asyncio.wait_for(reader.readuntil(b"hello\n\n"), PATIENCE_S)
    yield Desk(reader)
    writer.close()


@contextlib.asynccontextmanager
async def bare_events(switch: AsteriskServer) -> AsyncIterator[Events]:
    """Hear a switch's events and nothing more."""
    address = f"{switch.url.replace('http', 'ws')}/ari/events?app=hotline"
    who = {"Authorization": switch.access.authorization}
    async with websockets.connect(address, additional_headers=who, compression=None) as socket:
        yield Events(socket)


def _be_ready(operator: Person) -> str:
    """Take the seat, or go on sitting there; return its name in the news."""
    seat = Seat.objects.filter(operator=operator).first()
    if seat is None or seat.lease_until is None:
        calls.sign_in(operator, phone=Phone.SIP)
        calls.ready(operator)
    calls.renew(operator)
    seat = Seat.objects.get(operator=operator)
    connection.close()
    return seat.about
