"""Reactions: what follows from an entry. Recorded in the entry's transaction, done by a worker, once.

Only acts that somebody reacts to cost a row. The table of who reacts to what is `site/reactions.py`, the one place
where something below is told of something above.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from . import claims, clicks, news
from .models import Entry, Reaction

React = Callable[[Entry], None]

_table: dict[str, dict[str, React]] = {}


def install(table: Mapping[str, Sequence[React]]) -> None:
    """Set who reacts to what: "case.answer" → functions; each is known by its module and name."""
    _table.clear()
    for act, functions in table.items():
        _table[act] = {name_of(function): function for function in functions}


def name_of(function: React) -> str:
    """Return the name under which a reaction is recorded."""
    return f"{function.__module__}.{function.__qualname__}"


def record(entry: Entry) -> None:
    """Note what must follow from *entry*; nothing for an act that nobody reacts to."""
    followers = _table.get(f"{entry.kind}.{entry.act}")
    if followers:
        Reaction.objects.bulk_create(
            Reaction(entry=entry, name=name, due_at=entry.at, next_at=entry.at)
            for name in followers
        )
        news.wake()


def take(*, most: int = 100) -> int:
    """Do up to *most* of the reactions that wait; return how many were taken."""
    rows = claims.claim(Reaction, most=most)
    for row in rows:
        claims.finish(row, _react)
    return len(rows)


def _react(row: Reaction) -> None:
    with clicks.of(row.entry.request):
        _table[f"{row.entry.kind}.{row.entry.act}"][row.name](row.entry)
