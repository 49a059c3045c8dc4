"""The live stream: how long until five hundred open desks have heard, and what an open desk costs."""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings

from hotline.journal.news import CHANNEL
from hotline.journal.tickets import ticket
from hotline.site import database

from . import stage
from .figures import Figure, in_turns, median, percentile, slower

if TYPE_CHECKING:
    from .measures import Bench

DESKS = 500
EVENTS = 20
PAUSE_S = 0.15


class Desks:
    """Five hundred readers of one stream."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path
        self.heard: list[tuple[str, float]] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Connect all of them, fifty at a time."""
        for start in range(0, DESKS, 50):
            await asyncio.gather(*(self._open() for _ in range(start, min(start + 50, DESKS))))

    async def _open(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        await asyncio.wait_for(reader.readuntil(b"hello\n\n"), 30)
        self._tasks.append(asyncio.create_task(self._read(reader, writer)))

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                if line.startswith(b"data: {"):
                    self.heard.append((json.loads(line[6:])["about"], time.perf_counter()))
        finally:
            writer.close()  # a desk left open would go on hearing what the next figures do

    async def measure(self) -> float:
        """Tell them some news, and return the middle of the events' slowest-but-one-in-a-hundred desks, in ms."""
        slow: list[float] = []
        conninfo = database.runtime_conninfo(settings.CONFIGURATION)
        async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as teller:
            for number in range(EVENTS):
                slow.append(await self._event(teller, f"bench:{number}"))
                await asyncio.sleep(PAUSE_S)
        return median(slow)

    async def _event(self, teller: psycopg.AsyncConnection[object], about: str) -> float:
        self.heard.clear()
        payload = json.dumps([{"about": about, "act": "note"}])
        told = time.perf_counter()
        await teller.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
        while sum(1 for said, _ in self.heard if said == about) < DESKS:
            await asyncio.sleep(0.005)
            if time.perf_counter() - told > 20:
                raise RuntimeError("some desks did not hear the news")
        return 1000 * percentile([at - told for said, at in self.heard if said == about], 0.99)

    async def close(self) -> None:
        """Hang all of them up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _desks(port: int, path: str) -> float:
    desks = Desks(port, path)
    await desks.open()
    try:
        return await desks.measure()
    finally:
        await desks.close()


@contextmanager
def _bare() -> Iterator[tuple[int, Path]]:
    """Run the floor; gives its port and its process."""
    port = stage.free_port()
    conninfo = database.runtime_conninfo(settings.CONFIGURATION)
    script = Path(__file__).with_name("bare_stream.py")
    floor = subprocess.Popen(
        [sys.executable, str(script), str(port), conninfo, CHANNEL], stdout=subprocess.PIPE
    )
    try:
        assert floor.stdout
        assert floor.stdout.readline() == b"ready\n"
        yield port, Path(f"/proc/{floor.pid}")
    finally:
        floor.kill()
        floor.wait()


def _path() -> str:
    return f"/live?ticket={ticket('person:0')}"


def _allow_many_sockets() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def fanout(bench: Bench) -> Figure:
    """Measure the stream as a browser reaches it, through the one address, in turns with the floor."""
    _allow_many_sockets()

    def bare() -> float:
        with _bare() as (port, _process):
            return asyncio.run(_desks(port, "/"))

    pairs = in_turns(lambda: asyncio.run(_desks(bench.port, _path())), bare)
    ours, floor = min(a for a, _ in pairs), min(b for _, b in pairs)
    return slower("live.fanout", "ms p99", ours, floor, bar=5, most=1000)


def memory(bench: Bench) -> Figure:
    """Return what one more open desk costs in the stream and at the door; the floor has but one socket for it."""
    _allow_many_sockets()
    port = bench.port
    ours = asyncio.run(_grown(port, _path(), [_process("live"), _process("door")]))
    with _bare() as (bare_port, process):
        floor = asyncio.run(_grown(bare_port, "/", [process]))
    return slower("live.memory", "kB/desk", ours, floor, most=25)


async def _grown(port: int, path: str, processes: list[Path]) -> float:
    """Return how much these processes grow for one more open desk, in kB."""
    before = sum(map(_resident_kb, processes))
    desks = Desks(port, path)
    await desks.open()
    await asyncio.sleep(1)
    grown = sum(map(_resident_kb, processes)) - before
    await desks.close()
    return max(grown, 1) / DESKS


def _resident_kb(process: Path) -> int:
    pages = int((process / "statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def _process(part: str) -> Path:
    """Find the process of a part by what it was started as."""
    ours = f"HOTLINE_DATA={stage.data_folder()}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
            if words[-1] == part.encode() and ours in (process / "environ").read_bytes().split(
                b"\0"
            ):
                return process
        except OSError:
            continue
    raise RuntimeError(f"no process runs the part {part}")
