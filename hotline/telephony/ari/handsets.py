"""Telephones without SIP on a real Asterisk, for the demo and the tests.

Each call of such a telephone is a Local channel: one end of it belongs to the switchboard, which
cannot tell it from a SIP telephone, the other end to the application here, which plays the person.
Words do not travel as sound but as text, to those whose legs are in the same room.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Coroutine, Sequence
from pathlib import PurePath
from typing import Any

from hotline import clock
from hotline.telephony.ari import addresses, messages
from hotline.telephony.ari.client import Access, AriClient, Message
from hotline.telephony.ari.etc import PHONES_APP
from hotline.telephony.ari.switch import GONE, MUSIC
from hotline.telephony.handset import Handset, HandsetState, Heard
from hotline.telephony.hearing import hearers
from hotline.telephony.port import UnableToReachSwitch

log = logging.getLogger(__name__)

BUSY, ABSENT, REFUSED = 17, 20, 21  # Q.850


class AriHandset:
    """One telephone; *end* is its end of the call, *leg* the switchboard's."""

    def __init__(self, address: str, drawer: AriHandsets) -> None:
        self.address = address
        self.state = HandsetState.IDLE
        self.shows = ""
        self.end = self.leg = self.connection = ""
        self._drawer = drawer
        self._heard: list[Heard] = []

    @property
    def heard(self) -> Sequence[Heard]:
        """Return all it heard in its present or last call."""
        return tuple(self._heard)

    async def ring(self, number: str, *, withheld: bool = False) -> None:
        """Dial *number*; a seat's telephone dials nothing itself."""
        if self.state is HandsetState.IDLE and self.address.startswith("tel:"):
            name = uuid.uuid4().hex
            self.begin(HandsetState.DIALLING, end=f"phone-{name}", leg=f"call-{name}", shows=number)
            try:
                await self._drawer.dial(self, number, withheld=withheld)
            except UnableToReachSwitch as fault:
                log.warning("no dial tone: %s", fault)
                self.become(HandsetState.IDLE)  # or it could never dial again

    async def answer(self) -> None:
        """Pick up."""
        if self.state is HandsetState.RINGING:
            self.become(HandsetState.TALKING)
            await self._drawer.tell("POST", f"channels/{self.end}/answer")

    async def refuse(self) -> None:
        """Turn a ringing call away."""
        if self.state is HandsetState.RINGING:
            await self._drawer.tell("DELETE", f"channels/{self.end}", reason_code=REFUSED)

    async def speak(self, text: str) -> None:
        """Say *text* to whoever is in the same room."""
        if self.state is HandsetState.TALKING:
            await self._drawer.pass_on(self, text)

    async def press(self, digits: str) -> None:
        """Press keys."""
        if self.state is HandsetState.TALKING:
            await self._drawer.tell("POST", f"channels/{self.end}/dtmf", dtmf=digits, between=100)

    async def hang_up(self) -> None:
        """End the call; a call that still rings is refused."""
        if self.state is HandsetState.RINGING:
            await self.refuse()
        elif self.state is not HandsetState.IDLE:
            await self._drawer.tell("DELETE", f"channels/{self.end}")

    def begin(self, state: HandsetState, *, end: str, leg: str, shows: str) -> None:
        """Begin a call."""
        self.end, self.leg, self.shows, self.connection = end, leg, shows, leg
        self._heard.clear()
        self.become(state)

    def become(self, state: HandsetState) -> None:
        """Change the state; an idle telephone has no call."""
        self.state = state
        if state is HandsetState.IDLE:
            self.end = self.leg = ""
        self._drawer.changed(self)

    def hear(self, kind: str, text: str = "", speaker: str = "") -> None:
        """Let this come out of the telephone."""
        self._heard.append(Heard(clock.now(), kind, text, speaker))
        self._drawer.changed(self)


class AriHandsets:
    """A drawer full of telephones on a real Asterisk."""

    def __init__(self, access: Access) -> None:
        self._phones: dict[str, AriHandset] = {}
        self._watchers: list[Callable[[Handset], None]] = []
        self._doing: set[asyncio.Task[Any]] = set()
        self._ready = asyncio.Event()
        self._ari = AriClient(
            access, PHONES_APP, hear=self._hear, ready=self._begin, lost=self._lose
        )

    async def open(self) -> None:
        """Connect, and keep connecting again."""
        self._ari.open()
        await self.dial_tone()

    async def dial_tone(self) -> None:
        """Return as soon as the switch takes what the telephones dial."""
        await self._ready.wait()

    async def close(self) -> None:
        """Let go; the telephones' calls go on without anybody."""
        for address in self._seats() if self._ready.is_set() else ():
            await self.tell("DELETE", f"deviceStates/Stasis:{addresses.name_of(address)}")
        for task in self._doing:
            task.cancel()
        await self._ari.close()

    def handset(self, address: str) -> AriHandset:
        """Return the telephone at *address*, plugged in from now on."""
        if address not in self._phones:
            self._phones[address] = AriHandset(address, self)
            if address.startswith("seat:"):
                self._do(self._plug_in(address))
        return self._phones[address]

    def watch(self, tell: Callable[[Handset], None]) -> None:
        """Call *tell* after each change of any telephone."""
        self._watchers.append(tell)

    def changed(self, phone: AriHandset) -> None:
        """Tell the watchers of a change in *phone*."""
        for tell in self._watchers:
            tell(phone)

    # -- what telephones do --------------------------------------------------------------------

    async def tell(self, method: str, path: str, **query: str | int) -> None:
        """Ask the switch for something that does not matter when the call is over."""
        await self._ari.ask(method, path, query, done=GONE)

    async def dial(self, phone: AriHandset, number: str, *, withheld: bool) -> None:
        """Let *phone* call the line, as a call from the carrier would come."""
        caller = "anonymous" if withheld else phone.address.partition(":")[2]
        call: dict[str, str | int] = {
            "endpoint": f"Local/{number}@from-trunk/n",
            "otherChannelId": phone.leg,
            "app": PHONES_APP,
            "appArgs": "dialled",
            "callerId": f'"{caller}" <{caller}>',
            "timeout": 300,
        }
        await self._ari.ask("POST", f"channels/{phone.end}", call)
        await self._listen_to(phone.leg)

    async def _listen_to(self, leg: str) -> None:
        """Be told of the prompts and the music that *leg* hears."""
        for source in (f"channel:{leg}", f"bridge:{MUSIC}"):
            await self.tell("POST", f"applications/{PHONES_APP}/subscription", eventSource=source)

    async def pass_on(self, speaker: AriHandset, text: str) -> None:
        """Let the others in the room hear *text*."""
        bridges, channels = await asyncio.gather(
            self._ari.ask("GET", "bridges"), self._ari.ask("GET", "channels")
        )
        rooms = {bridge["id"]: bridge["channels"] for bridge in bridges if bridge["id"] != MUSIC}
        spies = [spy for it in channels if (spy := messages.spy_of(it))]
        near = hearers(speaker.leg, rooms, spies)
        for phone in self._phones.values():
            if phone is not speaker and phone.leg in near:
                phone.hear("words", text, speaker.address)

    async def _plug_in(self, address: str) -> None:
        """Let the switch know of a seat's telephone as if it had registered."""
        await self.dial_tone()
        device = f"deviceStates/Stasis:{addresses.name_of(address)}"
        await self.tell("PUT", device, deviceState="NOT_INUSE")

    def _seats(self) -> list[str]:
        return [address for address in self._phones if address.startswith("seat:")]

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    # -- what the switch tells -----------------------------------------------------------------

    async def _begin(self) -> None:
        self._ready.set()

    def _lose(self) -> None:
        self._ready.clear()
        for phone in self._phones.values():
            phone.become(HandsetState.IDLE)
        for address in self._seats():
            self._do(self._plug_in(address))

    def _hear(self, message: Message) -> None:
        channel = message.get("channel", {}).get("id", "")
        match message["type"]:
            case "StasisStart":
                self._started(message, channel)
            case "StasisEnd" | "ChannelDestroyed":
                for phone in self._with(end=channel):
                    phone.become(HandsetState.IDLE)
            case "PlaybackStarted":
                playback = message["playback"]
                for phone in self._with(leg=playback["target_uri"].partition(":")[2]):
                    phone.hear("prompt", PurePath(playback["media_uri"]).name)
            case "ChannelDtmfReceived":
                for phone in self._with(end=channel):
                    phone.hear("keys", message["digit"])
            case "ChannelEnteredBridge" if message["bridge"]["id"] == MUSIC:
                for phone in self._with(leg=channel):
                    phone.hear("music")

    def _started(self, message: Message, channel: str) -> None:
        if message["args"][0] == "dialled":  # the line answered
            for phone in self._with(end=channel):
                phone.become(HandsetState.TALKING)
            return
        phone_called = self._phones.get(addresses.address_of(message["args"][1]))
        if phone_called is None or phone_called.state is not HandsetState.IDLE:
            why = ABSENT if phone_called is None else BUSY
            self._do(self.tell("DELETE", f"channels/{channel}", reason_code=why))
            return
        leg, shows = channel.removesuffix(";2"), message["channel"]["caller"]["number"]
        phone_called.begin(HandsetState.RINGING, end=channel, leg=leg, shows=shows)
        self._do(self._let_ring(channel, leg))

    async def _let_ring(self, end: str, leg: str) -> None:
        await self.tell("POST", f"channels/{end}/ring")
        await self._listen_to(leg)

    def _with(self, *, end: str = "", leg: str = "") -> list[AriHandset]:
        phones = self._phones.values()
        return [it for it in phones if (end and it.end == end) or (leg and it.leg == leg)]
