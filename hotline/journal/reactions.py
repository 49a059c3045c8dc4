"""Reactions: what follows from an entry. Recorded in the entry's transaction, done by a worker, once.

Only acts that somebody reacts to cost a row. The table of who reacts to what is `site/reactions.py`, the one place
where something below is told of something above.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from hotline import clock

from . import claims, clicks, news, rows
from .models import Entry, Reaction

React = Callable[[Entry], "claims.More | None"]
R = TypeVar("R", bound=React)

_table: dict[str, dict[str, React]] = {}
_conditions: dict[str, str] = {}
"""How those are recorded that only follow where a condition holds, by their name."""
_RECORD = """INSERT INTO journal_reaction (entry_id, name, due_at, next_at, tries, trouble)
    VALUES (coalesce(%s, currval('journal_entry_id_seq')), %s, %s, %s, 0, '')"""
"""For the entry that was written last, where nobody was told its key."""
_RECORD_WHERE = f"""WITH noted AS (
        INSERT INTO journal_reaction (entry_id, name, due_at, next_at, tries, trouble)
        SELECT coalesce(%s, currval('journal_entry_id_seq')), %s, %s, %s, 0, '' WHERE {{}} RETURNING id
    ) SELECT pg_notify('{news.WORK}', '') FROM noted"""  # noqa: S608  (only our own words are put in)
"""It is seldom done: then waking the worker may cost what the news avoid (see `news`)."""
_ENTRIES = "SELECT {columns} FROM {table} t WHERE id = ANY(%s)"


def only_where(condition: str) -> Callable[[R], R]:
    """Have a reaction recorded only where *condition* holds in the transaction of the entry: SQL, `%s` is the entry's subject.

    For acts that happen all day, after which there is hardly ever anything to do.
    """

    def decorated(function: R) -> R:
        _conditions[name_of(function)] = _RECORD_WHERE.format(condition)
        return function

    return decorated


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
    for name in _table.get(f"{entry.kind}.{entry.act}", ()):
        given = [entry.pk, name, entry.at, entry.at]
        if statement := _conditions.get(name):
            rows.tell(statement, [*given, entry.subject])
        else:
            rows.tell(_RECORD, given)
            news.wake()


def take(*, most: int = 100) -> int:
    """Do up to *most* of the reactions that wait; return how many were taken."""
    claimed = claims.claim(Reaction, most=most)
    if not claimed:
        return 0
    # Entries never change: they may be read before their turn.
    entries = {
        one.pk: one for one in rows.returned(Entry, _ENTRIES, [[row.entry_id for row in claimed]])
    }
    for row in claimed:
        row.entry = entries[row.entry_id]
        claims.finish(row, _react)
    return len(claimed)


def _react(row: Reaction) -> claims.More | None:
    """Do one; what it writes carries the request that it follows from."""
    entry = row.entry
    with clicks.of(cause_of(entry)):
        return _table[f"{entry.kind}.{entry.act}"][row.name](entry)


def cause_of(entry: Entry) -> str:
    """Return the request that what follows from *entry* is written under: its own, or its name where it had none."""
    return entry.request or f"entry:{entry.pk}"


def call_off(entry: Entry) -> bool:
    """Let nothing more follow from an entry that is taken back; say whether nothing has followed yet.

    Whoever is doing one of its reactions now is waited for; one who comes later finds it closed.
    """
    held = Reaction.objects.select_for_update().filter(entry=entry).order_by("pk")
    waiting = [row.pk for row in held if row.closed_at is None]
    after = Entry.objects.filter(pk__gt=entry.pk, request=cause_of(entry))
    if after.exists():
        return False
    Reaction.objects.filter(pk__in=waiting).update(closed_at=clock.now())
    return True
