"""Helpers go by their lead's clock: what is granted to it, refused, moved or ended holds for them, down to the lowest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.assignments import actions, clocks, queries, running
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.cases import actions as cases
from hotline.deadlines.models import Deadline
from hotline.life.errors import NotNow, NotSo
from hotline.people.queries import the_citizen
from hotline.timelimits.limits import Clock
from tests.assignments.hands import MONDAY, acts, due, monday, replies, sent, signed, until
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


def waits(one: Assignment, town: Town) -> None:
    """Let its clock stand for the citizen."""
    pleas.ask_wait(as_it_is(one), by=town.operator_28, why="等照片")
    rulings.grant(the_plea(), by=town.leader)


def suspended(one: Assignment, town: Town, *, days: int) -> None:
    """Let its clock stand until a day."""
    check_on = clock.now().date() + timedelta(days=days)
    pleas.ask_suspension(
        as_it_is(one), by=town.operator_28, why="路在修", plan="修完装灯", check_on=check_on
    )
    rulings.grant(the_plea(), by=town.leader)


# -- moved ------------------------------------------------------------------------------------------


def test_a_complex_case_stays_complex_at_another_unit_and_done_again(town: Town) -> None:
    one = signed(town, is_complex=True)
    pleas.ask_return(one, by=town.people["clerk"], why="归供电公司")
    rulings.grant_to(the_plea(), by=town.leader, to=town.units["供电公司"])
    the_house_reacts()
    other = Assignment.objects.get(moved_from=one)
    assert other.reply_length == "15 working days"
    actions.sign(other, by=town.operator_28)
    replies(as_it_is(other), town, why_no_contact="打不通")
    actions.accept(as_it_is(other), by=town.people["reviewer"])
    the_house_reacts()
    cases.do_again(as_it_is(other.case), by=town.people["callback"], why="还是不亮")
    the_house_reacts()
    assert as_it_is(other).reply_length == "15 working days"


def test_a_helper_that_is_moved_is_due_with_its_lead_and_owes_no_contact(town: Town) -> None:
    lead, part = with_anyang(town)
    until(monday(9, days=3))
    actions.move(part, by=town.operator_28, to=town.units["供电公司"], why="派错了")
    other = Assignment.objects.get(moved_from=part)
    assert (other.under, other.part, due(other)) == (lead, "co", due(lead))
    assert Clock.CONTACT not in other.kept
    assert other.sign_by_at == monday(17, 30, days=4), "it signs within its own time"


def test_a_return_of_a_helper_moves_it_though_its_lead_stands(town: Town) -> None:
    lead, part = with_anyang(town)
    pleas.ask_return(part, by=town.people["anyang"], why="归供电公司")
    waits(lead, town)
    until(monday(9, days=1))
    rulings.grant_to(the_return(), by=town.leader, to=town.units["供电公司"])
    other = Assignment.objects.get(moved_from=part)
    assert due(other) is None
    pleas.resume(as_it_is(lead), by=town.leader, why="来了")
    assert due(other) == due(lead) == monday(9, days=8)


def the_return() -> Plea:
    return Plea.objects.get(kind="return")


@pytest.mark.parametrize("to", ["执法局", "供电公司"])
def test_a_helper_is_not_moved_to_whoever_is_on_it(town: Town, to: str) -> None:
    lead = signed(town, with_units=[town.units["安阳街道"], town.units["供电公司"]])
    part = queries.parts(lead)[0]
    with pytest.raises(NotSo, match="已经在办"), transaction.atomic():
        actions.move(part, by=town.operator_28, to=town.units[to], why="派错了")
    assert as_it_is(part).status == Status.SENT


# -- what is granted to the lead --------------------------------------------------------------------


def test_what_is_granted_to_a_lead_holds_down_to_the_lowest(town: Town) -> None:
    lead, part, squad = with_squad(town)
    pleas.ask_extension(as_it_is(lead), by=town.operator_28, days=2, why="等配件")
    rulings.grant(the_plea(), by=town.leader)
    assert due(squad) == due(part) == due(lead) == monday(17, 30, days=9)
    assert as_it_is(part).times_extended == 0, "the lead's does not use up its own"
    pleas.ask_extension(as_it_is(part), by=town.people["clerk"], days=1, why="我们也等")
    rulings.grant(the_plea(), by=town.leader)
    assert due(squad) == due(part) == monday(17, 30, days=10)
    assert due(lead) == monday(17, 30, days=9)
    waits(lead, town)
    assert due(squad) is None
    until(monday(9, days=1))
    pleas.resume(as_it_is(lead), by=town.leader, why="来了")
    assert due(squad) == due(part)
    assert due(squad) == monday(9, days=11), "a day later than without the waiting"


def test_a_helper_does_not_go_on_by_itself_while_its_lead_stands(town: Town) -> None:
    lead, part = with_anyang(town)
    waits(lead, town)
    with pytest.raises(NotNow, match="随主办"), transaction.atomic():
        pleas.resume(as_it_is(part), by=town.people["anyang"], why="不等了")
    until(monday(9, 1, days=5))
    assert due(part) == due(lead)
    assert due(lead) is not None


def test_a_helper_that_stands_for_itself_stands_on_and_loses_nothing(town: Town) -> None:
    lead, part = with_anyang(town)
    suspended(part, town, days=10)
    until(monday(9, days=1))
    waits(lead, town)
    until(monday(9, days=2))
    pleas.resume(as_it_is(lead), by=town.leader, why="来了")
    assert as_it_is(part).stands_since_at == monday(9), "it stands until its own day"
    assert due(lead) == monday(17, 30, days=8)
    until(monday(0, 1, days=10))
    assert due(part) == monday(17, 30, days=16), "all of its own days were left out"
    assert len(list(running.stood(as_it_is(part)))) == 2


def test_a_helper_whose_own_time_is_over_stands_on_with_its_lead(town: Town) -> None:
    lead, part = with_anyang(town)
    suspended(part, town, days=2)
    suspended(lead, town, days=10)
    until(monday(0, 1, days=2))
    assert as_it_is(part).stands, "its lead's clock still stands"
    until(monday(0, 1, days=10))
    assert due(part) == due(lead)
    assert due(lead) == monday(17, 30, days=16)


def test_an_extension_of_the_lead_wakes_no_clock_that_stands(town: Town) -> None:
    lead, part = with_anyang(town)
    suspended(part, town, days=10)
    pleas.ask_extension(as_it_is(lead), by=town.operator_28, days=2, why="等配件")
    rulings.grant(the_plea(), by=town.leader)
    assert due(part) is None
    running_now = Deadline.objects.filter(kind="assignment", subject=part.pk, closed_at=None)
    assert [one.name for one in running_now] == ["go_on"]
    until(monday(0, 1, days=10))
    assert due(part) == monday(17, 30, days=18)


def test_a_plea_of_a_helper_outlives_what_is_granted_to_its_lead(town: Town) -> None:
    lead, part = with_anyang(town)
    pleas.ask_extension(part, by=town.people["anyang"], days=3, why="等配件")
    own = the_plea()
    waits(lead, town)
    until(monday(9, days=1))
    rulings.refuse(as_it_is(own), by=town.leader, why="够了")
    assert due(part) is None, "refused, it still stands with its lead"
    pleas.resume(as_it_is(lead), by=town.leader, why="来了")
    assert due(part) == due(lead)


def test_a_return_of_the_lead_that_is_refused_gives_its_helpers_the_time_too(town: Town) -> None:
    lead, part = with_anyang(town)
    pleas.ask_return(lead, by=town.people["clerk"], why="不归我们")
    assert due(part) is None
    until(monday(9, days=2))
    rulings.refuse(the_plea(), by=town.leader, why="归你们")
    assert due(part) == due(lead) == monday(9, days=9)


def test_what_is_done_while_the_clock_stands_is_done_in_time(town: Town) -> None:
    lead = actions.sign(sent(town, with_units=[town.units["安阳街道"]]), by=town.operator_28)
    waits(lead, town)
    until(monday(9, days=3))
    spoken = actions.contact(as_it_is(lead), by=town.operator_28, contacted_from="65810000")
    part = actions.sign(queries.parts(lead).get(), by=town.people["anyang"])
    assert (spoken.contact_by_at, part.sign_by_at) == (clock.now(), clock.now())
    pleas.resume(as_it_is(lead), by=town.leader, why="来了")
    assert as_it_is(part).sign_by_at == part.signed_at, "and a score finds that it was asked to"


def test_a_helper_that_replied_has_what_its_lead_gained_when_it_is_sent_back(town: Town) -> None:
    lead, part = with_anyang(town)
    replies(part, town)
    pleas.ask_extension(as_it_is(lead), by=town.operator_28, days=2, why="等配件")
    rulings.grant(the_plea(), by=town.leader)
    waits(lead, town)
    until(monday(9, days=1))
    actions.send_back(as_it_is(part), by=town.people["clerk"], why="没写清")
    assert due(part) is None, "its lead stands"
    pleas.resume(as_it_is(lead), by=town.leader, why="来了")
    assert due(part) == due(lead)


def test_the_time_of_reviewing_a_leads_reply_is_no_delay_of_its_helpers(town: Town) -> None:
    lead, part = with_anyang(town)
    replies(lead, town, why_alone="街道说下周才有人")
    until(monday(9, days=2))
    actions.send_back(as_it_is(lead), by=town.people["reviewer"], why="没说清")
    assert due(part) == due(lead) == monday(9, days=9)


def test_whoever_sends_a_helpers_answer_back_holds_its_lead_first(town: Town) -> None:
    lead, part = with_anyang(town)
    replies(part, town)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        actions.send_back(as_it_is(part), by=town.people["clerk"], why="没写清")
    held = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    assert str(lead.pk) in held[0].partition("ANY(")[2], held[0]
    assert str(part.pk) in held[0].partition("ANY(")[2]


# -- added late -------------------------------------------------------------------------------------


def test_nothing_was_said_yet_of_the_clock_of_a_helper_that_is_added_late(town: Town) -> None:
    lead = signed(town)
    until(monday(9, days=6))
    assert "warn" in acts(lead)
    actions.share(as_it_is(lead), by=town.operator_28, unit=town.units["安阳街道"], task="帮忙")
    part = queries.parts(lead).get()
    assert due(part) == due(lead)
    the_house_reacts()
    assert "warn" in acts(part), "it is nearly due for it too, and nobody had told it"
    until(monday(17, 31, days=7))
    assert as_it_is(part).reply_late


def test_a_helper_that_is_added_to_what_is_overdue_has_its_own_time(town: Town) -> None:
    lead = signed(town)
    until(monday(9, days=8))
    assert as_it_is(lead).reply_late
    actions.share(as_it_is(lead), by=town.operator_28, unit=town.units["安阳街道"], task="帮忙")
    part = queries.parts(lead).get()
    the_house_reacts()
    assert (due(part), as_it_is(part).reply_late) == (monday(17, 30, days=15), False)
    waits(lead, town)
    until(monday(9, days=9))
    pleas.resume(as_it_is(lead), by=town.leader, why="来了")
    assert due(part) == monday(9, days=16), "what its lead waits for holds for it too"


# -- decided late -----------------------------------------------------------------------------------


def test_nobody_waits_for_a_citizen_who_has_answered_meanwhile(town: Town) -> None:
    one = signed(town)
    pleas.ask_wait(one, by=town.people["clerk"], why="等照片")
    until(monday(9, days=1))
    cases.add_word(as_it_is(one.case), by=the_citizen(), words="发了")
    the_house_reacts()
    until(monday(9, days=3))
    rulings.grant(the_plea(), by=town.leader)
    assert due(one) == monday(9, days=8), "it stood until he answered"
    assert the_plea().due_is_at == due(one)


def test_what_is_over_when_it_is_granted_is_left_out_and_nothing_stands(town: Town) -> None:
    lead, part = with_anyang(town)
    check_on = MONDAY + timedelta(days=2)
    pleas.ask_suspension(
        lead, by=town.people["clerk"], why="路在修", plan="装灯", check_on=check_on
    )
    until(monday(9, days=4))
    actions.share(as_it_is(lead), by=town.operator_28, unit=town.units["供电公司"], task="帮忙")
    late = queries.parts(lead).latest("pk")
    rulings.grant(the_plea(), by=town.leader)
    the_house_reacts()
    assert due(lead) == due(part) == due(late)
    assert due(lead) == monday(17, 30, days=8), "Tuesday did not count"


def test_who_asked_in_time_and_replies_before_the_line_has_decided_is_not_late(town: Town) -> None:
    one = signed(town)
    until(monday(17, days=7))
    pleas.ask_extension(as_it_is(one), by=town.people["clerk"], days=2, why="等配件")
    until(monday(9, days=8))
    assert not Assignment.objects.filter(queries.overdue(clock.now(), "reply_by_at")).exists()
    replied = replies(as_it_is(one), town)
    assert not replied.reply_late
    assert replied.replied_at
    assert replied.reply_by_at
    assert replied.replied_at <= replied.reply_by_at, "nor does a score find it late"
    assert "申请待审批" in " ".join(clocks.explained(as_it_is(one), Clock.REPLY))


def test_who_asked_too_late_is_late(town: Town) -> None:
    one = signed(town)
    until(monday(9, days=8))
    pleas.ask_wait(as_it_is(one), by=town.people["clerk"], why="等照片")
    assert Assignment.objects.filter(queries.overdue(clock.now(), "reply_by_at")).exists()
    assert replies(as_it_is(one), town).reply_late


def test_who_speaks_with_the_citizen_before_the_line_has_decided_is_not_late(town: Town) -> None:
    one = actions.sign(sent(town), by=town.operator_28)
    until(monday(17, days=1))
    pleas.ask_wait(as_it_is(one), by=town.people["clerk"], why="等照片")
    until(monday(9, days=2))
    spoken = actions.contact(as_it_is(one), by=town.operator_28, contacted_from="65810000")
    assert not spoken.contact_late
    assert spoken.contacted_at
    assert spoken.contact_by_at
    assert spoken.contacted_at <= spoken.contact_by_at


def test_the_leader_hears_of_a_late_reply_that_was_sent_back_after_a_day_of_its_own(
    town: Town,
) -> None:
    one = signed(town)
    until(monday(18, days=7))
    replies(as_it_is(one), town)
    until(monday(18, days=10))
    actions.send_back(as_it_is(one), by=town.people["reviewer"], why="没说清")
    the_house_reacts()
    assert "tell_leader" not in acts(one)
    until(monday(17, 29, days=11))
    assert "tell_leader" not in acts(one)
    until(monday(17, 31, days=11))
    assert "tell_leader" in acts(one)
