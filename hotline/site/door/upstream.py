"""The connections from the door to the parts behind it.

Decides which part gets a path, which of its processes, and when a connection is used again. What
goes over a connection is left to `visitors`.
"""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from hotline.site.door.visitors import Visitor

# Shorter than any part keeps an idle connection, so that none is used while it is being closed.
LONGEST_IDLE_S = 3.0
MOST_IDLE = 32


class Upstream(asyncio.Protocol):
    """One connection to a part, used by one visitor at a time."""

    __slots__ = ("idle_since", "process", "transport", "used_before", "visitor")

    def __init__(self, process: "Process") -> None:
        self.process = process
        self.transport: asyncio.Transport = cast("asyncio.Transport", None)
        self.visitor: Visitor | None = None
        self.idle_since = 0.0
        self.used_before = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way to the part."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Pass an answer on; a part that speaks unasked is hung up on."""
        if self.visitor is None:
            self.transport.abort()
        else:
            self.visitor.answered(data)

    def connection_lost(self, _fault: Exception | None) -> None:
        """Tell whoever was using it."""
        if self in self.process.idle:
            self.process.idle.remove(self)
        visitor = self.leave()
        if visitor is not None:
            visitor.part_gone(self)

    def pause_writing(self) -> None:
        """Take no more from a visitor than the part takes from us."""
        if self.visitor is not None:
            self.visitor.transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on."""
        if self.visitor is not None:
            self.visitor.transport.resume_reading()

    def serve(self, visitor: "Visitor") -> None:
        """Belong to this visitor from now on."""
        self.visitor = visitor
        self.process.busy += 1

    def leave(self) -> "Visitor | None":
        """Belong to nobody from now on; return whose it was."""
        visitor, self.visitor = self.visitor, None
        if visitor is not None:
            self.process.busy -= 1
        return visitor

    def rest(self) -> None:
        """Wait for the next visitor."""
        self.leave()
        self.transport.resume_reading()
        self.used_before = True
        self.idle_since = time.monotonic()
        if len(self.process.idle) < MOST_IDLE:
            self.process.idle.append(self)
        else:
            self.transport.close()

    def hang_up(self) -> None:
        """Close at once, telling no visitor."""
        self.leave()
        self.transport.abort()


@dataclass
class Process:
    """One process of a part, by its socket."""

    socket: Path
    busy: int = 0
    idle: list[Upstream] = field(default_factory=list)

    def take_idle(self) -> Upstream | None:
        """Return the connection used last, if one is fresh enough."""
        while self.idle:
            upstream = self.idle.pop()
            is_fresh = time.monotonic() - upstream.idle_since < LONGEST_IDLE_S
            if is_fresh and not upstream.transport.is_closing():
                return upstream
            upstream.transport.abort()
        return None

    async def connect(self) -> Upstream:
        """Open a new connection, or raise OSError."""
        _, upstream = await asyncio.get_running_loop().create_unix_connection(
            lambda: Upstream(self), str(self.socket)
        )
        return upstream

    def close_old(self) -> None:
        """Close the connections that nobody needed for a while."""
        oldest = time.monotonic() - LONGEST_IDLE_S
        for upstream in [one for one in self.idle if one.idle_since < oldest]:
            self.idle.remove(upstream)
            upstream.transport.abort()


@dataclass
class Part:
    """A part that listens: the paths it answers, all others if none is named, and its processes."""

    processes: list[Process]
    paths: frozenset[bytes] = frozenset()

    def by_load(self) -> list[Process]:
        """Return its processes, the one with the fewest requests first."""
        if len(self.processes) == 1:
            return self.processes
        return sorted(self.processes, key=lambda process: process.busy)

    def take_idle(self) -> Upstream | None:
        """Return an open connection to the process with the fewest requests, if it has one."""
        return self.by_load()[0].take_idle()

    async def connect(self) -> Upstream | None:
        """Open a connection to the least busy process that listens; None when none does."""
        for process in self.by_load():
            try:
                return await process.connect()
            except OSError:
                continue
        return None
