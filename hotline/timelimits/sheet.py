"""The official calendar as a table: a day a line, as the notices of the State Council's General Office name them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hotline.sheets import columns as read
from hotline.sheets.columns import Column, Wrong

from .models import Holiday, Sort


def _day(cell: str) -> Any:
    found = read.day(cell)
    if found is None:
        raise Wrong(_("要填写"))
    return found


COLUMNS = (
    Column("on", _("日期"), "Date", _day, required=True),
    Column("sort", _("放假或上班"), "Free or worked", read.one_of(Sort),
           lambda value: str(Sort(value).label), required=True),
    Column("name", _("节日"), "Holiday", read.text(40, needed=True), required=True),
    Column("source", _("依据"), "Source", read.text(100, needed=True), required=True),
)  # fmt: skip


def value_of(row: Holiday) -> dict[str, Any]:
    """Return a day by the keys of the columns."""
    return {column.key: getattr(row, column.key) for column in COLUMNS}
