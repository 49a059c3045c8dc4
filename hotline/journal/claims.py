"""Claiming: how several workers share rows that must each be acted on once.

One statement takes a batch with SKIP LOCKED and leases it; then each row's act and the row's closing commit
together. A worker that dies leaves its lease to run out; a slow one finds its row closed and does nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import Enum
from typing import Any, TypeVar

from django.db import connection, transaction

from hotline import clock, discretion

from . import news, rows
from .models import Claimable

log = logging.getLogger(__name__)
C = TypeVar("C", bound=Claimable)


class More(Enum):
    """What an act says that has done one batch of several."""

    MORE = "more"


_CLAIM = """WITH mine AS (
        SELECT id FROM {table} WHERE closed_at IS NULL AND next_at <= %s
        ORDER BY next_at LIMIT %s FOR UPDATE SKIP LOCKED)
    UPDATE {table} t SET next_at = %s, tries = t.tries + 1
    FROM mine WHERE t.id = mine.id RETURNING {columns}"""

_CLOSE = """UPDATE {table} SET {sets} WHERE id = %s AND closed_at IS NULL AND tries = %s"""

LEASE = timedelta(seconds=60)
WAIT_LONGEST = timedelta(minutes=10)
DOUBLINGS = 10
"""After so many the wait is the longest; a row that fails for days must not overflow the doubling."""


def claim(model: type[C], *, most: int = 100) -> Sequence[C]:
    """Take up to *most* rows whose time has come, none of which another worker holds."""
    now = clock.now()
    return rows.returned(model, _CLAIM, [now, most, now + LEASE])


class _Lost(Exception):
    """The row was closed meanwhile: what was done for it is taken back."""


def finish(row: C, act: Callable[[C], More | None], **closing: Any) -> bool:
    """Do *act* and close the row in one transaction; say whether it was done.

    An act that says `MORE` leaves the row open, to be taken again at once. The act comes first, so that it locks its
    subject before the row, as every other act does: no deadlock. A fault is kept on the row, which is tried again later.
    """
    try:
        with transaction.atomic():
            more = act(row) is More.MORE
            closed = {"next_at": clock.now(), "tries": 0} if more else {"closed_at": clock.now()}
            if not _changed(row, **({} if more else closing), **closed):
                raise _Lost
            if more:
                news.wake()
    except _Lost:
        return False
    except Exception as fault:
        model = type(row)
        log.exception("%s %s failed at try %s", model.__name__, row.pk, row.tries)
        wait = min(timedelta(seconds=2 ** min(row.tries, DOUBLINGS)), WAIT_LONGEST)
        held = model._base_manager.filter(pk=row.pk, closed_at=None)
        held.update(next_at=clock.now() + wait, trouble=discretion.told(fault)[:500])
        return False
    return True


def _changed(row: Claimable, **values: Any) -> bool:
    """Write plain columns of a row that is open and that nobody has taken since; say whether it was so."""
    sets = ", ".join(f"{name} = %s" for name in values)
    statement = _CLOSE.format(table=row._meta.db_table, sets=sets)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values.values(), row.pk, row.tries])
        return bool(cursor.rowcount)
