"""The remits as a table: its columns, and a remit as one line of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from hotline.sheets import columns as read
from hotline.sheets.columns import LISTED, Column

from .models import Remit


def _or_empty(value: Any) -> str:
    return "" if value is None else str(value)


def _listed(value: Iterable[str]) -> str:
    return LISTED.join(value)


COLUMNS = (
    Column("service", gettext_lazy("小项编码"), "Service code", read.text(8)),
    Column("group", gettext_lazy("大项编码"), "Group code", read.text(8)),
    Column("area", gettext_lazy("区域编码"), "Area code", read.text(20)),
    Column("lead", gettext_lazy("主办"), "Lead", read.text(60, needed=True), required=True),
    Column("co_units", gettext_lazy("协办"), "Helping", read.several(read.text(60)), _listed),
    Column("from_on", gettext_lazy("开始日期"), "From", read.day, _or_empty),
    Column("until_on", gettext_lazy("停止日期"), "Until", read.day, _or_empty),
    Column("why", gettext_lazy("理由"), "Reason", read.text(500)),
)


def value_of(remit: Remit) -> dict[str, Any]:
    """Return a remit by the keys of the columns; what it points to is read before."""
    return {
        "service": remit.code,
        "group": remit.group.code if remit.group else "",
        "area": remit.area.code if remit.area else "",
        "lead": remit.lead.name,
        "co_units": tuple(sorted(unit.name for unit in remit.co_units.all())),
        "from_on": remit.from_on,
        "until_on": remit.until_on,
        "why": remit.why,
    }
