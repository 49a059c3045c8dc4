"""The process that moves calls: hears the switch, lets the ledger write, tells the switch.

One asyncio loop; database work in one thread of its own, so that the loop never waits for a
disk. Events, requests and the clock go through one queue, in order; the commands of different
calls run side by side, those of one call in order.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, ParamSpec, TypeVar

import psycopg
from django.conf import settings
from django.db import Error, connection

from hotline import clock
from hotline.journal import ears, news
from hotline.life.errors import NotDone
from hotline.telephony import port, prompts
from hotline.telephony.handset import Handset, Handsets

from . import commands as do
from . import phones
from .doorstep import Doorstep
from .inbox import CHANNEL
from .ledger import Ledger, Todo
from .switch import connected

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

TICK_S = 2.0
LAST_WORDS_S = 2.0
AGAIN_S = 0.5
"""How long to wait before a lost database is tried again."""


@dataclass(frozen=True, slots=True)
class _Look:
    """Somebody wants something: look into the inbox."""


@dataclass(frozen=True, slots=True)
class _Tick:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """Do nothing after this."""


@dataclass(frozen=True, slots=True)
class _Mirror:
    """A made-up telephone shows something else."""


class Switchboard:
    """One loop over one switch."""

    def __init__(
        self,
        switch: port.Switch,
        handsets: Handsets | None = None,
        *,
        tick_s: float = TICK_S,
        note: Callable[[bool], None] = lambda _is_there: None,
    ) -> None:
        self.switch, self.handsets, self.tick_s = switch, handsets, tick_s
        self._note = note
        """Told at once whether the switch is there."""
        self._ran: dict[int, int] = {}
        self._ledger = Ledger(lambda call: self._ran.get(call, 0))
        self._doorstep = Doorstep(switch)
        self._lanes: dict[int, asyncio.Task[bool]] = {}
        self._items: asyncio.Queue[object] = asyncio.Queue()
        self._changed: dict[str, Handset] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="switchboard-database")
        if handsets is not None:
            handsets.watch(self._phone_changed)

    # -- the loop ------------------------------------------------------------------------------

    async def run(self, stop: asyncio.Event) -> None:
        """Work until *stop*, or until another switchboard takes over."""
        await self.switch.open()
        pumps = [asyncio.create_task(pump) for pump in (self._hear(), self._listen(), self._tick())]
        stopped, work = asyncio.create_task(stop.wait()), asyncio.create_task(self._work())
        try:
            await asyncio.wait({stopped, work}, return_when=asyncio.FIRST_COMPLETED)
            self._items.put_nowait(_Stop())
            await asyncio.wait({work}, timeout=LAST_WORDS_S)
            if work.done():
                work.result()
        finally:
            await self._end(*pumps, stopped, work)
            await self.switch.close()
            await asyncio.get_running_loop().run_in_executor(self._thread, _let_go)
            self._thread.shutdown()

    def look(self) -> None:
        """Have the inbox looked into, after what has come before."""
        self._items.put_nowait(_Look())

    async def catch_up(self) -> None:
        """Compare belief with fact after every connection to the switch; what it is known to have done is not told again."""
        await asyncio.gather(*self._lanes.values())
        self._lanes.clear()
        if self.handsets is not None:
            for address in await self._in_database(self._ledger.telephones):
                self._phone_changed(self.handsets.handset(address))
        try:
            believed, there = await asyncio.gather(
                self._in_database(self._ledger.believed), self.switch.snapshot()
            )
        except port.UnableToReachSwitch:
            return  # the next SwitchBack brings it
        todos, again = await self._in_database(self._ledger.catch_up, *believed, there)
        self._ran = {todo.call: self._ran[todo.call] for todo in todos if todo.call in self._ran}
        self._tell(todos)
        if there.missed:
            await self.switch.forget([missed.id for missed in there.missed])
        if again:
            await self._look()

    async def _end(self, *tasks: asyncio.Task[Any]) -> None:
        """Say what was begun to be said to the switch, then fall silent."""
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        lanes = list(self._lanes.values())
        if lanes:
            _done, late = await asyncio.wait(lanes, timeout=LAST_WORDS_S)
            for lane in late:
                lane.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            item = await self._items.get()
            if isinstance(item, _Stop):
                return
            if isinstance(item, port.Replaced):
                log.warning("another switchboard took over")
                return
            try:
                await self._handle(item)
            except NotDone as fault:
                log.warning("%s was not done: %s", type(item).__name__, fault)
            except Exception:
                log.exception("%s could not be handled", type(item).__name__)

    async def _handle(self, item: object) -> None:
        match item:
            case port.CallArrived():
                todos = await self._in_database(self._ledger.arrive, item)
                self._doorstep.leave(item.leg)
                self._tell(todos)
            case port.SwitchBack():
                await self.catch_up()
            case port.SwitchLost():
                log.error("the switch is lost")
                await self._in_database(news.announce, "system:switch", "lose")
            case port.PhoneOnline() | port.PhoneOffline():
                await self._in_database(phones.heard, item)
            case port.LegRinging() if self.handsets is None:
                pass  # only a telephone of the demo must be picked up by us
            case port.LegGone() if self._ledger.let_go(item):
                pass
            case port.Event():
                self._tell(await self._in_database(self._ledger.take, item))
            case _Look():
                await self._look()
            case _Tick():
                self._tell(await self._in_database(self._ledger.tidy))
            case _Mirror():
                await self._mirror()

    async def _look(self) -> None:
        again = True
        while again:
            todo, again = await self._in_database(self._ledger.look)
            self._tell(todo)

    # -- what comes in -------------------------------------------------------------------------

    async def _hear(self) -> None:
        async for event in self.switch.events():
            if isinstance(event, port.SwitchBack | port.SwitchLost):
                self._note(isinstance(event, port.SwitchBack))
            if not self._doorstep.hear(event):
                self._items.put_nowait(event)
        self._items.put_nowait(_Stop())

    async def _listen(self) -> None:
        """Wake for every request that a page commits; a lost database is waited for."""
        while True:
            try:
                given = await self._in_database(_conninfo)
                async with ears.listening(CHANNEL, **given) as told:
                    self.look()
                    async for _message in told:
                        self.look()
            except psycopg.Error as fault:
                log.warning("the database cannot be heard: %s", fault)
            await asyncio.sleep(AGAIN_S)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(self.tick_s)
            self._items.put_nowait(_Tick())

    def _phone_changed(self, phone: Handset) -> None:
        if not self._changed:
            self._items.put_nowait(_Mirror())
        self._changed[phone.address] = phone

    async def _mirror(self) -> None:
        phones, self._changed = self._changed, {}
        shown = {address: _shown(phone) for address, phone in phones.items()}
        await self._in_database(self._ledger.mirror, shown)

    # -- what goes out -------------------------------------------------------------------------

    def _tell(self, todos: list[Todo]) -> None:
        for todo in todos:
            before = self._lanes.get(todo.call)
            lane = self._lanes[todo.call] = asyncio.create_task(self._run(todo, before))
            lane.add_done_callback(partial(self._leave, todo.call))

    def _leave(self, call: int, lane: asyncio.Task[bool]) -> None:
        """Forget a lane that is done; one that could not say all stays, so that what comes after it is not taken for all."""
        if self._lanes.get(call) is lane and not lane.cancelled() and lane.result():
            del self._lanes[call]

    async def _run(self, todo: Todo, before: asyncio.Task[bool] | None) -> bool:
        """Tell the switch; what could not be told stays in the outbox until the switch is back."""
        whole = await before if before else True
        try:
            for command in todo.commands:
                await self._do(todo.call, command)
        except port.UnableToReachSwitch:
            log.warning("call %s: step %s waits for the switch", todo.call, todo.step)
            return False
        except Exception:
            log.exception("call %s: step %s", todo.call, todo.step)
        if whole:
            self._ran[todo.call] = todo.step
        return whole

    async def _do(self, call: int, command: do.OfSwitch) -> None:
        switch = self.switch
        match command:
            case do.Answer(leg):
                await switch.answer(leg)
            case do.Music(leg):
                await switch.wait_with_music(leg)
            case do.Play(leg, names):
                await switch.play(leg, names)
            case do.StopPlaying(leg):
                await switch.stop_playing(leg)
            case do.Ring():
                await self._ring(command)
            case do.Dial():
                await self._dial(call, command)
            case do.Press(leg, digits):
                await switch.press(leg, digits)
            case do.Spy(spy, on, whisper, room):
                await switch.spy(spy, on=on, room=room, whisper=whisper)
            case do.Connect(room, legs):
                await switch.connect(room, legs)
            case do.HangUp(leg):
                await switch.hang_up(leg)
            case do.CloseRoom(room):
                await switch.close_room(room)
            case do.Act():
                await self._act(command)
            case do.Account():
                await self._bring_in_order(command)

    async def _ring(self, command: do.Ring) -> None:
        if command.simulated and self.handsets is not None:
            self.handsets.handset(command.address)
        await self.switch.originate(
            command.leg,
            to=command.address,
            caller_id=settings.CONFIGURATION.line_number,
            ring_s=command.ring_s,
            headers={"X-Call-Id": command.about},
        )

    async def _dial(self, call: int, command: do.Dial) -> None:
        """Ring the far end, which sees the line's number alone."""
        try:
            number = await self._in_database(self._ledger.number_of, call, command.leg)
        except NotDone:
            self._items.put_nowait(port.LegFailed(clock.now(), command.leg, "unreachable"))
            return
        if self.handsets is not None:  # in the demo every number is somebody's
            self.handsets.handset(f"tel:{number}")
        await self.switch.originate(
            command.leg,
            to=f"tel:{number}",
            caller_id=settings.CONFIGURATION.line_number,
            ring_s=command.ring_s,
            record=True,
        )

    async def _bring_in_order(self, command: do.Account) -> None:
        """Give a seat's telephone its account, or end it, as the seat stands in this moment."""
        account = await self._in_database(phones.account_of, command.address)
        if account is None or command.anew:
            await self.switch.revoke(command.address)
        if account is not None:
            given = {"browser": account.browser}
            await self.switch.provision(account.address, account.password, **given)

    async def _act(self, command: do.Act) -> None:
        """Do with a made-up telephone what its owner wants."""
        if self.handsets is None:
            return
        phone = self.handsets.handset(command.address)
        match command.does:
            case "ring":
                await phone.ring(command.text, withheld=command.withheld)
            case "answer":
                await phone.answer()
            case "refuse":
                await phone.refuse()
            case "speak":
                await phone.speak(command.text)
            case "press":
                await phone.press(command.text)
            case "put_down":
                await phone.hang_up()

    async def _in_database(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do database work in its thread; a lost database is waited for, the work done again."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                return await loop.run_in_executor(self._thread, lambda: work(*args, **kwargs))
            except Error as fault:
                if not isinstance(
                    fault.__cause__, psycopg.OperationalError | psycopg.InterfaceError
                ):
                    raise
                log.warning("the database is away: %s", fault)
                await loop.run_in_executor(self._thread, _let_go)
                await asyncio.sleep(AGAIN_S)


def _shown(phone: Handset) -> dict[str, Any]:
    heard = [asdict(one) | {"at": one.at.isoformat()} for one in phone.heard][-60:]
    words = prompts.texts()
    for one in heard:
        if one["kind"] == "prompt":
            one["text"] = words.get(one["text"], "")
    return {
        "state": str(phone.state),
        "shows": phone.shows,
        "leg": phone.connection,
        "heard": heard,
    }


def _conninfo() -> dict[str, Any]:
    """Return how this installation's database is reached, for a connection that only listens."""
    given = connection.get_connection_params()
    return {
        name: value
        for name, value in given.items()
        if name not in ("cursor_factory", "context", "prepare_threshold", "server_side_binding")
    }


def _let_go() -> None:
    connection.close()


async def run(stop: asyncio.Event, *, note: Callable[[bool], None]) -> None:
    """Run the switchboard of this installation until *stop*; *note* is told at once whether the switch is there."""
    async with connected() as (switch, handsets):
        await Switchboard(switch, handsets, note=note).run(stop)
