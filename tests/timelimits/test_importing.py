"""The official calendar as a table: looked at line by line, a whole year or none, what goes out comes back as nothing to do."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hotline import clock
from hotline.life.errors import NotNow, NotYours
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.sheets import reading
from hotline.sheets.columns import headings, written
from hotline.sheets.dry_run import DryRun
from hotline.sheets.lines import Line, Table
from hotline.sheets.writing import Form, write
from hotline.timelimits import actions, comes_with, importing, queries, sheet
from hotline.timelimits.models import Holiday, Sort
from hotline.worktime.calendar import CHINA
from tests.timelimits.record import YEARS, off, worked
from tests.timelimits.taking import take_in

TODAY = date(2026, 1, 1)
HEAD = ("日期", "放假或上班", "节日", "依据")


def judged(*rows: tuple[str, ...]) -> DryRun:
    lines = [Line(n, row) for n, row in enumerate(rows, 2)]
    return importing.check(Table(HEAD, tuple(lines)), start=TODAY, today=TODAY)


def verdicts(run: DryRun) -> list[str]:
    return [line.verdict.value for line in run.lines]


def faults(run: DryRun) -> str:
    return " ".join(str(fault) for line in run.lines for fault in line.faults)


@pytest.mark.parametrize("form", list(Form))
def test_what_goes_out_comes_back_as_nothing_to_do(calendars: None, form: Form) -> None:
    rows = [written(value, sheet.COLUMNS) for value in importing.exported(TODAY)]
    table = reading.read(write(form, headings(sheet.COLUMNS), rows))
    run = importing.check(table, start=TODAY, today=TODAY)
    assert set(verdicts(run)) == {"same"}
    assert len(run.lines) == sum(len(off(year)) + len(worked(year)) for year in YEARS)


def test_a_calendar_taken_in_twice_changes_nothing(calendars: None) -> None:
    table = reading.read(comes_with.content(2026))
    assert set(verdicts(importing.check(table, start=TODAY, today=TODAY))) == {"same"}


def test_a_day_told_anew_replaces_what_was_told_and_stays_on_record(
    calendars: None, leader: Person
) -> None:
    file = comes_with.content(2026).decode().replace("2026-10-10,上班", "2026-10-11,上班")
    before = Holiday.objects.count()
    take_in(file.encode(), by=leader)
    calendar = queries.calendar()
    assert calendar.explain(date(2026, 10, 11)).working
    assert calendar.explain(date(2026, 10, 10)).working  # what a table does not mention stays
    again = comes_with.content(2026).decode().replace("春节,", "春节（新）,")
    take_in(again.encode(), by=leader)
    gone = Holiday.objects.filter(on=date(2026, 2, 17)).exclude(withdrawn_at=None)
    assert [row.name for row in gone] == ["春节"]
    assert Holiday.objects.count() > before


def test_part_of_a_year_is_refused(db: None) -> None:
    run = judged(("2027-01-01", "放假", "元旦", "x"), ("2027-10-01", "放假", "国庆节", "x"))
    assert verdicts(run) == ["wrong", "wrong"]
    assert "一整年至少 11 天" in faults(run)


def test_wrong_lines_say_what_to_write(calendars: None) -> None:
    run = judged(
        ("2026-10-12", "上班", "国庆节调休", "x"),
        ("2026-13-01", "放假", "节", "x"),
        ("2026-05-01", "也许", "节", "x"),
        ("2026-05-02", "放假", "", ""),
        ("2026-05-03", "放假", "劳动节", "x"),
        ("2026-05-03", "放假", "劳动节", "x"),
        ("", "放假", "劳动节", "x"),
    )
    assert verdicts(run) == ["wrong", "wrong", "wrong", "wrong", "changed", "wrong", "wrong"]
    for words in ("这一天是平日", "要写日期", "只能写", "要填写", "是同一天"):
        assert words in faults(run)


def test_the_citys_own_word_goes_before_the_calendars(calendars: None, leader: Person) -> None:
    day = date(2026, 8, 12)
    with clock.frozen(_noon(2026, 8, 1)):
        row = actions.declare_day(day, sort=Sort.FREE, name="防台停工", by=leader, why="市防指令")
        assert _works(day) is False
        moved = actions.declare_day(
            date(2026, 10, 2), sort=Sort.WORKED, name="值守", by=leader, why="市府令"
        )
        assert _works(moved.on) is True
        with pytest.raises(NotNow, match="已经定过"):
            actions.declare_day(day, sort=Sort.WORKED, name="x", by=leader, why="x")
        actions.withdraw_day(row, by=leader, why="解除")
        assert _works(day) is True
    with clock.frozen(_noon(2026, 11, 1)), pytest.raises(NotNow, match="已经过去"):
        actions.withdraw_day(moved, by=leader, why="x")


def test_the_citys_own_day_does_not_make_a_year_known(db: None, leader: Person) -> None:
    with clock.frozen(_noon(2031, 1, 1)):
        actions.declare_day(date(2031, 8, 12), sort=Sort.FREE, name="停工", by=leader, why="令")
        queries.forget()
        assert queries.calendar().explain(date(2031, 10, 3)).assumed


def test_who_may_not_write_tables_takes_none_in(db: None, leader: Person) -> None:
    operator = people.engage("op", name="-", role=Role.OPERATOR, by=None)
    with pytest.raises(NotYours):
        actions.take_in([], by=operator, why="x")


def _works(on: date) -> bool:
    queries.forget()
    return queries.calendar().explain(on).working


def _noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=CHINA)
