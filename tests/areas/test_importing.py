"""The areas as a table: judged line by line, drawn in the right order, what goes out comes back as nothing to do."""

from __future__ import annotations

from datetime import date

import pytest

from hotline.areas import actions as areas
from hotline.areas import importing, sheet
from hotline.areas.models import Area, Kind
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.sheets import reading
from hotline.sheets.columns import headings, written
from hotline.sheets.dry_run import DryRun
from hotline.sheets.lines import Line, Table
from hotline.sheets.writing import Form, write

TODAY = date(2013, 3, 1)
HEAD = ("编码", "层级", "名称", "所属编码", "开通日期", "撤销日期")


@pytest.fixture
def leader(db: None) -> Person:
    return people.engage("leader", name="-", role=Role.LEADER, by=None)


@pytest.fixture
def town(leader: Person) -> Area:
    city = areas.draw("0", name="河城", kind=Kind.CITY, by=leader)
    return areas.draw("01", name="东街", kind=Kind.TOWN, within=city, by=leader)


def judged(*rows: tuple[str, ...]) -> DryRun:
    lines = [Line(n, row) for n, row in enumerate(rows, 2)]
    return importing.check(Table(HEAD, tuple(lines)), start=TODAY, today=TODAY)


def verdicts(run: DryRun) -> list[str]:
    return [line.verdict.value for line in run.lines]


@pytest.mark.parametrize("form", list(Form))
def test_what_goes_out_comes_back_as_nothing_to_do(town: Area, form: Form) -> None:
    rows = [written(value, sheet.COLUMNS) for value in importing.exported(TODAY)]
    table = reading.read(write(form, headings(sheet.COLUMNS), rows))
    assert verdicts(importing.check(table, start=TODAY, today=TODAY)) == ["same", "same"]


def test_areas_are_drawn_after_what_they_lie_in(town: Area, leader: Person) -> None:
    run = judged(("02-1", "社区/村", "桥头", "02"), ("02", "街道/镇", "西街", "0", "2013-04-01"))
    assert verdicts(run) == ["new", "new"]
    areas.take_in(run.orders, by=leader)
    assert Area.objects.get(code="02-1").parent == Area.objects.get(code="02")


def test_an_area_is_renamed_served_and_dissolved(town: Area, leader: Person) -> None:
    run = judged(("01", "", "东大街", "0", "2013-04-01", "2013-12-31"))
    assert verdicts(run) == ["wrong"]  # an empty cell is no level
    run = judged(("01", "街道/镇", "东大街", "0", "2013-04-01", "2013-12-31"))
    assert verdicts(run) == ["changed"]
    areas.take_in(run.orders, by=leader)
    town.refresh_from_db()
    assert (town.name, town.served_from, town.valid_until) == (
        "东大街",
        date(2013, 4, 1),
        date(2013, 12, 31),
    )


@pytest.mark.parametrize(
    "row",
    [
        ("03", "社区/村", "桥头", "0"),
        ("03", "街道/镇", "桥头", "9"),
        ("03", "市", "桥头", "0"),
        ("1", "街道/镇", "东街", "0"),
        ("01", "社区/村", "东街", "0"),
        ("01", "街道/镇", "东街", "0", "", "2012-01-01"),
        ("01", "街道/镇", "", "0"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_ordered(town: Area, row: tuple[str, ...]) -> None:
    run = judged(row)
    assert verdicts(run) == ["wrong"]
    assert run.lines[0].faults
    assert run.orders == []
