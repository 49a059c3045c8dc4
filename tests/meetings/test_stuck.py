"""Which cases are proposed for a meeting: the ranking against a naive one, and each reason from a case that has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments.life import Level
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from hotline.meetings import actions as meetings
from hotline.meetings import queries
from hotline.meetings.stuck import Figures, Reason, Thresholds, ranked, stuck
from tests.assignments.hands import monday, replies, sent, signed, until
from tests.meetings.sitting import called, sent_back
from tests.town import Town

BEYOND = Thresholds(late_days=5, passed_on=2, sent_back=2, suspended_days=3)
SOME = st.integers(0, 12)
FIGURES = st.builds(
    Figures, st.integers(1, 10**6), late_days=SOME, passed_on=SOME, sent_back=SOME,
    suspended_days=SOME, unanswered=SOME,
)  # fmt: skip


@pytest.fixture
def on_monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


def _badness(one: Figures) -> tuple[int, float]:
    reasons, excess = 0, 0.0
    for value, least in (
        (one.late_days, 5), (one.passed_on, 2), (one.sent_back, 2), (one.suspended_days, 3),
        (one.unanswered, 1),
    ):  # fmt: skip
        if value >= least:
            reasons, excess = reasons + 1, excess + value / least
    return reasons, excess


@given(st.lists(FIGURES, unique_by=lambda one: one.pk, max_size=30))
def test_nothing_that_is_stuck_is_left_out_and_the_worst_comes_first(those: list[Figures]) -> None:
    told = [one.figures for one in ranked(those, BEYOND)]
    assert {one.pk for one in told} == {one.pk for one in those if _badness(one)[0]}
    for before, after in pairwise(told):
        assert _badness(before) >= _badness(after)
        if _badness(before) == _badness(after):
            assert before.pk < after.pk


@given(FIGURES)
def test_a_case_is_stuck_for_those_figures_alone_that_reach_their_threshold(one: Figures) -> None:
    found = stuck(one, BEYOND)
    assert (found is None) == (_badness(one)[0] == 0)
    assert found is None or len(found.reasons) == _badness(one)[0]


def reasons(town: Town) -> dict[int, tuple[Reason, ...]]:
    return {one.assignment.pk: one.stuck.reasons for one in queries.proposed(town.leader)}


@pytest.mark.usefixtures("on_monday")
def test_a_case_that_goes_its_way_is_not_proposed(town: Town) -> None:
    replies(signed(town), town)
    sent(town)
    assert reasons(town) == {}


@pytest.mark.usefixtures("on_monday")
def test_one_that_is_long_overdue_is_proposed_and_one_day_earlier_is_not(town: Town) -> None:
    one = signed(town)
    assert one.reply_by_at
    until(one.reply_by_at + timedelta(days=5) - timedelta(seconds=1))
    assert reasons(town) == {}
    until(one.reply_by_at + timedelta(days=5))
    assert reasons(town) == {one.pk: (Reason.LATE,)}
    assert queries.stuck_now(one)[1]["late_days"] == 5


@pytest.mark.usefixtures("on_monday")
def test_one_whose_reply_is_sent_back_again_and_again_is_proposed(town: Town) -> None:
    once, twice = sent_back(town, 1), sent_back(town, 2)
    assert reasons(town) == {twice.pk: (Reason.SENT_BACK,)}
    assert once.pk not in reasons(town)


@pytest.mark.usefixtures("on_monday")
def test_one_that_units_hand_to_one_another_is_proposed_where_it_lies_now(town: Town) -> None:
    first = sent(town)
    assignments.move(first, by=town.leader, to=town.units["供电公司"], why="像是电力的")
    second = first.moved_to
    assignments.sign(second, by=town.leader)
    pleas.ask_return(second, by=town.people["power"], why="不归我们")
    assert reasons(town) == {second.pk: (Reason.DISPUTED,)}


@pytest.mark.usefixtures("on_monday")
def test_one_that_was_to_be_looked_at_again_long_ago_is_proposed(town: Town) -> None:
    one = signed(town)
    plea = pleas.ask_suspension(
        one, by=town.people["clerk"], why="等预算", plan="到货就装", check_on=monday(9, days=10).date()
    )  # fmt: skip
    asked = one.pleas.get()
    assert plea
    rulings.grant(asked, by=town.leader, why="可以")
    until(monday(9, days=12))
    assert one.pk not in reasons(town)
    until(monday(9, days=14))
    assert Reason.SUSPENDED in reasons(town)[one.pk]


@pytest.mark.usefixtures("on_monday")
def test_one_whose_supervision_is_not_answered_is_proposed(town: Town) -> None:
    one = signed(town)
    watching.supervise(one, by=town.leader, level=Level.ONE, demand="本周修好")
    owed = one.supervisions.get().answer_by_at
    assert reasons(town) == {}
    until(owed + timedelta(seconds=1))
    assert reasons(town)[one.pk][-1] == Reason.UNANSWERED


@pytest.mark.usefixtures("on_monday")
def test_what_is_on_an_agenda_already_is_not_proposed_again_until_that_meeting_is_over(
    town: Town,
) -> None:
    one = sent_back(town, 2)
    meeting = called(town)
    meetings.take_up(meeting, by=town.leader, assignment=one)
    assert reasons(town) == {}
    meetings.cancel(meeting, by=town.leader, why="台风")
    assert one.pk in reasons(town)
