"""A day declared free after they began moves what a supervision, a resolution and an inspection are owed by, too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from hotline import clock
from hotline.assignments.life import Level
from hotline.assignments.watching import actions as watching
from hotline.deadlines.models import Deadline
from hotline.inspections import actions as inspections
from hotline.journal import queries as journal
from hotline.journal.models import Recorded
from hotline.meetings.resolving import actions as resolving
from hotline.outbox.models import Message
from hotline.timelimits import actions as timelimits
from hotline.timelimits.models import Holiday, Sort
from tests.assignments.hands import MONDAY, monday, signed, until
from tests.inspections.looking import found, replied
from tests.meetings.sitting import given_out
from tests.notices.cast import reached
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


def declared(town: Town, on: date) -> Holiday:
    """Declare a day free, as the city does when a typhoon comes, and let the house hear of it."""
    day = timelimits.declare_day(
        on, sort=Sort.FREE, name="防台停工", by=town.leader, why="市防指令"
    )
    the_house_reacts()
    return day


def tomorrow() -> date:
    return MONDAY + timedelta(days=1)


def acts(one: Recorded) -> list[str]:
    return [told.entry.act for told in journal.story(one)]


def clocks_of(one: Recorded) -> dict[str, object]:
    """Return what runs for something, by name."""
    rows = Deadline.objects.filter(kind=one.KIND, subject=one.pk, closed_at=None)
    return {row.name: row.due_at for row in rows}


def test_an_answer_to_a_supervision_is_owed_later(town: Town) -> None:
    one = signed(town)
    watching.supervise(one, by=town.leader, level=Level.ONE, demand="请说明")
    notice = one.supervisions.get()
    was = notice.answer_by_at
    day = declared(town, tomorrow())
    notice.refresh_from_db()
    assert notice.answer_by_at == clocks_of(one)["supervision"] == was + timedelta(days=1)
    assert as_it_is(one).answer_by_at == notice.answer_by_at, "an inbox goes by it"
    assert acts(one).count("reckon_answer") == 1
    timelimits.withdraw_day(day, by=town.leader, why="解除")
    the_house_reacts()
    notice.refresh_from_db()
    assert notice.answer_by_at == as_it_is(one).answer_by_at == was


def test_an_answer_to_a_supervision_that_is_late_or_given_is_left_alone(town: Town) -> None:
    late, given = signed(town), signed(town)
    for one in (late, given):
        watching.supervise(one, by=town.leader, level=Level.ONE, demand="请说明")
    watching.answer_supervision(given, by=town.operator_28, words="已落实")
    due_at = late.supervisions.get().answer_by_at
    until(due_at + timedelta(minutes=1))
    declared(town, clock.now().date())
    assert late.supervisions.get().answer_by_at == given.supervisions.get().answer_by_at == due_at
    assert late.supervisions.get().is_late
    assert "reckon_answer" not in acts(late) + acts(given)


def test_a_resolution_is_due_later_and_its_units_hear_of_it(town: Town) -> None:
    reached(town)
    one = given_out(town)
    was = one.due_at
    assert was
    declared(town, tomorrow())
    one = as_it_is(one)
    assert one.due_at == clocks_of(one)["due"] == was + timedelta(days=1)
    assert acts(one)[-1] == "reckon"
    assert Message.objects.filter(text__contains="议定事项的时限改为").exists()


def test_a_resolution_of_which_its_units_were_warned_is_not_warned_of_again(town: Town) -> None:
    one = given_out(town)
    until(monday(9, days=7))
    assert acts(one)[-1] == "warn"
    declared(town, MONDAY + timedelta(days=7))
    assert set(clocks_of(one)) == {"due"}
    until(monday(9, days=8))
    assert acts(one).count("warn") == 1


def test_a_resolution_that_is_late_stays_late(town: Town) -> None:
    one = given_out(town)
    resolving.extend(one, by=town.leader, days=1, why="等料")
    was = as_it_is(one).due_at
    until(monday(18, days=8))
    declared(town, MONDAY + timedelta(days=8))
    one = as_it_is(one)
    assert (one.due_at, one.late) == (was, True)


def test_what_was_put_right_after_an_inspection_is_owed_later(town: Town) -> None:
    one = found(town, replied(town))
    was = one.answer_by_at
    assert was
    declared(town, tomorrow())
    one = as_it_is(one)
    assert one.answer_by_at == clocks_of(one)["answer"] == was + timedelta(days=1)
    assert acts(one)[-1] == "reckon"
    inspections.answer(one, by=town.people["clerk"], answer="重新办了")
    declared(town, MONDAY + timedelta(days=2))
    assert acts(one).count("reckon") == 1


def test_a_day_in_which_nothing_is_owed_changes_nothing(town: Town) -> None:
    one, other = given_out(town), found(town, replied(town))
    declared(town, MONDAY + timedelta(days=40))
    assert "reckon" not in acts(one) + acts(other)
