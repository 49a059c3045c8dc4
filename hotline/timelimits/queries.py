"""Which time limit holds, when something is due under it, and how the rules came about."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from datetime import time as hour

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock as clocks
from hotline.life.errors import NotSo
from hotline.worktime import Calendar, Free, Pause, Week, Working, due
from hotline.worktime.calendar import Hours

from .book import Book, Opening
from .limits import Clock, Limit, Reckoned
from .models import Holiday, OfficeHours, Season, Sort, Storm, TimeLimit

FRESH_S = 5.0
"""How long a process may go on with what it read: a rule begins tomorrow at the earliest, so that nothing is missed.

A day may be declared for today: what was reckoned by the old calendar meanwhile is reckoned anew when that has `SETTLED`.
"""
SETTLED = timedelta(seconds=FRESH_S + 60)
"""After so long nobody goes on with a calendar that was changed: what he kept is no longer fresh, and his act is done."""

_kept: tuple[float, Book] | None = None


def limit(clock: str, *, kind: str, urgency: int, unit: int | None, at: datetime) -> Limit:
    """Return the limit for what starts at a moment, under the most exact rule; `NotSo` where there is none."""
    on = timezone.localdate(at)
    storm = storm_at(at) is not None
    found = book().limit(clock, kind=kind, urgency=urgency, unit=unit, on=on, storm=storm)
    if found is None:
        told = {"clock": Clock(clock).label, "day": on.isoformat()}
        raise NotSo(_("%(day)s没有“%(clock)s”的时限，请在设置里加一条。") % told)
    return found


def reckon(
    clock: str,
    *,
    kind: str,
    urgency: int,
    unit: int | None,
    start: datetime,
    pauses: Sequence[Pause] = (),
) -> Reckoned:
    """Say when what started is due: under the rules of its start, with what the clock stood; `StandsStill` while it stands."""
    held = limit(clock, kind=kind, urgency=urgency, unit=unit, at=start)
    return reckon_by(held, unit=unit, start=start, pauses=pauses)


def reckon_by(
    held: Limit, *, unit: int | None, start: datetime, pauses: Sequence[Pause] = ()
) -> Reckoned:
    """Say when what started under a known limit is due: an extended one, or one that was agreed."""
    days = calendar(unit, at=start)
    found = due(start, held.length, days, pauses=pauses, counting=held.counting)
    return Reckoned(found, held, start, tuple(pauses), days)


def calendar(unit: int | None = None, *, at: datetime | None = None) -> Calendar:
    """Return the working time of a unit, by the office hours that hold at a moment."""
    return book().calendar(unit, timezone.localdate(at or clocks.now()))


def storm_at(at: datetime) -> Storm | None:
    """Return the storm that was, or is, on at a moment. Read anew each time: it is switched on from one second to the next."""
    rows = Storm.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), began_at__lte=at)
    return rows.order_by("-began_at").first()


def book() -> Book:
    """Return the rules and calendars, read at most every few seconds."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > FRESH_S:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def forget() -> None:
    """Forget what is kept in memory."""
    global _kept
    _kept = None


def day_of(holiday: int) -> date:
    """Return the day of what somebody has declared or withdrawn just now, and remember no calendar from before."""
    forget()  # whoever wrote the day was another process
    return Holiday.objects.get(pk=holiday).on


# -- reading them ------------------------------------------------------------------------------------


def _read() -> Book:
    days: dict[date, Free | Working] = {}
    years: set[int] = set()
    for row in Holiday.objects.standing().order_by("official", "pk"):
        free = row.sort == Sort.FREE
        word: Free | Working = Free(row.name) if free else Working(row.name)
        days.setdefault(row.on, word)  # the city's own word comes first
        if row.official:
            years.add(row.on.year)
    hours = OfficeHours.objects.standing().order_by("-from_on")
    return Book(
        rules=[row.dated for row in TimeLimit.objects.standing()],
        seasons={row.pk: (row.starts, row.ends) for row in Season.objects.all()},
        days=days,
        years=frozenset(years),
        openings=[Opening(row.unit, row.from_on, week(row)) for row in hours],
    )


def week(row: OfficeHours) -> Week:
    """Return office hours as the week that they make."""
    weekdays = spans(row.weekdays)
    days = (*(weekdays,) * 5, spans(row.saturday), spans(row.sunday))
    return Week(days, moved=spans(row.moved))


def spans(written: str) -> Hours:
    """Read office hours such as "08:30-12:00、14:00-17:30"; ValueError when they are none."""
    found = []
    for one in written.replace(",", "、").replace("，", "、").split("、"):
        if one.strip():
            opens, closes = (_hour(part) for part in one.strip().split("-"))
            found.append((opens, closes))
    return tuple(found)


def _hour(written: str) -> hour:
    return hour() if written.strip() == "24:00" else hour.fromisoformat(written.strip())
