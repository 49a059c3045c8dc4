"""Tables: what goes out comes back, in either kind of file; nothing in a cell is ever carried out."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from hotline.sheets import lines, reading, workbooks
from hotline.sheets.lines import Unreadable, guarded, plain, unguarded
from hotline.sheets.writing import Form, write

FORMS = pytest.mark.parametrize("form", list(Form))
CELLS = st.text(max_size=30).map(plain)
NASTY = st.sampled_from(
    ["=1+1", "+86", "-5", "@SUM(A1)", "'=x", "''@y", "'plain", "0101", "a,b", 'say "so"', "two\nlines",
     "_x000D_", "1e5", "2026-01-31", "TRUE", "#N/A", "水管"]
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    width = draw(st.integers(1, 5))
    cell = CELLS | NASTY
    head = draw(st.lists(cell.filter(bool), min_size=width, max_size=width))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), max_size=6))
    return head, rows


def meant(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows without what no table holds: empty cells at the end, blank rows."""
    kept = []
    for row in rows:
        row = list(row)
        while row and not row[-1]:
            row.pop()
        if row:
            kept.append(row)
    return kept


@FORMS
@settings(max_examples=80)
@given(table=tables())
@example(table=(["0\t0"], []))
@example(table=(["a;b\n;", "c"], [["1", "2"]]))
def test_what_goes_out_comes_back(form: Form, table: tuple[list[str], list[list[str]]]) -> None:
    head, rows = table
    back = reading.read(write(form, head, rows))
    assert list(back.head) == head
    assert [list(line.cells) for line in back.lines] == meant(rows)
    assert all(not line.faults for line in back.lines)


@given(st.text())
def test_no_cell_begins_as_a_formula_and_none_is_lost(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == plain(text)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused_in_a_sentence(data: bytes) -> None:
    for tried in (data, b"PK\x03\x04" + data, b"\xff\xfe" + data):
        with contextlib.suppress(Unreadable):
            assert reading.read(tried).head


def test_the_files_themselves_hold_no_formula() -> None:
    book = load_workbook(io.BytesIO(write(Form.XLSX, ["=A"], [["=1+1"], ["@x"]])))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["'=A", "'=1+1", "'@x"]
    text = write(Form.CSV, ["a"], [["=1+1"]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["a"], ["'=1+1"]]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_is_read_however_it_was_saved(code: str, separator: str) -> None:
    text = f"编码{separator}名称\r\n0101{separator}水管维修\r\n"
    table = reading.read(text.encode(code))
    assert table.head == ("编码", "名称")
    assert [(line.number, line.cells) for line in table.lines] == [(2, ("0101", "水管维修"))]


def test_lines_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    table = reading.read(b'a\n\n"two\nlines"\n\nx\n')
    assert [line.number for line in table.lines] == [3, 5]


def made(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_numbers_and_days_are_read_as_somebody_would_type_them() -> None:
    data = made(["a", "b", "c", "d"], [30.0, 30.5, date(2026, 1, 31), datetime(2026, 1, 31)])  # noqa: DTZ001
    assert reading.read(data).lines[0].cells == ("30", "30.5", "2026-01-31", "2026-01-31")


def test_a_formula_is_named_and_not_evaluated() -> None:
    table = reading.read(made(["a", "b"], ["x", "=1+1"]))
    assert table.lines[0].cells == ("x",)
    assert len(table.lines[0].faults) == 1
    assert "B" in str(table.lines[0].faults[0])


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(sheet=b"\0" * (lines.UNPACKED_MOST + 1))
    assert len(bomb) < lines.BYTES_MOST
    with pytest.raises(Unreadable, match="太大"):
        reading.read(bomb)
    with pytest.raises(Unreadable, match="太大"):
        reading.read(zipped(**{f"part{n}": b"" for n in range(lines.PARTS_MOST + 1)}))


def test_words_that_grow_are_refused() -> None:
    good = made(["a"])
    with zipfile.ZipFile(io.BytesIO(good)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/sharedStrings.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(Unreadable):
        reading.read(zipped(**{name.replace("/", "__"): data for name, data in parts.items()}))


def test_a_sheet_that_claims_a_line_far_below_is_refused_or_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbooks, "NUMBER_MOST", 50)
    with zipfile.ZipFile(io.BytesIO(made(["a"], ["b"]))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="2"', b'r="99999999999"')
    with pytest.raises(Unreadable):
        reading.read(zipped(**{name.replace("/", "__"): data for name, data in parts.items()}))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"x" * (lines.BYTES_MOST + 1),
        b"\xd0\xcf\x11\xe0old",
        b"PK\x03\x04no",
        b"a\0b",
        b'a\n"never closed',
        b"a\n" + b"1\n" * (lines.ROWS_MOST + 1),
        b"a," * (lines.COLUMNS_MOST + 1) + b"b",
        b"a\n" + b"x" * (lines.CELL_MOST + 1),
    ],
    ids=range(10),
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match="。"):
        reading.read(data)
