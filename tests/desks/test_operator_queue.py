"""The queue: its worklists, its counts, its pages, and what they cost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.models import Case, Kind
from hotline.desks.operator import queue
from hotline.desks.operator.views import queue as queue_views
from hotline.dispatch import actions as dispatch
from tests.desks.papers import At, a_case
from tests.town import Town


def pks(page: queue.Page) -> list[int]:
    return [row.pk for row in page.rows]


@pytest.fixture
def work(town: Town) -> dict[str, Case]:
    """One case in each worklist."""
    me = town.operator_28
    found = {
        name: a_case(town, name) for name in ("open", "offered", "accepted", "answered", "closed")
    }
    jobs = {
        name: dispatch.offer_best(found[name], by=me)
        for name in ("offered", "accepted", "answered")
    }
    for name in ("accepted", "answered"):
        dispatch.accept(jobs[name], by=me)
    dispatch.finish(jobs["answered"], by=me, answer="修好了")
    cases.answer_at_once(found["closed"], by=me, result=Result.EXPLAINED, answer="教他关阀")
    found["unmet"] = cases.take_in(cases.Asked(said="叫出租车"), by=town.people["op21"])
    cases.tell_unmet(found["unmet"], by=town.people["op21"])
    return found


def test_each_worklist_holds_and_counts_what_it_says(town: Town, work: dict[str, Case]) -> None:
    me = town.operator_28
    counts = queue.counts(me)
    expected = {
        "mine": ["open", "offered", "accepted", "answered"],
        "alive": ["open", "offered", "accepted", "answered", "unmet"],
        "to_dispatch": ["open", "unmet"],
        "to_accept": ["offered"],
        "in_service": ["accepted"],
        "to_call_back": ["answered"],
        "overdue": [],
        "closed_today": ["closed"],
        "outside": ["unmet"],
    }
    for name, names in expected.items():
        there = {work[one].pk for one in names}
        assert set(pks(queue.page(queue.VIEWS[name], me))) == there, name
        assert counts[name] == len(there), name


def test_what_is_late_is_in_the_list_of_the_late(town: Town, work: dict[str, Case]) -> None:
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert queue.counts(town.operator_28)["overdue"] >= 2
        assert work["open"].pk in pks(queue.page(queue.VIEWS["overdue"], town.operator_28))
        assert queue.counts(town.operator_28)["soon"] == 0


def test_counting_stops_at_a_thousand(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(4):
        a_case(town)
    monkeypatch.setattr(queue, "MOST", 3)
    counts = queue.counts(town.operator_28)
    assert counts["alive"] == 3
    assert queue.said(counts["alive"]) == "2+"
    assert queue.said(2) == "2"


def test_counts_cost_one_query(town: Town, work: dict[str, Case]) -> None:
    with CaptureQueriesContext(connection) as asked:
        queue.counts(town.operator_28)
    assert len(asked) == 1


def test_pages_follow_each_other_without_gap_or_double(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = town.operator_28
    monkeypatch.setattr(queue, "PAGE", 4)
    made = [a_case(town, f"第 {n} 件") for n in range(11)]
    same = clock.now() + timedelta(minutes=3)
    Case.objects.filter(pk__in=[case.pk for case in made[:5]]).update(
        due_at=same
    )  # one clock for several
    Case.objects.filter(pk__in=[case.pk for case in made[8:]]).update(
        due_at=None
    )  # no clock at all
    seen: list[int] = []
    after = ""
    while True:
        page = queue.page(queue.VIEWS["alive"], me, after=after)
        assert len(page.rows) <= 4
        seen += pks(page)
        after = page.after
        if not after:
            break
    assert seen == list(Case.objects.order_by("due_at", "pk").values_list("pk", flat=True))
    assert len(seen) == 11


def test_what_was_closed_comes_latest_first(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    made = [a_case(town) for _n in range(5)]
    for case in made:
        cases.answer_at_once(case, by=town.operator_28, result=Result.SOLVED, answer="好")
    seen, after = [], ""
    while True:
        page = queue.page(queue.VIEWS["closed_today"], town.operator_28, after=after)
        seen += pks(page)
        after = page.after
        if not after:
            break
    assert seen == [case.pk for case in reversed(made)]


def test_a_warm_page_costs_few_queries_however_many_rows(town: Town, desk: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get("/cases/").status_code == 200
        return len(asked)

    for _n in range(3):
        a_case(town)
    cost()
    few = cost()
    for _n in range(30):
        a_case(town)
    cost()
    assert cost() == few <= 5


def test_a_row_changes_when_its_case_does(town: Town, desk: Client) -> None:
    case = a_case(town)
    assert "待派" in desk.get("/cases/rows?view=alive").content.decode()
    job = dispatch.offer_best(case, by=town.operator_28)
    assert "待接单" in desk.get("/cases/rows?view=alive").content.decode()
    dispatch.accept(job, by=town.operator_28)
    assert "已接单" in desk.get("/cases/rows?view=alive").content.decode()
    dispatch.contact(job, by=town.operator_28)  # changes the work alone
    assert "已联系" in desk.get("/cases/rows?view=alive").content.decode()


def test_a_list_is_narrowed_by_kind_place_and_words(town: Town, desk: Client) -> None:
    pipe = a_case(town, "水管漏水")
    cases.take_in(cases.Asked(said="路灯不亮", kind=Kind.COMPLAINT), by=town.operator_28)
    for asked in ("kind=service", f"area={town.places['安阳'].pk}", "words=漏水"):
        rows = desk.get(f"/cases/rows?view=alive&{asked}").content.decode()
        assert re.findall(r'<tr id="case-(\d+)"', rows) == [str(pipe.pk)], asked


def test_a_place_that_is_none_begins_at_the_beginning(town: Town, desk: Client) -> None:
    a_case(town)
    for nonsense in ("abc", "_", "9e99_1", "1_x", "nan_1"):
        answer = desk.get("/cases/rows", {"after": nonsense})
        assert answer.status_code == 200, nonsense
        assert "<tr id=" in answer.content.decode()


def test_one_that_is_found_is_opened_at_once(town: Town, desk: Client) -> None:
    case = a_case(town)
    for typed in (
        case.number,
        str(case.serial),
        case.query_code,
        case.query_code.lower(),
        "138 0000 5126",
    ):
        assert desk.get("/cases/find", {"q": typed})["Location"] == f"/cases/{case.pk}/", typed
    assert "没有找到" in desk.get("/cases/find", {"q": "13900000000"}).content.decode()


def test_a_caller_with_several_cases_gives_a_list(town: Town, desk: Client) -> None:
    a_case(town)
    a_case(town)
    assert "找到 2 件" in desk.get("/cases/find", {"q": "13800005126"}).content.decode()


def test_of_many_cases_the_latest_are_listed_and_all_when_asked(
    town: Town, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_views, "FOUND_FIRST", 2)
    first, *_later = [a_case(town) for _ in range(3)]
    page = desk.get("/cases/find", {"q": "13800005126"}).content.decode()
    assert "最近的 2 件" in page
    assert first.number not in page
    assert "/cases/find?all=1&amp;q=13800005126" in page
    whole = desk.get("/cases/find", {"q": "13800005126", "all": "1"}).content.decode()
    assert "找到 3 件" in whole
    assert first.number in whole


def test_the_queue_is_for_the_lines_own_people(town: Town, at: At) -> None:
    a_case(town)
    assert at("auditor").get("/cases/").status_code == 200
    for who in ("lin", "clerk"):
        for page in ("/cases/", "/cases/rows", "/cases/find?q=1", "/desk/", "/followups/"):
            assert at(who).get(page).status_code == 403, (who, page)
