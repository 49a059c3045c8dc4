"""The port on a real Asterisk.

Decides which requests carry out a command, and when the switch counts as lost and back. What events
mean is left to `messages`, the connection to `client`, how Asterisk is set up to `etc`.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from hotline import clock
from hotline.telephony import port
from hotline.telephony.ari import addresses, messages, phones, unheard
from hotline.telephony.ari.client import ALREADY_SO, Access, AriClient, Message, RefusedBySwitch
from hotline.telephony.ari.etc import APP
from hotline.telephony.ari.messages import WHISPERS
from hotline.telephony.prompts import FOLDER

# The room where everybody hears music and nobody the others. It is never taken away again: to do so
# soon after its music began made Asterisk 22.10 answer no requests any more.
MUSIC = "hotline-music"
GONE = ALREADY_SO | {400, 422, 500}  # a leg that is gone, no longer ours, or just going
THERE = ALREADY_SO | {500}  # how Asterisk 16 says that a room is there already
FREE_S = 1.0  # how long a seat's telephone may take to fall silent before it is rung again
LOOK_S = 1.0  # how late a telephone's coming and going may be told
REASONS = frozenset({"normal", "busy", "congestion", "no_answer"})


class AriSwitch:
    """One switchboard's connection to one Asterisk.

    Where no telephone is *made_up* nobody must be told that one rings (LegRinging), nor be asked which are plugged in:
    each call is a few messages cheaper, and each look at the telephones half.
    """

    def __init__(
        self,
        access: Access,
        *,
        dial: Callable[[str], str] = addresses.over_sip,
        prompts: Path = FOLDER,
        media_address: str = "127.0.0.1",
        made_up: bool = True,
    ) -> None:
        self._dial, self._prompts, self._media_address = dial, prompts, media_address
        self._made_up = made_up
        self.ari = AriClient(access, APP, hear=self._hear, ready=self._begin, lost=self._lose)
        self._events: asyncio.Queue[port.Event | None] = asyncio.Queue()
        self._early: list[port.Event] | None = []  # heard before SwitchBack
        self._playing: dict[port.LegId, str] = {}
        self._rung: dict[str, port.LegId] = {}
        self._rings: dict[port.LegId, asyncio.Event] = {}  # set when the leg to a seat is gone
        self._online: set[str] = set()
        self._asking: set[asyncio.Task[object]] = set()
        self._watching: asyncio.Task[None] | None = None

    # -- connection ----------------------------------------------------------------------------

    async def open(self) -> None:
        """Begin to connect; SwitchBack tells when it is done."""
        self.ari.open()
        self._watching = asyncio.create_task(self._watch_phones())

    async def close(self) -> None:
        """Let go of the switch; calls under way go on."""
        if self._watching:
            self._watching.cancel()
        await self.ari.close()
        self._events.put_nowait(None)

    async def events(self) -> AsyncIterator[port.Event]:
        """Yield what happens, in order; end after `close` or Replaced."""
        while (event := await self._events.get()) is not None:
            yield event
            if isinstance(event, port.Replaced):
                await self.ari.close()
                return

    async def _begin(self) -> None:
        """Make ready what commands need, then say that the switch is back."""
        heard = [kind for kind in messages.HEARD if self._made_up or kind not in messages.RINGS]
        allowed = {"allowed": [{"type": kind} for kind in heard]}
        await self.ari.ask("PUT", f"applications/{APP}/eventFilter", body=allowed)
        music = {"type": "holding", "name": MUSIC}
        await self.ari.ask("POST", f"bridges/{MUSIC}", music, done=THERE)
        early, self._early = self._early or [], None
        for event in (port.SwitchBack(clock.now()), *early):
            self._events.put_nowait(event)

    def _lose(self) -> None:
        if self._early is None:
            self._events.put_nowait(port.SwitchLost(clock.now()))
        self._early = []
        self._playing.clear()
        for leg in list(self._rings):
            self._falls_silent(leg)
        self._online.clear()

    def _hear(self, message: Message) -> None:
        if messages.wants_recording(message):
            self._record(message)
        elif room := messages.wants_room(message):
            self._soon(self._enter(room, message["channel"]["id"]))
        elif (event := messages.read(message)) and self._is_news(message, event):
            if self._early is None:
                self._events.put_nowait(event)
            else:
                self._early.append(event)

    def _is_news(self, message: Message, event: port.Event) -> bool:
        """Tell whether nothing later has made this event void."""
        if isinstance(event, port.PromptsPlayed):
            if self._playing.get(event.leg) != message["playback"]["id"]:
                return False
            del self._playing[event.leg]
        elif isinstance(event, port.LegGone | port.LegFailed):
            self._playing.pop(event.leg, None)
            self._falls_silent(event.leg)
        return True

    async def _watch_phones(self) -> None:
        """Tell of telephones that come and go, by looking.

        A subscription to device states would tell sooner, but it locks Asterisk 22.10 up for good: the state's
        delivery and the end of a connection each wait for the lock that the other holds.
        """
        while True:
            await asyncio.sleep(LOOK_S)
            if self._early is not None:
                continue  # not connected
            try:
                seen, _accounts = await self._phones()
            except port.UnableToReachSwitch:
                continue
            now = clock.now()
            for address in sorted(seen - self._online):
                self._events.put_nowait(port.PhoneOnline(now, address))
            for address in sorted(self._online - seen):
                self._events.put_nowait(port.PhoneOffline(now, address))
            self._online = seen

    async def _phones(self) -> tuple[set[str], set[str]]:
        """Return the seats' telephones that are there now, SIP or not, and those that may register."""
        endpoints, devices = await asyncio.gather(
            self.ari.ask("GET", "endpoints/PJSIP", done=ALREADY_SO), self._devices()
        )
        known = {addresses.address_of(it["resource"]): it["state"] for it in endpoints or ()}
        online = {address for address, state in known.items() if state == "online"}
        there = (online | {messages.phone_of(it) for it in devices}) - {""}
        return there, known.keys() - {""}

    async def _devices(self) -> list[Message]:
        """Return the states by which telephones without SIP say that they are plugged in."""
        return await self.ari.ask("GET", "deviceStates") if self._made_up else []

    def _record(self, message: Message) -> None:
        """Send an answered leg past the recorder; it comes back as answered and recorded."""
        leg, name = message["channel"]["id"], message["args"][1]
        through = {"context": "record", "extension": name, "priority": "1"}
        self._soon(self.ari.ask("POST", f"channels/{leg}/continue", through, done=GONE))

    def _soon(self, request: Coroutine[Any, Any, object]) -> None:
        """Ask for something that an event makes necessary, without keeping the next event waiting."""
        task = asyncio.ensure_future(request)
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    # -- what stands ---------------------------------------------------------------------------

    async def snapshot(self) -> port.Snapshot:
        """Return every leg and room that exists now."""
        app, channels, bridges, (phones, accounts), missed = await asyncio.gather(
            self.ari.ask("GET", f"applications/{APP}"),
            self.ari.ask("GET", "channels"),
            self.ari.ask("GET", "bridges"),
            self._phones(),
            unheard.told(self.ari),
        )
        ours = set(filter(messages.is_leg, app["channel_ids"]))
        there = {
            it["id"]: messages.leg_of(it)
            for it in channels
            if it["id"] in ours and not messages.is_spy(it)
        }
        rooms = {bridge["id"]: frozenset(there.keys() & bridge["channels"]) for bridge in bridges}
        waiting = rooms.pop(MUSIC, frozenset())
        told = frozenset(phones), frozenset(accounts), missed
        return port.Snapshot(there, rooms, waiting, *told)

    async def forget(self, missed: Sequence[str]) -> None:
        """Tell no more of these calls."""
        await unheard.remove(self.ari, missed)

    # -- commands ------------------------------------------------------------------------------

    async def answer(self, leg: port.LegId) -> None:
        """Pick up an arriving leg."""
        await self.ari.ask("POST", f"channels/{leg}/answer", done=GONE)

    async def originate(
        self,
        leg: port.LegId,
        *,
        to: str,
        caller_id: str,
        ring_s: int,
        headers: Mapping[str, str] | None = None,
        record: bool = False,
    ) -> None:
        """Ring *to*; a telephone that is not there is told as LegFailed."""
        await self._is_silent(to, leg)
        try:
            endpoint, who = self._dial(to), addresses.name_of(to)
            call: dict[str, str | int] = {
                "endpoint": endpoint,
                "app": APP,
                "appArgs": f"leg,{who},,record" if record else f"leg,{who}",
                "callerId": f'"{caller_id}" <{caller_id}>',
                "timeout": ring_s,
                "formats": "alaw",
            }
            body = {"variables": _headers(endpoint, headers or {})}
            path = f"channels/{port.checked(leg)}"
            await self.ari.ask("POST", path, call, body=body, done=ALREADY_SO)
        except (addresses.NoSuchAddress, RefusedBySwitch):
            self._falls_silent(leg)
            self._events.put_nowait(port.LegFailed(clock.now(), leg, "unreachable"))

    async def _is_silent(self, to: str, leg: port.LegId) -> None:
        """Wait until a seat's telephone rings for nobody any more.

        A caller gives up and the seat is free for the next: the new call would be there before the old one is taken back, and
        a telephone with one line would say that it is busy.
        """
        if not to.startswith("seat:"):
            return
        before = self._rings.get(self._rung.get(to, ""))
        self._rung[to] = leg
        self._rings.setdefault(leg, asyncio.Event())
        if before is not None and before is not self._rings[leg]:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(before.wait(), FREE_S)

    def _falls_silent(self, leg: port.LegId) -> None:
        if gone := self._rings.pop(leg, None):
            gone.set()

    async def connect(self, room: port.RoomId, legs: Sequence[port.LegId]) -> None:
        """Let these legs hear each other in *room*, without telling them who the others are."""
        kind = {"type": "mixing,proxy_media", "name": room}
        await self.ari.ask("POST", f"bridges/{room}", kind, done=THERE)
        await asyncio.gather(*(self._enter(room, leg) for leg in legs))

    async def wait_with_music(self, leg: port.LegId) -> None:
        """Put an answered leg where it hears music."""
        await self._enter(MUSIC, leg)
        # Asterisk lets the music end when it plays to nobody any more; while it plays this changes nothing.
        await self.ari.ask("POST", f"bridges/{MUSIC}/moh")

    async def _enter(self, room: port.RoomId, leg: port.LegId) -> None:
        await self.stop_playing(leg)  # Asterisk would move the leg only after its prompts
        path = f"bridges/{room}/addChannel"
        silently = {"channel": leg, "inhibitConnectedLineUpdates": "true"}
        await self.ari.ask("POST", path, silently, done=GONE)

    async def hang_up(self, leg: port.LegId, *, cause: str = "normal") -> None:
        """End a leg."""
        reason = cause if cause in REASONS else "normal"
        await self.ari.ask("DELETE", f"channels/{leg}", {"reason": reason}, done=GONE)

    async def close_room(self, room: port.RoomId) -> None:
        """Take the room away; its legs stay."""
        await self.ari.ask("DELETE", f"bridges/{room}", done=GONE)

    async def play(self, leg: port.LegId, prompts: Sequence[str]) -> None:
        """Play prompts to one leg, instead of those that still play."""
        await self.stop_playing(leg)
        playback = self._playing[leg] = uuid.uuid4().hex
        media = ",".join(f"sound:{self._prompts / name}" for name in prompts)
        path = f"channels/{leg}/play/{playback}"
        await self.ari.ask("POST", path, {"media": media}, done=GONE)

    async def stop_playing(self, leg: port.LegId) -> None:
        """End the prompts that this leg hears."""
        if playback := self._playing.pop(leg, None):
            await self.ari.ask("DELETE", f"playbacks/{playback}", done=GONE)

    async def press(self, leg: port.LegId, digits: str) -> None:
        """Press keys towards the far end of a leg."""
        keys: dict[str, str | int] = {"dtmf": digits, "between": 100, "duration": 100}
        await self.ari.ask("POST", f"channels/{leg}/dtmf", keys, done=GONE)

    async def spy(
        self, spy: port.LegId, *, on: port.LegId, room: port.RoomId, whisper: bool
    ) -> None:
        """Let those in *room* hear *on*; the spy enters the room as soon as it is there."""
        args = f"spy,{room},{WHISPERS if whisper else ''}"
        how: dict[str, str | int] = {"spy": "both", "app": APP, "appArgs": args}
        how |= {"whisper": "out"} if whisper else {}
        path = f"channels/{on}/snoop/{port.checked(spy)}"
        await self.ari.ask("POST", path, how, done=GONE)

    # -- seats' accounts -----------------------------------------------------------------------

    async def provision(self, address: str, password: str, *, browser: bool = False) -> None:
        """Let the telephone at *address* register with *password*."""
        media = self._media_address
        await phones.provision(self.ari, address, password, media_address=media, browser=browser)

    async def revoke(self, address: str) -> None:
        """End the account of the telephone at *address*."""
        await phones.revoke(self.ari, address)


def _headers(endpoint: str, headers: Mapping[str, str]) -> dict[str, str]:
    if not endpoint.startswith("PJSIP/"):
        return {}
    return {f"PJSIP_HEADER(add,{name})": value for name, value in headers.items()}
