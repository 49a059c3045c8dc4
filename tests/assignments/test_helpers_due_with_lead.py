"""A helper is due when its lead is: by its office hours, and not before it is decided what its lead asked in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline import clock
from hotline.assignments import actions, queries
from hotline.assignments.models import NEXT, Assignment
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.timelimits import queries as timelimits
from hotline.timelimits.models import OfficeHours
from tests.assignments.hands import MONDAY, acts, due, monday, replies, signed, until
from tests.assignments.helping import (
    a_monday_and_whole_chains,
    the_plea,
    with_anyang,
    with_squad,
)
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

__all__ = ["a_monday_and_whole_chains"]

pytestmark = pytest.mark.usefixtures("a_monday_and_whole_chains")


# -- whose office opens at other hours --------------------------------------------------------------


def opens_early(town: Town, unit: str) -> None:
    """Let a unit have office hours of its own."""
    hours = "06:00-10:00"
    OfficeHours.objects.create(
        unit=town.units[unit].pk, from_on=MONDAY - timedelta(days=30), weekdays=hours,
        moved=hours, set_at=clock.now(), set_by=town.leader, why="早班",
    )  # fmt: skip
    timelimits.forget()


def test_a_helper_with_hours_of_its_own_is_due_when_its_lead_is(town: Town) -> None:
    opens_early(town, "安阳街道")
    lead, part = with_anyang(town)
    assert due(part) == due(lead) == monday(17, 30, days=7)
    pleas.ask_extension(as_it_is(lead), by=town.operator_28, days=2, why="等配件")
    rulings.grant(the_plea(), by=town.leader)
    assert due(part) == due(lead) == monday(17, 30, days=9)
    assert part.sign_by_at == monday(10, days=1), "it signs by its own hours"
    timelimits.forget()


def test_a_helper_with_hours_of_its_own_does_not_begin_overdue(town: Town) -> None:
    opens_early(town, "安阳街道")
    lead = signed(town)
    until(monday(15, days=7))
    actions.share(as_it_is(lead), by=town.operator_28, unit=town.units["安阳街道"], task="帮忙")
    the_house_reacts()
    part = queries.parts(lead).get()
    assert (due(part), part.reply_late) == (due(lead), False)
    timelimits.forget()


# -- asked in time, decided late, by the one above --------------------------------------------------


def test_a_helper_is_not_late_before_it_is_decided_what_its_lead_asked_in_time(town: Town) -> None:
    lead, part, squad = with_squad(town)
    until(monday(17, days=7))
    pleas.ask_extension(as_it_is(lead), by=town.operator_28, days=2, why="等配件")
    until(monday(9, days=8))
    assert not Assignment.objects.filter(queries.overdue(clock.now(), "reply_by_at")).exists()
    for one in map(as_it_is, (part, squad)):
        assert one.reply_by_at
        assert one.asked_in_time(one.reply_by_at)
    rulings.grant(the_plea(), by=town.leader)
    the_house_reacts()
    assert due(squad) == due(part) == due(lead) == monday(17, 30, days=9)
    assert not as_it_is(squad).reply_late
    until(monday(17, 31, days=9))
    assert as_it_is(squad).reply_late, "the new time runs out as any"


def test_a_helper_is_late_from_the_refusal_of_its_lead_on(town: Town) -> None:
    lead, part = with_anyang(town)
    until(monday(17, days=7))
    pleas.ask_suspension(
        as_it_is(lead), by=town.people["clerk"], why="修路", plan="修完装",
        check_on=MONDAY + timedelta(days=12),
    )  # fmt: skip
    until(monday(9, days=8))
    rulings.refuse(the_plea(), by=town.leader, why="不用停")
    the_house_reacts()
    assert as_it_is(part).reply_late
    assert as_it_is(lead).reply_late
    assert acts(part)[-3:] == ["spare", "count_on", "overrun"]


def test_a_helper_that_replies_before_that_is_decided_is_in_time(town: Town) -> None:
    lead, part = with_anyang(town)
    until(monday(17, days=7))
    pleas.ask_wait(as_it_is(lead), by=town.people["clerk"], why="等照片")
    until(monday(9, days=8))
    replied = replies(as_it_is(part), town)
    assert not replied.reply_late
    assert replied.replied_at
    assert replied.reply_by_at
    assert replied.replied_at <= replied.reply_by_at


def test_a_lead_that_asked_too_late_spares_no_helper(town: Town) -> None:
    lead, part = with_anyang(town)
    until(monday(9, days=8))
    pleas.ask_wait(as_it_is(lead), by=town.people["clerk"], why="等照片")
    assert (
        Assignment.objects.annotate(due_next_at=NEXT)
        .filter(queries.overdue(clock.now(), "due_next_at"), pk=part.pk)
        .exists()
    )
    assert "spare" not in acts(part)


def test_a_helper_signs_in_time_whatever_its_lead_has_asked(town: Town) -> None:
    lead = signed(town, with_units=[town.units["安阳街道"]])
    pleas.ask_extension(lead, by=town.people["clerk"], days=2, why="等配件")
    actions.share(as_it_is(lead), by=town.operator_28, unit=town.units["供电公司"], task="帮忙")
    until(monday(9, days=2))
    for part in queries.parts(lead):
        assert part.sign_late
        assert (
            Assignment.objects.annotate(due_next_at=NEXT)
            .filter(queries.overdue(clock.now(), "due_next_at"), pk=part.pk)
            .exists()
        )
    until(monday(9, days=8))
    assert [part.reply_late for part in queries.parts(lead)] == [False, False]
