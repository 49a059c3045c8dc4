"""What a table would change on the list of units, line by line; nothing is written here (`actions.take_in_units`).

A unit is found by its name, and so is what it lies in: on the list, or anywhere in the table. What a table does not
mention, or leaves empty, stays as it is. Who speaks for a unit, and its end, are said on its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hotline.sheets.columns import fit, values
from hotline.sheets.dry_run import Difference, DryRun, Judged, Verdict, wrong
from hotline.sheets.lines import Line, Table

from .life import Status
from .models import Unit
from .unit_sheet import COLUMNS, value_of

BY_KEY = {column.key: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with one unit: founded if it is new, else described and moved as `changes` says."""

    name: str
    new: bool
    changes: Mapping[str, Any]


class NoLine(Exception):
    """The line cannot be done; the text says why and what to write."""


@dataclass(slots=True)
class _List:
    """The units there are, what each will lie in when the table is written, and the lines seen so far."""

    units: Mapping[str, dict[str, Any]]
    retired: set[str]
    lies_in: Mapping[str, str]
    seen: dict[str, int] = field(default_factory=dict)


def check(table: Table, *, start: date, today: date) -> DryRun:
    """Say what each line would do; no day is asked, as a unit is at once what it is said to be."""
    del start, today
    places = fit(table.head, COLUMNS)
    there = Unit.objects.select_related("parent")
    units = {unit.name: value_of(unit) for unit in there}
    retired = {unit.name for unit in there if unit.status == Status.RETIRED}
    read = [(line, *values(line, places, COLUMNS)) for line in table.lines]
    lies_in = {name: value["parent"] for name, value in units.items()}
    for _line, given, _faults in read:
        if given.get("name"):
            lies_in[given["name"]] = given.get("parent") or lies_in.get(given["name"], "")
    known = _List(units, retired, lies_in)
    return DryRun([_judge(line, given, faults, known) for line, given, faults in read])


def exported(on: date) -> Iterable[dict[str, Any]]:
    """Yield every unit in service as a line of the table, each after what it lies in."""
    del on
    rows = Unit.objects.in_service().select_related("parent").order_by("name")
    yield from map(value_of, rows)


def in_order(orders: Iterable[Order]) -> Iterator[Order]:
    """Yield the orders so that each unit is founded after what it lies in."""
    waiting = list(orders)
    while waiting:
        new = {order.name for order in waiting if order.new}
        ready = [order for order in waiting if order.changes.get("parent") not in new]
        yield from ready
        waiting = [order for order in waiting if order not in ready] if ready else []


def _judge(line: Line, given: dict[str, Any], faults: list[Any], known: _List) -> Judged:
    name = given.get("name", "")
    if faults:
        return wrong(line.number, name, *faults)
    if name in known.seen:
        again = _("和第 %(line)d 行是同一个单位，请删去一行") % {"line": known.seen[name]}
        return wrong(line.number, name, again)
    known.seen[name] = line.number
    had = known.units.get(name)
    changes = {
        key: value
        for key, value in given.items()
        if key != "name" and value and value != (had or {}).get(key)
    }
    if had and not changes:
        return Judged(line.number, name, Verdict.SAME)
    try:
        _fits(name, changes, known)
    except NoLine as why:
        return wrong(line.number, name, str(why))
    differences = [
        Difference(BY_KEY[key].heading, (had or {}).get(key, ""), value)
        for key, value in changes.items()
    ]
    if had is None:
        differences.insert(0, Difference(BY_KEY["name"].heading, "", name))
    verdict = Verdict.CHANGED if had else Verdict.NEW
    order = Order(name, had is None, changes)
    return Judged(line.number, name, verdict, tuple(differences), order=order)


def _fits(name: str, changes: Mapping[str, Any], known: _List) -> None:
    if name in known.retired:
        raise NoLine(_("这个单位已经撤销，请先在它的页面上恢复"))
    parent = changes.get("parent")
    if not parent:
        return
    if parent in known.retired:
        raise NoLine(_("上级“%(parent)s”已经撤销") % {"parent": parent})
    if parent not in known.lies_in:
        raise NoLine(_("没有叫“%(parent)s”的单位，请先加上它") % {"parent": parent})
    above: str = name
    for _step in known.lies_in:
        above = known.lies_in.get(above, "")
        if above == name:
            raise NoLine(_("上级绕成了一个圈：%(name)s会在自己之下") % {"name": name})
        if not above:
            return
    raise NoLine(_("上级绕成了一个圈"))
