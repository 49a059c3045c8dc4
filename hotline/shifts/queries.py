"""Questions about shifts: who works when, what is said today, which handover is under way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hotline import clock

from . import turns
from .life import Status
from .models import Duty, Handover, HandoverQuerySet, Notice, NoticeQuerySet
from .turns import Turn


def roster(person: Any, *, from_on: date, days: int) -> Mapping[Turn, list[Duty]]:
    """Return who works each shift of some days, in one query; a shift that nobody works has no row."""
    rows = Duty.objects.seen_by(person).standing().select_related("person")
    found: dict[Turn, list[Duty]] = {}
    span = (from_on, from_on + timedelta(days=days - 1))
    for duty in rows.filter(works_on__range=span).order_by("person__number", "pk"):
        found.setdefault(duty.turn, []).append(duty)
    return found


def on_duty(person: Any, turn: Turn) -> list[Duty]:
    """Return who works a shift."""
    rows = Duty.objects.seen_by(person).standing().select_related("person")
    return list(rows.filter(works_on=turn.on, shift=turn.shift).order_by("person__number", "pk"))


def own_duty(person: Any) -> Duty | None:
    """Return the shift that *person* may sign on to now, and has not."""
    now = clock.now()
    running = turns.at(now)
    mine = Duty.objects.standing().filter(person=person.pk, signed_on_at=None)
    for turn in (running, running.after):
        if turns.may_sign_on(turn, now):
            duty = mine.filter(works_on=turn.on, shift=turn.shift).first()
            if duty:
                return duty
    return None


def notices(person: Any) -> NoticeQuerySet:
    """Return what is said now, the latest first."""
    now = clock.now()
    rows = Notice.objects.seen_by(person).filter(valid_from__lte=now, valid_until__gt=now)
    return rows.select_related("written_by").order_by("-valid_from", "-pk")


def notices_to_come(person: Any) -> NoticeQuerySet:
    """Return what is said now or will be, the first to begin first."""
    rows = Notice.objects.seen_by(person).filter(valid_until__gt=clock.now())
    return rows.select_related("written_by").order_by("valid_from", "pk")


def handovers(person: Any) -> HandoverQuerySet:
    """Return every handover, the latest first."""
    rows = Handover.objects.seen_by(person).select_related("handed_by", "taken_by")
    return rows.order_by("-drawn_at", "-pk")


def unsigned(person: Any) -> HandoverQuerySet:
    """Return the handovers that still want a signature."""
    return handovers(person).exclude(status=Status.TAKEN)
