"""Callers who arrived and are not written down: while the database keeps them waiting they hear a prompt, then music.

Nothing is stored here and nothing decided: what happens to the call comes when it can be written down.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from hotline.telephony import port

log = logging.getLogger(__name__)

PATIENCE_S = 1.0
"""How long a caller hears the ringing of his own telephone before he is answered; a commit takes thousandths of it."""
SAID = ("please_wait",)


class Doorstep:
    """Those at the door of one switchboard."""

    def __init__(self, switch: port.Switch) -> None:
        self._switch = switch
        self._came: dict[port.LegId, asyncio.TimerHandle] = {}
        self._hears: set[port.LegId] = set()
        self._saying: set[asyncio.Task[None]] = set()

    def hear(self, event: port.Event) -> bool:
        """Take note of an event before it is written down; say whether it is nobody else's matter."""
        match event:
            case port.CallArrived(leg=leg):
                loop = asyncio.get_running_loop()
                self._came[leg] = loop.call_later(PATIENCE_S, self._receive, leg)
            case port.PromptsPlayed(leg=leg) if leg in self._hears:
                self._soon(self._switch.wait_with_music(leg))
                return True
            case port.LegGone(leg=leg):
                self.leave(leg)
        return False

    def leave(self, leg: port.LegId) -> None:
        """Let go of a caller: he is written down, or has given up."""
        if timer := self._came.pop(leg, None):
            timer.cancel()
        self._hears.discard(leg)

    def _receive(self, leg: port.LegId) -> None:
        log.warning("the caller of %s waits for the database", leg)
        self._hears.add(leg)
        self._soon(self._greet(leg))

    async def _greet(self, leg: port.LegId) -> None:
        await self._switch.answer(leg)
        if leg in self._hears:
            await self._switch.play(leg, SAID)

    def _soon(self, saying: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(_said(saying))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)


async def _said(saying: Coroutine[Any, Any, None]) -> None:
    try:
        await saying
    except port.UnableToReachSwitch:
        log.warning("the switch does not answer either")
