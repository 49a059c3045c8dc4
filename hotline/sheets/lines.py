"""What a table is once it is read: a heading and lines of plain text, each with its number; and how cells are kept safe.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and read without it. All
text is in one form (no control characters, one kind of line end, no blanks around), so that what goes out comes back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise

BYTES_MOST = 5 * 1024 * 1024
UNPACKED_MOST = 60 * 1024 * 1024
PARTS_MOST = 500
ROWS_MOST = 5_000
COLUMNS_MOST = 60
CELL_MOST = 5_000

_FORMULA = re.compile(r"'*[=+\-@]")
_ESCAPED = re.compile(r"'+[=+\-@]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\ufeff]")
_NEW_LINE = re.compile(r"\r\n?")


class Unreadable(Exception):
    """The file cannot be read as a table; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its number as the spreadsheet counts, its cells, and what is wrong with the line itself."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and the lines beneath it that are not blank."""

    head: tuple[str, ...]
    lines: tuple[Line, ...]


def plain(text: str) -> str:
    """Return a cell's text in the one form that both kinds of file can hold."""
    return _CONTROL.sub("", _NEW_LINE.sub("\n", text)).strip()


def guarded(text: str) -> str:
    """Return a cell as it is written: nothing in it that a spreadsheet would carry out."""
    text = plain(text)
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return a cell as it was meant before it was guarded."""
    text = plain(text)
    return text[1:] if _ESCAPED.match(text) else text
