"""Django's PostgreSQL backend, which reads times with the driver's compiled loader, finds out for nothing whether the
server is still there, and begins a transaction without waiting for it.

Django's own sets the time zone in Python, value by value: half of the time that a claimed row took. With USE_TZ the
connection's time zone is UTC, and so are the driver's times. Before each request it asks the server how it is: a journey
that took as long as finding whose session it is. It begins a transaction by turning the driver's habit of committing by
itself off and on again, for which the driver waits each time, and once more for the BEGIN where statements are sent in one go.
And of statements in one go it sends each at once, though nobody waits for it.
"""

from __future__ import annotations

import select
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

import psycopg
from django.db.backends.base.base import debug_transaction  # type: ignore[attr-defined]
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import (  # type: ignore[import-untyped]
    get_adapters_template,
)
from psycopg.adapt import AdaptersMap
from psycopg.pq import Format


class Gathering(psycopg.Pipeline):
    """Statements in one go, which leave together as soon as an answer is waited for.

    The driver's own sends each at once, and once more that it waits: every time a system call and a woken process of the
    server, which were a quarter of what an event of a call cost. It is done by methods that the driver does not promise; were
    they to be called otherwise, each would be sent at once again, which tests/site/test_connection.py tells.
    """

    MOST = 100
    """So many leave whether or not anybody waits."""
    _waits = False

    def _communicate_gen(self) -> Generator[Any, Any, None]:
        if self._waits or len(self.command_queue) > self.MOST:
            waiting = list(self.command_queue)
            self.command_queue.clear()
            if waiting:  # as one: the driver looks at the wire after each
                self.command_queue.append(partial(_each, waiting))
            yield from super()._communicate_gen()

    def _sync_gen(self) -> Generator[Any, Any, None]:
        return self._waited_for(super()._sync_gen())

    def _exit_gen(self) -> Generator[Any, Any, None]:
        return self._waited_for(super()._exit_gen())

    def _fetch_gen(self, *, flush: bool) -> Generator[Any, Any, None]:
        if flush and self.result_queue:
            self.command_queue.append(self.pgconn.send_flush_request)
            yield from self._waited_for(self._communicate_gen())
        yield from super()._fetch_gen(flush=False)

    def _waited_for(self, talk: Generator[Any, Any, None]) -> Generator[Any, Any, None]:
        before, self._waits = self._waits, True
        try:
            yield from talk
        finally:
            self._waits = before


def _each(commands: Iterable[Callable[[], object]]) -> None:
    for command in commands:
        command()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection as Django has it, with the driver's way of reading times, and a look in place of a question."""

    _pipeline: Gathering | None = None
    _hand: psycopg.Cursor[Any] | None = None

    def is_usable(self) -> bool:
        """Say whether the server is there: one that ended the connection has said so on it, and only then is it asked."""
        if self.connection is None or self.connection.closed:
            return False
        looking = select.poll()
        looking.register(self.connection.fileno(), select.POLLIN)
        return True if not looking.poll(0) else bool(super().is_usable())

    def get_connection_params(self) -> dict[str, Any]:
        """Return how to connect."""
        return super().get_connection_params() | {"context": _adapters()}

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor; Django's would lay its own reading of times over the driver's."""
        if name is None:
            return self.connection.cursor()
        held = self.autocommit
        return self.connection.cursor(name, scrollable=False, withhold=held)

    @contextmanager
    def in_one_go(self) -> Iterator[None]:
        """Send statements without waiting for each answer; only what is fetched, and a commit, is waited for."""
        self.ensure_connection()
        before = self._pipeline
        with self.wrap_database_errors, self.connection.pipeline() as pipeline:
            pipeline.__class__ = Gathering  # the connection makes its own and takes no other
            self._pipeline = pipeline
            try:
                yield
            finally:
                self._pipeline = before

    def _start_transaction_under_autocommit(self) -> None:
        """Begin a transaction, for Django's `atomic`, by saying so; the driver goes on committing by itself after it."""
        with debug_transaction(self, "BEGIN"), self.wrap_database_errors:
            self.unheard("BEGIN", prepare=False)

    def _commit(self) -> None:
        """Say so too: the driver does not know of a transaction whose BEGIN is still under way."""
        if self.connection is None or not self.connection.autocommit:
            super()._commit()  # type: ignore[misc]
            return
        with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
            self.unheard("COMMIT", prepare=False)
            if self._pipeline is not None:
                self._pipeline.sync()

    def unheard(
        self, statement: str, given: Sequence[Any] | None = None, *, prepare: bool | None = None
    ) -> None:
        """Send a statement whose answer nobody fetches, by one cursor for all: to make one costs as much as to send by it."""
        if self._hand is None or self._hand.connection is not self.connection:
            self._hand = self.connection.cursor()
        self._hand.execute(statement, given, prepare=prepare)

    def _set_autocommit(self, autocommit: bool) -> None:
        if self.connection.autocommit is not autocommit:
            super()._set_autocommit(autocommit)  # type: ignore[misc]


@cache
def _adapters() -> AdaptersMap:
    """Return Django's adapters with the compiled loader in the place of its own."""
    adapters = AdaptersMap(get_adapters_template(True, None))
    timestamps = psycopg.adapters.types["timestamptz"].oid
    compiled = psycopg.adapters.get_loader(timestamps, Format.TEXT)
    assert compiled
    adapters.register_loader(timestamps, compiled)
    return adapters
