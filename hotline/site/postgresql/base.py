"""Django's PostgreSQL backend, which reads times with the driver's compiled loader, and finds out for nothing whether the
server is still there.

Django's own sets the time zone in Python, value by value: half of the time that a claimed row took. With USE_TZ the
connection's time zone is UTC, and so are the driver's times. Before each request it asks the server how it is: a journey
that took as long as finding whose session it is.
"""

from __future__ import annotations

import select
from functools import cache
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import (  # type: ignore[import-untyped]
    get_adapters_template,
)
from psycopg.adapt import AdaptersMap
from psycopg.pq import Format


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection as Django has it, with the driver's way of reading times, and a look in place of a question."""

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
        held = self.connection.autocommit
        return self.connection.cursor(name, scrollable=False, withhold=held)


@cache
def _adapters() -> AdaptersMap:
    """Return Django's adapters with the compiled loader in the place of its own."""
    adapters = AdaptersMap(get_adapters_template(True, None))
    timestamps = psycopg.adapters.types["timestamptz"].oid
    compiled = psycopg.adapters.get_loader(timestamps, Format.TEXT)
    assert compiled
    adapters.register_loader(timestamps, compiled)
    return adapters
