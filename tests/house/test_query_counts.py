"""What a page asks of the database does not grow with the rows it shows: no question more often for five times the town.

A question that is asked once for all rows may be new in the larger town: the last page of the journal speaks of other
kinds of things there, each of which is one question.
Every address that answers a GET is asked in the sample town, then every row of every table is copied until there are five,
and it is asked again. Whatever the house keeps in memory is forgotten before each asking.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import sample as town
from tests.house import growing, pages
from tests.house.addresses import ALL, Address
from tests.house.fillers import NOT_OPENED
from tests.house.test_access import each

MAY_GROW: dict[str, str] = {}
"""Addresses whose queries may grow with the rows, each with its reason."""


@dataclass
class Asked:
    """What one page asked of the database, in the town as it is and in one five times as large."""

    path: str
    few: list[str]
    many: list[str]
    size: tuple[int, int]


def queries(page: pages.Opened) -> tuple[list[str], int]:
    """Return the statements that a page takes when nothing of it is kept in memory, and its length."""
    client = page.client()
    town.forget_everything()
    with CaptureQueriesContext(connection) as asked:
        response = pages.get(client, page.path)
    is_well = response.status_code == 200 or page.address.route in pages.WELL
    assert is_well, page.name
    said = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    return said, len(response.content)


@pytest.fixture(scope="module")
def counted(sample: None) -> dict[str, list[Asked]]:
    found = list(pages.opened())
    for page in found:
        queries(page)  # once for what is learnt only once: content types, compiled templates
    few = [queries(page) for page in found]
    gained = growing.grow()
    assert sum(gained.values()) > 1000, gained
    many = [queries(page) for page in found]
    told: dict[str, list[Asked]] = {}
    for page, (first, short), (then, long) in zip(found, few, many, strict=True):
        asked = Asked(page.path, first, then, (short, long))
        told.setdefault(page.address.route, []).append(asked)
    return told


@each(ALL)
def test_a_page_asks_no_more_for_more_rows(
    counted: dict[str, list[Asked]], address: Address
) -> None:
    for asked in counted.get(address.route, []):
        if (more := _more(asked)) and address.route not in MAY_GROW:
            said = "\n".join(more)
            pytest.fail(f"{asked.path}: {len(asked.few)} queries, then {len(asked.many)}:\n{said}")


def test_a_question_for_each_row_is_found() -> None:
    """Were values told apart, or a question that is new counted as any other, the test above would prove nothing."""
    once, twice, thrice = (
        [f"SELECT * FROM t WHERE id = {key} AND name = 'it''s {key}'" for key in range(times)]
        for times in (1, 2, 3)
    )
    many = ["SELECT * FROM t WHERE id IN (1, 2, 3)", "SELECT * FROM t WHERE id IN (1, 2)"]
    for few, then, found in (
        (once, twice, 1), (twice, thrice, 1), (thrice, twice, 0), ([], once, 0), ([], twice, 1), ([], many, 1),
    ):  # fmt: skip
        assert len(_more(Asked("", few, then, (0, 0)))) == found


@each(ALL)
def test_every_address_is_opened_or_says_why_not(
    counted: dict[str, list[Asked]], address: Address
) -> None:
    """What opens to nobody is looked at by no test: not for its looks, not by keyboard, not for what it asks."""
    if address.route in counted:
        assert address.route not in NOT_OPENED, "it is opened: strike it from NOT_OPENED"
    elif address.route not in NOT_OPENED:
        answered = [
            (path.path, response.status_code)
            for role, who in pages.one_reader(address)
            for path, response in pages.answers(address, who, role)
        ]
        assert answered, (
            f"{address.route}: the sample town has no row for it; see tests/dressing.py"
        )
        assert {status for _path, status in answered} == {405}, (
            f"nobody opens it: {answered}; see tests/house/fillers.py"
        )


def test_no_excuse_outlives_its_page(counted: dict[str, list[Asked]]) -> None:
    growing_now = {route for route, told in counted.items() if any(map(_more, told))}
    assert set(MAY_GROW) <= growing_now
    assert not set(NOT_OPENED) - {address.route for address in ALL}


def test_the_larger_town_is_seen_on_the_pages(counted: dict[str, list[Asked]]) -> None:
    """Were nothing copied, or nothing shown, the counts would prove nothing."""
    longer = [
        route
        for route, told in counted.items()
        if any(asked.size[1] > 1.05 * asked.size[0] for asked in told)
    ]
    assert len(longer) >= 8, longer


VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+\b")
LIST = re.compile(r"\(\?(?:, \?)*\)")


def _more(asked: Asked) -> list[str]:
    """Return what the larger town was asked more often, and not just once, with an example; values make no difference."""
    shapes: dict[str, list[str]] = {}
    for sql in asked.many:
        shapes.setdefault(_shape(sql), []).append(sql)
    before = Counter(map(_shape, asked.few))
    return [
        f"{len(each)}× {each[0][:400]}"
        for shape, each in shapes.items()
        if len(each) > max(before[shape], 1)
    ]


def _shape(sql: str) -> str:
    return LIST.sub("(?)", VALUE.sub("?", sql))
