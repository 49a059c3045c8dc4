"""What is done about time limits: setting one from a day on, ending one, taking one back; seasons, days, hours, storms.

A rule begins tomorrow at the earliest: what began today, begins and ends under the rule of today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.today import today
from hotline.worktime import Counting, Length, NotALength, Unit

from . import queries
from .importing import Order
from .life import LIFE, SWITCHES
from .limits import Clock, Scope
from .models import Holiday, OfficeHours, Season, SetDown, Sort, Storm, TimeLimit

MOST = {
    Unit.MINUTES: 1440,
    Unit.HOURS: 240,
    Unit.WORKING_HOURS: 240,
    Unit.DAYS: 180,
    Unit.WORKING_DAYS: 120,
}
"""No limit is longer: whoever writes more has taken one unit for another."""
AHEAD = timedelta(days=366)
"""A rule is set a year ahead at most."""
WORDS_MOST = 500

_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
Row = TypeVar("Row", bound=SetDown)


# -- the rules ------------------------------------------------------------------------------------


def set_limit(
    scope: Scope,
    *,
    length: str,
    from_on: date,
    by: Person,
    why: str,
    counting: Counting = Counting.NEXT_DAY,
) -> TimeLimit:
    """Let a limit hold from a day on; the one that held so far ends on the day before."""
    _allow(by, why)
    said = read_length(length)
    if scope.clock == Clock.EXTENSION and said.unit is not Unit.WORKING_DAYS:
        raise NotSo(_("延期按工作日批，上限请写成几个工作日。"), field="length")
    if not today() < from_on <= today() + AHEAD:
        raise NotSo(
            _("时限从明天起才能改，最多提前一年定：今天开始的照今天的办。"), field="from_on"
        )
    with transaction.atomic():
        _hold()
        held = _open(scope)
        if held is not None and held.from_on > today():
            told = {"day": held.from_on.isoformat()}
            raise NotNow(_("已经定了从 %(day)s 起的更改，请先撤回那一次。") % told)
        if held is not None and (held.length, held.counting) == (str(said), counting.value):
            raise NotSo(_("本来就是这样，不用改。"), field="length")
        if held is not None:
            held.until_on = from_on - timedelta(days=1)
            held.save(update_fields=["until_on"])
        return _written(
            TimeLimit(
                clock=scope.clock, kind=scope.kind, urgency=scope.urgency, unit=scope.unit,
                season_id=scope.season, storm=scope.storm, length=str(said),
                counting=counting.value, from_on=from_on,
            ),
            act="set_limit", by=by, why=why,
            said={"clock": scope.clock, "length": str(said), "from": from_on, "instead": held},
        )  # fmt: skip


def end_limit(row: TimeLimit, *, last_on: date, by: Person, why: str) -> TimeLimit:
    """Let a limit hold until a day and no longer; what it spoke of goes by the next exact rule then."""
    _allow(by, why)
    if not today() <= last_on <= today() + AHEAD:
        raise NotSo(_("最后一天从今天起，最多提前一年定。"), field="last_on")
    with transaction.atomic():
        _hold()
        held: TimeLimit = TimeLimit.objects.select_for_update(no_key=True).get(pk=row.pk)
        if held.withdrawn_at is not None or held.until_on is not None:
            raise NotNow(_("这条时限已经定了哪天止。"))
        if held.from_on > today():
            raise NotNow(_("这条时限还没生效，请直接撤回。"))
        if held.scope == Scope(held.clock):
            raise NotSo(_("这是管所有情况的一条，不能停用，只能改：没有它就没有时限了。"))
        held.until_on = last_on
        said = {"last": last_on, "why": journal.Said(why.strip())}
        journal.write(act="end_limit", about=held, by=by, said=said, locked=True)
        held.save(update_fields=["until_on", "head"])
        transaction.on_commit(queries.forget)
    return held


def withdraw_limit(row: TimeLimit, *, by: Person, why: str) -> TimeLimit:
    """Take a limit back before it holds: the one before it goes on."""
    _allow(by, why)
    with transaction.atomic():
        _hold()
        held: TimeLimit = TimeLimit.objects.select_for_update(no_key=True).get(pk=row.pk)
        if held.from_on <= today():
            raise NotNow(_("这条时限已经生效，不能撤回；请从明天起另定一条。"))
        _take_back(held, act="withdraw_limit", by=by, why=why)
        TimeLimit.objects.standing().filter(pk=_instead_of(held)).update(until_on=None)
    return held


def _instead_of(row: TimeLimit) -> int | None:
    """Return which row was ended for this one; one that somebody had ended before is none."""
    entry = Entry.objects.get(kind=row.KIND, subject=row.pk, act="set_limit")
    instead = str(entry.said.get("instead", ""))
    return int(instead.partition(":")[2]) if instead else None


def read_length(written: str) -> Length:
    """Read a length; `NotSo` says how to write one."""
    try:
        found = Length.parse(written)
    except NotALength:
        raise NotSo(_("看不懂这个时限，请写数字和单位。"), field="length") from None
    if found.amount > MOST[found.unit]:
        raise NotSo(_("时限太长了，请检查单位。"), field="length")
    return found


def add_season(name: str, *, starts: str, ends: str, by: Person) -> Season:
    """Give a part of every year a name, so that rules may speak of it."""
    _allow(by, name)
    for field, day in (("starts", starts), ("ends", ends)):
        if not _DAY.fullmatch(day) or day in ("02-30", "02-31", "04-31", "06-31", "09-31", "11-31"):
            raise NotSo(_("日子写成月-日，如 06-15。"), field=field)
    with transaction.atomic():
        _hold()
        if Season.objects.filter(name=name.strip()).exists():
            raise NotSo(_("已经有叫这个名字的季节。"), field="name")
        season = Season.objects.create(
            name=name.strip()[:20], starts=starts, ends=ends, set_by=by, set_at=clock.now()
        )
        said = {"name": season.name, "starts": starts, "ends": ends}
        journal.write(act="add_season", about=season, by=by, said=said)
        transaction.on_commit(queries.forget)
    return season


def set_hours(
    *, unit: int | None, weekdays: str, moved: str, from_on: date, by: Person, why: str,
    saturday: str = "", sunday: str = "",
) -> OfficeHours:  # fmt: skip
    """Let an office be open at other hours from a day on; without a unit, every office that has none of its own."""
    _allow(by, why)
    if not today() < from_on <= today() + AHEAD:
        raise NotSo(_("办公时间从明天起才能改，最多提前一年定。"), field="from_on")
    row = OfficeHours(
        unit=unit, weekdays=weekdays.strip(), saturday=saturday.strip(), sunday=sunday.strip(),
        moved=moved.strip(), from_on=from_on,
    )  # fmt: skip
    try:
        queries.week(row)
    except ValueError:
        raise NotSo(
            _("办公时间写成 08:30-12:00、14:00-17:30，先后不能重叠。"), field="weekdays"
        ) from None
    with transaction.atomic():
        _hold()
        same = OfficeHours.objects.standing().filter(unit=unit, from_on=from_on)
        if same.exists():
            raise NotNow(_("那一天已经安排了一次更改。"))
        said = {"weekdays": row.weekdays, "from": from_on, "unit": unit}
        return _written(row, act="set_hours", by=by, why=why, said=said)


# -- the calendar -----------------------------------------------------------------------------------


def declare_day(on: date, *, sort: Sort, name: str, by: Person, why: str) -> Holiday:
    """Let the city itself say that a day to come is free, or worked, whatever the calendar says."""
    _allow(by, why)
    if on < today():
        raise NotSo(_("请选今天或以后的日期"), field="on")
    if not name.strip():
        raise NotSo(_("请写明是什么日子。"), field="name")
    with transaction.atomic():
        _hold()
        if Holiday.objects.standing().filter(on=on, official=False).exists():
            raise NotNow(_("这一天已经定过了，请先撤回。"))
        row = Holiday(
            on=on, sort=sort, name=name.strip()[:40], official=False, source=_("本市决定")
        )
        return _written(row, act="declare_day", by=by, why=why, said={"on": on, "sort": sort})


def withdraw_day(row: Holiday, *, by: Person, why: str) -> Holiday:
    """Take back what was said of a day: it is again what it would be without."""
    _allow(by, why)
    with transaction.atomic():
        _hold()
        held: Holiday = Holiday.objects.select_for_update(no_key=True).get(pk=row.pk)
        if held.on < today():
            raise NotNow(_("这一天已经过去了，不能撤回：时限是照它算的。"))
        _take_back(held, act="withdraw_day", by=by, why=why)
    return held


def take_in(orders: Iterable[Order], *, by: Person, why: str) -> None:
    """Write the days of an official calendar that was looked through; a day that is told anew replaces what was told."""
    if not by.may("manage_catalogue"):
        raise NotYours(_("只有值班长和管理员可以写入表格。"))
    hold()
    for order in orders:
        if order.instead is not None:
            old = Holiday.objects.select_for_update(no_key=True).get(pk=order.instead)
            _take_back(old, act="withdraw_day", by=by, why=why)
        row = Holiday(on=order.on, sort=order.sort, name=order.name, source=order.source)
        _written(row, act="take_in_day", by=by, why=why, said={"on": row.on, "sort": row.sort})


def hold() -> None:
    """Let one at a time write the calendar, until the transaction ends."""
    _hold()


# -- the storm ------------------------------------------------------------------------------------


def switch_on(name: str, *, by: Person, why: str) -> Storm:
    """Let the storm's rules hold for what starts from now on."""
    if not by.role & SWITCHES:
        raise NotYours(_("风暴模式由值班长开关。"))
    if not name.strip() or not why.strip():
        raise NotSo(_("请写明是什么、为什么。"))
    with transaction.atomic():
        _hold()
        if Storm.objects.filter(ended_at=None).exists():
            raise NotNow(_("风暴模式已经开着。"))
        storm = Storm(
            name=name.strip()[:40], why=why.strip()[:WORDS_MOST], began_at=clock.now(), began_by=by
        )
        LIFE.begin(storm, act="switch_on", by=by, name=storm.name, why=journal.Said(storm.why))
    return storm


@LIFE.action
def note(storm: Storm, *, by: Person, said: str) -> None:
    """Write down how it goes on; it stays on."""


@LIFE.action
def switch_off(storm: Storm, *, by: Person, why: str) -> None:
    """Let the ordinary rules hold again for what starts from now on; what began meanwhile keeps the storm's."""
    storm.ended_at, storm.ended_by = clock.now(), by


# -- together ---------------------------------------------------------------------------------------


def _open(scope: Scope) -> TimeLimit | None:
    """Return the last rule of just this scope that has no end."""
    rows = TimeLimit.objects.standing().filter(
        clock=scope.clock, kind=scope.kind, urgency=scope.urgency, unit=scope.unit,
        season=scope.season, storm=scope.storm, until_on=None,
    )  # fmt: skip
    return rows.select_for_update(no_key=True, of=("self",)).first()


def _written(row: Row, *, act: str, by: Person, why: str, said: dict[str, Any]) -> Row:
    row.set_at, row.set_by, row.why = clock.now(), by, why.strip()[:WORDS_MOST]
    row.save()
    journal.write(
        act=act, about=row, by=by, said=said | {"why": journal.Said(row.why)}, locked=True
    )
    row.save(update_fields=["head"])
    transaction.on_commit(queries.forget)
    return row


def _take_back(row: SetDown, *, act: str, by: Person, why: str) -> None:
    if row.withdrawn_at is not None:
        raise NotNow(_("已经撤回了。"))
    row.withdrawn_at = clock.now()
    said = {"why": journal.Said(why.strip()[:WORDS_MOST])} if why.strip() else {}
    journal.write(act=act, about=row, by=by, said=said, locked=True)
    row.save(update_fields=["withdrawn_at", "head"])
    transaction.on_commit(queries.forget)


def _hold() -> None:
    """Let one at a time change what limits are made of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('timelimits'))")


def _allow(by: Person, why: str) -> None:
    if not by.may("set_rules"):
        raise NotYours(_("只有值班长和管理员可以改规则。"))
    if not why.strip():
        raise NotSo(_("请写明为什么。"), field="why")
