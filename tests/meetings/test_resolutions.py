"""What a meeting resolved: its clock in working days, its warnings once and rising, reported, sent back, closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from hotline import clock
from hotline.departments import actions as departments
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.meetings import queries
from hotline.meetings.life import Resolved
from hotline.meetings.models import Resolution
from hotline.meetings.resolving import actions as resolving
from hotline.outbox.models import Message
from tests.assignments.hands import monday, until
from tests.meetings.sitting import called, given_out, held, minuted, resolved
from tests.stories.steps import as_it_is
from tests.town import Town


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


def acts(one: Resolution) -> list[str]:
    return [told.entry.act for told in journal.story(one)]


def test_it_is_due_after_so_many_working_days_of_its_unit_and_says_why(town: Town) -> None:
    one = given_out(town)
    assert one.due_at
    assert one.due_at.date() == monday(9, days=7).date(), "a week end lies between"
    assert any("5 个工作日" in words for words in queries.explained(one))


def test_its_unit_is_warned_then_the_head_then_the_leader_each_once(town: Town) -> None:
    one = given_out(town)
    assert one.due_at
    until(one.due_at)
    assert acts(one).count("warn") == 1
    until(monday(9, days=30))
    assert [act for act in acts(one) if act in ("warn", "overrun", "tell_leader")] == [
        "warn", "overrun", "tell_leader",
    ]  # fmt: skip
    assert as_it_is(one).late


def test_the_head_is_told_of_what_is_overdue_and_not_of_what_is_near(town: Town) -> None:
    bureau = town.units["执法局"]
    type(bureau).objects.filter(pk=bureau.pk).update(telephone="65820000")
    one = given_out(town)
    until(monday(9, days=20))
    texts = [it.text for it in Message.objects.filter(about=one.about)]
    assert sum("快到时限" in text for text in texts) == 1
    assert sum("超过时限" in text for text in texts) == 1
    assert not any("三条路" in text for text in texts), (
        "what is to be done is read where one signs in"
    )


def test_what_is_reported_in_time_is_never_late(town: Town) -> None:
    one = given_out(town)
    resolving.report(one, by=town.people["clerk"], account="换了三十盏")
    until(monday(9, days=30))
    assert not as_it_is(one).late
    assert resolving.close(one, by=town.leader).status == Resolved.CLOSED


def test_one_that_is_sent_back_gets_new_days_and_a_clock_of_its_own(town: Town) -> None:
    one = given_out(town)
    resolving.report(one, by=town.people["clerk"], account="换了")
    until(monday(9, days=1))
    one = resolving.send_back(one, by=town.leader, why="还差一条路", days=2)
    assert (one.status, one.times_sent_back) == (Resolved.OPEN, 1)
    assert one.due_at
    assert one.due_at.date() == monday(9, days=3).date()
    until(monday(9, days=4))
    assert as_it_is(one).late


def test_it_is_extended_into_the_future_alone(town: Town) -> None:
    one = given_out(town)
    before = one.due_at
    assert before
    one = resolving.extend(one, by=town.leader, days=2, why="缺料")
    assert one.due_at
    assert one.due_at > before
    until(monday(9, days=30))
    with pytest.raises(NotSo), transaction.atomic():
        resolving.extend(one, by=town.leader, days=1, why="缺料")


def test_its_own_unit_reports_and_neither_another_nor_a_helper(town: Town) -> None:
    one = given_out(town, co_units=[town.units["供电公司"]])
    for name in ("anyang", "power"):
        with pytest.raises(NotYours), transaction.atomic():
            resolving.report(one, by=town.people[name], account="好了")
    with pytest.raises(NotYours), transaction.atomic():
        resolving.report(one, by=town.people["squad"], account="好了")
    resolving.report(one, by=town.people["head"], account="好了")


def test_its_unit_does_not_close_it(town: Town) -> None:
    one = given_out(town)
    resolving.report(one, by=town.people["clerk"], account="好了")
    with pytest.raises(NotYours), transaction.atomic():
        resolving.close(one, by=town.people["clerk"])


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_term_of_no_days_or_of_years_is_refused(town: Town, days: int) -> None:
    with pytest.raises(NotSo), transaction.atomic():
        resolved(town, held(town), days=days)


def test_it_is_written_down_while_the_meeting_is_held_and_not_before_or_after(town: Town) -> None:
    with pytest.raises(NotNow), transaction.atomic():
        resolved(town, called(town))
    meeting = held(town)
    minuted(meeting, town)
    with pytest.raises(NotNow), transaction.atomic():
        resolved(town, meeting)


def test_a_retired_unit_is_given_nothing(town: Town) -> None:
    gone = town.units["市政一中队"]
    departments.retire(gone, by=town.leader, why="并入")
    with pytest.raises(NotSo), transaction.atomic():
        resolved(town, held(town), to="市政一中队")


def test_what_is_dropped_is_owed_by_nobody_and_warns_nobody(town: Town) -> None:
    one = given_out(town)
    resolving.drop(one, by=town.leader, why="市里另有安排")
    until(monday(9, days=30))
    assert "overrun" not in acts(one)
    assert not queries.owed(town.leader).exists()


def test_a_draft_is_seen_by_the_line_alone_and_a_given_one_by_its_units_and_those_above(
    town: Town,
) -> None:
    meeting = held(town)
    one = resolved(town, meeting, to="市政一中队", co_units=[town.units["供电公司"]])

    def seen() -> set[str]:
        return {
            name
            for name in ("clerk", "head", "squad", "power", "anyang", "op28", "auditor", "lin")
            if Resolution.objects.seen_by(town.people[name]).filter(pk=one.pk).exists()
        }

    assert seen() == {"op28", "auditor"}
    minuted(meeting, town)
    assert seen() == {"op28", "auditor", "clerk", "head", "squad", "power"}
    invited = {
        name
        for name in ("clerk", "squad", "power", "anyang")
        if type(meeting).objects.seen_by(town.people[name]).exists()
    }
    assert invited == {"clerk", "power"}, "the squad was not invited, the bureau above it was"
