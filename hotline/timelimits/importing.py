"""What a table would change in the official calendar, line by line; nothing is written here (`actions.take_in`).

A year comes whole: a year of which some days stand in the table and others are missing would be counted wrong, and is
refused. What a table does not mention stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hotline.sheets.columns import fit, values
from hotline.sheets.dry_run import Difference, DryRun, Judged, Verdict, wrong
from hotline.sheets.lines import Line, Table

from .models import Holiday, Sort
from .sheet import COLUMNS, value_of

LEGAL = 11
"""The least days off of a whole year: the law gave eleven up to 2024, and thirteen since."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Order:
    """A day as it is to stand, and the row that it replaces."""

    on: date
    sort: Sort
    name: str
    source: str
    instead: int | None


def check(table: Table, *, start: date, today: date) -> DryRun:
    """Say what each line would do; *start* and *today* are not asked, as every line has its day."""
    del start, today
    places = fit(table.head, COLUMNS)
    known = {row.on: row for row in Holiday.objects.standing().filter(official=True)}
    read = [(line, *values(line, places, COLUMNS)) for line in table.lines]
    short = _short_years([given for _line, given, _faults in read], known)
    seen: dict[date, int] = {}
    return DryRun([_judge(line, given, faults, known, short, seen) for line, given, faults in read])


def exported(on: date) -> Iterable[dict[str, Any]]:
    """Yield the official calendar, of all years that were taken in."""
    del on
    yield from map(value_of, Holiday.objects.standing().filter(official=True).order_by("on"))


def _judge(
    line: Line, given: dict[str, Any], faults: list[Any], known: Mapping[date, Holiday],
    short: Mapping[int, int], seen: dict[date, int],
) -> Judged:  # fmt: skip
    what = f"{given.get('on', '')} {given.get('name', '')}".strip()
    if faults:
        return wrong(line.number, what, *faults)
    on = given["on"]
    if on in seen:
        again = _("和第 %(line)d 行是同一天，请删去一行") % {"line": seen[on]}
        return wrong(line.number, what, again)
    seen[on] = line.number
    if given["sort"] == Sort.WORKED and on.weekday() < SATURDAY:
        return wrong(line.number, what, _("这一天是平日，本来就上班，请检查日期"))
    if on.year in short:
        told = {"year": on.year, "n": short[on.year], "least": LEGAL}
        return wrong(
            line.number, what,
            _("%(year)d 年一共只有 %(n)d 天放假，一整年至少 %(least)d 天：整年的安排要一起导入") % told,
        )  # fmt: skip
    had = value_of(known[on]) if on in known else dict.fromkeys(given, "")
    differences = tuple(
        Difference(column.heading, _shown(column, had[column.key]), column.write(given[column.key]))
        for column in COLUMNS
        if given[column.key] != had[column.key]
    )
    if not differences:
        return Judged(line.number, what, Verdict.SAME)
    verdict = Verdict.CHANGED if on in known else Verdict.NEW
    instead = known[on].pk if on in known else None
    return Judged(line.number, what, verdict, differences, order=Order(**given, instead=instead))


def _short_years(
    lines: Iterable[Mapping[str, Any]], known: Mapping[date, Holiday]
) -> dict[int, int]:
    """Return the years of which too few days would be off, with how many."""
    sorts = {on: row.sort for on, row in known.items()}
    sorts |= {given["on"]: given.get("sort", "") for given in lines if "on" in given}
    free = Counter(on.year for on, sort in sorts.items() if sort == Sort.FREE)
    years = {given["on"].year for given in lines if "on" in given}
    return {year: free[year] for year in years if free[year] < LEGAL}


def _shown(column: Any, value: Any) -> str:
    return "" if value == "" else str(column.write(value))
