"""Forgetting: a request written down, granted by another person, carried out by the house; and the sweep of every day.

What is emptied how, the register says and `emptying` does; here stands when, on whose word, and what is left on record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers.models import Caller
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.rules import queries as rules
from hotline.today import today

from . import emptying, forgotten, queries, register
from .life import DECIDES, LIFE, OPEN, Status
from .models import Erasure, Sweep

BATCH = 200
"""How many rows are emptied in one transaction: nobody waits long for it."""


def ask(caller: Caller, *, by: Person, why: str) -> Erasure:
    """Write down that a person wants to be forgotten, and how it was made sure that it is he who asks."""
    if not by.role & DECIDES:
        raise NotYours(_("清除申请由管理员或审计员登记。"))
    if not why.strip():
        raise NotSo(_("请写明谁来申请、怎样核实的身份。"))
    with transaction.atomic():
        caller = Caller.objects.select_for_update(no_key=True).get(pk=caller.pk)
        if caller.erased_at:
            raise NotSo(_("这位来电人的资料已经清除。"))
        if caller.erasures.filter(status__in=OPEN).exists():
            raise NotSo(_("这位来电人已经有一份申请在办。"))
        erasure = Erasure(caller=caller, asked_at=clock.now(), asked_by=by)
        return LIFE.begin(erasure, act="ask", by=by, caller=caller, why=journal.Said(why))


@LIFE.action
def grant(erasure: Erasure, *, by: Person) -> None:
    """Agree that the person is forgotten; whoever wrote the request down cannot."""
    if erasure.asked_by_id == by.pk:
        raise NotYours(_("要由登记申请以外的另一个人批准。"))
    erasure.granted_at, erasure.granted_by = clock.now(), by


@LIFE.action
def refuse(erasure: Erasure, *, by: Person, why: str) -> None:
    """Keep what is kept, and tell the person why."""


@LIFE.action
def carry_out(erasure: Erasure, *, by: Person) -> None:
    """Forget the person: empty everything that tells of him, once nothing of his is under way."""
    waits = queries.under_way(erasure.caller)
    if waits:
        raise NotNow(queries.waits_for(waits))
    erasure.erased = _forget(erasure.caller)
    erasure.done_at = clock.now()


def carry_out_granted(*, only: int | None = None) -> int:
    """Forget everybody whose request is granted and who has nothing under way; return how many."""
    granted = Erasure.objects.filter(status=Status.GRANTED).order_by("pk")
    done = 0
    for erasure in granted.filter(pk=only) if only else granted:
        with suppress(NotNow):  # it begins at this very moment, or another worker has done it
            if not queries.under_way(erasure.caller):
                carry_out(erasure, by=the_clock())
                done += 1
    return done


def replay() -> int:
    """Forget again those whom a database restored from a backup knows once more; return how many."""
    done = 0
    for pk, first_seen_at in forgotten.everybody():
        with transaction.atomic():
            known = Caller.objects.filter(pk=pk, first_seen_at=first_seen_at, erased_at=None)
            caller = known.select_for_update(no_key=True).first()
            if caller is not None:
                _forget(caller)
                done += 1
    return done


def sweep() -> Mapping[str, int]:
    """Empty what has been kept long enough, batch by batch; return what went, by table.

    A day has one sweep, whose row its worker holds during each batch: another goes on where a killed one stopped.
    """
    gone: Counter[str] = Counter()
    with transaction.atomic():
        day = today()
        Sweep.objects.get_or_create(day_on=day, defaults={"began_at": clock.now()})
    while (lost := _swept()) is not None:
        gone += lost
    return gone


def _swept() -> Counter[str] | None:
    """Empty one batch of a sweep that is not ended, or end it; None when there is none to go on with."""
    with transaction.atomic():
        begun = Sweep.objects.filter(ended_at=None).order_by("day_on")
        row = begun.select_for_update(no_key=True, skip_locked=True).first()
        if row is None:
            return None
        lost = _batch()
        row.erased = dict(Counter(row.erased) + lost)
        row.ended_at = None if lost else clock.now()
        row.save(update_fields=["erased", "ended_at"])
        act, said = ("clear", dict(lost)) if lost else ("sweep", row.erased)
        journal.write(act=act, about=row, by=the_clock(), said=said)
    return lost


def _batch() -> Counter[str]:
    """Empty some of what has been kept long enough: what hangs on a row with it, and whole callers last."""
    for table in register.tables():
        if table.since and table.kept:
            rows = queries.overdue(table, before=_before(table.kept))
            rows = rows.select_for_update(no_key=True, skip_locked=True, of=("self",))
            keys = list(rows.values_list("pk", flat=True).order_by("pk")[:BATCH])
            lost = emptying.empty(emptying.within(table, keys)) if keys else Counter()
            if lost:
                return lost
    lost = Counter()
    for caller in queries.long_gone(before=_before("keep_caller_days"))[:BATCH]:
        lost += Counter(_forget(caller))
    return lost


def _before(kept: str | timedelta) -> datetime:
    length = timedelta(days=rules.book()[kept]) if isinstance(kept, str) else kept
    return clock.now() - length


def _forget(caller: Caller) -> dict[str, int]:
    """Empty everything that tells of a caller; return how many rows of each table it was."""
    gone = Counter({"calls.telephone": emptying.silence(caller)})
    gone += emptying.empty(emptying.of_caller(caller))
    gone["callers.caller"] += callers.erase(caller, by=the_clock())
    forgotten.note(caller)
    return dict(+gone)
