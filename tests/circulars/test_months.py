"""A month's circular and its assessment: scores and ranks once it is published, shares before; the month before as it was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment.models import Month, Standing
from hotline.assessment.score import Count
from hotline.assignments.models import Assignment
from hotline.circulars import actions as circulars
from hotline.circulars import document, queries
from hotline.circulars.life import Span
from hotline.circulars.models import Circular
from hotline.circulars.spans import Days
from hotline.departments.models import Unit
from hotline.people.queries import the_clock
from hotline.rules import actions as rules
from tests.assessment.september import FIRST, Said, September
from tests.circulars.days import a_day
from tests.circulars.opening import every_figure_opens
from tests.stories.steps import as_it_is
from tests.town import Town, at

OCTOBER = Days(date(2012, 10, 1), date(2012, 10, 31))


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with clock.frozen(at(7, day=date(2012, 10, 8))):
        yield


@pytest.fixture
def september(town: Town) -> September:
    """Let a September have happened in which two units are ranked."""
    made = a_day(town)
    rules.set_rule("score_least_cases", value=2, by=town.leader, why="x")
    Unit.objects.update(group="委办局")
    for short in ("供电公司", "执法局"):
        for _ in range(10):
            made.one(short, said=Said())
    return made


def published(month: Month, september: September) -> Month:
    month = assessment.send_out(month, by=september.town.leader)
    month = assessment.end_term(month, by=the_clock())
    return assessment.publish(month, by=september.town.leader)


def cells(circular: Circular) -> list[str]:
    tables = [it for section in document.build(circular).sections for it in section.tables]
    return [*(one for it in tables for one in it.head), *(it.note for it in tables)]


def test_nobody_is_scored_or_ranked_before_the_assessment_is_published(
    september: September,
) -> None:
    """Each unit could object still, and reads only its own until then."""
    by, month = september.town.leader, september.drafted()
    made = circulars.draft(Span.MONTH, by=by)
    for step in (lambda it: it, lambda it: assessment.send_out(it, by=by), lambda it: assessment.end_term(it, by=the_clock())):  # fmt: skip
        month = step(month)
        made = circulars.recount(made, by=by)
        told = made.counted.units
        assert any(one.count("concluded").of for one in told), "shares are told"
        assert not any(one.rank or one.hundredths or one.standing for one in told), month.status
        assert "名次" not in cells(made)
        assert "得分" not in cells(made)
        assert "本月考核还没有发布，得分和名次以考核发布的为准。" in cells(made)
        assert "得分和名次以考核发布的为准" in made.findings
        assert "排名第一" not in made.findings
    every_figure_opens(made, by)


def test_a_published_month_tells_its_own_scores_and_what_they_are_made_of(
    september: September,
) -> None:
    town, month = september.town, september.drafted()
    late = september.one("供电公司", times_sent_back=1)
    published(month, september)
    made = circulars.draft(Span.MONTH, by=town.leader)
    assert made.counted.league == "published"
    for one in made.counted.units:
        standing = Standing.objects.get(month=month, unit=one.unit)
        assert (one.standing, one.rank, one.hundredths, one.volume) == (
            standing.pk, standing.rank, standing.hundredths, standing.volume,
        )  # fmt: skip
        assert made.marks[str(one.unit)][0] == standing.assignments
        assert late.pk not in made.marks[f"back:{one.unit}"][0], "it came after the counting"
    assert [one.rank for one in made.counted.group("委办局") if one.rank]
    assert "名次" in cells(made)
    assert every_figure_opens(made, town.leader) >= {"back", "late", "sent", "concluded"}


def test_the_month_before_reads_as_it_was_published(september: September) -> None:
    town, month = september.town, published(september.drafted(), september)
    told = circulars.draft(Span.MONTH, by=town.leader)
    was = told.counted.all_units("concluded")
    assert was.of
    Assignment.objects.update(reply_late=True, replied_at=None)
    with clock.frozen(at(7, day=date(2012, 11, 8))):
        october = queries.count("month", OCTOBER).figures
    assert october.concluded_before == was
    for one in october.units:
        standing = Standing.objects.get(month=month, unit=one.unit)
        assert one.concluded_before == standing.count("concluded")
    assessment.take_back(month, by=town.leader, why="数错了")
    with clock.frozen(at(7, day=date(2012, 11, 8))):
        again = queries.count("month", OCTOBER).figures
    assert again.concluded_before == Count(0, was.of), "what is not published is counted as it is"


def test_units_without_cases_stand_at_the_end_without_figures(september: September) -> None:
    made = as_it_is(circulars.draft(Span.MONTH, by=september.town.leader))
    [*_, units, _late] = document.build(made).sections[2].tables
    names = {one.name for one in made.counted.units if one.group == "委办局"}
    rows = [[one.text for one in row] for row in units.rows]
    assert {row[0] for row in rows} == names
    idle = {one.name for one in made.counted.units if not (one.sent or one.volume or one.overdue)}
    assert idle
    assert {row[0] for row in rows[-len(idle) :]} == idle
    assert {text for row in rows[-len(idle) :] for text in row[1:]} == {"–"}
    assert made.from_on == FIRST
