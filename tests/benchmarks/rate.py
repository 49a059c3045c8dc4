"""Twenty calls a second from arrival to end, on real telephones, and what each costs our processes.

Beside it, in turns, on a switch of its own: a loop that asks the switch for the same and does nothing else
(`bare_switchboard`). What is counted is the processor's time between a moment before the first call and a moment after the
last: ours of the switchboard, which hears, writes down and tells, of the live server, of the worker with what follows from
a call, and of the web server; the floor's of the bare loop. The database server and Asterisk are counted for neither, nor
are the pages by which operators say that they are ready again. Nothing is taken of what Asterisk recorded: what that costs
depends on how long is talked, not on how often.

At that rate the screens pop, too: an open desk at each seat hears that it rings, and the bare loop that somebody has called.
Each desk is told of its own seat alone: how news are spread among many is the matter of `live.fanout`. No desk hears of what
is not safely on the disk, and a disk that others use, too, now and then takes tenths of a second for it. So the floor does not get
off without: to what the bare loop took for a call is added what it took, in the moment in which ours came, to put one page
of eight kilobytes safely on the same disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from django.conf import settings
from django.db import connection

from hotline import clock
from hotline.callers import queries as known
from hotline.calls import actions as calls
from hotline.calls.models import Call, Phone, Seat
from hotline.journal.tickets import ticket
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.site import heartbeats
from hotline.telephony.ari.server import AsteriskServer
from tests import phones
from tests.soundless import Call as Ring
from tests.soundless import Phones

from . import stage, switches
from .disk import Disk
from .figures import TURNS, Figure, percentile, slower

if TYPE_CHECKING:
    from .measures import Bench

T = TypeVar("T")

A_SECOND, CALLS, TALK_S = 20, 300, 3.0
SEATS = tuple(str(number) for number in range(201, 321))
FIRST_NUMBER = 13820000000
LATE_S = 3.0
"""How long after it could have ended at the soonest the last call may end: were it more, the calls would have been too many."""
REST_S = 1.0
"""What follows from the last call belongs to it."""
PATIENCE_S = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


def call_rate(bench: Bench) -> Iterator[Figure]:
    """Measure the milliseconds of a processor for each call, and how late a desk hears of it; a call that fails fails the run."""
    bench.stop()
    network = phones.loopback()
    with (
        switches.asterisk("ours", network, 1, seats=SEATS) as ours,
        switches.asterisk("bare", network, 11, seats=SEATS) as bare,
        stage.served(**switches.settings(ours)) as port,
        _bare_loop(bare) as loop,
    ):
        taken = asyncio.run(_measured(network, port, ours, bare, loop))
    ours_ms, bare_ms = (min(times) for times in zip(*taken.costs, strict=True))
    yield slower("call.rate", "ms CPU", ours_ms, bare_ms, bar=4)
    pops, floor = (percentile(times, 0.99) for times in (taken.pops, taken.floor))
    yield slower("screen.pop_rate", "ms p99", pops, floor, bar=5)


class _Taken(NamedTuple):
    """What was measured, ours and the bare loop's."""

    costs: list[tuple[float, float]]
    pops: list[float]
    floor: list[float]


@contextlib.contextmanager
def _bare_loop(switch: AsteriskServer) -> Iterator[subprocess.Popen[bytes]]:
    """Run the floor; it tells when it heard of whom."""
    order = [sys.executable, "-m", "tests.benchmarks.bare_switchboard"]
    process = subprocess.Popen(
        [*order, switch.url, switch.user, *SEATS],
        env=os.environ | {"ARI_PASSWORD": switch.password, "PYTHONPATH": str(stage.HOUSE)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


async def _measured(
    network: str,
    port: int,
    ours: AsteriskServer,
    bare: AsteriskServer,
    loop: subprocess.Popen[bytes],
) -> _Taken:
    to_ours, to_bare = switches.phones(f"{network}2", ours), switches.phones(f"{network}3", bare)
    ours_at, bare_at = switches.phones(f"{network}4", ours), switches.phones(f"{network}14", bare)
    costs, disk = [], Disk()
    kept: dict[str, asyncio.Task[float]] = {}
    async with to_ours, to_bare, ours_at, bare_at, _Floor() as floor, floor.desks(port) as heard:
        for phones_at in (ours_at, bare_at):
            for seat in SEATS:
                assert await phones_at.register(f"seat-{seat}", f"of-seat-{seat}") == 200
        while await floor.asked(_online) < len(SEATS):
            await asyncio.sleep(0.2)
        for turn in range(TURNS):
            our_round = _Round(to_ours, ours_at, turn, floor.be_ready)
            our_round.beside = lambda number: kept.setdefault(
                number, asyncio.create_task(disk.keeps_ms())
            )
            bare_round = _Round(to_bare, bare_at, turn, lambda _seat: None)
            costs.append(
                (await our_round.cost_ms(_ours), await bare_round.cost_ms(lambda: [loop.pid]))
            )
        callers = await floor.asked(_callers)
    assert loop.stdout
    bare_heard = dict(loop.stdout.readline().decode().split() for _call in to_bare.calls)
    return _Taken(
        costs,
        [
            (heard[pk] - call.rung_at) * 1000
            for pk, number in callers.items()
            for call in to_ours.calls.values()
            if call.user == number
        ],
        [
            (float(bare_heard[call.user]) - call.rung_at) * 1000 + kept[call.user].result()
            for call in to_bare.calls.values()
        ],
    )


class _Round:
    """Calls at an even pace; each is answered at once, and after a while the operator hangs up."""

    def __init__(
        self, carrier: Phones, floor: Phones, turn: int, free: Callable[[str], object]
    ) -> None:
        self._carrier, self._turn, self._free = carrier, turn, free
        self._talks: list[asyncio.Task[None]] = []
        self.beside: Callable[[str], object] = lambda _number: None
        """What else is done when somebody calls."""
        floor.rings = lambda ring: self._talks.append(asyncio.create_task(self._talk(ring)))

    async def cost_ms(self, processes: Callable[[], list[int]]) -> float:
        """Let them all call; return what a call cost these processes."""
        before = {pid: _cpu_s(pid) for pid in processes()}
        start, rings = time.perf_counter(), []
        for nth in range(CALLS):
            await asyncio.sleep(start + nth / A_SECOND - time.perf_counter())
            number = str(FIRST_NUMBER + self._turn * CALLS + nth)
            rings.append(self._carrier.ring(number))
            self.beside(number)
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(ring.over.wait() for ring in rings))
        late_s = time.perf_counter() - start - CALLS / A_SECOND - TALK_S
        await asyncio.gather(*self._talks)
        await asyncio.sleep(REST_S)
        spent_s = sum(_cpu_s(pid) - was for pid, was in before.items())
        failed = [ring for ring in rings if not ring.answered.is_set() or ring.hung_up]
        if failed or len(self._talks) != CALLS or self._carrier.unheard:
            raise RuntimeError(f"of {CALLS} calls {len(failed)} failed, {len(self._talks)} talked")
        if late_s > LATE_S:
            raise RuntimeError(
                f"{A_SECOND} calls a second are too many: the last was {late_s:.1f} s late"
            )
        return spent_s / CALLS * 1000

    async def _talk(self, ring: Ring) -> None:
        ring.answer()
        await asyncio.wait_for(ring.answered.wait(), PATIENCE_S)
        await asyncio.sleep(TALK_S)
        await ring.hang_up()
        self._free(ring.user)


class _Floor:
    """The operators at the seats."""

    async def __aenter__(self) -> _Floor:
        self._thread = ThreadPoolExecutor(1)
        self._again: set[asyncio.Future[None]] = set()
        self._people = await self.asked(_sit_down)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let them leave, and look whether all was written down; where something failed before, that is the fault."""
        await asyncio.gather(*self._again)
        await self.asked(_leave)
        if kind is None:
            await self.asked(_look_through)
        self._thread.shutdown()

    def asked(self, what: Callable[[], T]) -> asyncio.Future[T]:
        """Ask the database, beside everything else."""
        return asyncio.get_running_loop().run_in_executor(self._thread, what)

    def be_ready(self, seat: str) -> None:
        """Let one be ready again after a call, soon."""
        doing = self.asked(partial(_be_ready, self._people[seat.removeprefix("seat-")]))
        self._again.add(doing)
        doing.add_done_callback(self._again.discard)

    @contextlib.asynccontextmanager
    async def desks(self, port: int) -> AsyncIterator[dict[int, float]]:
        """Have a desk open at every seat; give when the first of them heard that a call rings, by its key."""
        heard: dict[int, float] = {}
        reading = [
            asyncio.create_task(_read(port, person, heard)) for person in self._people.values()
        ]
        yield heard
        for one in reading:
            one.cancel()
        await asyncio.gather(*reading, return_exceptions=True)


async def _read(port: int, person: Person, heard: dict[int, float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    address = f"/live?ticket={ticket(person.about, only=('seat:0',))}"
    writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    async for line in reader:
        if line.startswith(b"data: {"):
            news = json.loads(line[6:])
            if news["act"] == "ring" and news["about"].startswith("call:"):
                heard.setdefault(int(news["about"].removeprefix("call:")), time.perf_counter())


def _sit_down() -> dict[str, Person]:
    found = {}
    for seat in SEATS:
        person = people.engage(f"rate{seat}", name=seat, number=seat, role=Role.OPERATOR, by=None)
        calls.sign_in(person, phone=Phone.SIP)
        calls.ready(person)
        found[seat] = person
    # renewing is the pages' work
    Seat.objects.filter(operator__in=found.values()).update(
        lease_until=clock.now() + timedelta(hours=1)
    )
    return found


def _be_ready(person: Person) -> None:
    """Be ready once the line knows that the call is over."""
    give_up_at = time.monotonic() + PATIENCE_S
    while Seat.objects.get(operator=person).state in calls.IN_CALL:
        assert time.monotonic() < give_up_at
        time.sleep(0.01)
    calls.ready(person)


def _online() -> int:
    """Return how many seats' telephones the line knows to be there: with that all is done that signing in asked for."""
    return Seat.objects.filter(online=True, operator__username__startswith="rate").count()


def _callers() -> dict[int, str]:
    """Return which number each call came from."""
    found = Call.objects.filter(operator__username__startswith="rate").select_related("caller")
    numbers = ((one.pk, known.first_number(one.caller)) for one in found if one.caller)
    return {pk: number.opened.dialled for pk, number in numbers if number}


def _leave() -> None:
    """Let nobody be there for what is measured next."""
    Seat.objects.filter(operator__username__startswith="rate").update(lease_until=None)
    connection.close()


def _look_through() -> None:
    """Look whether all was written down."""
    found = Call.objects.filter(operator__username__startswith="rate", how="answered").count()
    connection.close()
    if found != CALLS * TURNS:
        raise RuntimeError(f"{found} calls are written down of {CALLS * TURNS}")


def _ours() -> list[int]:
    """Return the processes of the system's parts."""
    told = json.loads((settings.CONFIGURATION.data / "run" / heartbeats.KEPT).read_text())
    return [part["pid"] for part in told["parts"].values()]


def _cpu_s(pid: int) -> float:
    """Return how long a process and those it has waited for have computed."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, told[11:15])) / _TICKS
