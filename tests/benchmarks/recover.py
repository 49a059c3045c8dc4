"""Taking a switch up again: two hundred callers who wait, compared with what is written down, beside asking the switch who is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from django.db import connection

from hotline import clock
from hotline.calls.models import Call
from hotline.calls.states import Status
from hotline.calls.switchboard import Switchboard
from hotline.lines.models import Line
from hotline.lines.queries import forget
from hotline.telephony.ari import AriSwitch
from hotline.telephony.ari.server import AsteriskServer
from tests import phones
from tests.soundless import Phones

from . import switches
from .figures import TURNS, Figure, slower
from .switches import LINE, asterisk

if TYPE_CHECKING:
    from .measures import Bench

CALLS, A_SECOND, TIMES = 200, 20, 5
FIRST_NUMBER = 13830000000
PATIENCE_S = 60


def switch_recover(bench: Bench) -> Figure:
    """Measure what a switchboard does after every connection to its switch."""
    bench.stop()
    line = Line.objects.create(code="bench", name="bench", numbers=[LINE], most_waiting=CALLS)
    forget()
    network = phones.loopback()
    try:
        with asterisk("recover", network, 1) as switch:
            ours_ms, bare_ms = asyncio.run(_measured(switch, network))
    finally:
        line.numbers, line.retired_at = [], clock.now()
        line.save()
        forget()
    return slower("switch.recover", "ms", ours_ms, bare_ms, bar=5)


async def _measured(server: AsteriskServer, network: str) -> tuple[float, float]:
    switch = AriSwitch(server.access, made_up=False)
    board, stop = Switchboard(switch, tick_s=3600), asyncio.Event()
    running = asyncio.create_task(board.run(stop))
    try:
        async with switches.phones(f"{network}2", server) as carrier:
            await _all_wait(carrier, switch)
            pairs = [
                (await _ms(board.catch_up), await _ms(lambda: _bare(switch))) for _ in range(TURNS)
            ]
            assert await asyncio.to_thread(_waiting) == CALLS, "a caller was lost"
            await asyncio.gather(*(call.hang_up() for call in carrier.calls.values()))
            async with asyncio.timeout(PATIENCE_S):
                while await asyncio.to_thread(_waiting):
                    await asyncio.sleep(0.2)
    finally:
        stop.set()
        await running
    return min(ours for ours, _ in pairs), min(bare for _, bare in pairs)


async def _all_wait(carrier: Phones, switch: AriSwitch) -> None:
    """Let everybody call, and wait until each is written down and hears music."""
    for nth in range(CALLS):
        carrier.ring(str(FIRST_NUMBER + nth))
        await asyncio.sleep(1 / A_SECOND)
    async with asyncio.timeout(PATIENCE_S):
        while await asyncio.to_thread(_waiting) < CALLS:
            await asyncio.sleep(0.2)
        while len((await switch.snapshot()).waiting) < CALLS:
            await asyncio.sleep(0.2)


def _waiting() -> int:
    try:
        return Call.objects.filter(status=Status.WAITING).count()
    finally:
        connection.close()


async def _bare(switch: AriSwitch) -> None:
    channels, bridges = await asyncio.gather(
        switch.ari.ask("GET", "channels"), switch.ari.ask("GET", "bridges")
    )
    assert len(channels) == CALLS
    assert bridges


async def _ms(do: Callable[[], Awaitable[object]]) -> float:
    """Return the shortest time of several, in ms."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        await do()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)
