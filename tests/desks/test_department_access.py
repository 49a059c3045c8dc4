"""The department's desk: who may know what, and nothing of others."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotline.assignments import actions as assignments
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.cases import actions as cases
from hotline.departments import actions as departments
from hotline.departments.life import Part
from hotline.desks.department.acts import STEPS
from hotline.journal.models import Entry
from hotline.papers import actions as papers
from hotline.papers.models import Paper
from hotline.people.models import Person
from hotline.people.queries import the_citizen
from tests.assignments.hands import a_case, monday, sent, signed, until
from tests.assignments.hands import replies as answered
from tests.desks.at_a_unit import GOOD, At, of, page
from tests.papers.conftest import store_folder
from tests.papers.paperwork import photo
from tests.stories.steps import as_it_is
from tests.town import Town

__all__ = ["store_folder"]

pytestmark = pytest.mark.usefixtures("on_monday")


# -- who may know what ----------------------------------------------------------------------------


def every_address(one: Assignment) -> list[tuple[str, str]]:
    posts = [("post", of(one, step)) for step in (*STEPS, "add_evidence")]
    return [("get", of(one)), *posts]


def test_a_unit_gets_nothing_of_anothers_whatever_it_asks_for(town: Town, clerk: Client) -> None:
    theirs = signed(town, to="供电公司")
    pleas.ask_wait(theirs, by=town.people["power"], why="等")
    before = Entry.objects.count()
    good = GOOD | {
        "why": "w", "contacted_from": "1", "days": "1", "task": "t", "words": "w", "plan": "p",
        "check_on": "2012-11-01", "unit": town.units["市政一中队"].pk,
    }  # fmt: skip
    for method, address in every_address(theirs):
        answer = getattr(clerk, method)(address, good | {"key": address})
        assert answer.status_code == 404, address
    withdraw = f"/inbox/pleas/{Plea.objects.get().pk}/withdraw"
    assert clerk.post(withdraw, {"key": "k"}).status_code == 404
    for path in (
        "/inbox/",
        "/inbox/past/",
        "/inbox/figures/sent/",
        f"/inbox/?unit={theirs.unit_id}",
    ):
        assert theirs.case.number not in page(clerk, path), path
    assert Entry.objects.count() == before


def test_no_unit_reads_who_asked_or_from_which_number(town: Town, clerk: Client) -> None:
    one = signed(town)
    case = one.case
    for path in ("/inbox/", of(one), "/inbox/past/", "/inbox/figures/sent/"):
        shown = page(clerk, path)
        assert "沈" not in shown
        assert "13868800006" not in shown
        assert "0006" not in shown
    for path in (
        f"/cases/{case.pk}/",
        "/cases/",
        f"/callers/{case.caller_id}/",
        "/cases/find?q=138",
    ):
        assert clerk.get(path).status_code in (403, 404), path


def test_of_a_secret_case_neither_address_nor_photo_is_shown(town: Town, clerk: Client) -> None:
    case = a_case(town, secret=True, address="虹桥路 8 号")
    one = assignments.send(case, to=town.units["执法局"], by=town.operator_28)
    papers.receive(case, files=[(photo(), "沈家门口")], by=town.operator_28, key="p")
    shown = page(clerk, of(one))
    assert "市民要求保密" in shown
    assert "虹桥路" not in shown
    assert "沈家门口" not in shown
    assert clerk.get(f"/papers/{Paper.objects.get().pk}/preview").status_code == 404
    cases.consent(as_it_is(case), by=town.operator_28, words="可以去")
    shown = page(clerk, of(one))
    assert "虹桥路 8 号" in shown


def add_paper(one: Assignment, title: str, *, by: Person, proves: bool = False) -> None:
    """Lay a photo beside a case, as evidence of what a unit did where it proves it."""
    clean = papers.examine(one.case, data=photo(), by=by)
    paper = papers.add(one.case, clean=clean, by=by, title=title)
    if proves:
        assignments.add_evidence(as_it_is(one), by=by, paper=paper)


def readable(client: Client) -> set[str]:
    """Return the titles of all papers that somebody can open."""
    return {
        one.title
        for one in Paper.objects.all()
        if client.get(f"/papers/{one.pk}/preview").status_code == 200
    }


@pytest.mark.parametrize("how", ["move", "give_back", "withdraw"])
def test_a_unit_that_has_a_case_no_more_reads_what_it_had_and_nothing_later(
    town: Town, clerk: Client, at: At, how: str
) -> None:
    mine = assignments.send(
        a_case(town, address="虹桥路 8 号"), to=town.units["执法局"], by=town.operator_28
    )
    power, operator, citizen = town.units["供电公司"], town.operator_28, the_citizen()
    cases.add_word(as_it_is(mine.case), by=citizen, words="晚上最暗")
    add_paper(mine, "原来的照片", by=operator)
    until(monday(10))
    lose(mine, town, how)
    until(monday(11))
    theirs = Assignment.objects.filter(case=mine.case, unit=power).first()
    if theirs is None:
        theirs = assignments.send(as_it_is(mine.case), to=power, by=operator)
    cases.add_word(as_it_is(mine.case), by=citizen, words="我家狗凶")
    add_paper(theirs, "后来的照片", by=operator)
    add_paper(theirs, "接手单位的佐证", by=town.people["power"], proves=True)
    shown = page(clerk, of(mine))
    assert "晚上最暗" in shown
    assert "原来的照片" in shown
    for later in ("我家狗凶", "后来的照片", "接手单位的佐证", "虹桥路 8 号"):
        assert later not in shown, later
    assert shown.count("不再计时") == 4, "no time had run out when it left"
    assert "已过" not in shown
    assert readable(clerk) == {"原来的照片"}
    assert readable(at("power")) == {"原来的照片", "后来的照片", "接手单位的佐证"}
    shown = page(at("power"), of(theirs))
    assert "我家狗凶" in shown
    assert "虹桥路 8 号" in shown


def lose(one: Assignment, town: Town, how: str) -> None:
    """Let a unit have a case no more."""
    if how == "move":
        assignments.move(one, to=town.units["供电公司"], by=town.leader, why="归供电")
    elif how == "withdraw":
        assignments.withdraw(one, by=town.leader, why="改派")
    else:
        pleas.ask_return(one, by=town.people["clerk"], why="不归我们")
        rulings.grant(Plea.objects.get(), by=town.leader)


def test_of_a_secret_case_a_former_unit_learns_nothing_by_a_later_consent(
    town: Town, clerk: Client, at: At
) -> None:
    case = a_case(town, secret=True, address="虹桥路 8 号")
    mine = assignments.send(case, to=town.units["执法局"], by=town.operator_28)
    add_paper(mine, "沈家门口", by=town.operator_28)
    assignments.move(mine, to=town.units["供电公司"], by=town.leader, why="归供电")
    cases.consent(as_it_is(case), by=town.operator_28, words="可以去")
    assert "虹桥路" not in page(clerk, of(mine))
    assert readable(clerk) == set()
    theirs = Assignment.objects.get(moved_from=mine)
    assert "虹桥路 8 号" in page(at("power"), of(theirs))
    assert readable(at("power")) == {"沈家门口"}


def test_a_helper_reads_no_paper_that_shows_what_another_did(
    town: Town, clerk: Client, at: At
) -> None:
    lead = signed(town)
    assignments.share(lead, by=town.leader, unit=town.units["供电公司"], task="查线路")
    assignments.share(as_it_is(lead), by=town.leader, unit=town.units["安阳街道"], task="劝离")
    part = Assignment.objects.get(under=lead, unit=town.units["供电公司"])
    add_paper(lead, "市民的照片", by=town.operator_28)
    add_paper(lead, "主办的佐证", by=town.people["clerk"], proves=True)
    add_paper(part, "协办的佐证", by=town.people["power"], proves=True)
    shown = page(at("power"), of(part))
    assert "市民的照片" in shown
    assert "协办的佐证" in shown
    assert "主办的佐证" not in shown
    assert readable(at("power")) == {"市民的照片", "协办的佐证"}
    everything = {"市民的照片", "主办的佐证", "协办的佐证"}
    assert readable(clerk) == everything, "a lead answers for all"


def test_a_refusal_does_not_name_who_of_the_line_was_quicker(town: Town, clerk: Client) -> None:
    one = answered(signed(town), town)
    assignments.accept(one, by=town.people["reviewer"])
    told = [
        clerk.post(of(one, "sign"), {"key": "s"}).content.decode(),
        clerk.post(of(one, "reply"), GOOD | {"key": "r"}).content.decode(),
        clerk.post(
            of(one, "add_evidence"),
            {"file": SimpleUploadedFile("lamp.png", photo(), "image/png"), "key": "e"},
        ).content.decode(),
    ]
    for said in told:
        assert "热线 在" in said
        assert "审核通过" in said
        assert str(town.people["reviewer"]) not in said
        assert town.people["reviewer"].name not in said


def test_whoever_is_dismissed_sees_nothing_any_more(town: Town, clerk: Client) -> None:
    one = sent(town)
    bureau = town.units["执法局"]
    departments.dismiss(
        bureau, by=town.people["admin"],
        liaison=bureau.liaisons.get(part=Part.LIAISON),
    )  # fmt: skip
    assert clerk.get(of(one)).status_code == 404
    assert one.case.number not in page(clerk)
    assert clerk.post(of(one, "sign"), {"key": "k"}).status_code == 404


@pytest.mark.parametrize("who", ["op28", "leader", "reviewer", "admin", "lin", "auditor"])
def test_nobody_but_a_units_people_comes_in(who: str, town: Town, at: At) -> None:
    one = sent(town)
    client = at(who)
    for path in ("/inbox/", of(one), "/inbox/figures/", "/inbox/templates/", "/inbox/past/"):
        assert client.get(path).status_code == 403
    assert client.post(of(one, "sign"), {"key": "k"}).status_code == 403
    assert as_it_is(one).status == Status.SENT


def test_the_past_holds_what_is_replied_and_over(town: Town, clerk: Client) -> None:
    done = answered(signed(town), town)
    open_ = sent(town)
    shown = page(clerk, "/inbox/past/")
    assert done.case.number in shown
    assert open_.case.number not in shown


def test_a_late_signing_is_said_to_be_late(town: Town, clerk: Client) -> None:
    one = sent(town)
    until(monday(9, days=4))
    told = clerk.post("/inbox/sign_many", {"pick": [one.pk], "key": "k"}).content.decode()
    assert "逾期签收" in told
    assert "逾期" in page(clerk, of(one))
