"""The clocks of an assignment: exact to the second through every pause, and each explains itself, whatever became of its rule."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.assignments import actions, clocks, running
from hotline.assignments.life import AT_WORK, Status
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.cases import actions as cases
from hotline.cases.models import Kind, Urgency
from hotline.deadlines.models import Deadline
from hotline.desks.department.telling import clocks_of
from hotline.people.queries import the_citizen
from hotline.timelimits import queries as timelimits
from hotline.timelimits.limits import Clock
from hotline.timelimits.models import TimeLimit
from hotline.worktime import Calendar, Length, Pause
from hotline.worktime import due as counted
from tests.assignments.hands import a_case, acts, due, monday, replies, sent, signed, until
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import RUIAN, Town, at


def running_now(one: Assignment) -> dict[str, datetime]:
    """Return the clocks that run for an assignment, by name."""
    rows = Deadline.objects.filter(kind="assignment", subject=one.pk, closed_at=None)
    return {row.name: row.due_at for row in rows}


def test_signing_speaking_and_replying_are_due_apart(town: Town) -> None:
    with clock.frozen(monday(14, 20)):
        one = sent(town)
        assert running_now(one) == {
            "sign": monday(17, 30, days=1),
            "sign_near": monday(16, 6, days=1),
            "contact": monday(17, 30, days=1),
            "reply": monday(17, 30, days=7),
            "reply_near": monday(17, 30, days=4),
        }
        actions.sign(one, by=town.people["clerk"])
        actions.contact(one, by=town.people["clerk"], contacted_from="65810000")
        assert set(running_now(one)) == {"reply", "reply_near"}
        replies(as_it_is(one), town)
        assert running_now(one) == {}


def test_an_urgent_case_is_timed_in_minutes_and_hours(town: Town) -> None:
    with clock.frozen(monday(23)):
        case = a_case(town, urgency=Urgency.URGENT)
        one = actions.send(case, to=town.units["执法局"], by=town.operator_28)
        assert one.sign_by_at == monday(23, 30)
        assert one.reply_by_at == monday(23, days=1)
        assert running_now(one)["sign_near"] == monday(23, 24)
        assert one.reply_length == "24 h"


def test_a_clock_of_one_working_hour_warns_before_it_is_due(town: Town) -> None:
    with clock.frozen(monday(9)):
        TimeLimit.objects.filter(clock=Clock.SIGN).update(length="1 working hour")
        timelimits.forget()
        one = sent(town)
        assert one.sign_by_at == monday(10)
        assert running_now(one)["sign_near"] == monday(9, 48)


def test_nobody_is_warned_of_what_is_overdue_already(town: Town) -> None:
    with clock.frozen(monday(14, 20)):
        one = signed(town)
        until(monday(9, days=3))
        pleas.ask_extension(as_it_is(one), by=town.people["clerk"], days=2, why="等配件")
        until(monday(9, days=8))
        rulings.refuse(Plea.objects.get(), by=town.leader, why="够了")
        assert set(running_now(one)) == {"reply"}
        the_house_reacts()
        assert acts(one)[-1] == "overrun"
        assert "warn" not in acts(one)


def test_a_worker_that_was_away_does_not_warn_of_what_has_run_out(town: Town) -> None:
    with clock.frozen(monday(14, 20)):
        one = signed(town)
    with clock.frozen(monday(9, days=8)):
        the_house_reacts()
        assert "overrun" in acts(one)
        assert "warn" not in acts(one)


def test_it_waits_until_the_citizen_spoke_not_until_somebody_hears_of_it(town: Town) -> None:
    with clock.frozen(monday(9)):
        one = signed(town)
        pleas.ask_wait(one, by=town.people["clerk"], why="等照片")
        rulings.grant(Plea.objects.get(), by=town.leader)
    with clock.frozen(monday(11)):
        cases.add_word(as_it_is(one.case), by=the_citizen(), words="发了")
    with clock.frozen(monday(16)):
        the_house_reacts()
        assert [pause[:2] for pause in running.stood(as_it_is(one))] == [(monday(9), monday(11))]


def test_a_word_from_before_it_was_asked_to_wait_ends_no_waiting(town: Town) -> None:
    with clock.frozen(monday(9)):
        one = signed(town)
        cases.add_word(as_it_is(one.case), by=the_citizen(), words="还有一盏也不亮")
    with clock.frozen(monday(10)):
        pleas.ask_wait(as_it_is(one), by=town.people["clerk"], why="等照片")
        rulings.grant(Plea.objects.get(), by=town.leader)
        the_house_reacts()
        assert as_it_is(one).stands


def test_who_waits_is_asked_once_every_assignment_of_the_case_is_held(town: Town) -> None:
    with clock.frozen(monday(9)):
        one = signed(town)
        cases.add_word(as_it_is(one.case), by=the_citizen(), words="发了")
        with CaptureQueriesContext(connection) as asked:
            the_house_reacts()
    held = [it["sql"] for it in asked if "FOR NO KEY UPDATE" in it["sql"]]
    assert any("assignments_assignment" in sql for sql in held), "a wait may be granted just now"


def test_a_complex_complaint_has_its_own_time(town: Town) -> None:
    with clock.frozen(monday(9)):
        one = sent(town, is_complex=True)
        assert one.reply_length == "15 working days"


def test_a_due_time_says_why_it_is_then(town: Town) -> None:
    with clock.frozen(at(14, 20, day=date(2012, 9, 26))):
        one = signed(town)
        pleas.ask_wait(one, by=town.people["clerk"], why="等照片")
        rulings.grant(Plea.objects.get(), by=town.leader)
        until(at(10, 40, day=date(2012, 9, 27)))
        cases.add_word(as_it_is(one.case), by=the_citizen(), words="发了")
        the_house_reacts()
        said = " ".join(clocks.explained(as_it_is(one), Clock.REPLY))
        assert "5 个工作日，从周三 14:20 起" in said
        assert "等市民 2 小时 10 分" in said
        assert "国庆" in said
        assert due(one) == at(10, 40, day=date(2012, 10, 10))


def waits_for_the_citizen(town: Town, one: Assignment, since: datetime, end: datetime) -> None:
    """Let the clocks stand from one moment to another."""
    until(since)
    pleas.ask_wait(as_it_is(one), by=town.people["clerk"], why="等照片")
    rulings.grant(Plea.objects.latest("pk"), by=town.leader)
    until(end)
    pleas.resume(as_it_is(one), by=town.leader, why="来了")


def test_what_stood_after_a_clock_was_met_is_no_part_of_its_explanation(town: Town) -> None:
    with clock.frozen(monday(9)):
        one = sent(town)
        until(monday(10))
        actions.sign(as_it_is(one), by=town.people["clerk"])
        actions.contact(as_it_is(one), by=town.people["clerk"], contacted_from="65810000")
        waits_for_the_citizen(town, one, monday(11), monday(11, days=3))
        one = as_it_is(one)
        for met in (Clock.SIGN, Clock.CONTACT):
            said = clocks.explained(one, met)
            assert said[-1] == "到 周二 17:30"
            assert "等市民" not in " ".join(said)
        signing = clocks_of(one)[0]
        assert (signing.due_at, signing.passed) == (monday(17, 30, days=1), True)


def test_what_was_done_while_the_clock_stood_says_by_when_it_was_held_to_be_due(town: Town) -> None:
    with clock.frozen(monday(9)):
        one = actions.sign(sent(town), by=town.people["clerk"])
        pleas.ask_wait(as_it_is(one), by=town.people["clerk"], why="等照片")
        rulings.grant(Plea.objects.get(), by=town.leader)
        until(monday(15, days=2))
        actions.contact(as_it_is(one), by=town.people["clerk"], contacted_from="65810000")
        until(monday(9, days=3))
        pleas.resume(as_it_is(one), by=town.leader, why="来了")
        one = as_it_is(one)
        last = clocks.explained(one, Clock.CONTACT)[-1]
        assert last == "办的时候计时停止着，或者申请还没有审批，时限记到 周三 15:00"
        assert one.contact_by_at == clocks_of(one)[2].due_at == monday(15, days=2)


def test_a_word_with_the_citizen_that_is_written_down_later_is_judged_by_its_own_day(
    town: Town,
) -> None:
    with clock.frozen(monday(9)):
        one = actions.sign(sent(town), by=town.people["clerk"])
        waits_for_the_citizen(town, one, monday(11), monday(11, days=3))
        spoken = actions.contact(
            as_it_is(one), by=town.people["clerk"], contacted_from="65810000",
            contacted_at=monday(10),
        )  # fmt: skip
        assert spoken.contact_by_at == monday(17, 30, days=1)
        assert not spoken.contact_late
        assert clocks.explained(spoken, Clock.CONTACT)[-1] == "到 周二 17:30"


def test_the_rule_that_held_at_the_start_goes_on_to_hold(town: Town) -> None:
    with clock.frozen(monday(9)):
        one = signed(town)
        before, said = due(one), clocks.explained(one, Clock.REPLY)
        TimeLimit.objects.filter(clock="reply").update(length="1 h", counting="at_once")
        timelimits.forget()
        assert clocks.explained(as_it_is(one), Clock.REPLY) == said
        pleas.ask_extension(one, by=town.people["clerk"], days=2, why="等配件")
        rulings.grant(Plea.objects.get(), by=town.leader)
        assert before == monday(17, 30, days=7)
        assert due(one) == monday(17, 30, days=9)
        assert sent(town).reply_length == "1 h", "what starts now goes by the new rule"
    timelimits.forget()


def test_an_extension_of_hours_goes_on_in_working_days(town: Town) -> None:
    with clock.frozen(monday(9)):
        case = a_case(town, urgency=Urgency.URGENT)
        one = actions.send(case, to=town.units["执法局"], by=town.operator_28)
        actions.sign(one, by=town.people["clerk"])
        pleas.ask_extension(as_it_is(one), by=town.people["clerk"], days=1, why="等配件")
        rulings.grant(Plea.objects.get(), by=town.leader)
        assert due(one) == monday(17, 30, days=2), "24 h until Tuesday at nine, then a working day"
        said = clocks.explained(as_it_is(one), Clock.REPLY)
        assert [line for line in said if line.startswith(("24 小时", "1 个工作日"))] == [
            "24 小时，从周一 09:00 起", "1 个工作日，从周二 09:00 起",
        ]  # fmt: skip


def test_the_time_of_reviewing_is_nobodys_delay(town: Town) -> None:
    with clock.frozen(monday(9)):
        one = signed(town)
        until(monday(10, days=2))
        replies(as_it_is(one), town)
        until(monday(11, days=2))
        actions.send_back(as_it_is(one), by=town.people["reviewer"], why="没说清")
        assert due(one) == monday(9, 30, days=8)
        assert "热线审核 1 小时" in clocks.explained(as_it_is(one), Clock.REPLY)


def test_what_is_done_again_begins_anew_and_what_was_late_stays_late(town: Town) -> None:
    with clock.frozen(monday(9)):
        one = signed(town)
        until(monday(9, days=8))
        assert as_it_is(one).reply_late
        replies(as_it_is(one), town)
        actions.accept(as_it_is(one), by=town.people["reviewer"])
        the_house_reacts()
        cases.do_again(as_it_is(one.case), by=town.people["callback"], why="还是不亮")
        the_house_reacts()
        assert due(one) == monday(17, 30, days=15)
        assert as_it_is(one).reply_late
        assert len(as_it_is(one).kept["past"]) == 1
        until(monday(17, 31, days=15))
        assert acts(one)[-1] == "overrun", "the new time runs out as the first did"


def something_happens(
    one: Assignment, dice: random.Random, town: Town, stood: list[Pause], more: int
) -> int:
    """Let the unit or the line do something that touches the clock; note what is to be left out, return the days added."""
    clerk = town.people["clerk"]
    before = clock.now()
    match dice.choice(["wait", "review", "return", "extend", "refuse"]):
        case "wait":
            pleas.ask_wait(one, by=clerk, why="等")
            rulings.grant(Plea.objects.latest("pk"), by=town.leader)
            until(before + timedelta(seconds=dice.randrange(1, 6 * 86400)))
            if as_it_is(one).stands:
                pleas.resume(as_it_is(one), by=clerk, why="好")
            end = min(clock.now(), before + timedelta(days=5))
            stood.append(Pause(before, end))
        case "review":
            replies(one, town)
            until(before + timedelta(seconds=dice.randrange(1, 90_000)))
            actions.send_back(as_it_is(one), by=town.leader, why="不清")
            the_house_reacts()
            stood.append(Pause(before, clock.now()))
        case "return" if before <= clocks.reckon(one, Clock.RETURN).due.at:
            pleas.ask_return(one, by=clerk, why="不归")
            until(before + timedelta(seconds=dice.randrange(1, 90_000)))
            rulings.refuse(Plea.objects.latest("pk"), by=town.leader, why="归")
            stood.append(Pause(before, clock.now()))
        case "extend" if not more and one.reply_by_at and before <= one.reply_by_at:
            more = dice.randrange(1, 11)
            pleas.ask_extension(one, by=clerk, days=more, why="等")
            until(before + timedelta(seconds=dice.randrange(1, 90_000)))
            rulings.grant(Plea.objects.latest("pk"), by=town.leader)
        case _:
            pleas.ask_wait(one, by=clerk, why="等")
            until(before + timedelta(seconds=dice.randrange(1, 90_000)))
            rulings.refuse(Plea.objects.latest("pk"), by=town.leader, why="不用等")
    return more


@pytest.mark.parametrize("seed", range(8))
def test_however_often_it_stands_it_is_due_when_its_length_counted_off_once_is_over(
    town: Town, seed: int
) -> None:
    """A random life of waiting, asking and sending back: the due time is the length counted off once, all pauses left out."""
    dice, clerk = random.Random(seed), town.people["clerk"]
    start = datetime(2012, 9, 20, tzinfo=RUIAN) + timedelta(seconds=dice.randrange(10 * 86400))
    kind = dice.choice([Kind.QUESTION, Kind.COMPLAINT, Kind.SUGGESTION])
    with clock.frozen(start):
        case = a_case(town, kind=kind)
        one = actions.send(case, to=town.units["执法局"], by=town.operator_28)
        actions.sign(one, by=clerk)
        actions.contact(one, by=clerk, contacted_from="65810000")
        stood: list[Pause] = []
        more = 0
        for _time in range(6):
            until(clock.now() + timedelta(seconds=dice.randrange(1, 90_000)))
            one = as_it_is(one)
            more = something_happens(one, dice, town, stood, more)
            length = Length.parse(one.reply_length)
            length = Length(length.amount + more, length.unit)
            expected = counted(start, length, Calendar(), pauses=stood).at
            assert due(one) == expected, acts(one)
            assert as_it_is(one).status in AT_WORK
            given_back = [pause for *pause, why in running.stood(as_it_is(one))]
            assert given_back == [[pause.paused_at, pause.resumed_at] for pause in stood]
        assert one.status == Status.SIGNED
        assert acts(one).count("overrun") <= 1, "late is said once"
        assert acts(one).count("warn") <= 1 + acts(one).count("extend")
