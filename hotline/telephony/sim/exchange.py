"""The town's telephone exchange in memory: its legs, its rooms, its telephones.

Decides what follows from what, as Asterisk would. It outlives the switchboards that connect to it,
so calls go on while nobody listens; who may command it when is left to `switch`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline import clock
from hotline.telephony import port, prompts
from hotline.telephony.handset import Handset, HandsetState
from hotline.telephony.hearing import Spy, hearers
from hotline.telephony.recording import Side
from hotline.telephony.sim.handset import SimHandset
from hotline.telephony.sim.tape import Tape


@dataclass(slots=True, eq=False)
class SimLeg:
    """One telephone connection, its telephone, and what is running on it."""

    id: port.LegId
    phone: SimHandset
    inbound: bool
    up: bool = False
    dialled: str = ""
    recording: str = ""
    told: bool = True  # the switchboard knows of it
    withheld: bool = False  # the far end does not let its number be seen
    ringing: asyncio.TimerHandle | None = None
    playing: asyncio.TimerHandle | None = None
    tape: Tape | None = None
    began: float = 0.0  # of the tape, by a clock that nobody can set

    @property
    def number(self) -> str:
        """Return the number that the switchboard is told; "" when it is withheld."""
        return "" if self.withheld else self.phone.number

    def as_told(self) -> port.Leg:
        """Return this leg as the port describes it."""
        return port.Leg(self.id, self.up, self.number, self.inbound, self.dialled, self.recording)


class Exchange:
    """The world behind `SimSwitch`.

    *second* is how long one of its seconds takes; *recordings* the folder that it records into, if it does.
    """

    def __init__(self, *, second: float = 1.0, recordings: Path | None = None) -> None:
        self.second = second
        self.recordings = recordings
        self.running = True
        self.legs: dict[port.LegId, SimLeg] = {}
        self.rooms: dict[port.RoomId, set[port.LegId]] = {}
        self.waiting: set[port.LegId] = set()
        self.spies: dict[port.LegId, Spy] = {}
        self.accounts: dict[str, str] = {}
        self.missed: dict[str, port.Missed] = {}
        self.phones: dict[str, SimHandset] = {}
        self.listener: Callable[[port.Event], None] | None = None
        self._watchers: list[Callable[[Handset], None]] = []
        self._arrived = 0

    # -- telephones ----------------------------------------------------------------------------

    def handset(self, address: str) -> SimHandset:
        """Return the telephone at *address*, plugged in from now on."""
        if address not in self.phones:
            self.phones[address] = SimHandset(address, self)
            if address.startswith("seat:"):
                self._tell(port.PhoneOnline(clock.now(), address))
        return self.phones[address]

    def unplug(self, address: str) -> None:
        """Take the telephone at *address* away; its call ends."""
        if (phone := self.phones.pop(address, None)) is None:
            return
        if phone.leg is not None:
            self.end(phone.leg, cause="lost")
        if address.startswith("seat:"):
            self._tell(port.PhoneOffline(clock.now(), address))

    def watch(self, tell: Callable[[Handset], None]) -> None:
        """Call *tell* after each change of any telephone."""
        self._watchers.append(tell)

    def changed(self, phone: SimHandset) -> None:
        """Tell the watchers of a change in *phone*."""
        for tell in self._watchers:
            tell(phone)

    # -- what telephones do --------------------------------------------------------------------

    def arrive(self, phone: SimHandset, dialled: str, *, withheld: bool = False) -> SimLeg:
        """Let *phone* call the line; the call waits when nobody listens."""
        self._arrived += 1
        name = f"sim-{self._arrived}"
        tape = f"{name}.{time.time_ns()}"  # names of legs come again with the next exchange
        leg = SimLeg(name, phone, inbound=True, dialled=dialled, recording=tape, told=False)
        leg.withheld = withheld
        self.legs[leg.id] = leg
        self._announce(leg)
        return leg

    def picked_up(self, leg: SimLeg) -> None:
        """Note that the called telephone was answered."""
        self._stop_ringing(leg)
        self.up(leg)
        self._tell(port.LegAnswered(clock.now(), leg.id, leg.recording))

    def up(self, leg: SimLeg) -> None:
        """Let *leg* be picked up, and its recording begin."""
        leg.up = True
        if leg.recording:
            leg.tape, leg.began = Tape(leg.recording), time.monotonic()

    def failed(self, leg: SimLeg, cause: str) -> None:
        """Note that the called telephone was not answered."""
        self._remove(leg)
        self._tell(port.LegFailed(clock.now(), leg.id, cause))

    def end(self, leg: SimLeg, *, cancelled: bool = False, cause: str = "hung_up") -> None:
        """End *leg*, whichever side wanted it, or neither."""
        if not leg.up and not leg.inbound:
            self.failed(leg, "cancelled" if cancelled else "refused")
            return
        self._remove(leg)
        if leg.told:
            self._tell(port.LegGone(clock.now(), leg.id, cause))
        else:
            self.missed[leg.id] = port.Missed(leg.id, clock.now(), leg.number, leg.dialled)

    def pressed(self, leg: SimLeg, digits: str) -> None:
        """Pass the keys pressed on the telephone of *leg*."""
        for digit in digits:
            self._tell(port.Digit(clock.now(), leg.id, digit))

    def said(self, leg: SimLeg, text: str) -> None:
        """Let the others in the room hear *text*, and whoever spies on one of them."""
        ears = hearers(leg.id, self.rooms, self.spies.values()) & self.legs.keys()
        for other in ears:
            self.legs[other].phone.hear("words", text, leg.phone.address)
            self._record(self.legs[other], Side.HEARD, text)
        if ears:
            self._record(leg, Side.SAID, text)

    # -- what the switchboard does -------------------------------------------------------------

    def call(self, name: port.LegId, to: str, caller_id: str, ring_s: int, *, record: bool) -> None:
        """Ring the telephone at *to*."""
        if name in self.legs:
            return
        phone = self.phones.get(to)
        if phone is None or phone.state is not HandsetState.IDLE:
            cause = "unreachable" if phone is None else "busy"
            self._tell(port.LegFailed(clock.now(), name, cause))
            return
        leg = SimLeg(name, phone, inbound=False, recording=name if record else "")
        self.legs[name] = leg
        leg.ringing = asyncio.get_running_loop().call_later(
            ring_s * self.second, self.failed, leg, "no_answer"
        )
        self._tell(port.LegRinging(clock.now(), name))
        phone.called(leg, caller_id)

    def move(self, leg: port.LegId, room: port.RoomId | None) -> None:
        """Let *leg* leave where it is and enter *room*; its prompts end."""
        if leg in self.legs:
            self.stop_playing(self.legs[leg])
        for members in (self.waiting, *self.rooms.values()):
            members.discard(leg)
        if room is not None:
            self.rooms[room].add(leg)

    def wait(self, leg: SimLeg) -> None:
        """Let *leg* hear music."""
        if leg.id not in self.waiting:
            self.move(leg.id, None)
            self.waiting.add(leg.id)
            leg.phone.hear("music")

    def play(self, leg: SimLeg, names: Sequence[str]) -> None:
        """Let *leg* hear the prompts for as long as they take."""
        self.stop_playing(leg)
        for name in names:
            leg.phone.hear("prompt", name)
        length = sum(map(prompts.length_s, names)) * self.second
        leg.playing = asyncio.get_running_loop().call_later(length, self._played, leg)

    def stop_playing(self, leg: SimLeg) -> None:
        """Let the prompts on *leg* end without telling so."""
        if leg.playing is not None:
            leg.playing.cancel()
            leg.playing = None

    def announce_arrivals(self) -> None:
        """Tell the new listener of the calls that came while nobody listened."""
        for leg in list(self.legs.values()):
            self._announce(leg)

    # -- disasters -----------------------------------------------------------------------------

    def break_down(self) -> None:
        """Stop without a word, as a machine does that loses its power: every call is gone."""
        self.running = False
        self._tell(port.SwitchLost(clock.now()))
        for leg in list(self.legs.values()):
            self._remove(leg)
        self.rooms.clear()
        self.spies.clear()

    def restart(self) -> None:
        """Run again, empty."""
        self.running = True
        self._tell(port.SwitchBack(clock.now()))

    # -- within --------------------------------------------------------------------------------

    def _announce(self, leg: SimLeg) -> None:
        if leg.told or self.listener is None or not self.running:
            return
        leg.told = True
        told = (leg.id, leg.number, leg.dialled, leg.recording)
        self._tell(port.CallArrived(clock.now(), *told))

    def _played(self, leg: SimLeg) -> None:
        leg.playing = None
        self._tell(port.PromptsPlayed(clock.now(), leg.id))

    def _record(self, leg: SimLeg, side: Side, text: str) -> None:
        if leg.tape is not None:
            leg.tape.note(side, self._recorded_s(leg), text)

    def _recorded_s(self, leg: SimLeg) -> float:
        return (time.monotonic() - leg.began) / self.second

    def _remove(self, leg: SimLeg) -> None:
        self._stop_ringing(leg)
        self.stop_playing(leg)
        self.move(leg.id, None)
        self.legs.pop(leg.id, None)
        self.spies = {name: spy for name, spy in self.spies.items() if spy.on != leg.id}
        leg.phone.ended()
        tape, leg.tape = leg.tape, None
        if tape is not None and self.recordings is not None:
            tape.write(self.recordings, self._recorded_s(leg))

    @staticmethod
    def _stop_ringing(leg: SimLeg) -> None:
        if leg.ringing is not None:
            leg.ringing.cancel()
            leg.ringing = None

    def _tell(self, event: port.Event) -> None:
        if self.listener is not None:
            self.listener(event)
