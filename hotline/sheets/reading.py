"""Reading a file as a table, whatever it calls itself: XLSX by its first bytes, else CSV in UTF-8, UTF-16 or GB18030.

Decides how large a file may be, and refuses what would fill the memory before it does. No formula is evaluated.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.translation import gettext as _

from . import workbooks
from .lines import (
    BYTES_MOST,
    CELL_MOST,
    COLUMNS_MOST,
    ROWS_MOST,
    Line,
    Table,
    Text,
    Unreadable,
    unguarded,
)

SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"[^"]*("|$)')
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""The first bytes by which a file says how it is written."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0"

Rows = Iterable[tuple[int, list[str], list[Text]]]
"""Number, cells, and what is wrong with the row itself."""


def read(data: bytes) -> Table:
    """Return the table in a file; `Unreadable` says in a sentence why there is none."""
    if len(data) > BYTES_MOST:
        most = BYTES_MOST // 1024 // 1024
        raise Unreadable(_("文件超过 %(n)d MB，请分成几个文件再上传。") % {"n": most})
    if data.startswith(OLD_EXCEL):
        raise Unreadable(_("这是旧版 .xls 或加了密码的文件，请另存为 .xlsx 或 CSV 再上传。"))
    rows = workbooks.rows(data) if data.startswith(b"PK") else _rows(_text(data))
    return _table(rows)


def _table(rows: Rows) -> Table:
    head: tuple[str, ...] = ()
    lines: list[Line] = []
    for number, cells, faults in rows:
        cells = _trimmed(cells)
        if not cells and not faults:
            continue
        _check(number, cells)
        if not head:
            head = tuple(cells)
        elif len(lines) == ROWS_MOST:
            raise Unreadable(_("超过 %(n)d 行，请分成几个文件再上传。") % {"n": ROWS_MOST})
        else:
            lines.append(Line(number, tuple(cells), tuple(faults)))
    if not head:
        raise Unreadable(_("文件是空的：第一行要写列名，下面每行写一项。"))
    return Table(head, tuple(lines))


def _trimmed(cells: list[str]) -> list[str]:
    """Return the cells as they were meant, without the empty ones at the end."""
    read = [unguarded(cell) for cell in cells]
    while read and not read[-1]:
        read.pop()
    return read


def _check(number: int, cells: list[str]) -> None:
    if len(cells) > COLUMNS_MOST:
        raise Unreadable(
            _("第 %(line)d 行超过 %(n)d 列，请删去多余的列。") % {"line": number, "n": COLUMNS_MOST}
        )
    if any(len(cell) > CELL_MOST for cell in cells):
        raise Unreadable(
            _("第 %(line)d 行有一格超过 %(n)d 字，请写短一些。") % {"line": number, "n": CELL_MOST}
        )


def _text(data: bytes) -> str:
    """Return a text file's words: as it says itself, else UTF-8, else as a Chinese Excel saves."""
    said = next((code for mark, code in MARKS.items() if data.startswith(mark)), "")
    for code in (said,) if said else ("utf-8", "gb18030"):
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(_("认不出这个文件。请用 .xlsx，或者用 UTF-8、GB18030 编码的 CSV。"))


def _rows(text: str) -> Iterator[tuple[int, list[str], list[Text]]]:
    separator = max(SEPARATORS, key=_QUOTED.sub("", text.partition("\n")[0]).count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    # One more than may be: the table says which is too many.
    rows = enumerate(islice(reader, workbooks.NUMBER_MOST), 1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                _("第 %(line)d 行附近的引号不成对，请检查后再上传。") % {"line": reader.line_num}
            ) from None
        yield number, cells, []
