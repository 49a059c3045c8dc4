"""A part behind the front door: says what it was asked, counts what it was sent, streams until it is left."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
BIG = 20_000_000


class Backstage:
    """A part: says what it was asked, counts what it was sent, streams until it is left."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.left = asyncio.Event()
        self.more = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.echo(receive, send)
        elif scope["path"].endswith("/stream"):
            await self.stream(receive, send)
        else:
            await self.tell(scope, receive, send)

    async def tell(self, scope: Scope, receive: Receive, send: Send) -> None:
        size, more = 0, True
        while more:
            message = await receive()
            size, more = size + len(message.get("body", b"")), message.get("more_body", False)
        if scope["path"] == "/download":
            said = b"x" * BIG
        else:
            fields = [[key.decode(), text.decode()] for key, text in scope["headers"]]
            told = {"part": self.name, "path": scope["path"], "size": size, "fields": fields}
            said = json.dumps(told).encode()
        length = [(b"content-length", str(len(said)).encode())]
        length = [] if scope["path"] == "/chunked" else length
        await send({"type": "http.response.start", "status": 200, "headers": length})
        await send({"type": "http.response.body", "body": said})

    async def stream(self, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        listening = asyncio.ensure_future(self.hear_leave(receive))
        await self.more.wait()
        await send({"type": "http.response.body", "body": b"data: 2\n\n", "more_body": True})
        await listening

    async def hear_leave(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.left.set()

    async def echo(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"][::-1]})
