"""What time it is: the one place that asks, so that a test or a simulated day can say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_frozen: datetime | None = None


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _frozen or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let the clock stand at *at* for as long as the block runs."""
    global _frozen
    if at.tzinfo is None:
        raise ValueError("a frozen clock needs a time with its zone")
    before, _frozen = _frozen, at
    try:
        yield
    finally:
        _frozen = before


def pass_time(by: timedelta) -> None:
    """Move a frozen clock on; a running one cannot be moved."""
    global _frozen
    if _frozen is None:
        raise RuntimeError("only a frozen clock can be moved")
    _frozen += by
