"""Setting a number of the line."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from hotline import clock
from hotline.journal import log as journal

from . import queries
from .models import Rule
from .numbers import NUMBERS

BEFORE_ALL = datetime(2012, 1, 1, tzinfo=UTC)
"""Defaults hold from before the first day of the first line."""


def set_rule(
    name: str, *, value: int, by: journal.Actor, why: str, valid_from: datetime | None = None
) -> Rule:
    """Let a number hold from a moment on; what it was stays on record."""
    with transaction.atomic():
        rule = Rule.objects.create(
            name=name, value=value, valid_from=valid_from or clock.now(), by_id=by.pk, why=why
        )
        said = {"name": name, "value": value, "from": rule.valid_from, "why": journal.Said(why)}
        journal.write(act="set_rule", about=rule, by=by, said=said)
    queries.forget()
    return rule


def lay_down_defaults(*, by: journal.Actor) -> int:
    """Write the default of every number that has no row yet; return how many were written."""
    known = set(Rule.objects.values_list("name", flat=True))
    missing = [number for number in NUMBERS if number.name not in known]
    for number in missing:
        set_rule(number.name, value=number.default, by=by, why=number.source, valid_from=BEFORE_ALL)
    return len(missing)
