"""The telephone switch as the house sees it: what it tells (events) and can be told (commands).

Two switches keep this contract: `sim.SimSwitch` in memory and `ari.AriSwitch` on a real Asterisk.
Both pass the same tests. A *leg* is one telephone connection (a citizen's, an operator's, a
provider's); a *room* is where legs hear each other. All ids are chosen by the caller of a command,
so that a command repeated after a crash does nothing twice: the switch treats "already so" and
"already gone" as done.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

LegId = str
RoomId = str


_ID = re.compile(r"[\w.-]+", re.ASCII)


def checked(leg: LegId) -> LegId:
    """Return *leg* if it can name a leg (and so a file and an address), else raise ValueError."""
    if not _ID.fullmatch(leg):
        raise ValueError(f"not the id of a leg: {leg!r}")
    return leg


class UnableToReachSwitch(Exception):
    """The switch does not answer: the command was not carried out, or nobody can say."""


# -- what the switch tells ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened at *at* (aware, UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class CallArrived(Event):
    """Somebody outside dials one of our numbers; the leg waits unanswered."""

    leg: LegId
    number: str  # as the carrier gives it; "" when withheld
    dialled: str
    recording: str = ""  # name of the recording that runs from now on; "" when none


@dataclass(frozen=True, slots=True)
class LegRinging(Event):
    """A telephone that we called rings."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegAnswered(Event):
    """A leg was picked up."""

    leg: LegId
    recording: str = ""  # name of the recording that runs from now on; "" when none


@dataclass(frozen=True, slots=True)
class LegFailed(Event):
    """A leg that we called was not answered, or we took the call back while it rang."""

    leg: LegId
    cause: str  # "busy" | "no_answer" | "refused" | "unreachable" | "cancelled" | "failed"


@dataclass(frozen=True, slots=True)
class LegGone(Event):
    """A leg that was up, or an arriving one, has hung up or was hung up."""

    leg: LegId
    cause: str = "hung_up"  # or "lost": nobody hung up, the telephone or its wire broke


@dataclass(frozen=True, slots=True)
class Digit(Event):
    """Somebody pressed a key."""

    leg: LegId
    digit: str


@dataclass(frozen=True, slots=True)
class PromptsPlayed(Event):
    """The prompts of the last `play` on this leg are over; not told when they were cut."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class PhoneOnline(Event):
    """A telephone (a seat's address) registered with the switch."""

    address: str


@dataclass(frozen=True, slots=True)
class PhoneOffline(Event):
    """A telephone is no longer registered with the switch."""

    address: str


@dataclass(frozen=True, slots=True)
class SwitchLost(Event):
    """The connection to the switch is gone; commands raise until SwitchBack."""


@dataclass(frozen=True, slots=True)
class SwitchBack(Event):
    """Connected (the first time too). What happened meanwhile is in `snapshot()`.

    A call that arrives in this very moment is in the snapshot and told as `CallArrived`, too.
    """


@dataclass(frozen=True, slots=True)
class Replaced(Event):
    """Another switchboard took over this switch: stop acting."""


# -- what stands in the switch now ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leg:
    """One connection as the switch has it now."""

    id: LegId
    up: bool  # answered
    number: str  # the far end
    inbound: bool
    dialled: str = ""
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A call that came at *at* (aware, UTC) and gave up while no switchboard listened."""

    id: str  # the same for the same call, however often it is told
    at: datetime
    number: str
    dialled: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that stands in the switch at one moment."""

    legs: Mapping[LegId, Leg] = field(default_factory=dict)
    rooms: Mapping[RoomId, frozenset[LegId]] = field(default_factory=dict)  # empty ones too
    waiting: frozenset[LegId] = frozenset()  # those that hear music
    phones: frozenset[str] = frozenset()  # addresses of the seats' telephones that are online
    accounts: frozenset[str] = frozenset()  # addresses of the seats' telephones that may register
    missed: tuple[Missed, ...] = ()  # calls that came and went while no switchboard was there


# -- what the switch can be told ------------------------------------------------------------------


class Switch(Protocol):
    """Commands raise `UnableToReachSwitch`; those on a leg or room already gone do nothing."""

    async def open(self) -> None:
        """Connect, and keep connecting again for as long as the switch is in use."""

    async def close(self) -> None:
        """Let go of the switch; calls under way go on."""

    def events(self) -> AsyncIterator[Event]:
        """Yield what happens, in order, first SwitchBack; end after close() or Replaced."""

    async def snapshot(self) -> Snapshot:
        """Return every leg and room that exists now."""

    async def answer(self, leg: LegId) -> None:
        """Pick up an arriving leg."""

    async def originate(
        self,
        leg: LegId,
        *,
        to: str,
        caller_id: str,
        ring_s: int,
        headers: Mapping[str, str] | None = None,
        record: bool = False,
    ) -> None:
        """Ring *to* ("seat:28", "tel:13800005126"); LegAnswered or LegFailed follows.

        The far end sees *caller_id* alone, whoever else is in the room. *headers* reach a seat's
        telephone, so that phone and page agree on the call. A leg id is a word of letters, digits,
        points, dashes and underscores. With *record* a recording of that name runs from the answer,
        each side in a file of its own: see `recording`.
        """

    async def connect(self, room: RoomId, legs: Sequence[LegId]) -> None:
        """Let these legs hear each other in *room*, made if needed.

        A leg leaves the room it was in, and its prompts end; those already in *room* stay.
        """

    async def wait_with_music(self, leg: LegId) -> None:
        """Put an answered leg where it hears music until it is connected; its prompts end.

        Prompts played from then on are heard in place of the music.
        """

    async def hang_up(self, leg: LegId, *, cause: str = "normal") -> None:
        """End a leg; *cause* is what its far end is told: "normal", "busy" or "no_answer"."""

    async def close_room(self, room: RoomId) -> None:
        """Take the room away; its legs stay."""

    async def play(self, leg: LegId, prompts: Sequence[str]) -> None:
        """Play prompts (names without folder or ending) to one answered leg, one after the other.

        They take the place of prompts still playing on this leg; music goes on after them.
        """

    async def stop_playing(self, leg: LegId) -> None:
        """Fall silent on this leg: the prompts still playing, not the music."""

    async def press(self, leg: LegId, digits: str) -> None:
        """Press keys towards the far end of an answered leg, as its menu or extension wants them."""

    async def spy(self, spy: LegId, *, on: LegId, room: RoomId, whisper: bool) -> None:
        """Let those in *room* hear all that the leg *on* hears and says, through a new leg *spy* in that room.

        With *whisper* the leg *on* hears the room, and nobody else does. The spying leg ends by `hang_up`, or with *on*.
        """

    async def provision(self, address: str, password: str, *, browser: bool = False) -> None:
        """Let the telephone at *address* ("seat:28") register with *password* from now on.

        One that is registered stays so. An account that is written into the switch's own files stays as it is there.
        """

    async def revoke(self, address: str) -> None:
        """End the account of the telephone at *address*; what it registered is gone."""

    async def forget(self, missed: Sequence[str]) -> None:
        """Tell no more of these calls that nobody listened to: they are written down."""
