"""Relays that carry the sound of telephones in browsers which do not reach the switch: which, and who may use them for how long.

A relay (TURN) knows no accounts of ours: whoever names himself by the moment his right ends, and proves that name with the
secret that relay and house share, may use it until then. It is what coturn calls `use-auth-secret`. Nothing is written down,
and nothing need be taken back. Which relays there are is the configuration's matter.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

LASTS = timedelta(hours=4)
"""How long a browser may use what it was given; it asks anew each hour (`phone-line.js`)."""

Server = dict[str, str | list[str]]
"""One as a browser takes it: an RTCIceServer."""


def servers(urls: Sequence[str], *, secret: str, whose: str, now: datetime) -> list[Server]:
    """Return the relays at *urls*, those that ask who is there with a name and a proof for *whose* telephone."""
    asking = [url for url in urls if url.startswith("turn")]
    open_to_all = [url for url in urls if url not in asking]
    given: list[Server] = [{"urls": open_to_all}] if open_to_all else []
    if asking:
        name = f"{int((now + LASTS).timestamp())}:{whose}"
        given.append({"urls": asking, "username": name, "credential": proof(secret, name)})
    return given


def proof(secret: str, name: str) -> str:
    """Return the password of *name* at a relay: an HMAC, and by SHA-1, because that is what relays reckon with."""
    return base64.b64encode(hmac.digest(secret.encode(), name.encode(), "sha1")).decode()
