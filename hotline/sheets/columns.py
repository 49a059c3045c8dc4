"""What a table's columns are called and what may stand in them: headings in Chinese or English, cells turned into values.

A domain lists its `Column`s; `fit` finds them in a heading, `values` turns one line into values or says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .lines import Line, Text, Unreadable

YES, NO = gettext_lazy("是"), gettext_lazy("否")
SHORT_YES, SHORT_NO = ("yes", "y", "1", "true", "√"), ("no", "n", "0", "false", "", "×")
_DATE = re.compile(
    r"(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?(?: 00:00(?::00)?)?", re.ASCII
)
_BETWEEN = re.compile(r"[\n,，、;；|]+")
LISTED = "、"
"""What stands between several things in one cell."""


class Wrong(Exception):
    """A cell does not hold what its column asks for; the text says what to write."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in code, its two headings, how a cell is read and how a value is written."""

    key: str
    heading: Text
    english: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    required: bool = False
    """Whether the heading must be there."""


def fit(head: Sequence[str], columns: Sequence[Column]) -> Mapping[str, int]:
    """Return where each column stands; `Unreadable` when one is missing, doubled or unknown."""
    names = {_name(name): column.key for column in columns for name in _names(column)}
    found: dict[str, int] = {}
    unknown = [title for title in head if title and _name(title) not in names]
    if unknown:
        raise Unreadable(
            _("不认识这些列：%(names)s。能用的列：%(known)s。")
            % {"names": _list(unknown), "known": _list([column.heading for column in columns])}
        )
    for at, title in enumerate(head):
        key = names.get(_name(title))
        if key in found:
            raise Unreadable(_("“%(name)s”这一列出现了两次，请删去一列。") % {"name": title})
        if key:
            found[key] = at
    missing = [one.heading for one in columns if one.required and one.key not in found]
    if missing:
        raise Unreadable(_("缺少这些列：%(names)s。请加上再上传。") % {"names": _list(missing)})
    return found


def values(
    line: Line, places: Mapping[str, int], columns: Sequence[Column]
) -> tuple[dict[str, Any], list[Text]]:
    """Return a line's values by key, and what is wrong with it in sentences."""
    read: dict[str, Any] = {}
    faults = list(line.faults)
    if any(line.cells[max(places.values()) + 1 :]):
        faults.append(_("这一行的格子比列名多，请检查有没有多出来的分隔符"))
    for column in columns:
        if column.key not in places:
            continue
        at = places[column.key]
        cell = line.cells[at] if at < len(line.cells) else ""
        try:
            read[column.key] = column.read(cell)
        except Wrong as wrong:
            faults.append(_("%(column)s：%(why)s") % {"column": column.heading, "why": wrong})
    return read, faults


def headings(columns: Sequence[Column]) -> list[str]:
    """Return the headings in the reader's language."""
    return [str(column.heading) for column in columns]


def written(value: Mapping[str, Any], columns: Sequence[Column]) -> list[str]:
    """Return one line's cells."""
    return [column.write(value[column.key]) for column in columns]


def text(most: int, *, needed: bool = False) -> Callable[[str], str]:
    """Read words, not longer than *most*."""

    def read(cell: str) -> str:
        if needed and not cell:
            raise Wrong(_("要填写"))
        if len(cell) > most:
            raise Wrong(ngettext("最多 %(n)s 个字", "最多 %(n)s 个字", most) % {"n": most})
        return cell

    return read


def whole(least: int, most: int) -> Callable[[str], int | None]:
    """Read a whole number, or none."""

    def read(cell: str) -> int | None:
        if not cell:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", cell) or not least <= int(cell) <= most:
            span = {"least": least, "most": most}
            raise Wrong(_("要写 %(least)d 到 %(most)d 的整数") % span)
        return int(cell)

    return read


def money(cell: str) -> Decimal | None:
    """Read an amount in yuan, or none."""
    if not cell:
        return None
    try:
        amount = Decimal(cell)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < 1_000_000 or amount != round(amount, 2):
        raise Wrong(_("要写金额，例如 30 或 30.50"))
    return round(amount, 2)


def day(cell: str) -> date | None:
    """Read a date, or none."""
    if not cell:
        return None
    found = _DATE.fullmatch(cell)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(cell)
    except ValueError:
        raise Wrong(_("要写日期，例如 2026-01-31")) from None


def yes_no(cell: str) -> bool:
    """Read yes or no; an empty cell is no."""
    word = cell.lower()
    yes = word in (*SHORT_YES, *spoken(YES))
    if not yes and word not in (*SHORT_NO, *spoken(NO)):
        raise Wrong(_("要写“是”或“否”"))
    return yes


def said_yes_no(value: object) -> str:
    """Write yes or no."""
    return str(YES if value else NO)


def spoken(word: Text) -> set[str]:
    """Return a word in every language of the house, in small letters: who takes a table may speak another than who brings it."""
    said = set()
    for language, _name_of_it in settings.LANGUAGES:
        with translation.override(language):
            said.add(str(word).lower())
    return said


def one_of(choices: type[TextChoices]) -> Callable[[str], Any]:
    """Read one of a few, by its word in any language of the house or by its code."""

    @cache
    def known() -> dict[str, Any]:
        words = {word: one for one in choices for word in spoken(one.label)}
        return words | {one.value: one for one in choices}

    def read(cell: str) -> Any:
        found = known().get(cell.lower())
        if found is None:
            raise Wrong(_("只能写：%(words)s") % {"words": _list([one.label for one in choices])})
        return found

    return read


def several(each: Callable[[str], Any], *, most: int = 60) -> Callable[[str], tuple[Any, ...]]:
    """Read several in one cell, with commas of any kind between; each is read by *each*."""

    def read(cell: str) -> tuple[Any, ...]:
        words = [word.strip() for word in _BETWEEN.split(cell) if word.strip()]
        if len(words) > most:
            raise Wrong(_("最多 %(n)d 个") % {"n": most})
        return tuple(dict.fromkeys(map(each, words)))

    return read


def _names(column: Column) -> tuple[str, ...]:
    return *spoken(column.heading), column.english, column.key


def _name(title: str) -> str:
    """Return a heading without what people add to it: blanks, case, a unit in brackets."""
    return re.sub(r"[\s*＊_]+|[(（].*?[)）]", "", title).lower()


def _list(words: Sequence[str | Promise]) -> str:
    return str(_("、")).join(map(str, words))
