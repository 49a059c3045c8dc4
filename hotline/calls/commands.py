"""What a call asks of the switch, of the demo's telephones, of its seat and the journal. Pure.

Each can be written down and read again, so that what was not done before a crash is done after
it. A number is never written down here: `Dial` names the leg, and whoever dials looks the number
up in that moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from hotline.telephony import port

from .states import flat


@dataclass(frozen=True, slots=True)
class Answer:
    """Pick up the arriving leg."""

    leg: port.LegId


@dataclass(frozen=True, slots=True)
class Music:
    """Let the leg hear music until it is connected."""

    leg: port.LegId


@dataclass(frozen=True, slots=True)
class Play:
    """Play prompts to the leg."""

    leg: port.LegId
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StopPlaying:
    """Cut the prompts on the leg."""

    leg: port.LegId


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring a seat."""

    leg: port.LegId
    address: str
    simulated: bool
    ring_s: int
    about: str


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring the citizen, provider or third whom this leg is for."""

    leg: port.LegId
    ring_s: int


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys towards the leg's far end."""

    leg: port.LegId
    digits: str


@dataclass(frozen=True, slots=True)
class Spy:
    """Let *room* hear all that *on* hears and says, through the leg *spy*; with *whisper* *on* hears the room."""

    spy: port.LegId
    on: port.LegId
    whisper: bool
    room: port.RoomId


@dataclass(frozen=True, slots=True)
class Connect:
    """Let the legs hear each other."""

    room: port.RoomId
    legs: tuple[port.LegId, ...]


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the leg."""

    leg: port.LegId


@dataclass(frozen=True, slots=True)
class CloseRoom:
    """Take the room away."""

    room: port.RoomId


@dataclass(frozen=True, slots=True)
class Act:
    """Do something with a simulated telephone, as its owner would: "answer", "speak", "press"."""

    address: str
    does: str
    text: str = ""
    withheld: bool = False
    """Of "ring": its number is not to be seen."""


@dataclass(frozen=True, slots=True)
class Account:
    """Let the telephone at *address* register as its seat stands now, or no more; *anew* ends what was registered before."""

    address: str
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Say what the seat does from now on: "ringing", "after"; *why* when it is set aside."""

    seat: int
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """Leave an entry in the journal."""

    act: str


OfSwitch: TypeAlias = (
    Answer
    | Music
    | Play
    | StopPlaying
    | Ring
    | Dial
    | Press
    | Spy
    | Connect
    | HangUp
    | CloseRoom
    | Act
    | Account
)
"""Done after the commit, by the switchboard; kept until they are known to be done."""
OfHouse: TypeAlias = Seat | Write
"""Done within the transaction of the step."""
Command: TypeAlias = OfSwitch | OfHouse

_BY_NAME = {
    kind.__name__: kind
    for kind in (
        Answer, Music, Play, StopPlaying, Ring, Dial, Press, Spy, Connect, HangUp, CloseRoom, Act,
        Account,
    )
}  # fmt: skip


def written(commands: Sequence[OfSwitch], *, step: int) -> list[list[Any]]:
    """Write commands of one step as JSON keeps them."""
    return [[step, type(command).__name__, flat(command)] for command in commands]


def read(row: Sequence[Any]) -> OfSwitch:
    """Read one command that `written` wrote."""
    _step, name, given = row
    kind: Any = _BY_NAME[name]
    command: OfSwitch = kind(
        **{key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    )
    return command
