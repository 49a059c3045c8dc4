"""A circular's life: drafted by the clock once, edited, approved by another, published to every unit, and then what it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.circulars import actions as circulars
from hotline.circulars import jobs, queries
from hotline.circulars.life import Span, Status
from hotline.circulars.models import Circular
from hotline.circulars.spans import Days
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.queries import the_clock
from hotline.rules import actions as rules
from tests.circulars.days import DUE, NEXT_MORNING, THAT_DAY, a_day, drafted, published, second
from tests.stories.steps import as_it_is
from tests.town import Town, at


@pytest.fixture(autouse=True)
def _next_morning() -> Iterator[None]:
    with clock.frozen(NEXT_MORNING):
        yield


def test_the_clock_drafts_yesterday_last_week_and_last_month_once_each(town: Town) -> None:
    a_day(town)
    with clock.frozen(at(7, day=date(2012, 10, 1))):  # a Monday, and the first
        jobs.draft_due(0)
        jobs.draft_due(0)
    found = [(one.span, one.from_on, one.until_on) for one in Circular.objects.order_by("pk")]
    days = [("day", date(2012, 9, n), date(2012, 9, n)) for n in range(26, 31)]
    assert found == [
        *days,  # since the line began
        ("week", date(2012, 9, 24), date(2012, 9, 30)),
        ("month", date(2012, 9, 1), date(2012, 9, 30)),
    ]
    made = Circular.objects.get(span="month")
    assert made.status == Status.DRAFT
    assert made.opening
    assert made.figures["now"]["taken"] > 0
    entry = Entry.objects.get(kind="circular", subject=made.pk)
    assert (entry.act, entry.by) == ("draft", the_clock())


def test_nothing_is_drafted_before_the_hour_that_the_line_has_set(town: Town) -> None:
    rules.set_rule("circular_at_h", value=9, by=town.leader, why="晚一点")
    third_day = date(2012, 9, 28)
    with clock.frozen(at(8, 59, day=third_day)):
        jobs.draft_due(0)
        assert not Circular.objects.exists()
    with clock.frozen(at(9, 3, day=third_day)):
        jobs.draft_due(0)
    found = {one.span for one in Circular.objects.all()}
    assert found == {"day"}, "the last week and the last month were over before the line began"


def test_what_a_clock_that_stood_still_has_missed_is_drafted_for_a_week(town: Town) -> None:
    """The seventh of October: a Sunday. Neither what is longer ago nor what somebody dropped comes again."""
    with clock.frozen(at(8, day=date(2012, 10, 7))):
        dropped = circulars.draft(
            Span.DAY, days=Days(date(2012, 10, 4), date(2012, 10, 4)), by=town.leader
        )
        circulars.drop(dropped, by=town.leader, why="不用")
        found = [(span.value, days.from_on) for span, days in queries.due(clock.now())]
        assert found == [
            ("day", date(2012, 9, 30)), *(("day", date(2012, 10, n)) for n in (1, 2, 3, 5, 6)),
            ("week", date(2012, 9, 24)), ("month", date(2012, 9, 1)),
        ]  # fmt: skip
        jobs.draft_due(0)
        assert queries.due(clock.now()) == []


def test_a_line_that_has_not_begun_has_nothing_to_tell(town: Town) -> None:
    """The town's first area is served from the 26th of September on."""
    assert queries.due(NEXT_MORNING) == []
    assert queries.due(at(8, day=date(2012, 9, 27)))


def test_a_day_that_is_not_over_is_not_drafted(town: Town) -> None:
    today = NEXT_MORNING.date()
    with pytest.raises(NotSo), transaction.atomic():
        circulars.draft(Span.DAY, days=Days(today, today), by=town.leader)
    with pytest.raises(NotYours), transaction.atomic():
        circulars.draft(Span.DAY, by=town.operator_28)


def test_there_is_one_of_a_time(town: Town) -> None:
    made = drafted(town)
    with pytest.raises(NotNow), transaction.atomic():
        circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Circular.objects.create(
            span="day", from_on=DUE, until_on=DUE, title="x", counted_at=clock.now(),
            drafted_at=clock.now(), status=Status.DRAFT,
        )  # fmt: skip
    circulars.drop(made, by=town.leader, why="停电一天，没有数")
    again = circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader)
    assert again.pk != made.pk
    jobs.draft_due(0)
    assert Circular.objects.filter(from_on=DUE, span="day").count() == 2


def test_whoever_wrote_it_does_not_approve_it(town: Town) -> None:
    made, other = drafted(town), second(town)
    made = circulars.edit(made, by=town.leader, title="通报", opening="很好", findings="", asks="")
    made = circulars.submit(made, by=other)
    for who in (town.leader, other):
        with pytest.raises(NotYours), transaction.atomic():
            circulars.approve(made, by=who)
    with pytest.raises(NotYours), transaction.atomic():
        circulars.approve(made, by=town.people["reviewer"])
    made = circulars.approve(made, by=town.people["admin"])
    assert made.status == Status.APPROVED
    with pytest.raises(IntegrityError), transaction.atomic():
        Circular.objects.filter(pk=made.pk).update(approved_by=other.pk)


def test_two_writers_do_not_overwrite_each_other(town: Town) -> None:
    made = drafted(town)
    before = made.version
    circulars.edit(made, by=town.leader, title="甲", opening="甲写的", seen=before)
    with pytest.raises(NotNow), transaction.atomic():
        circulars.edit(made, by=second(town), title="乙", opening="乙写的", seen=before)
    assert as_it_is(made).opening == "甲写的"


def test_what_is_sent_back_is_written_and_approved_anew(town: Town) -> None:
    made = circulars.submit(drafted(town), by=town.people["reviewer"])
    with pytest.raises(NotNow), transaction.atomic():
        circulars.edit(made, by=town.leader, title="通报", opening="改")
    made = circulars.approve(made, by=town.leader)
    made = circulars.send_back(made, by=town.leader, why="少了一句")
    assert (made.status, made.approved_by, made.submitted_by) == (Status.DRAFT, None, None)
    with pytest.raises(NotNow), transaction.atomic():
        circulars.publish(made, by=town.leader)


def test_what_is_published_keeps_its_figures_and_words(town: Town) -> None:
    september = a_day(town)
    made = circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader)
    made = circulars.submit(made, by=town.people["reviewer"])
    made = circulars.publish(circulars.approve(made, by=town.leader), by=town.leader)
    was = as_it_is(made)
    september.one("供电公司", due=at(10, day=DUE))
    for step in (circulars.recount, circulars.submit):
        with pytest.raises(NotNow), transaction.atomic():
            step(made, by=town.leader)
    with pytest.raises(NotNow), transaction.atomic():
        circulars.edit(made, by=town.leader, title="x", opening="y")
    now = as_it_is(made)
    assert (now.figures, now.marks, now.opening) == (was.figures, was.marks, was.opening)
    assert queries.count("day", THAT_DAY).figures != was.counted, (
        "the day itself reads otherwise by now"
    )


def test_a_draft_is_counted_anew_and_its_words_stay(town: Town) -> None:
    september = a_day(town)
    made = circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader)
    made = circulars.edit(made, by=town.leader, title="通报", opening="我的话")
    before = {one.short: one.volume for one in made.counted.units}
    september.one("供电公司", due=at(10, day=DUE))
    made = circulars.recount(made, by=town.leader)
    after = {one.short: one.volume for one in made.counted.units}
    assert after["供电公司"] == before["供电公司"] + 1
    assert made.opening == "我的话"


def test_words_that_nobody_edited_are_drafted_anew_with_their_figures(town: Town) -> None:
    september = a_day(town)
    made = circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader)
    assert "到期 6 件" in made.opening
    september.one("供电公司", due=at(10, day=DUE))
    made = circulars.recount(made, by=town.leader)
    assert made.counted.all_units("concluded").of == 7
    assert "到期 7 件" in made.opening
    assert not queries.words_are_old(made)


def test_edited_words_are_said_to_be_of_old_figures_until_somebody_sees_to_them(town: Town) -> None:
    september = a_day(town)
    made = circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader)
    words: Any = {"title": made.title, "findings": made.findings, "asks": made.asks}
    made = circulars.edit(made, by=town.leader, opening="到期 6 件。", **words)
    made = circulars.recount(made, by=town.leader)
    assert not queries.words_are_old(made), "the figures are what they were"
    september.one("供电公司", due=at(10, day=DUE))
    made = circulars.recount(made, by=town.leader)
    assert (made.opening, queries.words_are_old(made)) == ("到期 6 件。", True)
    made = circulars.recount(made, by=town.leader)
    assert queries.words_are_old(made), "to count once more does not make them new"
    made = circulars.edit(made, by=town.leader, opening="到期 7 件。", **words)
    assert not queries.words_are_old(made)
    with pytest.raises(NotNow), transaction.atomic():
        circulars.reword(made, by=town.leader)


def test_the_new_draft_is_taken_for_edited_words(town: Town) -> None:
    september = a_day(town)
    made = circulars.draft(Span.DAY, days=THAT_DAY, by=town.leader)
    made = circulars.edit(made, by=town.leader, title="我的", opening="我的")
    september.one("供电公司", due=at(10, day=DUE))
    made = circulars.recount(made, by=town.leader)
    other = second(town)
    made = circulars.reword(made, by=other)
    assert "到期 7 件" in made.opening
    assert made.words == queries.words_for(made)
    made = circulars.submit(made, by=town.people["reviewer"])
    with pytest.raises(NotYours), transaction.atomic():
        circulars.approve(made, by=other)


def test_numbers_rise_within_a_year_for_each_kind(town: Town) -> None:
    first = published(town)
    assert (first.year, first.issue) == (2012, 1)
    with clock.frozen(NEXT_MORNING + timedelta(days=1)):
        made = circulars.draft(Span.DAY, by=town.leader)
        made = circulars.submit(made, by=town.people["reviewer"])
        made = circulars.publish(circulars.approve(made, by=town.leader), by=town.leader)
    assert (made.issue, made.from_on) == (2, NEXT_MORNING.date())


def test_units_read_what_is_out_and_nobody_else_outside_reads_any(town: Town) -> None:
    draft = drafted(town)

    def seen(name: str) -> bool:
        return Circular.objects.seen_by(town.people[name]).filter(pk=draft.pk).exists()

    assert {name: seen(name) for name in ("leader", "op28", "clerk", "lin")} == {
        "leader": True, "op28": True, "clerk": False, "lin": False,
    }  # fmt: skip
    made = circulars.approve(circulars.submit(draft, by=town.people["reviewer"]), by=town.leader)
    assert not seen("clerk")
    made = circulars.publish(made, by=town.leader)
    assert seen("clerk")
    assert not seen("lin")
    circulars.withdraw(made, by=town.leader, why="错了")
    assert seen("clerk"), "it is marked, not hidden: they have read it"
