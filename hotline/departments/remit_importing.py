"""What a table would change in who answers for what, line by line; nothing is written here (`actions.take_in_remits`).

A line speaks of a service, a group of them, or every one, in an area or anywhere. Who leads or helps otherwise than now does
so from the line's own first day, or, where that is the present one, from the day for the whole table. A line that is not
in the table ends nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from hotline.areas.models import Area
from hotline.catalogue.models import Group, Service
from hotline.sheets.columns import fit, values
from hotline.sheets.dry_run import Difference, DryRun, Judged, Verdict, wrong
from hotline.sheets.lines import Line, Table

from .models import Contest, Remit, Unit
from .remit_sheet import COLUMNS, value_of

BY_KEY = {column.key: column for column in COLUMNS}
Cell = tuple[str, str, str]
"""The codes of service, group and area; empty where none is named."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done for one line: begin a remit, change who has `remit` from a day on, or end it."""

    lead: Unit
    co_units: tuple[Unit, ...]
    from_on: date
    until_on: date | None
    why: str
    remit: Remit | None = None
    passes_on: bool = False
    service: Service | None = None
    group: Group | None = None
    area: Area | None = None


class NoLine(Exception):
    """The line cannot be done; the text says why and what to write."""


@dataclass(slots=True)
class _Book:
    """What there is, by how people call it, and what the lines so far have said."""

    start: date
    today: date
    services: Mapping[str, Service]
    groups: Mapping[str, Group]
    areas: Mapping[str, Area]
    units: Mapping[str, Unit]
    remits: Mapping[Cell, list[Remit]]
    """Every row there was, in the order of their days."""
    contested: set[int]
    said: dict[Cell, int] = field(default_factory=dict)
    lines: dict[tuple[Cell, date | None], int] = field(default_factory=dict)


def check(table: Table, *, start: date, today: date) -> DryRun:
    """Say what each line would do; what gives no day of its own holds from *start*."""
    places = fit(table.head, COLUMNS)
    book = _book(start, today)
    return DryRun([_judge(line, places, book) for line in table.lines])


def exported(on: date) -> Iterable[dict[str, Any]]:
    """Yield every remit that holds on a day or will, as lines of the table."""
    rows = _rows().filter(Q(until_on=None) | Q(until_on__gt=on))
    yield from map(value_of, rows.order_by("code", "group__code", "area__code", "from_on"))


def _rows() -> Any:
    """Return the rows that held on some day or will, with all that a line says of them."""
    rows = Remit.objects.exclude(until_on=F("from_on"))
    return rows.select_related("lead", "service", "group", "area").prefetch_related("co_units")


def _book(start: date, today: date) -> _Book:
    units: dict[str, Unit] = {}
    serving = list(Unit.objects.in_service().order_by("name"))
    shorts = [unit.short for unit in serving]
    units.update({one.short: one for one in serving if shorts.count(one.short) == 1})
    units.update({one.name: one for one in serving})
    remits = defaultdict(list)
    for remit in _rows().order_by("from_on"):
        value = value_of(remit)
        remits[value["service"], value["group"], value["area"]].append(remit)
    return _Book(
        start,
        today,
        {one.code: one for one in Service.objects.offered_on(today)},
        {one.code: one for one in Group.objects.all()},
        {one.code: one for one in Area.objects.valid_on(today)},
        units,
        remits,
        set(Contest.objects.open().values_list("remit", flat=True)),
    )


def _judge(line: Line, places: Mapping[str, int], book: _Book) -> Judged:
    given, faults = values(line, places, COLUMNS)
    what = " ".join(
        given.get(key, "") for key in ("service", "group", "area", "lead") if given.get(key)
    )
    if faults:
        return wrong(line.number, what, *faults)
    try:
        remit, order = _ordered(line.number, given, book)
    except NoLine as why:
        return wrong(line.number, what, str(why))
    if order is None:
        return Judged(line.number, what, Verdict.SAME)
    verdict = Verdict.CHANGED if remit else Verdict.NEW
    return Judged(line.number, what, verdict, tuple(_differences(remit, order)), order=order)


def _ordered(number: int, given: dict[str, Any], book: _Book) -> tuple[Remit | None, Order | None]:
    """Return the remit that a line speaks of, and what is to be done; nothing where all is as it says."""
    cell: Cell = given.get("service", ""), given.get("group", ""), given.get("area", "")
    known = _named(cell, book)
    lead, helping = _units(given, book)
    begins, ends = given.get("from_on"), given.get("until_on")
    _once(number, (cell, begins), book)
    rows = book.remits.get(cell, [])
    remit = _meant(rows, begins, book)
    if remit is not None:
        order = _change(remit, lead, helping, given, book)
    else:
        begins = begins or book.start
        order = Order(lead, helping, begins, ends, given.get("why", ""), **known)
        _is_free(rows, order)
    if order is not None:
        if cell in book.said:
            told = {"line": book.said[cell]}
            raise NoLine(_("第 %(line)d 行已经改了同一项职责，一次只能改一行") % told)
        book.said[cell] = number
    return remit, order


def _named(cell: Cell, book: _Book) -> dict[str, Any]:
    service, group, area = cell
    if service and group:
        raise NoLine(_("小项和大项请只写一个"))
    if service and service not in book.services:
        raise NoLine(_("没有编码为 %(code)s 的小项") % {"code": service})
    if group and group not in book.groups:
        raise NoLine(_("没有编码为 %(code)s 的大项") % {"code": group})
    if area and area not in book.areas:
        raise NoLine(_("没有编码为 %(code)s 的区域") % {"code": area})
    return {
        "service": book.services.get(service),
        "group": book.groups.get(group),
        "area": book.areas.get(area),
    }


def _units(given: Mapping[str, Any], book: _Book) -> tuple[Unit, tuple[Unit, ...]]:
    names = [given["lead"], *given.get("co_units", ())]
    unknown = [name for name in names if name not in book.units]
    if unknown:
        told = {"names": str(_("、")).join(unknown)}
        raise NoLine(_("没有在册的单位叫：%(names)s（简称有重名的请写全称）") % told)
    lead, *helping = (book.units[name] for name in names)
    return lead, tuple(one for one in dict.fromkeys(helping) if one != lead)


def _once(number: int, line: tuple[Cell, date | None], book: _Book) -> None:
    first = book.lines.setdefault(line, number)
    if first != number:
        raise NoLine(_("和第 %(line)d 行是同一项职责，请删去一行") % {"line": first})


def _meant(rows: list[Remit], begins: date | None, book: _Book) -> Remit | None:
    """Return the remit that a line speaks of: the one that begins on its day, else the one that holds then."""
    day = begins or book.start
    standing = [one for one in rows if one.until_on is None or one.until_on > book.today]
    for remit in standing:
        if remit.from_on == begins:
            return remit
    holding = (one for one in standing if one.from_on <= day)
    return next((one for one in holding if one.until_on is None or one.until_on > day), None)


def _is_free(rows: list[Remit], order: Order) -> None:
    """Refuse a new remit on whose days another had, or will have, the same."""
    if order.until_on is not None and order.until_on <= order.from_on:
        raise NoLine(_("停止日期要晚于开始日期"))
    for one in rows:
        begins_before = order.until_on is None or one.from_on < order.until_on
        if begins_before and (one.until_on is None or one.until_on > order.from_on):
            told = {"day": one.from_on.isoformat(), "unit": one.lead}
            raise NoLine(_("%(day)s 起已经归%(unit)s，请写不和它重叠的日期") % told)


def _change(
    remit: Remit, lead: Unit, helping: tuple[Unit, ...], given: Mapping[str, Any], book: _Book
) -> Order | None:
    """Return what is to be done with a remit that there is; nothing where it is as the line says."""
    begins, ends = given.get("from_on"), given.get("until_on")
    asked = set(helping) if "co_units" in given else set(remit.co_units.all())
    passes_on = lead != remit.lead or asked != set(remit.co_units.all())
    changes_end = ends is not None and ends != remit.until_on
    if not passes_on and not changes_end:
        if begins is not None and begins != remit.from_on:
            told = {"day": remit.from_on.isoformat()}
            raise NoLine(_("这项职责 %(day)s 就开始了，开始日期不能改") % told)
        return None
    if remit.pk in book.contested:
        raise NoLine(_("这项职责有争议待裁定，请先裁定"))
    if passes_on and changes_end:
        raise NoLine(_("换单位和改停止日期请分两次导入"))
    changed_from = book.start if begins in (None, remit.from_on) else begins
    day = ends if changes_end else max(changed_from or book.start, remit.from_on)
    assert day is not None
    if day < book.today or day < remit.from_on:
        raise NoLine(_("日期 %(day)s 已经过去，请写今天或以后") % {"day": day.isoformat()})
    if remit.until_on is not None and day >= remit.until_on:
        told = {"day": remit.until_on.isoformat()}
        raise NoLine(_("这项职责 %(day)s 就停止，不能再晚") % told)
    why = given.get("why", "") if given.get("why") != remit.why else ""
    return Order(lead, tuple(one for one in asked if one != lead), day, ends, why, remit, passes_on)


def _differences(remit: Remit | None, order: Order) -> Iterable[Difference]:
    had = value_of(remit) if remit else {}
    now: dict[str, Any] = {"from_on": order.from_on}
    if remit is None or order.passes_on:
        now |= {
            "lead": order.lead.name,
            "co_units": tuple(sorted(one.name for one in order.co_units)),
        }
    if remit is None or not order.passes_on:
        now["until_on"] = order.until_on
    if remit is not None and not order.passes_on:
        del now["from_on"]
    for column in COLUMNS:
        if column.key in now and now[column.key] != had.get(column.key):
            was, becomes = had.get(column.key), now[column.key]
            yield Difference(column.heading, _shown(column.key, was), _shown(column.key, becomes))


def _shown(key: str, value: Any) -> str:
    return BY_KEY[key].write(value) if value not in (None, "", ()) else ""
