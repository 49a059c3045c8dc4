"""Taking a wrong click back: within a minute, by whoever clicked, where nobody and nothing has acted on it.

A step that may be taken back keeps how its row stood before (`Before`); which steps may, their lives say (`Step.undo`).
The journal keeps both, the step and its taking back. What has left the house is not taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.journal import log as journal
from hotline.journal import queries, reactions, rows
from hotline.journal.models import Entry

from .errors import NotNow, NotYours
from .models import Before, Living
from .registry import LIVES

WITHIN = timedelta(seconds=60)
"""How long a step may be taken back."""
_BEFORE = "SELECT {columns} FROM {table} t WHERE t.kind = %s AND t.subject = %s"


def clocks(row: Living) -> list[int]:
    """Return which clocks run for a thing, before a step is taken."""
    return deadlines.running(row)


def remember(
    entry: Entry,
    row: Living,
    before: Mapping[str, Any],
    changed: Sequence[rows.Column],
    running: list[int],
) -> None:
    """Keep how the thing stood before its step; what an earlier step left is forgotten."""
    was = type(row)(**{field.attname: before[field.attname] for field in changed})
    own = [field for field in changed if field.name not in ("head", "version")]
    given = Before(
        kind=row.KIND,
        subject=row.pk,
        entry=entry,
        at=entry.at,
        columns={
            field.attname: None if before[field.attname] is None else field.value_to_string(was)
            for field in own
        },
        clocks=running,
    )
    Before.objects.bulk_create(
        [given],
        update_conflicts=True,
        unique_fields=["kind", "subject"],
        update_fields=["entry", "at", "columns", "clocks"],
    )


def may(thing: Living, person: Any) -> Entry | None:
    """Return the step that this person may take back now, if any; what follows from it is looked at when he does."""
    kept = _kept(thing)
    if kept is None or kept.entry.by_id != person.pk or clock.now() - kept.at > WITHIN:
        return None
    last = queries.last(thing)
    return kept.entry if last is not None and last.pk == kept.entry_id else None


def undo(thing: Living, *, by: Any) -> str:
    """Take the last step of a thing back; return what was taken back, in words."""
    life = LIVES[thing.KIND]
    with transaction.atomic(savepoint=False):
        [row] = rows.lock(type(thing), [thing.pk])
        kept, last = _kept(row), queries.last(row)
        if kept is None or last is None or last.pk != kept.entry_id:
            raise NotNow(_("没有可以撤销的操作：之后已经有人办过。"))
        if last.by_id != by.pk:
            raise NotYours(_("只能撤销自己刚才的操作。"))
        if clock.now() - kept.at > WITHIN:
            raise NotNow(_("已经过了一分钟，不能撤销，请用别的步骤改正。"))
        if not reactions.call_off(last):
            raise NotNow(_("这一步已经通知出去，不能撤销，请用别的步骤改正。"))
        was, changed = row.status, _put_back(row, kept)
        deadlines.restore(row, kept.clocks)
        kept.delete()
        row.version += 1
        said = {"step": last.act, "entry": last.pk}
        journal.write(act="undo", about=row, by=by, said=said, was=was, now=row.status, locked=True)
        rows.change(row, changed)
    return str(life.steps[last.act].done)


def forget_old() -> int:
    """Delete what can no longer be taken back; return how much."""
    return Before.objects.filter(at__lt=clock.now() - 2 * WITHIN).delete()[0]


def _kept(thing: Living) -> Before | None:
    return next(iter(rows.returned(Before, _BEFORE, [thing.KIND, thing.pk])), None)


def _put_back(row: Living, kept: Before) -> list[rows.Column]:
    """Give the row its columns as they were; return which are to be written."""
    changed = []
    for field in rows.columns(type(row)):
        if field.attname in kept.columns:
            text = kept.columns[field.attname]
            setattr(row, field.attname, None if text is None else field.to_python(text))
            changed.append(field)
        elif field.name in ("head", "version"):
            changed.append(field)
    return changed
