"""The pages of scores: what the line reads, what a unit reads of itself and of the others, and every figure a way to its cases."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from hotline.assessment import actions as assessment
from hotline.assessment.excluding import actions as excluding
from hotline.assessment.hearing import actions as hearing
from hotline.assessment.models import Exclusion, Month, Objection, Weight
from hotline.assignments.models import Assignment
from hotline.desks.scores.views import standings as pages
from hotline.people.models import Person
from hotline.people.queries import the_clock
from tests import sample
from tests.assessment.september import (
    DAY,
    SENT,
    Said,
    September,
    rules_of_august,
    standing,
)
from tests.town import Town

pytestmark = pytest.mark.usefixtures("in_october")


@pytest.fixture
def month(town: Town) -> Month:
    """A month that was sent out to the units: three of the utility, one of them late."""
    rules_of_august("score_least_cases", 2, town)
    september = September(town)
    for _ in range(2):
        september.one("供电公司", said=Said())
    september.one("供电公司", said=Said(), replied_at=SENT + 6 * DAY)
    september.one("执法局")
    return assessment.send_out(september.drafted(), by=town.leader)


def reads(person: Person, path: str, status: int = 200) -> str:
    answer = sample.signed_in(person).get(path)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def posts(person: Person, path: str, **given: object) -> int:
    return sample.signed_in(person).post(path, {**given, "key": path}).status_code


def test_the_leader_reads_a_months_tables_and_goes_from_a_figure_to_its_cases(
    town: Town, month: Month
) -> None:
    page = reads(town.leader, f"/scores/months/{month.pk}/")
    assert "市供电公司" in page
    assert "66.67%" in page, "two of three were concluded in time"
    assert "件数不够，只列不排" in page
    assert "没有交办件" in page
    power = standing(month, "供电公司")
    way = f"/scores/standings/{power.pk}/cases?measure=concluded"
    assert way in page
    behind = reads(town.leader, way)
    assert len(set(re.findall(r"/cases/\d+/", behind))) == 3
    late = reads(town.leader, f"{way}&hit=no")
    assert len(set(re.findall(r"/cases/\d+/", late))) == 1


def test_every_figure_of_a_unit_is_a_way_to_as_many_cases(town: Town, month: Month) -> None:
    power = standing(month, "供电公司")
    page = reads(town.leader, f"/scores/standings/{power.pk}/")
    ways = re.findall(r'href="(/scores/standings/\d+/cases\?[^"]+)"[^>]*>([^<]+)<', page)
    shares = [(way, words) for way, words in ways if "hit=" not in way]
    assert len(shares) == 10
    for way, _words in shares:
        measure = way.rpartition("=")[2]
        behind = reads(town.leader, way.replace("&amp;", "&"))
        assert len(set(re.findall(r"/cases/\d+/", behind))) == power.count(measure).of


def test_a_unit_reads_its_own_and_objects_to_one_case(town: Town, month: Month) -> None:
    power, theirs = town.people["power"], standing(month, "供电公司")
    assert "2012-09" in reads(power, "/scores/")
    assert "市综合执法局" not in reads(power, f"/scores/months/{month.pk}/")
    assert "提异议" in reads(power, f"/scores/standings/{theirs.pk}/")
    late = reads(power, f"/scores/standings/{theirs.pk}/cases?measure=concluded&hit=no")
    [case] = re.findall(r'name="assignment" value="(\d+)"', late)
    path = f"/assessment/standings/{theirs.pk}/object_to"
    assert posts(power, path, words="台风停工", measure="concluded", assignment=case) == 302
    objection = Objection.objects.get()
    page = reads(town.leader, f"/scores/months/{month.pk}/")
    assert "台风停工" in page
    path = f"/assessment/objections/{objection.pk}/uphold"
    assert path in page
    assert posts(town.leader, path, answer="属实") == 302
    assert Exclusion.objects.get().status == "asked"
    assert "属实" in reads(power, f"/scores/standings/{theirs.pk}/")


def test_a_unit_reads_nothing_of_another_before_and_no_cases_of_it_after_publication(
    town: Town, month: Month
) -> None:
    power, others = town.people["power"], standing(month, "执法局")
    reads(power, f"/scores/standings/{others.pk}/", 404)
    assert posts(power, f"/assessment/standings/{others.pk}/object_to", words="x") == 404
    assessment.publish(assessment.end_term(month, by=the_clock()), by=town.leader)
    page = reads(power, f"/scores/standings/{others.pk}/")
    assert "/cases?" not in page
    assert "没有这样的交办件" in reads(power, f"/scores/standings/{others.pk}/cases?measure=signed")


def test_a_draft_is_not_for_units_and_scores_are_not_for_providers(town: Town) -> None:
    september = September(town)
    september.one("供电公司")
    month = september.drafted()
    power = town.people["power"]
    reads(power, f"/scores/months/{month.pk}/", 404)
    reads(power, f"/scores/standings/{standing(month, '供电公司').pk}/", 404)
    assert "还没有可看的月份" in reads(power, "/scores/")
    reads(town.people["lin"], "/scores/", 403)
    assert Client().get("/scores/").status_code == 302


def test_the_leader_changes_a_weight_and_asks_to_leave_a_case_out(town: Town, month: Month) -> None:
    given = {"measure": "solved", "weight": "30", "threshold": "90", "slope": "1", "why": "重解决"}
    path = "/assessment/weights/set_weight"
    assert posts(town.leader, path, **given, from_on="2012-10-01") == 409
    assert posts(town.leader, path, **given, from_on="2012-11-01") == 302
    assert "重解决" in reads(town.people["power"], "/scores/weights/")
    case = standing(month, "供电公司").assignments[0]
    path = f"/assessment/standings/{standing(month, '供电公司').pk}/exclude"
    assert posts(town.leader, path, why="重复单", measure="", assignment=case) == 302
    assert posts(town.people["power"], path, why="x", assignment=case) == 403
    assert "重复单" in reads(town.leader, f"/scores/months/{month.pk}/")


def test_a_month_that_was_taken_back_says_why_and_no_figure(town: Town, month: Month) -> None:
    power, theirs = town.people["power"], standing(month, "供电公司")
    assessment.take_back(month, by=town.leader, why="回访数取错了")
    page = reads(power, f"/scores/months/{month.pk}/")
    assert "收回重核：回访数取错了" in page
    assert "66.67%" not in page
    assert "收回重核" in reads(power, "/scores/")
    answer = sample.signed_in(power).get(f"/scores/standings/{theirs.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/scores/months/{month.pk}/")
    reads(power, f"/scores/standings/{theirs.pk}/cases", 404)
    assert "66.67%" in reads(town.leader, f"/scores/months/{month.pk}/")


def test_a_unit_goes_from_a_case_to_its_own_page_and_reads_what_was_answered(town: Town) -> None:
    september = September(town)
    bad = september.one("供电公司", said=Said(solved="no", liking="not"), reply_late=True)
    month = assessment.send_out(september.drafted(), by=town.leader)
    power, theirs = town.people["power"], standing(month, "供电公司")
    way = f"/scores/standings/{theirs.pk}/cases?measure="
    assert f"/inbox/assignments/{bad.pk}/" in reads(power, f"{way}solved")
    assert "态度 不满意、结果 不满意、速度 不满意" in reads(power, f"{way}satisfied&hit=no")
    assert "曾逾期" in reads(power, f"{way}concluded&hit=no")
    assert "曾逾期" not in reads(power, f"{way}signed")


def test_a_long_list_of_cases_goes_on_on_the_next_page(
    town: Town, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 2)
    way = f"/scores/standings/{standing(month, '供电公司').pk}/cases?measure=concluded"
    first, second = reads(town.leader, way), reads(town.leader, f"{way}&page=2")
    several = [set(re.findall(r"/cases/\d+/", page)) for page in (first, second)]
    assert [len(one) for one in several] == [2, 1]
    assert not several[0] & several[1]
    assert "page=2" in first


def test_an_objection_that_was_upheld_says_what_came_of_it(town: Town, month: Month) -> None:
    power, theirs = town.people["power"], standing(month, "供电公司")
    named = Assignment.objects.get(pk=theirs.assignments[0])
    objection = hearing.object_to(theirs, by=power, words="不该算", assignment=named)
    hearing.uphold(objection, by=town.leader, answer="属实")
    path = f"/scores/standings/{theirs.pk}/"
    assert "剔除：待批准" in reads(power, path)
    excluding.refuse(Exclusion.objects.get(), by=town.people["admin"], why="没有凭据")
    page = reads(power, path)
    assert "异议成立" in page
    assert "剔除：未批准" in page


def test_a_weight_is_set_for_a_group_that_exists(town: Town) -> None:
    given = {"measure": "solved", "weight": "30", "threshold": "90", "slope": "1", "why": "重解决"}
    path = "/assessment/weights/set_weight"
    assert "公用企业</option>" in reads(town.leader, "/scores/weights/")
    assert posts(town.leader, path, **given, from_on="2012-11-01", group="部们") != 302
    assert not Weight.objects.exists()
    assert posts(town.leader, path, **given, from_on="2012-11-01", group="部门") == 302
