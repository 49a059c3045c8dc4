"""Writing a table as CSV that every Excel opens, or as XLSX. Nothing in a cell is ever carried out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.db.models import TextChoices
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .lines import guarded

WIDTH_LEAST, WIDTH_MOST = 8, 40


class Form(TextChoices):
    """What kind of file it is."""

    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


MIME = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}


def write(form: Form, head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as a file."""
    return _workbook(head, rows) if form == Form.XLSX else _csv(head, rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    # By the first line a reader finds out what separates: what stands in a title must not.
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow(map(guarded, head))
    writer = csv.writer(out)
    writer.writerows(map(guarded, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _workbook(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    lines = [list(map(guarded, row)) for row in rows]
    sheet.freeze_panes = "A2"
    for at, title in enumerate(head):
        longest = max([len(title), *(len(line[at]) for line in lines[:200] if at < len(line))])
        width = min(max(2 * longest, WIDTH_LEAST), WIDTH_MOST)
        sheet.column_dimensions[get_column_letter(at + 1)].width = width
    sheet.append([_cell(sheet, guarded(title), bold=True) for title in head])
    for line in lines:
        sheet.append([_cell(sheet, text) for text in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """Return a cell that holds text whatever it looks like: a code keeps its leading noughts."""
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
