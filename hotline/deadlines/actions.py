"""Setting, meeting, pausing clocks; and what the worker does when one runs out.

These acts leave no entry of their own: the act that sets or meets a clock has left one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Case, F, Value, When

from hotline import clock
from hotline.journal import claims, clicks, rows
from hotline.journal.clicks import request_id
from hotline.journal.models import Recorded

from .models import Deadline

RanOut = Callable[[int], None]

_table: dict[str, RanOut] = {}

_CLOSE = """UPDATE deadlines_deadline SET closed_at = %s, met = %s
    WHERE closed_at IS NULL AND kind = %s AND subject = %s AND name = ANY(%s)"""

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""When a paused clock is next looked at."""


def install(table: Mapping[str, RanOut]) -> None:
    """Set what is done when a clock runs out: "dispatch.accept" → function of the subject's key."""
    _table.clear()
    _table.update(table)


def start(about: Recorded, name: str, *, due_at: datetime) -> Deadline:
    """Let a clock run for *about*; one of each name at a time."""
    running = Deadline(
        kind=about.KIND,
        subject=about.pk,
        name=name,
        start_at=clock.now(),
        due_at=due_at,
        next_at=due_at,
        request=request_id.get(),
    )
    rows.add(running)
    return running


def meet(about: Recorded, *names: str) -> bool:
    """Stop the clock because what it waited for was done; say whether one was running."""
    return _close(about, names, met=True)


def drop(about: Recorded, *names: str) -> bool:
    """Stop the clock because nobody waits for it any more."""
    return _close(about, names, met=None)


def _close(about: Recorded, names: tuple[str, ...], *, met: bool | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [clock.now(), met, about.KIND, about.pk, list(names)])
        return bool(cursor.rowcount)


def running(about: Recorded) -> list[int]:
    """Return the keys of the clocks that run, or stand, for *about*."""
    rows_ = Deadline.objects.filter(kind=about.KIND, subject=about.pk, closed_at=None)
    return list(rows_.order_by("pk").values_list("pk", flat=True))


def restore(about: Recorded, keys: list[int]) -> None:
    """Let exactly these clocks of *about* run again, as an act that is taken back found them."""
    mine = Deadline.objects.filter(kind=about.KIND, subject=about.pk)
    mine.filter(closed_at=None).exclude(pk__in=keys).update(closed_at=clock.now(), met=None)
    stopped = mine.filter(pk__in=keys, closed_at__isnull=False)
    next_at = Case(When(paused_at=None, then=F("due_at")), default=Value(NEVER))
    stopped.update(closed_at=None, met=None, tries=0, next_at=next_at)


def pause(about: Recorded, name: str) -> bool:
    """Let the clock stand; its remaining time is kept."""
    running = Deadline.objects.filter(
        kind=about.KIND, subject=about.pk, name=name, closed_at=None, paused_at=None
    )
    return bool(running.update(paused_at=clock.now(), next_at=NEVER))


def resume(about: Recorded, name: str) -> bool:
    """Let a paused clock run on, as much later as it stood."""
    now = clock.now()
    paused = Deadline.objects.filter(
        kind=about.KIND, subject=about.pk, name=name, closed_at=None, paused_at__isnull=False
    )
    later = F("due_at") + (Value(now) - F("paused_at"))
    return bool(paused.update(due_at=later, next_at=later, paused_at=None))


def take(*, most: int = 100) -> int:
    """Act on up to *most* clocks that have run out; return how many were taken."""
    claimed = claims.claim(Deadline, most=most)
    for row in claimed:
        claims.finish(row, _ran_out, met=False)
    return len(claimed)


def _ran_out(row: Deadline) -> None:
    with clicks.of(row.request):
        _table[f"{row.kind}.{row.name}"](row.subject)
