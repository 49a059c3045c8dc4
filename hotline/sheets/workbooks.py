"""The first sheet of an XLSX file, row by row. Measures a file before it is unpacked; formulas are named, never evaluated."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from .lines import COLUMNS_MOST, PARTS_MOST, UNPACKED_MOST, Text, Unreadable

NUMBER_MOST = 1_048_576
"""No spreadsheet has a line beyond this."""
_FAULTS = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError,
           ParseError, SyntaxError, zipfile.BadZipFile, zlib.error, NotImplementedError,
           RuntimeError)  # fmt: skip
"""What a broken or forged file makes the library say."""


def rows(data: bytes) -> Iterator[tuple[int, list[str], list[Text]]]:
    """Yield each row's number, its cells as text, and what is wrong with it."""
    _measure(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        for number, cells in enumerate(sheet.iter_rows(max_col=COLUMNS_MOST + 1), 1):
            if number > NUMBER_MOST:
                raise _broken()
            yield number, *_row(cells)
    except _FAULTS:
        raise _broken() from None


def _row(cells: tuple[Any, ...]) -> tuple[list[str], list[Text]]:
    said: list[str] = []
    faults: list[Text] = []
    for column, cell in enumerate(cells, 1):
        kind = getattr(cell, "data_type", "n")
        value = None if cell is None else cell.value
        if kind in ("f", "e"):
            words = (
                gettext_lazy("%(column)s 列是公式，请复制后“粘贴为数值”")
                if kind == "f"
                else gettext_lazy("%(column)s 列是错误值，请改成文字或数字")
            )
            faults.append(words % {"column": get_column_letter(column)})
            value = None
        said.append(_said(value))
    return said, faults


def _said(value: Any) -> str:
    """Return a cell's value as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _measure(data: bytes) -> None:
    """Refuse what is larger unpacked than it says a table needs, or is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_MOST or sum(part.file_size for part in parts) > UNPACKED_MOST:
                raise Unreadable(
                    _("这个 .xlsx 解开后太大。请只留一张工作表，删去图片和空行，或存成 CSV。")
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _look_for_entities(packed, part)
    except _FAULTS:
        raise _broken() from None


def _look_for_entities(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse XML that defines words of its own: no spreadsheet does, only a trap."""
    with packed.open(part) as file:
        start = file.read(4096)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise _broken()


def _broken() -> Unreadable:
    return Unreadable(_("这个 .xlsx 打不开，可能损坏了。请在表格软件里打开，另存一份再上传。"))
