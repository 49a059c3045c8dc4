"""Taking a switch up again: two hundred callers who wait, compared with what is written, beside asking for channels and bridges alone."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from django.db import connection

from hotline.calls.models import Call
from hotline.calls.states import Status
from hotline.calls.switchboard import Switchboard
from hotline.lines.models import Line
from hotline.lines.queries import forget
from hotline.telephony.ari import AriSwitch
from hotline.telephony.ari.server import AsteriskServer
from tests import phones

from . import stage
from .figures import TURNS, Figure, slower
from .pop import LINE, asterisk

if TYPE_CHECKING:
    from .measures import Bench

CALLS, A_SECOND, TIMES = 200, 25, 5
CALLER = "13800006000"
PATIENCE_S = 60


def switch_recover(bench: Bench) -> Figure:
    """Measure the comparing in the switchboard itself, on the calls of a carrier whose callers all wait."""
    bench.stop()
    Line.objects.create(code="bench", name="bench", numbers=[LINE], most_waiting=CALLS)
    forget()
    network = phones.loopback()
    try:
        with asterisk("recover", network, 1) as switch:
            ours_ms, bare_ms = asyncio.run(_measured(switch, network))
    finally:
        Line.objects.filter(code="bench").update(numbers=[])
        forget()
    return slower("switch.recover", "ms", ours_ms, bare_ms, bar=5)


async def _measured(server: AsteriskServer, network: str) -> tuple[float, float]:
    switch = AriSwitch(server.access, prompts=server.configuration.prompts)
    board, stop = Switchboard(switch, tick_s=3600), asyncio.Event()
    running = asyncio.create_task(board.run(stop))
    folder = stage.data_folder() / "sipp"
    shutil.rmtree(folder, ignore_errors=True)
    there = phones.at(server)
    # what it hears it gives back: a line without sound is hung up after a while
    ask = (
        "-rtp_echo",
        "-s",
        LINE,
        "-key",
        "caller",
        CALLER,
        "-r",
        str(A_SECOND),
        "-l",
        str(CALLS),
        there,
    )
    carrier = phones.Sipp(folder, phones.RINGS, f"{network}2", *ask, calls=CALLS)
    try:
        await _all_wait(board)
        pairs = [
            (await _ms(board.catch_up), await _ms(lambda: _bare(switch))) for _ in range(TURNS)
        ]
    finally:
        carrier.stop()
        stop.set()
        await running
    return min(ours for ours, _ in pairs), min(bare for _, bare in pairs)


async def _all_wait(board: Switchboard) -> None:
    """Wait until every caller is written down and hears music."""
    async with asyncio.timeout(PATIENCE_S):
        while await asyncio.to_thread(_waiting) < CALLS:
            await asyncio.sleep(0.2)
        while len((await board.switch.snapshot()).waiting) < CALLS:
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
    assert len(channels) >= CALLS
    assert bridges


async def _ms(do: Callable[[], Awaitable[object]]) -> float:
    """Return the shortest time of several, in ms."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        await do()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)
