"""How the acts of this desk are called in a timeline, and what was changed by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SERVICES: dict[str, str | Promise] = {
    "offer": _("开始提供"),
    "withdraw": _("定了停止日期"),
}
AREAS: dict[str, str | Promise] = {
    "draw": _("新增"),
    "rename": _("改名"),
    "serve": _("定了开通日期"),
    "dissolve": _("定了撤销日期"),
}
LINES: dict[str, str | Promise] = {
    "found_line": _("新设"),
    "change_line": _("更改"),
    "retire_line": _("停用"),
    "close_line": _("临时关闭"),
    "open_line": _("恢复"),
}
LINE: dict[str, str | Promise] = {
    "name": _("名称"),
    "numbers": _("拨打号码"),
    "hours": _("服务时间"),
    "special": _("专席"),
    "dialect": _("方言或语言"),
    "most_waiting": _("最多排队"),
    "overflow": _("溢出到"),
    "rates": _("通话后评价"),
}
"""The columns of a line that somebody chooses."""


class Change(NamedTuple):
    """One column as it was and as it is, in words; empty for nothing."""

    label: str
    was: str
    now: str


def changes(said: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Change]:
    """Yield what an entry about a line says was changed; *names* is how lines are called, by "line:7"."""
    was, now = said.get("was") or {}, said.get("now") or {}
    for column, label in LINE.items():
        if column in was or column in now:
            yield Change(str(label), *(_value(one.get(column), names) for one in (was, now)))


def _value(value: Any, names: Mapping[str, str]) -> str:
    if value is True or value is False:
        return gettext("是") if value else gettext("否")
    if isinstance(value, list):
        return gettext("、").join(map(str, value))
    return "" if value is None else names.get(str(value), str(value))
