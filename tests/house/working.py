"""What hangs on the shifts, for the own case, another's and a secret one: who works, what is read out, what is handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hotline import clock
from hotline.shifts import actions as shifts
from hotline.shifts.models import Duty, Handover, Notice
from hotline.shifts.turns import Shift, Turn

OWN, WHICH = "own", ("own", "other", "secret")


def duty_of(things: Any, which: str) -> Duty:
    whose = things.town.people["op28" if which == OWN else "op21"]
    day = (clock.now() + timedelta(days=1 + WHICH.index(which))).date()
    known = Duty.objects.filter(person=whose, works_on=day).first()
    return known or shifts.assign(whose, shift=Shift.DAY, days=[day], by=things.town.leader)[0]


def notice_of(things: Any, which: str) -> Notice:
    said, now = f"口径 {which}", clock.now()
    known = Notice.objects.filter(said=said).first()
    until = now + timedelta(hours=1)
    return known or shifts.post_notice(
        said, valid_from=now, valid_until=until, by=things.town.leader
    )


def handover_of(things: Any, which: str) -> Handover:
    turn = Turn((clock.now() - timedelta(days=WHICH.index(which))).date(), Shift.DAY)
    known = Handover.objects.filter(works_on=turn.on).first()
    return known or shifts.draw_up(turn, by=things.town.leader)
