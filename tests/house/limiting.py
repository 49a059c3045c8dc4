"""A limit to come, a day declared, a storm: one for each of own, other's and secret where there can be several."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hotline.timelimits import actions as timelimits
from hotline.timelimits.limits import Scope
from hotline.timelimits.models import Holiday, Sort, Storm, TimeLimit
from hotline.today import today

_WHICH = ("own", "other", "secret")


def limit(things: Any, which: str) -> TimeLimit:
    """Return a limit that is to hold from tomorrow."""
    kind = ("question", "help", "complaint")[_WHICH.index(which)]
    known = TimeLimit.objects.filter(kind=kind, storm=True, urgency=None).first()
    tomorrow = today() + timedelta(days=1)
    return known or timelimits.set_limit(
        Scope("reply", kind=kind, storm=True), length="3 h", from_on=tomorrow,
        by=things.town.leader, why="试",
    )  # fmt: skip


def holiday(things: Any, which: str) -> Holiday:
    """Return a day to come that the city declared free."""
    on = today() + timedelta(days=1 + _WHICH.index(which))
    known = Holiday.objects.standing().filter(on=on, official=False).first()
    return known or timelimits.declare_day(
        on, sort=Sort.FREE, name="停工", by=things.town.leader, why="台风"
    )


def storm(things: Any, _which: str) -> Storm:
    """Return the storm that is on."""
    known = Storm.objects.filter(ended_at=None).first()
    return known or timelimits.switch_on("台风", by=things.town.leader, why="预警")
