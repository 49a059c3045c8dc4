"""How an event loop hears the database: in order, without looking while nothing comes, and told when it is lost."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any

import psycopg
import pytest

from hotline.journal import ears
from tests.conftest import POSTGRES

pytestmark = pytest.mark.usefixtures("committed")
CHANNEL = "tested_ears"
PATIENCE_S = 10


class Counted(selectors.DefaultSelector):
    """Counts how often the loop waited."""

    waits = 0

    def select(self, timeout: float | None = None) -> Any:
        type(self).waits += 1
        return super().select(timeout)


def run(what: Callable[[psycopg.Connection[Any]], Coroutine[Any, Any, None]]) -> None:
    async def patiently() -> None:
        with psycopg.connect(POSTGRES.url(), autocommit=True) as mouth:
            async with asyncio.timeout(PATIENCE_S):
                await what(mouth)

    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(Counted())) as runner:
        runner.run(patiently())


def tell(mouth: psycopg.Connection[Any], *words: str) -> None:
    for word in words:
        mouth.execute("SELECT pg_notify(%s, %s)", [CHANNEL, word])


def test_what_is_told_is_heard_in_order() -> None:
    async def story(mouth: psycopg.Connection[Any]) -> None:
        async with ears.listening(CHANNEL, conninfo=POSTGRES.url()) as told:
            tell(mouth, "水", "two")
            assert [await anext(told), await anext(told)] == ["水", "two"]
            tell(mouth, "later")
            assert await anext(told) == "later"

    run(story)


def test_while_nothing_is_told_the_loop_sleeps() -> None:
    async def story(mouth: psycopg.Connection[Any]) -> None:
        async with ears.listening(CHANNEL, conninfo=POSTGRES.url()) as told:
            waiting = asyncio.ensure_future(anext(told))
            await asyncio.sleep(0.1)
            Counted.waits = 0
            await asyncio.sleep(1)
            assert Counted.waits <= 3
            tell(mouth, "at last")
            assert await waiting == "at last"

    run(story)


def test_a_lost_database_is_an_error_and_no_silence() -> None:
    async def story(mouth: psycopg.Connection[Any]) -> None:
        async with ears.listening(CHANNEL, conninfo=POSTGRES.url()) as told:
            mouth.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE %s",
                [f"LISTEN {CHANNEL}%"],
            )
            with pytest.raises(psycopg.Error):
                await anext(told)

    run(story)
