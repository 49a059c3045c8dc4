"""How an event loop hears what the database tells: it wakes when something has come, and at no other time.

The driver's own way looks ten times a second whether it was interrupted, and goes to the loop and back for every notice.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg


@asynccontextmanager
async def listening(channel: str, **to: Any) -> AsyncIterator[AsyncIterator[str]]:
    """Listen on a connection of its own, opened by what the driver takes; gives what is told, message by message.

    Raises `psycopg.Error` where there is no database, and from the messages when it is lost.
    """
    async with await psycopg.AsyncConnection.connect(**to, autocommit=True) as ear:
        await ear.execute(f"LISTEN {channel}")
        yield _messages(ear)


async def _messages(ear: psycopg.AsyncConnection[Any]) -> AsyncIterator[str]:
    loop, server, something = asyncio.get_running_loop(), ear.pgconn, asyncio.Event()
    heard_on = server.socket
    loop.add_reader(heard_on, something.set)
    try:
        while True:
            something.clear()
            server.consume_input()
            while told := server.notifies():
                yield told.extra.decode()
            await something.wait()
    finally:
        loop.remove_reader(heard_on)
