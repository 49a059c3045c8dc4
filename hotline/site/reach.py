"""Whether telephones in browsers reach the switch from where they are, asked as a browser asks.

Decides what `hotline check-config` says of it. Nothing of it stands in the way of a start: without it
people work with desk phones and numbers outside.
"""

from __future__ import annotations

from websockets.exceptions import InvalidHandshake, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from .configuration import Configuration

WAIT_S = 5.0


def missing(configuration: Configuration) -> list[str]:
    """Return in sentences what telephones in browsers lack; nothing where the switch is in memory."""
    if configuration.switch != "ari" or configuration.demo:
        return []
    lacks = [_at_switch(configuration.ari_url), _at_door(configuration.address)]
    if configuration.phones_address.startswith("127."):
        lacks.append("HOTLINE_PHONES_ADDRESS is this machine alone: no other machine hears a call.")
    return [said for said in lacks if said]


def _at_switch(address: str) -> str:
    """Say what is wrong between us and the switch."""
    status = _asked(f"{address.rstrip('/')}/ws", origin=address)
    if status == 101:
        return ""
    if status is None:
        return f"nothing answers at ARI_URL ({address})."
    return f"ARI_URL ({address}) takes no SIP at /ws: `hotline asterisk-config` names the modules."


def _at_door(address: str) -> str:
    """Say what is wrong between a browser and us: without a ticket the door must answer 403."""
    if not address.startswith("https:") and not address.startswith(
        ("http://127.", "http://localhost")
    ):
        return f"{address} must be https, as HOTLINE_PUBLIC_URL: browsers give no microphone else."
    status = _asked(f"{address}/ws", origin=address)
    if status == 403:
        return ""
    if status is None:
        return f"nothing answers at {address}/ws: start the system, and look from where it can be reached."
    return f"{address}/ws does not come through as a WebSocket ({status}): see /ws in deploy/."


def _asked(address: str, *, origin: str) -> int | None:
    """Ask for a WebSocket; return the status of the answer, None when there was none."""
    at, sip = address.replace("http", "ws", 1), [Subprotocol("sip")]
    whence = Origin(origin)
    try:
        with connect(at, origin=whence, subprotocols=sip, open_timeout=WAIT_S, proxy=None):
            return 101
    except InvalidStatus as refusal:
        return refusal.response.status_code
    except (OSError, TimeoutError, InvalidHandshake):
        return None
