"""The id of the click: it runs from the browser's press through the entry to whatever follows from it, however late."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id under which this thread acts now; the outermost door sets it."""


@contextmanager
def of(known: str) -> Iterator[None]:
    """Act under a click's id for as long as the block runs; under a fresh one when none is known."""
    token = request_id.set(known or uuid.uuid4().hex)
    try:
        yield
    finally:
        request_id.reset(token)
