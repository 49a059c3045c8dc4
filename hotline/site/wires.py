"""The wire from a telephone in a browser to the switch: a WebSocket for SIP, under the house's one address.

Decides who is connected: a page of ours, with a ticket that was given to a seat a moment ago; and when it is cut off:
when the seat's account ends, when another window takes its place, when nothing was said for a while, when one side is
gone. What is said is between telephone and switch. Never is more than one message on its way: a side that does not
read stops the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http.request import validate_host
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from hotline.calls import tickets
from hotline.calls.actions import UNPLUG

log = logging.getLogger(__name__)
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

SIP = "sip"
LARGEST = 64 * 1024
"""Bytes of one message; SIP with a description of sound needs a tenth of it."""
SILENT_S = 300.0
"""A telephone registers anew more often than this."""
CONNECT_S = 5.0
ENDED, REPLACED, SILENT, STRANGE = 4001, 4002, 4003, 1003
"""How a wire is closed, as the browser is told: the account is over; another window; nothing said; not SIP."""


class Wires:
    """Every wire there is: one for each seat."""

    def __init__(self) -> None:
        self._held: dict[str, asyncio.Future[int]] = {}

    def hold(self, seat: str) -> asyncio.Future[int]:
        """Begin a seat's wire; the one it had before is cut off. Its future is why it must end."""
        self._cut(seat, REPLACED)
        held = self._held[seat] = asyncio.get_running_loop().create_future()
        return held

    def let_go(self, seat: str, held: asyncio.Future[int]) -> None:
        """Forget a wire that has ended."""
        if self._held.get(seat) is held:
            del self._held[seat]

    def told(self, about: str, act: str) -> None:
        """Cut off the wire of a seat whose account is over."""
        if act == UNPLUG:
            self._cut(about, ENDED)

    def cut_all(self) -> None:
        """Cut all off, because news may have been missed; those who may come back do so at once."""
        for seat in tuple(self._held):
            self._cut(seat, ENDED)

    def _cut(self, seat: str, why: int) -> None:
        held = self._held.get(seat)
        if held is not None and not held.done():
            held.set_result(why)


wires = Wires()


async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Serve one wire: refuse it with 403 before it is one, else pass messages until it ends."""
    await receive()  # websocket.connect
    ticket = _ticket(scope)
    if ticket is None or SIP not in scope.get("subprotocols", ()) or not is_own_page(scope):
        return await send({"type": "websocket.close"})
    held = wires.hold(ticket.seat)
    try:
        async with _switch() as switch:
            await send({"type": "websocket.accept", "subprotocol": SIP})
            code = await _pass_on(receive, send, switch, held)
        with contextlib.suppress(RuntimeError, OSError):  # it may be gone
            await send({"type": "websocket.close", "code": code})
    except (OSError, TimeoutError, WebSocketException) as fault:
        log.warning("the switch takes no telephone of a browser: %s", type(fault).__name__)
        await send({"type": "websocket.close", "code": 1013})
    finally:
        wires.let_go(ticket.seat, held)


def is_own_page(scope: MutableMapping[str, Any]) -> bool:
    """Say whether the page that asks is of the host that it asks."""
    heads = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    origin, host = urlsplit(heads.get("origin", "")), heads.get("host", "")
    here = urlsplit(f"//{host}")
    known = bool(here.hostname) and validate_host(here.hostname or "", settings.ALLOWED_HOSTS)
    same = origin.hostname == here.hostname and here.port in (None, origin.port)
    return known and same and origin.scheme in ("http", "https")


def _ticket(scope: MutableMapping[str, Any]) -> tickets.Ticket | None:
    return tickets.read(
        parse_qs(scope.get("query_string", b"").decode("latin-1")).get("ticket", [""])[0]
    )


def _switch() -> connect:
    """Open the way to the switch's own web server."""
    address = f"{settings.CONFIGURATION.ari_url.replace('http', 'ws', 1).rstrip('/')}/ws"
    return connect(
        address,
        subprotocols=[Subprotocol(SIP)],
        max_size=LARGEST,
        max_queue=1,
        compression=None,
        open_timeout=CONNECT_S,
        close_timeout=1,
        proxy=None,
    )


async def _pass_on(
    receive: Receive, send: Send, switch: ClientConnection, held: asyncio.Future[int]
) -> int:
    """Pass messages both ways until something ends it; return what the browser is told."""
    ways = [
        asyncio.create_task(_to_switch(receive, switch)),
        asyncio.create_task(_back(send, switch)),
    ]
    done, _left = await asyncio.wait([*ways, held], return_when=asyncio.FIRST_COMPLETED)
    for way in ways:
        way.cancel()
    await asyncio.gather(*ways, return_exceptions=True)
    return held.result() if held in done else next(way.result() for way in ways if way in done)


async def _to_switch(receive: Receive, switch: ClientConnection) -> int:
    with contextlib.suppress(ConnectionClosed):
        while True:
            try:
                message = await asyncio.wait_for(receive(), SILENT_S)
            except TimeoutError:
                return SILENT
            if message["type"] != "websocket.receive":
                return 1000
            if message.get("text") is None:
                return STRANGE
            await switch.send(message["text"])
    return 1012


async def _back(send: Send, switch: ClientConnection) -> int:
    with contextlib.suppress(ConnectionClosed, RuntimeError, OSError):
        async for message in switch:
            kind = "text" if isinstance(message, str) else "bytes"
            await send({"type": "websocket.send", kind: message})
    return 1012
