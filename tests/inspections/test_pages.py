"""The pages of inspections and citations: planned by case numbers, found, answered on the unit's own page, approved by another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hotline import clock
from hotline.inspections.citing import actions as citing
from hotline.inspections.life import Cited, Status
from hotline.inspections.models import Citation, Inspection
from tests.assignments.hands import monday, sent
from tests.desks.visiting import posts, reads
from tests.inspections.looking import found, planned, proposed, replied
from tests.stories.steps import as_it_is
from tests.town import Town


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


def test_an_inspection_is_planned_by_the_numbers_of_cases(town: Town) -> None:
    one, theirs = sent(town), sent(town, to="供电公司")
    good = {
        "unit": town.units["执法局"].pk, "subject": "路灯答复", "inspector": town.leader.pk,
        "plan_on": "2012-10-16", "numbers": f"{one.case.number}，",
    }  # fmt: skip
    path = "/inspections/plan_inspection"
    for wrong in (
        {"unit": 10**12}, {"subject": ""}, {"inspector": town.people["clerk"].pk}, {"plan_on": "x"},
        {"numbers": theirs.case.number}, {"numbers": "没有这个"}, {"plan_on": "2012-10-01"},
    ):  # fmt: skip
        assert posts(town.leader, path, **{**good, **wrong, "key": str(wrong)}) in (409, 422), wrong
    assert not Inspection.objects.exists()
    assert posts(town.leader, path, **good) == 204
    assert posts(town.leader, path, **good) == 204, "the same key"
    made = Inspection.objects.get()
    assert [look.assignment for look in made.looks.all()] == [one]
    assert "路灯答复" in reads(town.leader, "/oversight/inspections/")
    more = f"/inspections/{made.pk}/look_at"
    assert posts(town.leader, more, numbers=theirs.case.number) == 422
    assert posts(town.leader, more, numbers="", key="2") == 422


def test_findings_are_noted_told_and_answered_by_the_unit(town: Town) -> None:
    one = planned(town, replied(town))
    [look] = one.looks.all()
    at, page, clerk = f"/inspections/{one.pk}/", f"/oversight/inspections/{one.pk}/", town.people["clerk"]  # fmt: skip
    reads(clerk, page, 404)
    assert posts(clerk, f"{at}answer", answer="x") == 404
    for wrong in ({"look": 10**12}, {"finding": "tea"}, {"finding": "untrue", "words": ""}):
        given = {
            "look": look.pk,
            "finding": "untrue",
            "words": "灯不亮",
            **wrong,
            "key": str(wrong),
        }
        assert posts(town.leader, f"{at}note_finding", **given) == 422, wrong
    given = {"look": look.pk, "finding": "untrue", "words": "灯不亮"}
    assert posts(town.leader, f"{at}note_finding", **given) == 204
    assert posts(town.leader, f"{at}report", summary="抽查不实") == 204
    assert "灯不亮" in reads(clerk, page)
    assert "路灯报修答复" in reads(clerk, "/oversight/own/")
    reads(town.people["power"], page, 404)
    assert posts(clerk, f"{at}answer", answer="") == 422
    assert posts(clerk, f"{at}answer", answer="换了灯") == 204
    assert posts(clerk, f"{at}close") == 403
    assert posts(town.leader, f"{at}send_back", why="还有一盏不亮") == 204
    shown = reads(clerk, page)
    assert "换了灯" in shown
    assert "还有一盏不亮" in shown
    assert str(town.leader) not in shown
    assert posts(clerk, f"{at}answer", answer="都亮了", key="again") == 204
    assert "还有一盏不亮" not in reads(clerk, page)
    assert posts(town.leader, f"{at}close") == 204
    assert as_it_is(one).status == Status.CLOSED


def test_a_citation_waits_for_another_and_the_proposer_has_no_button(town: Town) -> None:
    good = {
        "unit": town.units["执法局"].pk, "sort": "commended", "grade": "named", "grounds": "抢修快",
    }  # fmt: skip
    path = "/citations/propose"
    for wrong in (
        {"sort": "x"}, {"grade": "x"}, {"grade": "criticism"}, {"grounds": ""}, {"unit": ""},
        {"inspection": 10**12}, {"month": "x"},
    ):  # fmt: skip
        assert posts(town.leader, path, **{**good, **wrong, "key": str(wrong)}) == 422, wrong
    assert posts(town.leader, path, **good) == 204
    one = Citation.objects.get()
    page = f"/oversight/citations/{one.pk}/"
    assert f"citations/{one.pk}/approve" not in reads(town.leader, page)
    assert f"citations/{one.pk}/approve" in reads(town.people["admin"], page)
    assert posts(town.leader, f"/citations/{one.pk}/approve") == 403
    reads(town.people["clerk"], page, 404)
    assert posts(town.people["admin"], f"/citations/{one.pk}/approve") == 204
    assert posts(town.leader, f"/citations/{one.pk}/issue") == 204
    assert "抢修快" in reads(town.people["clerk"], page)
    assert "抢修快" in reads(town.people["clerk"], "/oversight/own/")
    assert "抢修快" not in reads(town.people["power"], "/oversight/own/")
    reads(town.people["power"], page, 404)
    assert as_it_is(one).status == Cited.ISSUED


def test_the_units_page_shows_what_was_found_and_said_of_it(town: Town) -> None:
    bureau = town.units["执法局"]
    assert "表彰问责" not in reads(town.leader, f"/units/{bureau.pk}/").partition("<main")[2]
    one, cited = found(town), proposed(town)
    citing.approve(cited, by=town.people["admin"])
    page = reads(town.leader, f"/units/{bureau.pk}/")
    assert f"/oversight/inspections/{one.pk}/" in page
    assert f"/oversight/citations/{cited.pk}/" in page


def test_empty_lists_say_what_will_come(town: Town) -> None:
    assert "还没有督查过" in reads(town.leader, "/oversight/inspections/")
    assert "还没有表彰或问责" in reads(town.leader, "/oversight/citations/")
    for path in ("/oversight/inspections/", "/oversight/citations/"):
        for name in ("clerk", "lin"):
            reads(town.people[name], path, 403)
