"""Taking a calendar in, as the page does it after its dry run."""

from __future__ import annotations

from datetime import date

from hotline.people.models import Person
from hotline.sheets import reading
from hotline.timelimits import actions, comes_with, importing, queries
from tests.timelimits.record import YEARS

DAY = date(2026, 1, 1)


def take_in(file: bytes, *, by: Person) -> None:
    """Look at what a file would do, and do it."""
    run = importing.check(reading.read(file), start=DAY, today=DAY)
    assert run.may_be_written, run.lines
    actions.take_in(run.orders, by=by, why="按导入的表格")
    queries.forget()


def take_in_all(*, by: Person) -> None:
    """Take in the calendars that come with the house."""
    for year in YEARS:
        take_in(comes_with.content(year), by=by)
