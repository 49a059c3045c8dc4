"""A switch that dies under the line: how long until an open desk has been told, by the news of its stream.

Beside it, in turns, the least that can notice it at all: a client of the same switch's events whose socket closes.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from hotline.site import heartbeats
from hotline.telephony.ari.server import AsteriskServer
from tests import phones

from . import pop, stage, switches
from .figures import Figure, slower

if TYPE_CHECKING:
    from hotline.people.models import Person

    from .measures import Bench

ROUNDS = 5


def switch_lost(bench: Bench) -> Figure:
    """Measure from the end of Asterisk until the open desk has heard of it, at the slowest of all rounds."""
    bench.stop()
    network = phones.loopback()
    with (
        switches.asterisk("ours", network, 1) as ours,
        switches.asterisk("bare", network, 11) as bare,
        stage.served(**switches.settings(ours)) as port,
    ):
        pairs = asyncio.run(_measured(bench.town.operator, port, ours, bare))
    told_ms, closed_ms = max(a for a, _ in pairs), max(b for _, b in pairs)
    return slower("switch.lost", "ms max", told_ms, closed_ms, most=1000)


async def _measured(
    operator: Person, port: int, ours: AsteriskServer, bare: AsteriskServer
) -> list[tuple[float, float]]:
    """Return how long it took to be told, and to notice, in ms."""
    run, pairs = stage.data_folder() / "run", []
    async with pop.open_desk(operator, port) as desk:
        await phones.until(lambda: heartbeats.switch(run) == "there", "no switch was found")
        for _ in range(ROUNDS):
            ended_at = _end(ours)
            told_ms = (await desk.hears("lose", "system:switch") - ended_at) * 1000
            await asyncio.to_thread(_again, ours)
            await desk.hears("find", "system:switch")
            async with pop.bare_events(bare) as events:
                ended_at = _end(bare)
                pairs.append((told_ms, (await events.closes() - ended_at) * 1000))
            await asyncio.to_thread(_again, bare)
    return pairs


def _end(switch: AsteriskServer) -> float:
    """End a switch without letting it say a word; return when."""
    now = time.perf_counter()
    switch.process.kill()
    return now


def _again(switch: AsteriskServer) -> None:
    """Clear away what was ended, and start it again."""
    switch.kill()
    switch.start()
