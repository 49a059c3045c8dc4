"""Finding a case by what somebody has of it, and finding the same matter."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases import queries
from hotline.cases.life import Result
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from tests.town import Town


def taken(town: Town, said: str = "漏水", number: str = "13800005126") -> Case:
    asked = cases.Asked(said=said, service=town.services["水管维修"], area=town.places["虹桥"])
    return cases.take_in(asked, by=town.operator_28, caller=town.caller("陈", number))


def test_a_case_is_found_by_number_code_and_telephone(town: Town) -> None:
    case = taken(town)
    other = taken(town, number="13800005127")
    me = town.operator_28
    for typed in (case.number, f"{case.serial}", case.query_code, "+86 138 0000 5126"):
        assert queries.find(typed, person=me) == [case], typed
    assert queries.find(other.query_code.lower(), person=me) == [other]
    for typed in ("", "陈", "99999999", "000-000"):
        assert queries.find(typed, person=me) == [], typed


def test_a_provider_finds_only_what_it_was_sent_to(town: Town) -> None:
    case = taken(town)
    lin = town.people["lin"]
    assert queries.find(case.number, person=lin) == []
    dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    assert queries.find(case.number, person=lin) == [case]


@pytest.mark.parametrize("number", ["13800005126", "65765126"])
def test_of_a_telephone_with_many_cases_the_latest_are_found_and_no_others_read(
    town: Town, number: str
) -> None:
    """A land line's digits may be those of a case as well: an index answers each, and neither reads all of the other."""
    case = taken(town, number=number)
    now = clock.now()
    others = [
        Case(
            serial=10_000 + n, query_code=f"CODE{n:04}", said="漏水", taken_by=town.operator_28,
            caller=case.caller, area=case.area, status=case.status, taken_at=now - timedelta(n + 1),
        )
        for n in range(3_000)
    ]  # fmt: skip
    Case.objects.bulk_create(others, batch_size=500)
    with CaptureQueriesContext(connection) as asked:
        found = queries.find(number, person=town.operator_28, most=20)
        assert {one.area for one in found} == {case.area}
    assert found == [case, *others[:19]]
    question = next(one["sql"] for one in asked if "cases_case" in one["sql"])
    with connection.cursor() as cursor:
        # Whether it must sort, not whether it likes to: among so few the planner may.
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question}")
        plan = str(cursor.fetchone())
    assert "case_by_caller" in plan
    assert max(int(rows) for rows in re.findall(r"'Actual Rows': (\d+)", plan)) <= 21, plan


def test_the_same_caller_or_the_same_thing_at_the_same_place_may_be_the_same_matter(
    town: Town,
) -> None:
    mine = taken(town)
    place = taken(town, number="13800005127")
    me, caller = town.operator_28, mine.caller
    given: dict[str, Any] = {"person": me, "service": mine.service, "area": mine.area}
    assert queries.alike(caller=None, **given) == [place, mine]
    assert queries.alike(caller=caller, person=me) == [mine]
    assert queries.alike(caller=caller, but=mine.pk, **given) == [place]
    assert queries.alike(caller=None, person=me) == []


def test_what_is_over_or_long_ago_is_another_matter(town: Town) -> None:
    case = taken(town)
    given: dict[str, Any] = {
        "person": town.operator_28,
        "caller": None,
        "service": case.service,
        "area": case.area,
    }
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert queries.alike(**given) == []
    assert queries.alike(**given) == [case]
    cases.answer_at_once(case, by=town.operator_28, result=Result.SOLVED, answer="好了")
    assert queries.alike(**given) == []
