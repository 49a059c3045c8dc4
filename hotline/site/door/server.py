"""Open the one address and keep it open.

Decides which paths go to which part and how the door closes: it takes nobody new, lets those
within finish for a moment, and leaves.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence

from hotline.site.door import heads
from hotline.site.door.upstream import Part
from hotline.site.door.visitors import Visitor

GOODBYE_S = 3.0


class Door:
    """Everybody within, and the parts behind; the last part answers what no other does."""

    def __init__(self, parts: Sequence[Part], *, trusted: heads.Networks = ()) -> None:
        self.parts = parts
        self.trusted = trusted
        self.visitors: set[Visitor] = set()
        self.is_closing = False

    def part(self, path: bytes) -> Part:
        """Return the part that answers a path."""
        for part in self.parts:
            if path in part.paths:
                return part
        return self.parts[-1]

    @contextlib.asynccontextmanager
    async def open(self, host: str, port: int) -> AsyncIterator[int]:
        """Stand open at the address; gives its port."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Visitor(self), host, port, backlog=2048)
        sweeping = loop.create_task(self._sweep())
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            self.is_closing = True
            server.close()
            await self._see_off()
            sweeping.cancel()
            for part in self.parts:
                for process in part.processes:
                    for upstream in process.idle:
                        upstream.transport.abort()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            for visitor in tuple(self.visitors):
                visitor.check_deadline(now)
            for part in self.parts:
                for process in part.processes:
                    process.close_old()

    async def _see_off(self) -> None:
        for visitor in tuple(self.visitors):
            visitor.say_goodbye()
        last_moment = time.monotonic() + GOODBYE_S
        while time.monotonic() < last_moment and any(one.is_owed for one in self.visitors):
            await asyncio.sleep(0.05)
        for visitor in tuple(self.visitors):
            visitor.transport.abort()
