"""The line's figures for a monitor: what waits, what runs, what is late. One statement, kept some seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django.db import Error, connection

FRESH_S = 10.0

# What is open has a partial index everywhere; nothing here reads what is done.
_COUNTED = """SELECT
    (SELECT count(*) FROM calls_call WHERE direction = 'in' AND status IN ('waiting', 'ringing')),
    (SELECT count(*) FROM cases_case WHERE status = 'open'),
    (SELECT count(*) FROM cases_case WHERE status = 'in_hand'),
    (SELECT count(*) FROM cases_case WHERE status = 'answered'),
    (SELECT count(*) FROM deadlines_deadline WHERE closed_at IS NULL),
    (SELECT count(*) FROM deadlines_deadline WHERE closed_at IS NULL AND due_at < now() AND paused_at IS NULL),
    (SELECT count(*) FROM journal_reaction WHERE closed_at IS NULL),
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'),
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'),
    pg_database_size(current_database())"""


@dataclass(frozen=True)
class Figures:
    """What the database counts."""

    calls_waiting: int
    open: int
    in_hand: int
    answered: int
    deadlines: int
    overdue: int
    reactions: int
    jobs_todo: int
    jobs_doing: int
    database_bytes: int


@dataclass
class _Counted:
    at: float = -FRESH_S
    figures: Figures | None = field(default=None)


_lately = _Counted()


def counted() -> Figures | None:
    """Return the figures as they are, or were some seconds ago; None while the database is away."""
    if time.monotonic() - _lately.at > FRESH_S:
        _lately.figures, _lately.at = _count(), time.monotonic()
    return _lately.figures


def forget() -> None:
    """Count anew at the next question."""
    _lately.at = -FRESH_S


def _count() -> Figures | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED)
            return Figures(*cursor.fetchone())
    except Error:
        connection.close()
        return None
