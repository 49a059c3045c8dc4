"""The areas as a table: its columns, and an area as one line of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hotline.sheets import columns as read
from hotline.sheets.columns import Column

from .models import Area, Kind


def _or_empty(value: Any) -> str:
    return "" if value is None else str(value)


COLUMNS = (
    Column("code", _("编码"), "Code", read.text(20, needed=True), required=True),
    Column("kind", _("层级"), "Level", read.one_of(Kind), lambda value: str(Kind(value).label)),
    Column("name", _("名称"), "Name", read.text(40, needed=True), required=True),
    Column("short", _("俗称"), "Also called", read.text(40)),
    Column("parent", _("所属编码"), "Within", read.text(20), _or_empty),
    Column("valid_from", _("设立日期"), "Exists from", read.day, _or_empty),
    Column("served_from", _("开通日期"), "Served from", read.day, _or_empty),
    Column("valid_until", _("撤销日期"), "Exists until", read.day, _or_empty),
)


def value_of(area: Area) -> dict[str, Any]:
    """Return an area by the keys of the columns."""
    value = {column.key: getattr(area, column.key) for column in COLUMNS if column.key != "parent"}
    return value | {"parent": area.parent.code if area.parent else ""}
