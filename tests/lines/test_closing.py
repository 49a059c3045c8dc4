"""A line is closed for a while by its leader, with a reason, and opened again."""

from __future__ import annotations

import pytest
from django.db import transaction

from hotline import clock
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.lines import actions, queries, welcome
from hotline.lines.models import Line
from hotline.lines.welcome import Welcome
from tests.town import Town


def test_a_closed_line_takes_no_calls_until_it_is_opened(town: Town) -> None:
    line = Line.objects.create(code="power", name="电力专线", numbers=["95598"])
    actions.close_line(line, by=town.leader, why="机房检修")
    assert _taken(line) is Welcome.CLOSED
    with pytest.raises(NotNow), transaction.atomic():
        actions.close_line(line, by=town.leader, why="再关一次")
    actions.open_line(line, by=town.leader)
    assert _taken(line) is Welcome.TAKEN
    with pytest.raises(NotNow), transaction.atomic():
        actions.open_line(line, by=town.leader)
    told = journal.story(line)
    assert [one.entry.act for one in told] == ["close_line", "open_line"]
    assert told[0].said["why"] == "机房检修"


def test_only_a_leader_closes_a_line_and_says_why(town: Town) -> None:
    line = Line.objects.create(code="power", name="电力专线")
    for by, why, fault in ((town.operator_28, "x", NotYours), (town.leader, " ", NotSo)):
        with pytest.raises(fault), transaction.atomic():
            actions.close_line(line, by=by, why=why)
    assert _taken(line) is Welcome.TAKEN


def _taken(line: Line) -> Welcome:
    line.refresh_from_db()
    return welcome.decide(clock.now(), queries.terms_of(line), waiting=0)
