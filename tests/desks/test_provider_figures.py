"""A provider's own figures against a month told by hand, and the jobs that each opens into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.desks.provider import queries
from hotline.dispatch.life import Status
from hotline.dispatch.models import Dispatch
from hotline.followups.life import Status as Asked
from hotline.followups.models import FollowUp
from hotline.providers.models import Provider
from tests.town import Town
from tests.town import at as moment

NOVEMBER = moment(12).date().replace(year=2026, month=11, day=20)
At = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _november() -> Any:
    with clock.frozen(moment(12, day=NOVEMBER)):
        yield


def job(town: Town, provider: str, status: Status, *, months_ago: int = 0, **more: Any) -> Dispatch:
    """Write down how a job went, as it stands in the table."""
    asked = cases.Asked(said="漏水", service=town.services["水管维修"])
    case = cases.take_in(asked, by=town.operator_28)
    at = moment(9, day=NOVEMBER.replace(month=11 - months_ago, day=3))
    given = {"accepted": 2, "arrived": 20, "done": 50} | more
    asked_, content = given.pop("asked", False), status == Status.CONFIRMED
    times = {
        f"{name}_at": at + timedelta(minutes=minutes)
        for name, minutes in given.items()
        if minutes is not None
    }
    found = Dispatch.objects.create(
        case=case, provider=town.providers[provider], status=status, offered_at=at,
        offered_by=town.operator_28, accept_by_at=at + timedelta(minutes=5),
        arrive_by_at=at + timedelta(minutes=32) if times.get("accepted_at") else None, **times,
    )  # fmt: skip
    if asked_:
        _asked(case, content, at)
    return found


def _asked(case: Case, content: bool, at: Any) -> None:
    FollowUp.objects.create(
        case=case, status=Asked.ASKED, due_at=at, asked_at=at + timedelta(hours=2),
        solved="yes" if content else "no",
    )  # fmt: skip


@pytest.fixture
def month(town: Town) -> Town:
    """Let 家家乐 have had six jobs this month and one the month before."""
    nothing: dict[str, Any] = {"accepted": None, "arrived": None, "done": None}
    job(town, "家家乐", Status.CONFIRMED, asked=True)
    job(town, "家家乐", Status.CONFIRMED)  # nobody could be asked
    job(town, "家家乐", Status.AGAIN, asked=True, arrived=40)
    job(town, "家家乐", Status.REFUSED, **nothing)
    job(town, "家家乐", Status.LAPSED, **nothing)
    job(town, "家家乐", Status.CANCELLED, arrived=None, done=None)
    job(town, "家家乐", Status.CONFIRMED, months_ago=1, asked=True)
    return town


def own(town: Town) -> dict[str, queries.Compared]:
    return {one.figure.name: one for one in queries.own_figures(town.providers["家家乐"], NOVEMBER)}


def test_each_figure_counts_what_it_says(month: Town) -> None:
    told = {name: (one.own.n, one.own.among) for name, one in own(month).items()}
    assert told == {
        "jobs": (6, None),
        "done": (3, None),
        "accepted": (3, 5),  # a cancelled one counts on neither side
        "arrived": (2, 3),
        "content": (1, 2),  # who could not be asked said nothing
        "refused": (1, None),
    }


def test_the_month_before_stands_beside_it(month: Town) -> None:
    before = {name: one.before.value for name, one in own(month).items()}
    assert before == {
        "jobs": 1, "done": 1, "accepted": 1.0, "arrived": 1.0, "content": 1.0, "refused": 0,
    }  # fmt: skip


def test_an_average_is_said_only_where_it_says_nothing_of_one(month: Town) -> None:
    town = month
    others = [name for name in town.providers if name != "家家乐"]
    assert len(others) >= 2
    for name in others[:2]:
        job(town, name, Status.CONFIRMED, asked=True)
    assert own(town)["jobs"].average is None
    fourth = Provider.objects.create(
        name="第四家", short_name="第四家", telephone="1", since_on=NOVEMBER, status="signed"
    )
    town.providers["第四家"] = fourth
    job(town, "第四家", Status.AGAIN, asked=True)
    told = own(town)
    assert told["jobs"].average == (6 + 1 + 1 + 1) / 4
    assert told["content"].average == (0.5 + 1 + 1 + 0) / 4


def test_an_offer_that_waits_and_a_promise_that_runs_count_on_neither_side(town: Town) -> None:
    now = clock.now()
    waits = job(town, "家家乐", Status.OFFERED, accepted=None, arrived=None, done=None)
    runs = job(town, "家家乐", Status.ACCEPTED, arrived=None, done=None)
    Dispatch.objects.filter(pk=runs.pk).update(arrive_by_at=now + timedelta(minutes=1))
    told = own(town)
    assert (told["accepted"].own.n, told["accepted"].own.among) == (1, 1)
    assert (told["arrived"].own.n, told["arrived"].own.among) == (0, 0)
    assert told["arrived"].own.value is None
    assert waits.status == Status.OFFERED


def test_a_figure_opens_into_its_own_jobs_those_that_missed_first(at: At, month: Town) -> None:
    lin = at("lin")
    other = job(month, "老潘水电", Status.CONFIRMED)
    page = lin.get("/jobs/figures/").content.decode()
    assert "按时到达" in page
    for name, many in (("jobs", 6), ("accepted", 5), ("arrived", 3), ("content", 2)):
        shown = lin.get(f"/jobs/figures/{name}").content.decode()
        assert shown.count("<li><p") == many, name
        assert f"/jobs/{other.pk}/" not in shown
    assert lin.get("/jobs/figures/arrived").content.decode().count("没按时到") == 1
    before = lin.get("/jobs/figures/jobs?month=2026-10").content.decode()
    assert before.count("<li><p") == 1
    assert lin.get("/jobs/figures/nothing").status_code == 404
    assert "2026年11月" in lin.get("/jobs/figures/?month=9999-99").content.decode()


def test_figures_cost_the_same_however_much_a_provider_did(town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.own_figures(town.providers["家家乐"], NOVEMBER)
        return len(seen)

    few = asked()
    for _ in range(5):
        job(town, "家家乐", Status.CONFIRMED, asked=True)
        job(town, "老潘水电", Status.REFUSED)
    assert asked() == few == 1
