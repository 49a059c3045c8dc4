"""What people and the clock want of a call: the house's own events beside those of the switch.

Each is an event of the machine. `read` turns a request of a page into one; whether the person may
want it is decided where he asks, in `actions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.telephony import port


@dataclass(frozen=True, slots=True)
class Offered(port.Event):
    """A seat is to ring: the router gives it the waiting call, or its operator picks the call."""

    seat: int
    address: str
    simulated: bool
    ring_s: int


@dataclass(frozen=True, slots=True)
class HungUp(port.Event):
    """The operator pressed the button: hangs up, turns a ringing call away, gives up dialling."""


@dataclass(frozen=True, slots=True)
class Dialled(port.Event):
    """The operator wants to be connected outwards."""

    ring_s: int = 30


@dataclass(frozen=True, slots=True)
class Waited(port.Event):
    """The moment in `State.until` has come; *place* and *minutes* are what a waiting caller is told."""

    place: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Held(port.Event):
    """The caller is to hear music for a while."""


@dataclass(frozen=True, slots=True)
class Resumed(port.Event):
    """The caller and the operator are to hear each other again; a third is let go."""


@dataclass(frozen=True, slots=True)
class Asked(port.Event):
    """A third is to be rung: *aside*, while the caller hears music, or into the talk."""

    who: str
    address: str
    ring_s: int = 30
    aside: bool = True
    seat: int = 0
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Left(port.Event):
    """The third does not pick up, or goes: those who drew him in speak on."""


@dataclass(frozen=True, slots=True)
class Joined(port.Event):
    """The third who was asked aside is to speak with both."""


@dataclass(frozen=True, slots=True)
class PassedOn(port.Event):
    """The operator leaves the caller to the third who is there."""


@dataclass(frozen=True, slots=True)
class Sent(port.Event):
    """The operator sends the caller to somebody else and does not wait for him."""

    who: str
    address: str
    ring_s: int = 30
    seat: int = 0
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Requeued(port.Event):
    """The caller goes back to wait: on another line, or because a leader moves the call."""


@dataclass(frozen=True, slots=True)
class Parked(port.Event):
    """The caller hears music until somebody picks the call up, at most *most_s* long."""

    most_s: int = 120


@dataclass(frozen=True, slots=True)
class Pressed(port.Event):
    """The operator presses keys for the far end: a menu, an extension."""

    digits: str


@dataclass(frozen=True, slots=True)
class Heard(port.Event):
    """A leader listens, whispers or speaks: *how* is a `Hearing`."""

    how: str
    seat: int
    address: str
    simulated: bool = False
    ring_s: int = 30


@dataclass(frozen=True, slots=True)
class Unheard(port.Event):
    """The leader stops listening."""


KINDS: Mapping[str, type[port.Event]] = {
    "hang_up": HungUp,
    "call_out": Dialled,
    "hold": Held,
    "resume": Resumed,
    "ask": Asked,
    "leave": Left,
    "join": Joined,
    "pass_on": PassedOn,
    "send": Sent,
    "requeue": Requeued,
    "park": Parked,
    "press": Pressed,
    "hear": Heard,
    "unhear": Unheard,
    "take": Offered,
}
"""Which event a page's request becomes."""


def read(wants: str, at: datetime, given: Mapping[str, Any]) -> port.Event:
    """Turn a request into the event it asks for; KeyError when it asks for something else."""
    return KINDS[wants](at, **given)
