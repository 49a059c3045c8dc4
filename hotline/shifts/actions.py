"""What is done about shifts: putting on the roster, signing on, saying what is said today, handing over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import DESK, Role

from . import sheet, turns
from .life import LIFE
from .models import Duty, Handover, Notice
from .turns import Shift, Turn

DAYS_MOST = 31
"""As many days of the roster are written at once."""


# -- the roster -----------------------------------------------------------------------------------


def assign(person: Person, *, shift: Shift, days: Sequence[date], by: Person) -> list[Duty]:
    """Let somebody work a shift on some days; where he does already, nothing changes."""
    _needs_leader(by)
    if not person.role & DESK or not person.is_active:
        raise NotSo(_("%(who)s没有坐席，不能排班。") % {"who": person})
    if not days or len(days) > DAYS_MOST:
        raise NotSo(_("一次最多排 %(n)d 天。") % {"n": DAYS_MOST})
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # one after the other
        rows = Duty.objects.standing().filter(person=person, shift=shift, works_on__in=days)
        known = set(rows.values_list("works_on", flat=True))
        return [_assign(person, Turn(day, shift), by) for day in days if day not in known]


def _assign(person: Person, turn: Turn, by: Person) -> Duty:
    duty = Duty(works_on=turn.on, shift=turn.shift, person=person)
    duty.save()
    said = {"person": person, "on": turn.on, "shift": turn.shift}
    journal.write(act="assign", about=duty, by=by, said=said, locked=True)
    duty.save(update_fields=["head"])
    return duty


def release(duty: Duty, *, by: Person) -> None:
    """Take somebody off a shift that he has not begun."""
    _needs_leader(by)
    with transaction.atomic():
        held = Duty.objects.select_for_update(no_key=True).get(pk=duty.pk)
        if held.released_at is not None:
            raise NotNow(_("已经撤班了。"))
        if held.signed_on_at is not None:
            raise NotNow(_("已经到岗，不能撤班。"))
        held.released_at = clock.now()
        journal.write(act="release", about=held, by=by, locked=True)
        held.save(update_fields=["released_at", "head"])


def sign_on(duty: Duty, *, by: Person) -> None:
    """Come to work: for oneself alone, from an hour before the shift until its end."""
    if duty.person_id != by.pk:
        raise NotYours(_("只能给自己签到。"))
    with transaction.atomic():
        held = Duty.objects.select_for_update(no_key=True).get(pk=duty.pk)
        if held.released_at is not None or held.signed_on_at is not None:
            raise NotNow(_("已经到岗，或者已经撤班。"))
        if not turns.may_sign_on(held.turn, clock.now()):
            raise NotNow(_("上班前一小时起才能签到，下班后不能补签。"))
        held.signed_on_at = clock.now()
        journal.write(act="sign_on", about=held, by=by, locked=True)
        held.save(update_fields=["signed_on_at", "head"])


# -- what is said today ---------------------------------------------------------------------------


def post_notice(said: str, *, valid_from: datetime, valid_until: datetime, by: Person) -> Notice:
    """Let every operator say the same about something, from when until when."""
    _needs_leader(by)
    if not said.strip():
        raise NotSo(_("请写明口径。"))
    if valid_until <= max(valid_from, clock.now()):
        raise NotSo(_("口径要在以后的时间结束。"))
    with transaction.atomic():
        notice = Notice(
            said=said.strip()[:500], valid_from=valid_from, valid_until=valid_until, written_by=by
        )
        notice.save()
        told = {"said": journal.Said(notice.said), "from": valid_from, "until": valid_until}
        journal.write(act="post_notice", about=notice, by=by, said=told, locked=True)
        notice.save(update_fields=["head"])
    return notice


def end_notice(notice: Notice, *, by: Person) -> None:
    """Let a notice end now, or never begin."""
    _needs_leader(by)
    now = clock.now()
    with transaction.atomic():
        held = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
        if held.valid_until <= now:
            raise NotNow(_("这条口径已经结束。"))
        held.valid_from, held.valid_until = min(held.valid_from, now), now
        journal.write(act="end_notice", about=held, by=by, locked=True)
        held.save(update_fields=["valid_from", "valid_until", "head"])


# -- the handover ---------------------------------------------------------------------------------


def draw_up(turn: Turn, *, by: Person) -> Handover:
    """Fill in the sheet of the shift that goes, with all that is open at this moment."""
    _needs_leader(by)
    now = clock.now()
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        if Handover.objects.filter(works_on=turn.on, shift=turn.shift).exists():
            raise NotNow(_("这一班的交接单已经有了。"))
        drawn = Handover(works_on=turn.on, shift=turn.shift, drawn_at=now, sheet=sheet.fill(now))
        return LIFE.begin(drawn, act="draw_up", by=by, on=turn.on, shift=turn.shift)


@LIFE.action
def fill_in(handover: Handover, *, by: Person) -> None:
    """Fill the sheet in anew: time has gone by since it was drawn up."""
    now = clock.now()
    handover.drawn_at, handover.sheet = now, sheet.fill(now)


@LIFE.action
def add_words(handover: Handover, *, by: Person, words: str) -> None:
    """Say what no list knows."""


@LIFE.action
def hand_over(handover: Handover, *, by: Person) -> None:
    """Sign for the shift that goes."""
    handover.handed_by, handover.handed_at = by, clock.now()


@LIFE.action
def take_over(handover: Handover, *, by: Person) -> None:
    """Sign for the shift that comes: somebody else than who handed over."""
    if handover.handed_by_id == by.pk:
        raise NotYours(_("交班和接班要由两个人签字。"))
    handover.taken_by, handover.taken_at = by, clock.now()


def _needs_leader(by: Person) -> None:
    if not by.role & Role.LEADER:
        raise NotYours(_("这由值班长办。"))
