"""What Asterisk's events mean to the port: pure translation, without memory.

Decides which of them matter and which cause a failed call had. A channel of Asterisk is a leg, its
bridge a room.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hotline import clock
from hotline.telephony import port
from hotline.telephony.ari import addresses
from hotline.telephony.ari.client import Message
from hotline.telephony.hearing import Spy

_PHONE = re.compile(r"Stasis:(?P<name>seat-\w+)")
WHISPERS = "whispers"
ARRIVALS = "from-trunk"  # where in the dialplan a call from outside begins

# Q.850 causes of a call that nobody answered; whatever is not here is "failed"
CAUSES = {
    **dict.fromkeys((1, 2, 3, 20, 22, 25, 27, 28, 34, 38, 41, 42), "unreachable"),
    **dict.fromkeys((0, 18, 19), "no_answer"),
    16: "cancelled",
    17: "busy",
    21: "refused",
}
LOST = frozenset({27, 38, 41, 44})
"""… and of a talk that nobody hung up: the wire broke, the sound stayed away, the browser's window was closed."""


def read(message: Message) -> port.Event | None:
    """Return what *message* tells, or None if it is of no concern."""
    reader = _READERS.get(message["type"])
    channel = message.get("channel", {"id": "", "name": ""})
    if reader is None or not is_leg(channel["id"]) or is_spy(channel):
        return None
    return reader(message)


def is_leg(channel: str) -> bool:
    """Tell whether *channel* can be a leg: the far ends of telephones without SIP are none."""
    return ";" not in channel


def is_spy(channel: Message) -> bool:
    """Tell whether *channel* only listens to another."""
    return bool(channel["name"].startswith("Snoop/"))


def spy_of(channel: Message) -> Spy | None:
    """Return whom a channel listens to, where, and whether it whispers; None of one that only comes or goes."""
    words = channel["dialplan"]["app_data"].split(",")
    if not is_spy(channel) or len(words) < 4:
        return None
    on = channel["name"].removeprefix("Snoop/").rpartition("-")[0]
    return Spy(on, room=words[2], whisper=words[3] == WHISPERS)


def wants_room(message: Message) -> str:
    """Return the room that a spy which has just begun must enter; "" when it is none."""
    begins = message["type"] == "StasisStart" and message["args"][:1] == ["spy"]
    return message["args"][1] if begins else ""


def leg_of(channel: Message) -> port.Leg:
    """Return the leg that *channel* is."""
    inbound = has_arrived(channel)
    words = channel["dialplan"]["app_data"].split(",") + [""] * 4
    number = channel["caller"]["number"] if inbound else words[2].partition("-")[2]
    up = channel["state"] == "Up"
    dialled = words[2] if inbound else ""
    return port.Leg(channel["id"], up, number, inbound, dialled, recording=words[3])


def has_arrived(channel: Message) -> bool:
    """Tell whether *channel* called us; one that we called by the same carrier has no number of its own."""
    place = channel["dialplan"]
    return bool(place["context"] == ARRIVALS and place["exten"] != "s")


def wants_recording(message: Message) -> bool:
    """Tell whether this leg was answered and must pass by the recorder first."""
    return message["type"] == "StasisStart" and "record" in message["args"][3:]


def _started(message: Message) -> port.Event | None:
    channel, (kind, where, recording) = message["channel"], (message["args"] + [""] * 3)[:3]
    if kind == "inbound":
        number = channel["caller"]["number"]
        return port.CallArrived(clock.now(), channel["id"], number, where, recording)
    return port.LegAnswered(clock.now(), channel["id"], recording)


def _state_changed(message: Message) -> port.Event | None:
    channel = message["channel"]
    if channel["state"] == "Ringing":
        return port.LegRinging(clock.now(), channel["id"])
    return None


def _ended(message: Message) -> port.Event | None:
    """An arrived leg leaves us for good; one that we called may only pass by the recorder."""
    channel = message["channel"]
    if has_arrived(channel):
        return port.LegGone(clock.now(), channel["id"])
    return None


def _destroyed(message: Message) -> port.Event | None:
    """Of arrived legs this is not told to us, or too late."""
    channel = message["channel"]
    if has_arrived(channel):
        return None
    if channel["state"] == "Up":
        why = "lost" if message["cause"] in LOST else "hung_up"
        return port.LegGone(clock.now(), channel["id"], why)
    return port.LegFailed(clock.now(), channel["id"], CAUSES.get(message["cause"], "failed"))


def _digit(message: Message) -> port.Event:
    return port.Digit(clock.now(), message["channel"]["id"], message["digit"])


def _played(message: Message) -> port.Event:
    return port.PromptsPlayed(clock.now(), message["playback"]["target_uri"].partition(":")[2])


def phone_of(device: Message) -> str:
    """Return the address of the telephone without SIP that *device* is; "" when it is none, or not there."""
    found = _PHONE.fullmatch(device["name"]) if device["state"] == "NOT_INUSE" else None
    return addresses.address_of(found["name"]) if found else ""


def _replaced(_message: Message) -> port.Event:
    return port.Replaced(clock.now())


_READERS: dict[str, Callable[[Message], port.Event | None]] = {
    "StasisStart": _started,
    "ChannelStateChange": _state_changed,
    "StasisEnd": _ended,
    "ChannelDestroyed": _destroyed,
    "ChannelDtmfReceived": _digit,
    "PlaybackFinished": _played,
    "ApplicationReplaced": _replaced,
}
RINGS = frozenset({"ChannelStateChange"})
"""By which nothing is told but that a telephone rings."""
HEARD = (*_READERS, "RESTResponse")  # answers pass the same filter
