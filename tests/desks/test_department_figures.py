"""A unit's own figures against a month told by hand, and the assignments that each opens into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment
from hotline.desks.department import figures
from hotline.rules import queries as rules
from tests.assignments.hands import monday, sent
from tests.town import Town

At = Callable[[str], Client]
OCTOBER = date(2012, 10, 1)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


def told(town: Town, *, to: str = "执法局", days_ago: int = 3, **more: Any) -> Assignment:
    """Write down how an assignment went, as it stands in the table."""
    one, at = sent(town, to=to), clock.now() - timedelta(days=days_ago)
    given = {
        "sent_at": at, "signed_at": at, "sign_by_at": at, "reply_by_at": at, "replied_at": at,
        "status": Status.ENDED,
    }  # fmt: skip
    Assignment.objects.filter(pk=one.pk).update(**(given | more))
    return one


@pytest.fixture
def month(town: Town) -> Town:
    """Let the bureau have had seven in October and one in September, and the utility one."""
    later = clock.now() + timedelta(days=2)
    told(town)
    told(town, sign_late=True)
    told(town, reply_late=True, times_sent_back=2)
    told(town, reply_late=True, replied_at=None, status=Status.SIGNED, times_done_again=1)
    told(town, replied_at=None, reply_by_at=later, status=Status.SIGNED)  # still has time
    told(town, signed_at=None, replied_at=None, status=Status.SENT)  # nobody signed in time
    told(town, status=Status.RETURNED, sign_late=True, times_returned=1)  # counts in no share
    told(town, days_ago=30, sign_late=True)
    told(town, to="供电公司", sign_late=True)
    return town


def test_a_month_told_by_hand_is_counted_so(month: Town) -> None:
    rows = Assignment.objects.seen_by(month.people["clerk"])
    found = figures.of_month(rows, OCTOBER, now=clock.now(), book=rules.book())
    assert {one.figure.name: (one.n, one.among) for one in found} == {
        "sent": (7, None),
        "signed": (4, 6),
        "concluded": (2, 5),
        "returned": (1, None),
        "sent_back": (1, None),
        "done_again": (1, None),
    }
    before = {one.figure.name: one.before for one in found}
    assert (before["sent"], before["signed"], before["concluded"]) == (1, 0, 1)


def test_the_target_is_the_lines_own_number(month: Town) -> None:
    rows = Assignment.objects.seen_by(month.people["clerk"])
    found = figures.of_month(rows, OCTOBER, now=clock.now(), book=rules.book())
    aims = {one.figure.name: (one.target, one.tone) for one in found}
    assert aims["signed"] == (98, "late")
    assert aims["concluded"] == (95, "late")
    assert aims["sent"] == (None, "")


def test_a_figure_opens_into_what_it_is_made_of_the_missed_first(month: Town, at: At) -> None:
    shown = at("clerk").get("/inbox/figures/signed/").content.decode()
    assert shown.count('class="past"') == 1
    assert shown.count("<li>") == 6
    assert shown.count("逾期签收") == 2
    assert shown.index("逾期签收") < shown.index("已办结")


def test_another_unit_counts_its_own_alone(month: Town, at: At) -> None:
    shown = at("power").get("/inbox/figures/").content.decode()
    assert "0 / 1 件" in shown
    other = month.units["执法局"].pk
    asked = at("power").get(f"/inbox/figures/?unit={other}").content.decode()
    assert "4 / 6" not in asked


def test_a_month_without_any_says_nothing_of_shares(town: Town, at: At) -> None:
    shown = at("clerk").get("/inbox/figures/").content.decode()
    assert "–" in shown
    assert "%" not in shown.partition('class="figures-own"')[0].partition("<main")[2]


@pytest.mark.parametrize("asked", ["2012-13", "x", "1999-01", "9999-12", "2012-10-01", "²"])
def test_what_is_no_month_shows_this_one(asked: str, town: Town, at: At) -> None:
    shown = at("clerk").get(f"/inbox/figures/?month={asked}").content.decode()
    assert "2012年10月" in shown


def test_there_is_no_figure_of_another_name(town: Town, at: At) -> None:
    assert at("clerk").get("/inbox/figures/score/").status_code == 404


def test_figures_take_the_same_questions_for_any_number(month: Town, at: At) -> None:
    client, counted = at("clerk"), []
    for _ in range(2):
        client.get("/inbox/figures/signed/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/inbox/figures/")
            client.get("/inbox/figures/signed/")
        counted.append(len(asked))
        for _more in range(5):
            told(month)
    assert counted[0] == counted[1]
