"""What is done about resolutions: written down in a meeting, given with its minutes, reported by the unit, closed by the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.assignments import clocks, hands
from hotline.assignments import queries as assignments
from hotline.deadlines import actions as deadlines
from hotline.departments.models import Unit
from hotline.journal import log as journal
from hotline.journal import news, rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.meetings import queries
from hotline.meetings.life import CALLS, RESOLUTION, Status
from hotline.meetings.models import AgendaItem, Meeting, Resolution
from hotline.people.models import Person
from hotline.rules import queries as rules

MOST_DAYS = 365
CLOCKS = ("near", "due", "long")


def resolve(
    meeting: Meeting, *, by: Person, text: str, unit: Unit, days: int,
    co_units: Iterable[Unit] = (), item: AgendaItem | None = None,
) -> Resolution:  # fmt: skip
    """Write down what a unit is to do, and in how many working days; it binds once the minutes are approved."""
    if not by.role & CALLS:
        raise NotYours(_("您的岗位不能记议定事项。"))
    if not text.strip():
        raise NotSo(_("请写明要办什么。"), field="text")
    _term(days)
    helping = [one for one in dict.fromkeys(co_units) if one.pk != unit.pk]
    for one in (unit, *helping):
        hands.demand_in_service(one)
    with transaction.atomic():
        [held] = rows.lock(Meeting, [meeting.pk])
        if held.status != Status.HELD:
            raise NotNow(_("会议召开以后、纪要定稿以前，才能记议定事项。"))
        if item is not None and item.meeting_id != held.pk:
            raise NotSo(_("这个议题不在本次会议上。"), field="item")
        made = Resolution(meeting=held, item=item, text=text.strip(), unit=unit, days=days)
        RESOLUTION.begin(
            made, act="resolve", by=by, meeting=held, unit=unit, co=helping, days=days,
            text=journal.Said(text),
        )  # fmt: skip
        made.co_units.set(helping)
    return made


@RESOLUTION.action
def give(resolution: Resolution, *, by: Person) -> Mapping[str, Any]:
    """Let a resolution bind its unit from now on."""
    resolution.given_at = clock.now()
    return _run(resolution, from_now=True)


@RESOLUTION.action
def report(resolution: Resolution, *, by: Person, account: str) -> None:
    """Say that it is done, and how."""
    if not queries.led([resolution], by):
        raise NotYours(_("由牵头单位%(unit)s报告。") % {"unit": resolution.unit.short})
    deadlines.meet(resolution, *CLOCKS)
    resolution.reported_at, resolution.account = clock.now(), account


@RESOLUTION.action
def close(resolution: Resolution, *, by: Person) -> None:
    """Find that it is done."""
    resolution.closed_at = clock.now()


@RESOLUTION.action
def send_back(resolution: Resolution, *, by: Person, why: str, days: int) -> Mapping[str, Any]:
    """Find that it is not done, and give it so many more working days from now."""
    _term(days)
    resolution.times_sent_back += 1
    resolution.reported_at = None
    resolution.days = days
    return _run(resolution, from_now=True)


@RESOLUTION.action
def extend(resolution: Resolution, *, by: Person, days: int, why: str) -> Mapping[str, Any]:
    """Give it so many more working days."""
    _term(days)
    _term(resolution.days + days)
    resolution.days += days
    deadlines.drop(resolution, *CLOCKS)
    told = _run(resolution, from_now=False)
    if resolution.due_at is None or resolution.due_at <= clock.now():
        raise NotSo(_("加上这几天，时限还在现在以前，请多给几天。"), field="days")
    return told


@RESOLUTION.action
def reckon(resolution: Resolution, *, by: Person) -> Mapping[str, Any]:
    """Let its clocks run by the calendar as it is now; who was warned is not warned again."""
    was, unwarned = resolution.due_at, deadlines.drop(resolution, "near")
    deadlines.drop(resolution, *CLOCKS)
    return {"was": was, **_run(resolution, from_now=False, warns=unwarned)}


@RESOLUTION.action
def warn(resolution: Resolution, *, by: Person) -> None:
    """Tell the units that it is nearly due."""
    _tell(resolution, "warn", assignments.UNIT)


@RESOLUTION.action
def overrun(resolution: Resolution, *, by: Person) -> None:
    """Put on record that it was not reported in time, and tell the heads of the units too."""
    resolution.late = True
    if resolution.due_at is not None:
        deadlines.start(
            resolution, "long", due_at=resolution.due_at + rules.book().time("overdue_leader_h")
        )
    _tell(resolution, "overrun", assignments.HEAD)


@RESOLUTION.action
def tell_leader(resolution: Resolution, *, by: Person) -> None:
    """Tell the line's leaders too that it is long overdue."""
    _tell(resolution, "tell_leader", assignments.LEADER)


@RESOLUTION.action
def drop(resolution: Resolution, *, by: Person, why: str) -> None:
    """Let nobody need do it."""
    deadlines.drop(resolution, *CLOCKS)


def _run(resolution: Resolution, *, from_now: bool, warns: bool = True) -> Mapping[str, Any]:
    """Reckon when it is due, and let its clocks run."""
    if from_now or resolution.counted_from_at is None:
        resolution.counted_from_at = clock.now()
    start = resolution.counted_from_at
    found = queries.reckon(resolution.unit_id, days=resolution.days, start=start)
    resolution.due_at = found.due.at
    near = clocks.near(found, pct=rules.book()["near_due_pct"])
    if warns and clock.now() < near < found.due.at:
        deadlines.start(resolution, "near", due_at=near)
    deadlines.start(resolution, "due", due_at=found.due.at)
    return {"due": found.due.at}


def _term(days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise NotSo(_("请写 1 到 %(most)s 个工作日。") % {"most": MOST_DAYS}, field="days")


def _tell(resolution: Resolution, act: str, level: int) -> None:
    told = {
        person.about: None
        for unit in queries.units_of(resolution)
        for person in assignments.people_of(unit.pk, level)
    }
    for about in told:
        news.announce(resolution.about, act, to=about)
