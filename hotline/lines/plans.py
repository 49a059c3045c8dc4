"""What a line is to be, as somebody wants it, and whether that can be.

Decides what is wrong with a plan by itself, and whether lines that help one another run in a circle; what other lines
there are, and who may change them, is left to the actions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from hotline.worktime import hours as worktime

from .models import Line

NUMBER = re.compile(r"[0-9]{3,20}")
WAITING_MOST = 999
NAME_MOST, DIALECT_MOST = 40, 20
LEVELS = range(1, 10)
"""How well somebody serves a line or speaks a dialect: 1 helps out, 9 is the first to be asked."""
PLAIN = 5
"""How well somebody speaks a dialect of whom nobody has said how well."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a line is to be: every column that somebody chooses."""

    name: str
    numbers: tuple[str, ...] = ()
    hours: str = worktime.ROUND_THE_CLOCK
    special: bool = False
    dialect: str = ""
    most_waiting: int = 50
    overflow: Line | None = None
    rates: bool = True

    @property
    def columns(self) -> dict[str, Any]:
        """Return it as the columns of a line."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return given | {"numbers": list(self.numbers)}

    def differs(self, line: Line) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what a line has that it is not to have, and what it is to have instead; by column."""
        now = {name: one for name, one in self.columns.items() if getattr(line, name) != one}
        return {name: getattr(line, name) for name in now}, now


def tidy(plan: Plan) -> Plan:
    """Return a plan without spaces around its words, its numbers as the switch writes them, each once."""
    numbers = (re.sub(r"[\s-]", "", one) for one in plan.numbers)
    return replace(
        plan,
        name=plan.name.strip(),
        dialect=plan.dialect.strip(),
        hours=plan.hours.strip(),
        numbers=tuple(dict.fromkeys(one for one in numbers if one)),
    )


def faults(plan: Plan) -> Iterator[str]:
    """Yield what is wrong with a plan by itself, each in a sentence."""
    if not 0 < len(plan.name) <= NAME_MOST:
        yield _("请写名称，最多 40 个字。")
    for number in plan.numbers:
        if not NUMBER.fullmatch(number):
            yield _("“%(number)s”不是拨打号码：只写数字，3 到 20 位。") % {"number": number}
    try:
        worktime.minutes(plan.hours)
    except ValueError:
        yield _("服务时间要写成 07:30-20:00 这样，跨夜写 20:00-06:00，全天写 00:00-24:00。")
    if not 1 <= plan.most_waiting <= WAITING_MOST:
        yield _("最多排队要在 1 到 %(n)d 之间。") % {"n": WAITING_MOST}
    if len(plan.dialect) > DIALECT_MOST:
        yield _("方言或语言最多 20 个字。")


def leads_back(line: int, to: int | None, helpers: Mapping[int, int | None]) -> bool:
    """Say whether a line that overflows to another would help itself in the end; *helpers* is who overflows to whom."""
    passed: set[int] = set()
    while to is not None and to not in passed:
        if to == line:
            return True
        passed.add(to)
        to = helpers.get(to)
    return False
