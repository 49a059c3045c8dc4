"""What a table would change on the map, line by line; nothing is written here (`actions.take_in`).

An area is found by its code. It may get another name, a day from which it is served, a last day; where it lies and what it
is stays: after a reform the old one is dissolved and a new one drawn. What a table does not mention stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hotline.sheets.columns import fit, values
from hotline.sheets.dry_run import Difference, DryRun, Judged, Verdict, wrong
from hotline.sheets.lines import Line, Table

from .models import INSIDE, Area, Kind
from .sheet import COLUMNS, value_of

BY_KEY = {column.key: column for column in COLUMNS}
FIXED = ("kind", "parent", "valid_from")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with one area: drawn if it is new, else what `changes` says."""

    code: str
    new: bool
    changes: Mapping[str, Any]


class NoLine(Exception):
    """The line cannot be done; the text says why and what to write."""


@dataclass(slots=True)
class _Map:
    """The areas there are, those that the table adds, and the lines seen so far."""

    today: date
    areas: Mapping[str, dict[str, Any]]
    added: Mapping[str, Any]
    seen: dict[str, int] = field(default_factory=dict)


def check(table: Table, *, start: date, today: date) -> DryRun:
    """Say what each line would do; *start* is not asked, as every day of an area stands in its line."""
    del start
    places = fit(table.head, COLUMNS)
    areas = {area.code: value_of(area) for area in Area.objects.select_related("parent")}
    read = [(line, *values(line, places, COLUMNS)) for line in table.lines]
    added = {given["code"]: given.get("kind") for _line, given, _faults in read if "code" in given}
    known = _Map(today, areas, added)
    return DryRun([_judge(line, given, faults, known) for line, given, faults in read])


def exported(on: date) -> Iterable[dict[str, Any]]:
    """Yield every area that exists on a day or later, as lines of the table."""
    rows = Area.objects.select_related("parent").exclude(valid_until__lte=on)
    yield from map(value_of, rows)


def _judge(line: Line, given: dict[str, Any], faults: list[Any], known: _Map) -> Judged:
    what = f"{given.get('code', '')} {given.get('name', '')}".strip()
    if faults:
        return wrong(line.number, what, *faults)
    code = given["code"]
    if code in known.seen:
        again = _("和第 %(line)d 行编码相同，请删去一行") % {"line": known.seen[code]}
        return wrong(line.number, what, again)
    known.seen[code] = line.number
    try:
        had = known.areas.get(code)
        changes = _changed(had, given, known) if had else _new(given, known)
    except NoLine as why:
        return wrong(line.number, what, str(why))
    if not changes:
        return Judged(line.number, what, Verdict.SAME)
    had = had or dict.fromkeys(BY_KEY, "")
    differences = tuple(
        Difference(BY_KEY[key].heading, _shown(key, had[key]), _shown(key, value))
        for key, value in changes.items()
        if value and key != "code"
    )
    new = code not in known.areas
    verdict = Verdict.NEW if new else Verdict.CHANGED
    return Judged(line.number, what, verdict, differences, order=Order(code, new, changes))


def _new(given: dict[str, Any], known: _Map) -> dict[str, Any]:
    kind, within = given.get("kind"), given.get("parent") or ""
    if kind is None:
        raise NoLine(_("新的区域要写层级"))
    bare = given["code"].lstrip("0")
    lost = next((code for code in known.areas if code.lstrip("0") == bare), None)
    if lost:
        raise NoLine(
            _("编码 %(code)s 像是丢了前面的 0（已有 %(known)s），请把这一列设成文本")
            % {"code": given["code"], "known": lost}
        )
    holder = known.areas[within]["kind"] if within in known.areas else known.added.get(within)
    if within and holder is None:
        raise NoLine(_("没有编码为 %(code)s 的区域，请先加上所属的区域") % {"code": within})
    if INSIDE[kind] != (holder if within else None):
        above = INSIDE[kind]
        raise NoLine(
            _("所属不对：%(kind)s要属于%(above)s") % {"kind": kind.label, "above": above.label}
            if above
            else _("市不属于别的区域，所属编码请留空")
        )
    _in_order(given.get("valid_from"), given.get("valid_until"))
    return {**given, "short": given.get("short") or given["name"]}


def _changed(had: dict[str, Any], given: dict[str, Any], known: _Map) -> dict[str, Any]:
    """Return what differs, or say why it may not."""
    given = {**given, "short": given.get("short") or had["short"]}
    changes = {key: value for key, value in given.items() if value != had[key]}
    fixed = [str(BY_KEY[key].heading) for key in FIXED if key in changes]
    if fixed:
        raise NoLine(
            _("%(what)s不能改；行政区划调整请撤销旧的、新设一个")
            % {"what": str(_("、")).join(fixed)}
        )
    for key in ("served_from", "valid_until"):
        if key in changes and changes[key] is None:
            raise NoLine(
                _("%(what)s已定为 %(day)s，不能清空")
                % {"what": BY_KEY[key].heading, "day": had[key].isoformat()}
            )
    until = changes.get("valid_until")
    if until and until < known.today:
        raise NoLine(_("撤销日期已经过去，请写今天或以后"))
    _in_order(had["valid_from"], until)
    return changes


def _in_order(first: date | None, last: date | None) -> None:
    if first and last and last <= first:
        raise NoLine(_("撤销日期要晚于设立日期"))


def _shown(key: str, value: Any) -> str:
    return BY_KEY[key].write(value) if value not in (None, "") else ""


def depth(order: Order) -> tuple[int, str]:
    """Say in which order areas are drawn: each after the one that it lies in."""
    return list(Kind).index(order.changes["kind"]) if order.new else -1, order.code
