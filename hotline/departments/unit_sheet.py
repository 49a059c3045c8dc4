"""The units as a table: its columns, and a unit as one line of it."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.outbox.mailboxes import is_mailbox
from hotline.sheets import columns as read
from hotline.sheets.columns import Column, Wrong

from .models import Unit

TELEPHONE = re.compile(r"[0-9+][0-9()\uff08\uff09\u8f6c# -]{2,19}")
"""With an extension, as an office has."""


def telephone(cell: str) -> str:
    """Read an office's number, or none."""
    if cell and not TELEPHONE.fullmatch(cell):
        raise Wrong(_("要写电话号码，例如 0577-65812345 或 0577-65812345转8001"))
    return cell


def email(cell: str) -> str:
    """Read a mailbox that mail can be sent to, or none."""
    if cell and not is_mailbox(cell):
        raise Wrong(_("要写邮箱地址，只用英文字母、数字和符号，例如 office@example.org"))
    return read.text(120)(cell)


COLUMNS = (
    Column("name", gettext_lazy("名称"), "Name", read.text(60, needed=True), required=True),
    Column("short", gettext_lazy("简称"), "Short name", read.text(20)),
    Column("parent", gettext_lazy("上级单位"), "Part of", read.text(60)),
    Column("group", gettext_lazy("类别"), "Ranked among", read.text(20)),
    Column("telephone", gettext_lazy("电话"), "Telephone", telephone),
    Column("email", gettext_lazy("邮箱"), "Mail", email),
    Column("address", gettext_lazy("地址"), "Address", read.text(120)),
)


def value_of(unit: Unit) -> dict[str, Any]:
    """Return a unit by the keys of the columns; what it lies in is read before."""
    value = {column.key: getattr(unit, column.key) for column in COLUMNS if column.key != "parent"}
    return value | {"parent": unit.parent.name if unit.parent else ""}
