"""Columns: found under either heading, each cell read or refused with what to write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hotline.sheets.columns import (
    Column,
    Wrong,
    day,
    fit,
    money,
    several,
    text,
    values,
    whole,
    yes_no,
)
from hotline.sheets.lines import Line, Unreadable

COLUMNS = (
    Column("code", "编码", "Code", text(4, needed=True), required=True),
    Column("price", "参考价", "Price", money),
)


@pytest.mark.parametrize(
    "head", [["编码", "参考价"], ["code", "PRICE"], ["Code*", "参考价（元）"], ["code", "price "]]
)
def test_columns_are_found_under_either_heading(head: list[str]) -> None:
    assert fit(head, COLUMNS) == {"code": 0, "price": 1}


@pytest.mark.parametrize("head", [["参考价"], ["编码", "编码"], ["编码", "别的"]])
def test_a_heading_that_does_not_fit_is_refused(head: list[str]) -> None:
    with pytest.raises(Unreadable):
        fit(head, COLUMNS)


def test_everything_that_is_wrong_with_a_line_is_said() -> None:
    places = fit(["编码", "参考价"], COLUMNS)
    read, faults = values(Line(2, ("toolong", "much")), places, COLUMNS)
    assert read == {}
    assert [str(fault).partition("：")[0] for fault in faults] == ["编码", "参考价"]
    assert values(Line(2, ("0101", "30")), places, COLUMNS) == (
        {"code": "0101", "price": Decimal("30.00")},
        [],
    )
    assert values(Line(2, ("0101", "30", "x")), places, COLUMNS)[1]


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (day, "2026-01-31", date(2026, 1, 31)),
        (day, "2026/1/31", date(2026, 1, 31)),
        (day, "2026年1月31日", date(2026, 1, 31)),
        (day, "", None),
        (whole(0, 90), "30", 30),
        (whole(0, 90), "", None),
        (money, "30.5", Decimal("30.50")),
        (yes_no, "是", True),
        (yes_no, "", False),
        (several(str), "漏水、爆管,漏水", ("漏水", "爆管")),
    ],
)
def test_cells_are_read(read: Callable[[str], Any], cell: str, value: object) -> None:
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (day, "2026-02-30"),
        (day, "tomorrow"),
        (whole(1, 90), "0"),
        (whole(1, 90), "-1"),
        (whole(1, 90), "1.5"),
        (money, "-1"),
        (money, "nan"),
        (money, "1.234"),
        (yes_no, "maybe"),
        (text(3), "four"),
        (several(str, most=1), "a、b"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused(read: Callable[[str], Any], cell: str) -> None:
    with pytest.raises(Wrong):
        read(cell)
