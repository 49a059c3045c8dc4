"""What is done about whoever abuses the line."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.calls.states import Direction
from hotline.deadlines import actions as deadlines
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import DESK
from hotline.rules import queries as rules

from . import queries
from .life import LIFE, Status
from .models import Evidence, Restraint

MOST = {Status.LIMITED: "abuse_limited_days", Status.BARRED: "abuse_barred_days"}
"""The number that says for how many days at most."""


def note(call: Call, *, by: Person, why: str) -> Restraint:
    """Write down that a call was abuse: the first begins a restraint, each after it is more evidence."""
    if not by.role & DESK:
        raise NotYours(_("恶意来电由受理员登记。"))
    if not why.strip():
        raise NotSo(_("请写明来电人说了什么、做了什么。"))
    if call.direction != Direction.IN or call.caller_id is None:
        raise NotSo(_("没有来电号码的通话，没法限制。"))
    if call.answered_at is None:
        raise NotSo(_("没有接通的来电不算恶意来电。"))
    with transaction.atomic(savepoint=False):
        rows.lock(Caller, [call.caller_id])  # one after the other
        open_ = queries.of_caller(call.caller_id)
        if open_ is None:
            open_ = _begun(call, by, why)
        elif open_.evidence.filter(call=call).exists():
            raise NotNow(_("这通来电已经登记过。"))
        else:
            open_ = add_evidence(open_, by=by, call=call, why=why)
        Evidence.objects.create(restraint=open_, call=call, added_at=clock.now(), added_by=by)
    return open_


def _begun(call: Call, by: Person, why: str) -> Restraint:
    assert call.caller_id is not None
    noted = Restraint(caller_id=call.caller_id, noted_at=clock.now(), noted_by=by)
    said = {"caller": f"caller:{call.caller_id}", "why": journal.Said(why)}
    return LIFE.begin(noted, act="note", by=by, call=call, **said)


@LIFE.action
def add_evidence(restraint: Restraint, *, by: Person, call: Call, why: str) -> None:
    """Put on record that there was another such call."""


@LIFE.action
def limit(restraint: Restraint, *, by: Person, days: int, why: str) -> None:
    """Have the caller answered after the others, for some days."""
    _decide(restraint, Status.LIMITED, by=by, days=days)


@LIFE.action
def bar(restraint: Restraint, *, by: Person, days: int, why: str) -> None:
    """Answer the caller no more for some days, but for emergencies: only whoever went on when he was limited."""
    assert restraint.decided_at
    if not queries.came_again(restraint):
        raise NotSo(_("限制以后没有新的恶意来电，不能停接。"))
    deadlines.drop(restraint, "until")
    _decide(restraint, Status.BARRED, by=by, days=days)


def _decide(restraint: Restraint, to: Status, *, by: Person, days: int) -> None:
    if restraint.evidence.filter(added_by=by).exists():
        raise NotYours(_("恶意来电是您自己登记的，要由另一位值班长决定。"))
    most = rules.book()[MOST[to]]
    if not 1 <= days <= most:
        said = ngettext(
            "天数最少是 1 天，最多 %(most)s 天。", "天数最少是 1 天，最多 %(most)s 天。", most
        )
        raise NotSo(said % {"most": most})
    now = clock.now()
    restraint.decided_at, restraint.decided_by = now, by
    restraint.until_at, restraint.appealed_at = now + timedelta(days=days), None
    deadlines.start(restraint, "until", due_at=restraint.until_at)
    _restrain(restraint, to, by=by)


@LIFE.action
def appeal(restraint: Restraint, *, by: Person, words: str) -> None:
    """Take down that the person says it is wrong; somebody else than who decided must answer."""
    if restraint.appealed_at is not None:
        raise NotNow(_("已经有一份申诉在等答复。"))
    restraint.appealed_at = clock.now()


@LIFE.action
def uphold(restraint: Restraint, *, by: Person, why: str) -> None:
    """Answer an appeal: it stays as it is."""
    if restraint.appealed_at is None:
        raise NotNow(_("没有等答复的申诉。"))
    _another_judges(restraint, by)
    restraint.appealed_at = None


@LIFE.action
def lift(restraint: Restraint, *, by: Person, why: str) -> None:
    """Let the caller in again as everybody, before the day."""
    if restraint.appealed_at is not None:
        _another_judges(restraint, by)
    restraint.appealed_at = None
    deadlines.drop(restraint, "until")
    _restrain(restraint, None, by=by)


@LIFE.action
def dismiss(restraint: Restraint, *, by: Person, why: str) -> None:
    """Say that there was nothing in it."""


@LIFE.action
def run_out(restraint: Restraint, *, by: Person) -> None:
    """Let the caller in again: the day has come."""
    restraint.appealed_at = None
    _restrain(restraint, None, by=by)


def _another_judges(restraint: Restraint, by: Person) -> None:
    if restraint.decided_by_id == by.pk:
        raise NotYours(_("限制是您自己决定的，申诉要由另一位值班长答复。"))


def _restrain(restraint: Restraint, to: Status | None, *, by: Person) -> None:
    """Tell the callers what the telephone asks of each: how far this one may go."""
    callers.restrain(
        restraint.caller,
        limited_until=restraint.until_at if to is Status.LIMITED else None,
        barred_until=restraint.until_at if to is Status.BARRED else None,
        by=by,
    )
