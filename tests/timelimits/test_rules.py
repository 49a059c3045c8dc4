"""Rules are dated: what has begun keeps the rule of its day, a change ends the old one on the day before, all stays on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from hotline import clock
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.timelimits import actions, queries
from hotline.timelimits.limits import Clock, Scope
from hotline.timelimits.models import TimeLimit
from hotline.worktime import Pause
from hotline.worktime.calendar import CHINA

FRIDAY = datetime(2026, 9, 18, 10, 0, tzinfo=CHINA)  # Sunday the 20th is worked
MONDAY = date(2026, 9, 21)
COMPLAINTS = Scope(Clock.REPLY, kind="complaint")


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with clock.frozen(FRIDAY):
        yield


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 9, day, hour, tzinfo=CHINA)


def complaint(start: datetime, pauses: tuple[Pause, ...] = (), unit: int | None = None) -> str:
    """Say when a complaint that came then must be answered."""
    queries.forget()
    found = queries.reckon(
        Clock.REPLY, kind="complaint", urgency=1, unit=unit, start=start, pauses=pauses
    )
    return f"{found.due.at:%m-%d %H:%M}"


def rows() -> list[tuple[str, date, date | None]]:
    found = TimeLimit.objects.standing().filter(clock="reply", kind="complaint", urgency=None)
    return [(row.length, row.from_on, row.until_on) for row in found.order_by("from_on")]


def test_a_change_ends_the_old_rule_on_the_day_before_and_begins_a_new_one(
    calendars: None, leader: Person
) -> None:
    actions.set_limit(COMPLAINTS, length="3 working days", from_on=MONDAY, by=leader, why="提速")
    assert rows() == [
        ("5 working days", date(2012, 1, 1), date(2026, 9, 20)),
        ("3 working days", MONDAY, None),
    ]
    assert complaint(at(20)) == "09-28 17:30"  # the old rule's last day, a Sunday that is worked
    assert complaint(at(21)) == "09-24 17:30"


def test_what_has_begun_keeps_the_old_rule_however_late_it_is_reckoned_again(
    calendars: None, leader: Person
) -> None:
    assert complaint(FRIDAY) == "09-24 17:30"
    actions.set_limit(COMPLAINTS, length="3 working days", from_on=MONDAY, by=leader, why="提速")
    waited = Pause(at(22), at(22, 12))
    with clock.frozen(at(23)):
        assert complaint(FRIDAY) == "09-24 17:30"
        assert complaint(FRIDAY, (waited,)) == "09-28 10:30"  # two hours more, after Mid-Autumn


def test_a_rule_begins_tomorrow_at_the_earliest(leader: Person) -> None:
    for day in (FRIDAY.date(), FRIDAY.date() - timedelta(days=1)):
        with pytest.raises(NotSo, match="从明天起"):
            actions.set_limit(COMPLAINTS, length="3 d", from_on=day, by=leader, why="x")
    with pytest.raises(NotSo, match="最多提前一年"):
        actions.set_limit(COMPLAINTS, length="3 d", from_on=date(2028, 1, 1), by=leader, why="x")


def test_a_rule_for_one_unit_is_more_exact_than_one_for_all(
    calendars: None, leader: Person
) -> None:
    scope = Scope(Clock.REPLY, unit=7)
    actions.set_limit(scope, length="2 working days", from_on=MONDAY, by=leader, why="协议")
    assert complaint(at(21), unit=7) == "09-23 17:30"
    assert complaint(at(21), unit=8) == "09-29 17:30"


def test_a_rule_that_is_ended_leaves_the_next_exact_one(calendars: None, leader: Person) -> None:
    scope = Scope(Clock.REPLY, unit=7)
    row = actions.set_limit(scope, length="2 working days", from_on=MONDAY, by=leader, why="协议")
    with clock.frozen(at(22)):
        actions.end_limit(row, last_on=date(2026, 9, 23), by=leader, why="协议到期")
        assert complaint(at(23), unit=7) == "09-28 17:30"
        assert complaint(at(24), unit=7) == "10-09 17:30"  # five working days again
        with pytest.raises(NotNow, match="已经定了哪天止"):
            actions.end_limit(row, last_on=date(2026, 9, 24), by=leader, why="x")


def test_the_rule_for_everything_cannot_be_ended(leader: Person) -> None:
    row = TimeLimit.objects.get(clock="sign", kind="", urgency=None, unit=None, storm=False)
    with pytest.raises(NotSo, match="不能停用"):
        actions.end_limit(row, last_on=MONDAY, by=leader, why="x")


def test_a_rule_is_taken_back_before_it_holds_and_the_one_before_it_goes_on(
    calendars: None, leader: Person
) -> None:
    row = actions.set_limit(COMPLAINTS, length="3 d", from_on=MONDAY, by=leader, why="提速")
    with pytest.raises(NotNow, match="请先撤回"):
        actions.set_limit(COMPLAINTS, length="4 d", from_on=MONDAY, by=leader, why="再提速")
    actions.withdraw_limit(row, by=leader, why="误")
    assert rows() == [("5 working days", date(2012, 1, 1), None)]
    assert complaint(at(21)) == "09-29 17:30"
    assert [told.entry.act for told in journal.story(row)] == ["set_limit", "withdraw_limit"]
    assert journal.story(row)[1].said["why"] == "误"


def test_taking_a_rule_back_does_not_revive_one_that_somebody_had_ended(
    calendars: None, leader: Person
) -> None:
    scope = Scope(Clock.REPLY, kind="complaint", urgency=2)
    ended = actions.set_limit(scope, length="2 working days", from_on=MONDAY, by=leader, why="试")
    tuesday = MONDAY + timedelta(days=1)
    with clock.frozen(at(21)):
        actions.end_limit(ended, last_on=MONDAY, by=leader, why="不试了")
        anew = actions.set_limit(
            scope, length="3 working days", from_on=tuesday, by=leader, why="再试"
        )
        actions.withdraw_limit(anew, by=leader, why="误")
    assert TimeLimit.objects.get(pk=ended.pk).until_on == MONDAY


@pytest.mark.parametrize("length", ["24 h", "8 working hours", "3 d"])
def test_an_extension_is_counted_in_working_days_as_it_is_granted(
    leader: Person, length: str
) -> None:
    scope = Scope(Clock.EXTENSION)
    with pytest.raises(NotSo, match="请写成几个工作日") as refused:
        actions.set_limit(scope, length=length, from_on=MONDAY, by=leader, why="x")
    assert refused.value.field == "length"
    actions.set_limit(scope, length="3 working days", from_on=MONDAY, by=leader, why="x")


def test_a_rule_that_holds_is_not_taken_back(leader: Person) -> None:
    row = actions.set_limit(COMPLAINTS, length="3 d", from_on=MONDAY, by=leader, why="提速")
    with clock.frozen(at(21)), pytest.raises(NotNow, match="已经生效"):
        actions.withdraw_limit(row, by=leader, why="误")


@pytest.mark.parametrize("length", ["", "5", "five days", "0 d", "-1 h", "9999999 d"])
def test_what_is_no_length_is_refused_beside_its_field(leader: Person, length: str) -> None:
    with pytest.raises(NotSo) as refused:
        actions.set_limit(COMPLAINTS, length=length, from_on=MONDAY, by=leader, why="x")
    assert refused.value.field == "length"


def test_a_length_beyond_reason_is_taken_for_a_wrong_unit(leader: Person) -> None:
    with pytest.raises(NotSo, match="请检查单位"):
        actions.set_limit(COMPLAINTS, length="121 working days", from_on=MONDAY, by=leader, why="x")


def test_a_change_that_changes_nothing_or_has_no_reason_is_refused(leader: Person) -> None:
    with pytest.raises(NotSo, match="不用改"):
        actions.set_limit(COMPLAINTS, length="5 working days", from_on=MONDAY, by=leader, why="x")
    with pytest.raises(NotSo, match="为什么"):
        actions.set_limit(COMPLAINTS, length="3 d", from_on=MONDAY, by=leader, why=" ")


def test_only_leader_and_administrator_set_rules(leader: Person) -> None:
    operator = people.engage("op", name="-", role=Role.OPERATOR, by=None)
    with pytest.raises(NotYours):
        actions.set_limit(COMPLAINTS, length="3 d", from_on=MONDAY, by=operator, why="x")
    with pytest.raises(NotYours):
        actions.set_hours(
            unit=None, weekdays="09:00-17:00", moved="09:00-17:00", from_on=MONDAY,
            by=operator, why="x",
        )  # fmt: skip


def test_office_hours_hold_from_their_day_for_the_unit_that_has_them(
    calendars: None, leader: Person
) -> None:
    hours = "09:00-12:00、13:00-17:00"
    actions.set_hours(unit=7, weekdays=hours, moved=hours, from_on=MONDAY, by=leader, why="供电")
    assert complaint(at(18), unit=7) == "09-24 17:30"
    assert complaint(at(21), unit=7) == "09-29 17:00"
    assert complaint(at(21), unit=8) == "09-29 17:30"


@pytest.mark.parametrize("hours", ["", "9-17", "12:00-09:00", "08:00-12:00、11:00-13:00", "x"])
def test_hours_that_are_none_are_refused(leader: Person, hours: str) -> None:
    with pytest.raises(NotSo):
        actions.set_hours(
            unit=7, weekdays=hours, moved="08:00-12:00", from_on=MONDAY, by=leader, why="x"
        )


def test_a_season_is_a_variant_of_the_rule_beside_it(calendars: None, leader: Person) -> None:
    winter = actions.add_season("冬", starts="12-01", ends="02-28", by=leader)
    scope = Scope(Clock.REPLY, kind="complaint", season=winter.pk)
    actions.set_limit(scope, length="2 working days", from_on=MONDAY, by=leader, why="供暖")
    assert complaint(datetime(2026, 11, 30, 10, tzinfo=CHINA)) == "12-07 17:30"
    assert complaint(datetime(2026, 12, 1, 10, tzinfo=CHINA)) == "12-03 17:30"
    assert complaint(datetime(2026, 2, 10, 10, tzinfo=CHINA)) == "02-24 17:30"  # before the rule


@pytest.mark.parametrize(("starts", "ends"), [("13-01", "02-01"), ("02-30", "03-01"), ("1-1", "x")])
def test_a_season_of_days_that_are_none_is_refused(leader: Person, starts: str, ends: str) -> None:
    with pytest.raises(NotSo, match="月-日"):
        actions.add_season("冬", starts=starts, ends=ends, by=leader)


def test_two_seasons_do_not_have_one_name(leader: Person) -> None:
    actions.add_season("冬", starts="12-01", ends="02-28", by=leader)
    with pytest.raises(NotSo, match="这个名字"):
        actions.add_season("冬", starts="11-01", ends="02-28", by=leader)
