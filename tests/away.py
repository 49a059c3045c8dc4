"""A database that is away for a while: whoever was connected is cut off, and nobody is let in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import admin


@contextmanager
def away(database: str) -> Iterator[None]:
    """Keep everybody out of *database* for as long as the block runs."""
    admin(f'ALTER DATABASE "{database}" WITH ALLOW_CONNECTIONS false')
    try:
        admin(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
        )
        yield
    finally:
        admin(f'ALTER DATABASE "{database}" WITH ALLOW_CONNECTIONS true')
