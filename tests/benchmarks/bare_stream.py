"""The floor of the live stream: the least that can tell many sockets what the database says. Run as a process."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import cast

import psycopg
import uvloop

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n"
desks: set[asyncio.Transport] = set()


class Desk(asyncio.Protocol):
    """One open socket; whatever it asks, it is told the news."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way to it."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, _data: bytes) -> None:
        """Greet it, and count it in."""
        self.transport.write(HEAD)
        desks.add(self.transport)

    def connection_lost(self, _fault: Exception | None) -> None:
        """Forget it."""
        desks.discard(self.transport)


async def main(port: int, conninfo: str, channel: str) -> None:
    """Listen to the database and tell everybody."""
    await asyncio.get_running_loop().create_server(Desk, "127.0.0.1", port, backlog=2048)
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
        await connection.execute(f"LISTEN {channel}")
        print("ready", flush=True)
        async for notice in connection.notifies():
            [news] = json.loads(notice.payload)
            body = f"data: {json.dumps(news)}\n\n".encode()
            for desk in desks:
                desk.write(body)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
