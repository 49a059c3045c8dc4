"""News: tells every open desk that something changed, never what. Goes out after the commit in a statement of its
own, because NOTIFY inside a transaction makes PostgreSQL commit one transaction after the other. What one act has to
tell is one message, a list: each costs the server, and whoever listens, as much as its news.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any

from django.db import transaction

from . import rows

CHANNEL = "hotline_news"
WORK = "hotline_work"
"""Wakes the worker: a reaction or a deadline may be due."""
MOST = 7900
"""Bytes of a message: PostgreSQL takes less than 8,000."""
_written = json.JSONEncoder(separators=(",", ":")).encode


def announce(about: str, act: str, *, to: str = "", of: Sequence[str] = ()) -> None:
    """Tell the open pages that *act* was done to *about*; *to* limits it to one person's pages.

    *of*: who listens to these hears it too, though he did not know of *about* before.
    """
    word = {"about": about, "act": act} | ({"to": to} if to else {}) | ({"of": of} if of else {})
    _send(CHANNEL, _written(word))


def wake() -> None:
    """Tell the worker to look now."""
    _send(WORK, "")


def _send(channel: str, word: str) -> None:
    """Add one piece to what this transaction tells; the first arranges for the sending."""
    database = rows.own_connection()
    waiting = _waiting(database)
    if not database.in_atomic_block:
        _flush({(channel, word): None})
        return
    if not waiting:
        transaction.on_commit(partial(_flush, waiting))
    waiting[channel, word] = None


def _waiting(database: Any) -> dict[tuple[str, str], None]:
    """Return what the transaction under way tells, each once: an own dict, so that a rollback drops it."""
    for hook in database.run_on_commit:
        function = hook[1]
        if isinstance(function, partial) and function.func is _flush:
            messages: dict[tuple[str, str], None] = function.args[0]
            return messages
    return {}


def _flush(told: dict[tuple[str, str], None]) -> None:
    """Send what there is, in as few messages as may be."""
    by_channel: dict[str, list[str]] = {}
    for channel, word in told:
        by_channel.setdefault(channel, []).append(word)
    messages = [(channel, one) for channel, words in by_channel.items() for one in _lists(words)]
    marks = ", ".join(["pg_notify(%s, %s)"] * len(messages))
    rows.tell(f"SELECT {marks}", [*chain.from_iterable(messages)])


def _lists(words: list[str]) -> Iterator[str]:
    """Put words, which are ASCII, together into lists as long as may be."""
    held, size = [words[0]], len(words[0])
    for word in words[1:]:
        size += len(word) + 1
        if size > MOST:
            yield f"[{','.join(held)}]"
            held, size = [], len(word)
        held.append(word)
    yield f"[{','.join(held)}]"
