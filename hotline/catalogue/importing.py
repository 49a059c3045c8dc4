"""What a table would change in the catalogue, line by line; nothing is written here (`actions.take_in`).

A line is found by its code and first day. The same again is left alone; other terms become a new version from a day on;
a last day ends a service. What a table does not mention stays as it is.
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

from .models import Group, Service
from .sheet import COLUMNS, COMPARED, NOTHING, terms_of, value_of
from .terms import Terms

BY_KEY = {column.key: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to do: offer on these terms from a day, or (without terms) end; `until` ends it again."""

    code: str
    valid_from: date
    terms: Terms | None
    group: str
    group_name: str = ""
    until: date | None = None


class NoLine(Exception):
    """The line cannot be done; the text says why and what to write."""


@dataclass(slots=True)
class _Shelf:
    """What stands in the catalogue, and what the table has said so far."""

    start: date
    today: date
    versions: Mapping[str, list[Service]]
    groups: dict[str, str]
    seen: dict[tuple[str, date | None], int] = field(default_factory=dict)


def check(table: Table, *, start: date, today: date) -> DryRun:
    """Say what each line would do; changes without a day of their own begin on *start*."""
    places = fit(table.head, COLUMNS)
    found: dict[str, list[Service]] = {}
    for service in Service.objects.select_related("group").order_by("code", "valid_from"):
        found.setdefault(service.code, []).append(service)
    shelf = _Shelf(start, today, found, dict(Group.objects.values_list("code", "name")))
    return DryRun([_judge(line, places, shelf) for line in table.lines])


def exported(on: date) -> Iterable[dict[str, Any]]:
    """Yield every version that holds on a day or later, as lines of the table."""
    rows = Service.objects.select_related("group").exclude(valid_until__lte=on)
    yield from map(value_of, rows)


def _judge(line: Line, places: Mapping[str, int], shelf: _Shelf) -> Judged:
    given, faults = values(line, places, COLUMNS)
    what = f"{given.get('code', '')} {given.get('name', '')}".strip()
    if faults:
        return wrong(line.number, what, *faults)
    try:
        _once(line.number, given, shelf)
        differences, order = _compared(given, shelf)
    except NoLine as why:
        return wrong(line.number, what, str(why))
    if order is None:
        return Judged(line.number, what, Verdict.SAME)
    verdict = Verdict.CHANGED if given["code"] in shelf.versions else Verdict.NEW
    return Judged(line.number, what, verdict, tuple(differences), order=order)


def _once(number: int, given: Mapping[str, Any], shelf: _Shelf) -> None:
    key = (given["code"], given.get("valid_from"))
    if key in shelf.seen:
        raise NoLine(
            _("和第 %(line)d 行是同一项（编码和开始日期都一样），请删去一行")
            % {"line": shelf.seen[key]}
        )
    shelf.seen[key] = number


def _compared(given: dict[str, Any], shelf: _Shelf) -> tuple[list[Difference], Order | None]:
    """Return what the line changes, and what is to be done for it."""
    versions = shelf.versions.get(given["code"])
    if not versions:
        return _new(given, shelf)
    day = given.get("valid_from")
    same_day = [one for one in versions if day in (None, one.valid_from)]
    base = same_day[-1] if same_day else versions[-1]
    had = value_of(base)
    wanted = had | {k: v for k, v in given.items() if v is not None or k not in _WITH_DEFAULT}
    wanted["group_name"] = given.get("group_name", "")
    _groups(wanted, shelf)
    differences = _differences(had, wanted, COMPARED)
    if same_day and not differences:
        return _ended(base, wanted, shelf)
    if not same_day and not differences and base.valid_until is None:
        raise NoLine(_("内容没有变，开始日期请写回 %(day)s") % {"day": base.valid_from.isoformat()})
    wanted["valid_from"] = shelf.start if same_day else day
    _later(base, versions[-1], wanted, shelf)
    if same_day and base.valid_until is None and given.get("valid_until") is None:
        wanted["valid_until"] = None
    elif not same_day:
        wanted["valid_until"] = given.get("valid_until")
    return _differences(had, wanted, (*COMPARED, "valid_from", "valid_until")), _order(wanted)


def _new(given: dict[str, Any], shelf: _Shelf) -> tuple[list[Difference], Order]:
    """A code that was never offered."""
    bare = given["code"].lstrip("0")
    lost = next((code for code in shelf.versions if code.lstrip("0") == bare), None)
    if lost:
        raise NoLine(
            _("编码 %(code)s 像是丢了前面的 0（已有 %(known)s），请把这一列设成文本")
            % {"code": given["code"], "known": lost}
        )
    if not given.get("group"):
        raise NoLine(_("新的小项要写大项编码"))
    wanted = {**NOTHING, **{k: v for k, v in given.items() if v is not None}}
    wanted.setdefault("valid_from", shelf.start)
    _groups(wanted, shelf)
    names = [key for key in (*COMPARED, "valid_from", "valid_until") if wanted.get(key)]
    nothing = dict.fromkeys(names)
    return _differences(nothing, wanted, names), _order(wanted)


def _groups(wanted: dict[str, Any], shelf: _Shelf) -> None:
    """Find the group, or open the one that the line names; its name is changed on its page alone."""
    code, name = wanted["group"], wanted.get("group_name") or ""
    known = shelf.groups.get(code)
    if known is None and not name:
        raise NoLine(_("没有编码为 %(code)s 的大项；要新开，请写大项名称") % {"code": code or "–"})
    if known is not None and name not in ("", known):
        raise NoLine(
            _("编码 %(code)s 的大项叫“%(known)s”；改大项名称请到目录页")
            % {"code": code, "known": known}
        )
    shelf.groups.setdefault(code, name)


def _ended(
    base: Service, wanted: Mapping[str, Any], shelf: _Shelf
) -> tuple[list[Difference], Order | None]:
    """The same terms: nothing to do, or an end that is new."""
    until = wanted["valid_until"]
    if until == base.valid_until:
        return [], None
    if base.valid_until is not None:
        raise NoLine(
            _("停止日期已定为 %(day)s，不能用文件改") % {"day": base.valid_until.isoformat()}
        )
    if until < shelf.today:
        raise NoLine(_("停止日期已经过去，请写今天或以后"))
    if until <= base.valid_from:
        raise NoLine(_("停止日期要晚于开始日期"))
    order = Order(base.code, base.valid_from, None, wanted["group"], until=until)
    return _differences(value_of(base), wanted, ("valid_until",)), order


def _later(base: Service, last: Service, wanted: Mapping[str, Any], shelf: _Shelf) -> None:
    """Refuse a new version that would reach into what is past or planned already."""
    day = wanted["valid_from"]
    if day < shelf.today:
        raise NoLine(_("改动不能从过去开始，开始日期请写今天或以后"))
    if last.valid_from >= day:
        raise NoLine(
            _("从 %(day)s 起已有安排，新内容要从更晚的日期开始")
            % {"day": last.valid_from.isoformat()}
        )
    if base.valid_from == wanted["valid_from"] or (base.valid_until and base is not last):
        raise NoLine(_("这是过去的版本，不能改；请改最后一个版本"))


def _order(wanted: Mapping[str, Any]) -> Order:
    terms = terms_of(wanted)
    if not terms.price_fits:
        raise NoLine(_("参考价与计价方式不符：面议不写价，免费写零，其余写大于零的数"))
    if not terms.unit or not terms.description:
        raise NoLine(_("要写单位和受理说明"))
    until = wanted.get("valid_until")
    if until is not None and until <= wanted["valid_from"]:
        raise NoLine(_("停止日期要晚于开始日期"))
    name = wanted.get("group_name") or ""
    return Order(wanted["code"], wanted["valid_from"], terms, wanted["group"], name, until)


_WITH_DEFAULT = ("valid_from", "warranty_days")
"""An empty cell here leaves what there is."""


def _differences(
    had: Mapping[str, Any], wanted: Mapping[str, Any], keys: Iterable[str]
) -> list[Difference]:
    return [
        Difference(BY_KEY[key].heading, _shown(key, had[key]), _shown(key, wanted.get(key)))
        for key in keys
        if had[key] != wanted.get(key)
    ]


def _shown(key: str, value: Any) -> str:
    return "" if value is None else BY_KEY[key].write(value)
