"""News: tells every open desk that something changed, never what. Goes out after the commit in a statement of its
own, because NOTIFY inside a transaction makes PostgreSQL commit one transaction after the other.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.db import transaction

from . import rows

CHANNEL = "hotline_news"
WORK = "hotline_work"
"""Wakes the worker: a reaction or a deadline may be due."""
FEW = 8
"""As many are a statement of their own kind, kept ready by the driver."""
_written = json.JSONEncoder(separators=(",", ":")).encode


def announce(about: str, act: str, *, to: str = "") -> None:
    """Tell the open pages that *act* was done to *about*; *to* limits it to one person's pages."""
    payload = {"about": about, "act": act} | ({"to": to} if to else {})
    _send(CHANNEL, _written(payload))


def wake() -> None:
    """Tell the worker to look now."""
    _send(WORK, "")


def _send(channel: str, payload: str) -> None:
    """Add one message to those of this transaction; the first arranges for the sending."""
    database = rows.own_connection()
    waiting = _waiting(database)
    if not database.in_atomic_block:
        _flush({(channel, payload): None})
        return
    if not waiting:
        transaction.on_commit(partial(_flush, waiting))
    waiting[channel, payload] = None


def _waiting(database: Any) -> dict[tuple[str, str], None]:
    """Return the messages of the transaction under way, each once: an own dict, so that a rollback drops it."""
    for hook in database.run_on_commit:
        function = hook[1]
        if isinstance(function, partial) and function.func is _flush:
            messages: dict[tuple[str, str], None] = function.args[0]
            return messages
    return {}


def _flush(messages: dict[tuple[str, str], None]) -> None:
    """Send what there is: the few of an act one by one, which is quicker, the many of a large one as a table."""
    words = [word for message in messages for word in message]
    if len(messages) <= FEW:
        rows.tell(f"SELECT {', '.join(['pg_notify(%s, %s)'] * len(messages))}", words)
    else:
        many = "SELECT pg_notify(c, p) FROM unnest(%s::text[], %s::text[]) AS m(c, p)"
        rows.tell(many, [words[::2], words[1::2]])
