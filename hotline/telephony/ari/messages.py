"""What Asterisk's events mean to the port: pure translation, without memory.

Decides which of them matter and which cause a failed call had. A channel of Asterisk is a leg, its
bridge a room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hotline import clock
from hotline.telephony import port
from hotline.telephony.ari import addresses
from hotline.telephony.ari.client import Message

ARRIVALS = "from-trunk"  # where in the dialplan a call from outside begins

# Q.850 causes of a call that nobody answered; whatever is not here is "failed"
CAUSES = {
    **dict.fromkeys((1, 2, 3, 20, 22, 25, 27, 28, 34, 38, 41, 42), "unreachable"),
    **dict.fromkeys((0, 18, 19), "no_answer"),
    16: "cancelled",
    17: "busy",
    21: "refused",
}


def read(message: Message) -> port.Event | None:
    """Return what *message* tells, or None if it is of no concern."""
    reader = _READERS.get(message["type"])
    return reader(message) if reader else None


def leg_of(channel: Message) -> port.Leg:
    """Return the leg that *channel* is."""
    inbound = channel["dialplan"]["context"] == ARRIVALS
    words = channel["dialplan"]["app_data"].split(",") + [""] * 4
    number = channel["caller"]["number"] if inbound else words[2].partition("-")[2]
    up = channel["state"] == "Up"
    dialled = words[2] if inbound else ""
    return port.Leg(channel["id"], up, number, inbound, dialled, recording=words[3])


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


def _destroyed(message: Message) -> port.Event | None:
    channel = message["channel"]
    if channel["state"] == "Up" or channel["dialplan"]["context"] == ARRIVALS:
        return port.LegGone(clock.now(), channel["id"])
    return port.LegFailed(clock.now(), channel["id"], CAUSES.get(message["cause"], "failed"))


def _digit(message: Message) -> port.Event:
    return port.Digit(clock.now(), message["channel"]["id"], message["digit"])


def _played(message: Message) -> port.Event:
    return port.PromptsPlayed(clock.now(), message["playback"]["target_uri"].partition(":")[2])


def _endpoint(message: Message) -> port.Event | None:
    address = addresses.address_of(message["endpoint"]["resource"])
    return _phone(address, online=message["endpoint"]["state"] == "online")


def _device(message: Message) -> port.Event | None:
    device: dict[str, Any] = message["device_state"]
    address = addresses.address_of(device["name"].partition(":")[2])
    return _phone(address, online=device["state"] == "NOT_INUSE")


def _phone(address: str, *, online: bool) -> port.Event | None:
    if not address.startswith("seat:"):
        return None
    kind = port.PhoneOnline if online else port.PhoneOffline
    return kind(clock.now(), address)


def _replaced(_message: Message) -> port.Event:
    return port.Replaced(clock.now())


_READERS: dict[str, Callable[[Message], port.Event | None]] = {
    "StasisStart": _started,
    "ChannelStateChange": _state_changed,
    "ChannelDestroyed": _destroyed,
    "ChannelDtmfReceived": _digit,
    "PlaybackFinished": _played,
    "EndpointStateChange": _endpoint,
    "DeviceStateChanged": _device,
    "ApplicationReplaced": _replaced,
}
HEARD = (*_READERS, "RESTResponse")  # answers pass the same filter
