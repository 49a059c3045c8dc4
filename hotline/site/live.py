"""The live stream: one small process that tells every open browser "case 42 changed", and leads telephones in browsers
to the switch, see `wires`; nothing more.

A raw ASGI route on one LISTEN connection. It knows no domain and no database row: who may listen is said by a ticket that
a signed-in page fetches and that runs out soon; what changed is fetched by the page with its own rights.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast
from urllib.parse import parse_qs

import psycopg
from django.conf import settings

from hotline.journal import ears, tickets
from hotline.journal.news import CHANNEL

from . import database, wires

log = logging.getLogger(__name__)
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

WIRE = "/ws"
BEAT_S = 20.0
HELLO = b"retry: 1000\n\n: hello\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Desk:
    """One open browser: whose it is, what it may hear, and the way to it."""

    __slots__ = ("hears", "send", "task")

    def __init__(self, send: Send, person: str, only: tuple[str, ...]) -> None:
        self.send = send
        self.hears = (_to(person), *(only or (EVERYTHING,)))
        """Under which headings of the hub it is found."""
        self.task = cast("asyncio.Task[None]", asyncio.current_task())


EVERYTHING = ""
"""The heading of desks that hear of all that is not told to one person alone."""


def _to(person: str) -> str:
    return f"> {person}"


class Hub:
    """Every open desk, by what it hears: news cost what those cost that they reach; and the one connection that hears them."""

    def __init__(self) -> None:
        self.desks: set[Desk] = set()
        self.listening = asyncio.Event()
        self._hearing: dict[str, set[Desk]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    def add(self, desk: Desk) -> None:
        """Let a desk hear."""
        self.desks.add(desk)
        for heading in desk.hears:
            self._hearing[heading].add(desk)

    def remove(self, desk: Desk) -> None:
        """Let a desk hear no more; once more does no harm."""
        self.desks.discard(desk)
        for heading in desk.hears:
            if heading in self._hearing:
                self._hearing[heading].discard(desk)
                if not self._hearing[heading]:
                    del self._hearing[heading]

    def start(self) -> None:
        """Begin to listen, once."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        """Hear the database; when it is lost, tell every desk to fetch again once it is back."""
        lost = False
        while True:
            try:
                where = database.runtime_conninfo(settings.CONFIGURATION)
                async with ears.listening(CHANNEL, conninfo=where) as told:
                    self.listening.set()
                    if lost:
                        self.tell_all(b"event: again\ndata: {}\n\n")
                        wires.wires.cut_all()
                    async for message in told:
                        self._tell(message)
            except psycopg.Error as fault:
                log.warning("the database cannot be heard: %s", fault)
            self.listening.clear()
            lost = True
            await asyncio.sleep(0.5)

    def _tell(self, payload: str) -> None:
        """Pass on what one act has told: to each desk at once what it hears of it."""
        heard: defaultdict[Desk, bytes] = defaultdict(bytes)
        for news in json.loads(payload):
            about, to = news["about"], news.get("to", "")
            wires.wires.told(about, news["act"])
            event = f"data: {json.dumps(news)}\n\n".encode()
            for heading in (_to(to),) if to else (EVERYTHING, about, *news.get("of", ())):
                for desk in self._hearing.get(heading, ()):
                    heard[desk] += event
        for desk, body in heard.items():
            self._send(desk, _said(body))

    def tell_all(self, body: bytes) -> None:
        """Say one thing to every desk."""
        for desk in tuple(self.desks):
            self._send(desk, _said(body))

    def _send(self, desk: Desk, message: MutableMapping[str, Any]) -> None:
        """Write to one desk without waiting; one that does not read is sent away and heals itself."""
        writing = desk.send(message)
        try:
            writing.send(None)  # type: ignore[attr-defined]
        except StopIteration:
            return
        except OSError:
            pass
        writing.close()  # type: ignore[attr-defined]
        self.remove(desk)
        desk.task.cancel()

    async def beat(self) -> None:
        """Keep quiet connections open, so that a dead one is noticed at either end."""
        while True:
            await asyncio.sleep(BEAT_S)
            self.tell_all(b": beat\n\n")


def _said(body: bytes) -> MutableMapping[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": True}


hub = Hub()


async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Serve `/live`, and the life of the process."""
    if scope["type"] == "lifespan":
        return await _lifespan(receive, send)
    if scope["type"] == "websocket":
        return await _wire(scope, receive, send)
    if scope["path"] == WIRE:
        return await _refuse(send, 426)
    ticket = _ticket(scope)
    if ticket is None:
        return await _refuse(send, 401)
    desk = Desk(send, ticket["person"], tuple(ticket.get("only", ())))
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": HELLO, "more_body": True})
    hub.add(desk)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        hub.remove(desk)


async def _wire(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["path"] == WIRE and hub.listening.is_set():
        await wires.application(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close"})  # nobody could be cut off without news


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _ticket(scope: MutableMapping[str, Any]) -> dict[str, Any] | None:
    """Read the ticket in the address."""
    return tickets.read(parse_qs(scope.get("query_string", b"").decode()).get("ticket", [""])[0])


async def _lifespan(receive: Receive, send: Send) -> None:
    beating: asyncio.Task[None] | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.start()
            beating = asyncio.create_task(hub.beat())
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            if beating:
                beating.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await beating
            return await send({"type": "lifespan.shutdown.complete"})


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
