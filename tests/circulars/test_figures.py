"""The figures of a circular are what comes out when everything is counted one by one, and open into what they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline import clock
from hotline.assessment.models import Standing
from hotline.assessment.score import Count
from hotline.assignments.models import Assignment
from hotline.calls.models import Call
from hotline.calls.service_level import total
from hotline.calls.states import Ending
from hotline.cases.models import Case, Kind
from hotline.circulars import actions as circulars
from hotline.circulars import behind, drawing, figures, queries, spans, wording
from hotline.circulars.life import Span
from hotline.circulars.models import Circular
from hotline.circulars.spans import Days
from hotline.desks.leader import figures as floor
from hotline.followups.models import FollowUp
from tests.assessment.september import FIRST, Said, September
from tests.circulars.days import DUE, NEXT_MORNING, THAT_DAY, a_day, call, case, drafted
from tests.circulars.opening import LINE, UNIT, every_figure_opens
from tests.stories.steps import as_it_is
from tests.town import Town, at

MOST_STATEMENTS = 12


@pytest.fixture(autouse=True)
def _next_morning() -> Iterator[None]:
    with clock.frozen(NEXT_MORNING):
        yield


def on(moment: datetime | None, day: date) -> bool:
    return moment is not None and timezone.localtime(moment).date() == day


def naive(day: date) -> dict[str, Any]:
    """Count a day by looking at every row."""
    calls = [one for one in Call.objects.all() if on(one.arrived_at, day)]
    taken = [one for one in Case.objects.all() if on(one.taken_at, day) and one.status != "void"]
    asked = [one for one in FollowUp.objects.all() if on(one.asked_at or one.due_at, day)]
    asked = [one for one in asked if one.status in ("asked", "unreachable")]
    said = [one for one in asked if one.attitude or one.outcome or one.speed]
    return {
        "calls": sum(one.how not in ("closed", "barred") for one in calls),
        "answered": sum(one.answered_at is not None for one in calls),
        "in_time": sum(one.answered_at is not None and (one.wait_s or 0) <= 15 for one in calls),
        "missed": sum(one.how == "missed" for one in calls),
        "taken": len(taken),
        "kinds": Counter(one.kind for one in taken),
        "closed": sum(on(one.closed_at, day) for one in Case.objects.all() if one.status == "closed"),
        "outside": sum(one.outside_catalogue for one in taken),
        "satisfied": (
            sum("not" not in (one.attitude, one.outcome, one.speed) for one in said), len(said),
        ),
        "solved": (sum(one.solved == "yes" for one in asked), sum(bool(one.solved) for one in asked)),
    }  # fmt: skip


def as_counted(whole: figures.Whole) -> dict[str, Any]:
    return {
        "calls": whole.calls, "answered": whole.answered, "in_time": whole.answered_in_time,
        "missed": whole.missed, "taken": whole.taken, "closed": whole.closed, "outside": whole.outside,
        "satisfied": (whole.satisfied.hits, whole.satisfied.of),
        "solved": (whole.solved.hits, whole.solved.of),
    }  # fmt: skip


def test_the_line_is_counted_as_by_hand_now_and_the_day_before(town: Town) -> None:
    found = drafted(town).counted
    by_hand, before = naive(DUE), naive(DUE - timedelta(days=1))
    assert {one.key: one.now for one in found.kinds if one.now} == by_hand.pop("kinds")
    assert {one.key: one.before for one in found.kinds if one.before} == before.pop("kinds")
    assert as_counted(found.now) == by_hand
    assert as_counted(found.before) == before
    assert by_hand["calls"] == 4, "who is barred was not to be answered"
    assert by_hand["satisfied"] == (2, 3)


def test_only_what_the_line_concluded_counts_as_concluded(town: Town) -> None:
    """What was made void, joined, declined or withdrawn has ended, too."""
    a_day(town)
    ended = [case(town, at(9, day=DUE), kind=Kind.QUESTION) for _ in range(5)]
    for one, status in zip(
        ended, ("void", "joined", "declined", "withdrawn", "passed"), strict=True
    ):
        into = ended[0] if status == "joined" else None
        Case.objects.filter(pk=one.pk).update(
            status=status, joined_to=into, closed_at=at(10, day=DUE)
        )
    made = circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader)
    assert made.counted.now.closed == naive(DUE)["closed"] == 1
    assert made.counted.days[-1].closed == 1
    assert "办结 1 件" in made.opening


def test_the_calls_of_a_day_are_those_of_the_floor(town: Town) -> None:
    """Two statements count calls: the floor's by the quarter, and this; they are about the same calls."""
    a_day(town)
    call(at(13, day=DUE), Ending.FULL)
    found = circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader).counted.now
    with clock.frozen(at(23, 59, day=DUE) + timedelta(seconds=59)):
        counted = total(floor.quarters(town.leader, clock.now(), within_s=15).values())
    assert (found.calls, found.answered, found.answered_in_time, found.missed, found.unserved) == (
        counted.arrived, counted.answered, counted.in_time, counted.abandoned, counted.unserved,
    )  # fmt: skip
    for said, shown in (
        (found.in_time_share, counted.in_time_share), (found.answered_share, counted.answered_share),
    ):  # fmt: skip
        assert said.of == counted.decided == 5, "who was sent away is asked for, too"
        assert said.hits / said.of == shown


def test_the_days_of_the_curve_add_up(town: Town) -> None:
    found = drafted(town).counted
    for day in found.days:
        by_hand = naive(date.fromisoformat(day.on))
        assert (day.taken, day.closed) == (by_hand["taken"], by_hand["closed"]), day.on
    assert len(found.days) == spans.SHOWN_DAYS
    assert found.days[-1].on == DUE.isoformat()


def test_units_are_measured_as_assessment_measures_them(town: Town) -> None:
    september = a_day(town)
    days = Days(FIRST, date(2012, 9, 30))
    with clock.frozen(at(7, day=date(2012, 10, 8))):
        found = queries.count("month", days).figures
        assert found.league == figures.AWAITED, "there is no month of assessment"
        month = september.drafted()
    assert found.units
    for one in found.units:
        standing = Standing.objects.get(month=month, unit=one.unit)
        kept = {name: Count(*pair) for name, pair in standing.counts.items()}
        assert (one.counts, one.volume) == (kept, standing.volume), one.name


def test_a_unit_is_counted_as_by_hand(town: Town) -> None:
    found = {one.short: one for one in drafted(town).counted.units}
    for short, one in found.items():
        rows = [
            it for it in Assignment.objects.filter(unit__short=short) if on(it.reply_by_at, DUE)
        ]
        assert one.volume == len(rows), short
        assert one.count("concluded") == Count(
            sum(
                bool(it.replied_at and it.reply_by_at and it.replied_at <= it.reply_by_at)
                for it in rows
            ),
            len(rows),
        )
        assert one.sent_back == sum(it.times_sent_back > 0 for it in rows)
        assert one.sent == sum(
            on(it.sent_at, DUE) for it in Assignment.objects.filter(unit__short=short)
        )
    assert found["供电公司"].count("concluded") == Count(3, 4)
    assert found["执法局"].overdue == 1
    assert found["执法局"].sent_back == 1
    assert found["执法局"].concluded_before == Count(1, 1)
    assert found["安阳街道"].volume == 0, "who had nothing is there, too"


def test_what_is_overdue_is_listed_longest_first_without_a_citizens_word(town: Town) -> None:
    found = drafted(town).counted
    [late] = found.late
    assert (late.unit, late.hours, found.overdue) == ("执法局", 22, 1)
    assert late.number == Case.objects.get(pk=late.case).number


def test_what_was_asked_in_time_and_is_undecided_is_overdue_in_no_circular(town: Town) -> None:
    a_day(town)
    late = Assignment.objects.filter(unit__short="执法局", reply_by_at__lt=NEXT_MORNING)
    late.update(asks_since_at=F("reply_by_at") + timedelta(seconds=1))
    assert circulars.recount(
        circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader), by=town.leader
    ).counted.overdue
    late.update(asks_since_at=F("reply_by_at"))
    made = circulars.recount(Circular.objects.get(), by=town.leader)
    assert not made.counted.late
    assert made.counted.overdue == 0


def test_units_are_ranked_within_their_group_and_few_are_only_listed(town: Town) -> None:
    found = drafted(town).counted
    power = next(one for one in found.units if one.short == "供电公司")
    assert (power.rank, power.place) == (1, "ranked")
    assert found.least == 2
    with clock.frozen(NEXT_MORNING):
        assert queries.count("day", Days(DUE - timedelta(days=1), DUE - timedelta(days=1))).figures
    bureau = next(
        one
        for one in queries.count("day", Days(date(2012, 9, 7), date(2012, 9, 7))).figures.units
        if one.short == "执法局"
    )
    assert (bureau.rank, bureau.place) == (None, "few"), "one is too few to be ranked by"


def test_every_share_of_a_unit_opens_into_as_many_assignments(town: Town) -> None:
    made = drafted(town)
    for one in made.counted.units:
        for measure, count in one.counts.items():
            found = behind.of_unit(made, town.leader, one.unit, measure)
            rows = list(found.rows)
            assert (sum(found.counted[it.pk] for it in rows), len(rows)) == (count.hits, count.of)
        assert behind.of_unit(made, town.leader, one.unit).rows.count() == one.volume


def test_every_figure_of_a_document_opens_into_as_many_as_it_says(town: Town) -> None:
    made = drafted(town)
    assert every_figure_opens(made, town.leader) >= LINE | UNIT - {"sent"}
    with clock.frozen(at(8, day=date(2012, 9, 10))):
        week = circulars.draft(Span.WEEK, by=town.leader)
    assert every_figure_opens(week, town.leader) >= {"sent"}, "that is when they were sent"
    Case.objects.update(kind="praise", service=None, closed_at=None, status="open")
    FollowUp.objects.update(solved="", attitude="", status="dropped")
    Assignment.objects.update(times_sent_back=7, reply_by_at=clock.now(), status="ended")
    assert every_figure_opens(as_it_is(made), town.leader) >= LINE, "whatever became of them since"


def test_figures_are_read_as_they_were_kept(town: Town) -> None:
    counted = queries.count("day", THAT_DAY).figures
    a_day(town)
    again = queries.count("day", THAT_DAY).figures
    assert again != counted
    assert figures.read(figures.kept(again)) == again


def test_counting_takes_as_many_statements_for_a_month_as_for_a_day(
    town: Town,
) -> None:
    def statements(span: str, days: Days) -> int:
        with CaptureQueriesContext(connection) as ran:
            queries.count(span, days)
        return len(ran)

    a_day(town)
    statements("day", THAT_DAY)
    few = statements("day", THAT_DAY)
    assert statements("week", spans.around("week", DUE)) == few
    september = September(town)
    for _ in range(20):
        september.one("供电公司", said=Said(), due=at(10, day=DUE))
    assert statements("day", THAT_DAY) == few <= MOST_STATEMENTS


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    assert spans.last("week", date(2012, 10, 1)) == Days(date(2012, 9, 24), date(2012, 9, 30))
    assert spans.last("month", date(2012, 3, 1)) == Days(date(2012, 2, 1), date(2012, 2, 29))
    assert spans.last("day", date(2013, 1, 1)) == Days(date(2012, 12, 31), date(2012, 12, 31))
    assert spans.before("month", Days(date(2012, 3, 1), date(2012, 3, 31))).from_on == date(
        2012, 2, 1
    )


def test_a_change_is_said_in_words() -> None:
    assert wording.change(110, 100) == "增 10.00%"
    assert wording.change(50, 100) == "减 50.00%"
    assert wording.change(3, 3) == "持平"
    assert wording.change(3, 0) == "上期为 0"


def test_bars_are_as_long_as_their_numbers_and_stay_within_the_field() -> None:
    drawn = drawing.bars(
        "x", [("甲", 10, "10", 20), ("乙", 5, "5", None), ("很长很长的小项名称", 0, "0", 0)]
    )
    assert [bar.width for bar in drawn.bars] == [drawing.FIELD / 2, drawing.FIELD / 4, 0]
    assert drawn.bars[0].before == drawing.FIELD
    assert len(drawn.bars[2].label) <= drawing.MOST_CHARS
    assert drawing.bars("x", []).bars == []
    assert drawing.bars("x", [("甲", 0, "0", 0)]).bars[0].width == 0


def test_a_curve_has_a_point_for_each_day_and_a_scale_that_holds_the_highest() -> None:
    days = [f"9.{n}" for n in range(1, 31)]
    drawn = drawing.curve(
        "x", days, [("taken", "受理", list(range(30))), ("ended", "办结", [0] * 30)]
    )
    [(_a, points), (_b, flat)] = drawn.lines
    assert len(points.split()) == 30
    assert len({point.split(",")[1] for point in flat.split()}) == 1
    assert drawn.grid[-1][1] == "40"
    assert len(drawn.ticks) <= drawing.MOST_TICKS
    assert drawing.curve("x", ["9.1"], [("taken", "受理", [0])]).lines
