"""Watching providers on the pages: visits, training, the league, appraisals, gaps; what is sent wrongly changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from hotline import clock
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import Refusal
from hotline.exchanges.models import Exchange
from hotline.journal.models import Entry
from hotline.league import actions as league
from hotline.league.models import Appraisal
from hotline.rules import actions as rules
from hotline.sheets import reading
from hotline.training.models import Course, Place
from hotline.visits.models import Task, Visit
from tests.desks.conftest import at
from tests.discipline.hands import shown_a_card
from tests.league.test_figures import asked, done, offered
from tests.stories.steps import the_house_reacts
from tests.town import FIRST_DAY, Town
from tests.town import at as moment

__all__ = ["at"]
At = Callable[[str], Client]
TODAY = FIRST_DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _the_next_day() -> object:
    with clock.frozen(moment(9, 0, day=TODAY)):
        yield


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


# -- visits ---------------------------------------------------------------------------------------


def test_a_visit_is_planned_reported_and_followed_on_the_pages(at: At, town: Town) -> None:
    reviewer, leader = at("reviewer"), at("leader")
    firm = town.providers["家家乐"]
    here = f"/providers/{firm.pk}/visits/"
    assert "还没有走访过" in read(reviewer, here)
    plan = {"key": "a", "plan_on": TODAY.isoformat(), "visitor": town.people["reviewer"].pk}
    address = f"/visits/of/providers/{firm.pk}/plan"
    assert address in read(reviewer, here)
    assert [reviewer.post(address, plan).status_code for _n in range(2)] == [204, 204]
    visit = Visit.objects.get()
    assert address not in read(reviewer, here), "one plan is enough"
    assert "家家乐" in read(leader, "/providers/visits/")
    report = {"key": "b", "visited_on": TODAY.isoformat(), "heard": "想多接单", "seen": "台账清楚"}
    assert reviewer.post(f"/visits/{visit.pk}/report", report).status_code == 204
    shown = read(reviewer, here)
    assert "想多接单" in shown
    assert "台账清楚" in shown
    task = {
        "key": "c",
        "what": "答复派单的事",
        "owner": town.leader.pk,
        "due_on": TODAY.isoformat(),
    }
    assert reviewer.post(f"/visits/{visit.pk}/set_task", task).status_code == 204
    assert "答复派单的事" in read(leader, "/providers/visits/")
    found = Task.objects.get()
    given = {"key": "d", "to": town.operator_28.pk, "why": "她熟"}
    assert leader.post(f"/visits/tasks/{found.pk}/hand_on", given).status_code == 204
    operator = at("op28")
    assert f"/visits/tasks/{found.pk}/finish" in read(operator, "/providers/visits/")
    done_ = {"key": "e", "how": "打电话说清了"}
    assert operator.post(f"/visits/tasks/{found.pk}/finish", done_).status_code == 204
    assert "没有等着办的事" in read(leader, "/providers/visits/")


def test_who_is_owed_a_visit_stands_first_on_the_page(at: At, town: Town) -> None:
    leader = at("leader")
    assert "没有到期要走访的企业" in read(leader, "/providers/visits/")
    with clock.frozen(moment(9, 0, day=date(2013, 7, 1))):
        shown = read(at("leader"), "/providers/visits/")
    assert "2012-12-27" in shown
    assert "还没有去过" in shown


BAD_VISITS = [
    {"plan_on": "", "visitor": "1"},
    {"plan_on": "2012-13-45", "visitor": "1"},
    {"plan_on": "昨天", "visitor": "1"},
    {"plan_on": TODAY.isoformat(), "visitor": ""},
    {"plan_on": TODAY.isoformat(), "visitor": "x"},
    {"plan_on": TODAY.isoformat(), "visitor": "999999999999999999999"},
]


@pytest.mark.parametrize("sent", BAD_VISITS)
def test_a_plan_that_cannot_be_read_changes_nothing(
    at: At, town: Town, sent: dict[str, str]
) -> None:
    before = Entry.objects.count()
    address = f"/visits/of/providers/{town.providers['家家乐'].pk}/plan"
    assert at("leader").post(address, sent | {"key": "k"}).status_code == 422
    assert (Visit.objects.count(), Entry.objects.count()) == (0, before)


# -- training -------------------------------------------------------------------------------------


def announced(leader: Client) -> Course:
    sent = {"key": "a", "title": "入户规范", "held_on": TODAY.isoformat(), "tutor": "徐老师"}
    assert leader.post("/training/courses/announce", sent).status_code == 204
    return Course.objects.get()


def test_a_course_is_announced_filled_held_and_examined_on_the_pages(at: At, town: Town) -> None:
    leader, lin = at("leader"), at("lin")
    course = announced(leader)
    page = f"/providers/training/courses/{course.pk}/"
    shown = read(leader, page)
    assert "家家乐 · 林师傅" in shown
    known = {name: town.people[name].memberships.get() for name in ("lin", "pan")}
    sent = {"key": "b", "members": [one.pk for one in known.values()]}
    assert leader.post(f"/training/courses/{course.pk}/enrol", sent).status_code == 204
    assert "入户规范" in read(lin, "/jobs/training")
    mine = Place.objects.get(member=known["lin"])
    other = Place.objects.get(member=known["pan"])
    came = {"key": "c", "places": [mine.pk]}
    assert leader.post(f"/training/courses/{course.pk}/hold", came).status_code == 204
    passed = {"key": "d", "places": [mine.pk], "until_on": "2013-09-26"}
    assert leader.post(f"/training/courses/{course.pk}/examine", passed).status_code == 204
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.status, mine.until_on, other.status) == ("passed", date(2013, 9, 26), "absent")
    shown = read(lin, "/jobs/training")
    assert "证书有效至 2013-09-26" in shown
    assert "潘师傅" not in shown
    firm = f"/providers/{town.providers['家家乐'].pk}/training/"
    assert "2013-09-26" in read(leader, firm)
    assert "入户规范" in read(leader, "/providers/training/")
    assert lin.get(page).status_code == 403


@pytest.mark.parametrize("places", [["x"], ["999999"], ["²"]])
def test_a_list_with_somebody_who_is_not_on_it_changes_nothing(
    at: At, town: Town, places: list[str]
) -> None:
    leader = at("leader")
    course = announced(leader)
    before = Entry.objects.count()
    answer = leader.post(f"/training/courses/{course.pk}/hold", {"key": "z", "places": places})
    assert answer.status_code == 422
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "sent",
    [
        {"title": "", "held_on": "2013-01-01", "tutor": "x"},
        {"title": "x" * 81, "held_on": "2013-01-01", "tutor": "x"},
        {"title": "x", "held_on": "", "tutor": "x"},
        {"title": "x", "held_on": "2013-02-30", "tutor": "x"},
        {"title": "x", "held_on": "2013-01-01", "tutor": ""},
    ],
)
def test_a_course_that_cannot_be_read_changes_nothing(
    at: At, town: Town, sent: dict[str, str]
) -> None:
    assert at("leader").post("/training/courses/announce", sent | {"key": "k"}).status_code == 422
    assert not Course.objects.exists()


# -- the league -----------------------------------------------------------------------------------


@pytest.fixture
def worked(town: Town) -> Town:
    """Let 家家乐 have done two jobs well yesterday, and 老潘水电 none; two are enough to be ranked."""
    with clock.frozen(moment(8, 0)):
        for _n in range(2):
            asked(town, done(town), content=True)
        rules.set_rule("league_least_jobs", value=2, by=town.leader, why="刚开始")
    return town


def test_the_league_is_shown_and_each_figure_opens_into_its_jobs(at: At, worked: Town) -> None:
    leader, firm = at("leader"), worked.providers["家家乐"]
    shown = read(leader, "/providers/league/")
    assert "100.0%" in shown
    assert "★★★★★" in shown
    assert "单数不够，只列不排" in shown
    between = f"from=2012-06-29&until={FIRST_DAY}"
    for figure, n in (("jobs", 2), ("accepted", 2), ("arrived", 2), ("satisfied", 2)):
        address = f"/providers/{firm.pk}/jobs/?figure={figure}&"
        assert f"{address.replace('&', '&amp;')}{between.replace('&', '&amp;')}" in shown
        behind = read(leader, address + between)
        assert behind.count("/cases/") >= n
        assert "没有这样的派单" in read(leader, f"{address}{between}&hit=no") or figure == "jobs"


def test_on_a_telephone_each_figure_of_the_league_has_its_heading(at: At, worked: Town) -> None:
    shown = read(at("auditor"), "/providers/league/")
    [table] = re.findall(r'<table class="table" aria-label="单数不够.*?</table>', shown, re.DOTALL)
    heads = [re.sub("<.*?>", "", one) for one in re.findall(r"<th .*?</th>", table)]
    for row in re.findall(r"<tr data-href.*?</tr>", table, re.DOTALL):
        words = list(re.findall(r"<td(?: data-word=\"(.*?)\")?>", row))
        assert words == ["" if head == "企业" else head for head in heads]


def test_a_founded_complaint_opens_from_its_figure(at: At, worked: Town) -> None:
    with clock.frozen(moment(12, 0)):
        card = shown_a_card(worked)
    leader, firm = at("leader"), worked.providers["家家乐"]
    assert "figure=complaints" in read(leader, "/providers/league/")
    behind = read(leader, f"/providers/{firm.pk}/jobs/?figure=complaints")
    assert f"/providers/complaints/{card.complaint_id}/" in behind


@pytest.mark.parametrize("until", ["x", "2012-02-30", "1999-12-31", "2999-01-01", "²"])
def test_a_day_that_is_none_is_said_beside_its_field(at: At, town: Town, until: str) -> None:
    answer = at("leader").get("/providers/league/", {"until": until})
    assert answer.status_code == 422
    assert 'id="until-error"' in answer.content.decode()


@pytest.mark.parametrize(
    "asked_for", ["figure=x", "from=x&until=y", "from=2013-01-01&until=2012-01-01"]
)
def test_figures_that_are_none_show_the_usual_ones(at: At, worked: Town, asked_for: str) -> None:
    firm = worked.providers["家家乐"]
    assert "完工" in read(at("leader"), f"/providers/{firm.pk}/jobs/?{asked_for}")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_league_is_taken_as_a_file_and_that_is_put_on_record(
    at: At, worked: Town, form: str
) -> None:
    sent = {"key": "k", "form": form, "until": FIRST_DAY.isoformat()}
    answer = at("leader").post("/providers/league/export", sent)
    assert answer.status_code == 200
    table = reading.read(answer.content)
    assert list(table.head)[:4] == ["名次", "企业", "星级", "总分"]
    kept = Exchange.objects.get()
    assert (kept.what, kept.lines, kept.by) == ("league", 3, worked.leader)
    assert Entry.objects.filter(kind="exchange", act="export").count() == 1
    assert "企业排行" in read(at("leader"), "/tables/")


def test_only_whoever_may_export_takes_it_and_a_wrong_form_takes_nothing(
    at: At, worked: Town
) -> None:
    sent = {"key": "k", "form": "csv"}
    assert at("op28").post("/providers/league/export", sent).status_code == 403
    assert at("lin").post("/providers/league/export", sent).status_code == 403
    wrong = at("leader").post("/providers/league/export", sent | {"form": "exe"})
    assert wrong.status_code == 422
    assert not Exchange.objects.exists()


def test_a_provider_sees_its_own_figures_and_others_as_the_line_decides(
    at: At, worked: Town
) -> None:
    pan, lin = at("pan"), at("lin")
    assert "完工满 2 单才排名" in read(pan, "/jobs/league")
    assert "家家乐" not in read(pan, "/jobs/league")
    assert "我们" in read(lin, "/jobs/league")
    rules.set_rule("league_named_most", value=1, by=worked.leader, why="公开第一名")
    clock.pass_time(timedelta(seconds=10))
    shown = read(pan, "/jobs/league")
    assert "家家乐" in shown
    assert "陈" not in shown, "no citizen stands in it"


# -- appraisals -----------------------------------------------------------------------------------


def test_an_appraisal_is_drafted_worded_agreed_and_read_by_the_provider(
    at: At, worked: Town
) -> None:
    with clock.frozen(moment(9, 0, day=date(2013, 1, 5))):
        reviewer, leader, lin = at("reviewer"), at("leader"), at("lin")
        firm = worked.providers["家家乐"]
        page = f"/providers/{firm.pk}/appraisals/"
        draft = f"/league/of/providers/{firm.pk}/draft"
        assert draft in read(reviewer, page)
        answer = reviewer.post(draft, {"key": "a", "year": "2012"})
        found = Appraisal.objects.get()
        assert answer["Location"] == f"/providers/appraisals/{found.pk}/"
        here, act = answer["Location"], f"/league/appraisals/{found.pk}"
        assert "2 / 2 单" in read(reviewer, here)
        worded = reviewer.post(f"{act}/add_words", {"key": "b", "words": "接单快。"})
        assert worded.status_code == 204
        assert reviewer.post(f"{act}/agree", {"key": "c"}).status_code == 403
        assert leader.post(f"{act}/agree", {"key": "d"}).status_code == 204
        assert "接单快。" not in read(lin, "/jobs/league")
        assert leader.post(f"{act}/publish", {"key": "e"}).status_code == 204
        assert "接单快。" in read(lin, "/jobs/league")
        assert "接单快。" not in read(at("pan"), "/jobs/league")
        assert "接单快。" in read(leader, here)
        assert "已发布" in read(leader, "/providers/appraisals/")


@pytest.mark.parametrize("year", ["", "x", "1", "99999", "2012.5", "²"])
def test_a_year_that_is_none_drafts_nothing(at: At, town: Town, year: str) -> None:
    address = f"/league/of/providers/{town.providers['家家乐'].pk}/draft"
    assert at("leader").post(address, {"key": "k", "year": year}).status_code == 422
    assert not Appraisal.objects.exists()


def test_one_by_whom_it_was_drafted_is_told_who_must_agree(at: At, town: Town) -> None:
    with clock.frozen(moment(9, 0, day=date(2013, 1, 5))):
        found = league.draft(town.providers["家家乐"], by=town.leader, year=2012)
        league.add_words(found, by=town.leader, words="x")
        answer = at("leader").post(f"/league/appraisals/{found.pk}/agree", {"key": "k"})
    assert answer.status_code == 403
    assert "请另一位" in answer.content.decode()


# -- gaps and the warranty ------------------------------------------------------------------------


def test_where_providers_are_lacking_is_shown_and_opens_into_the_cases(at: At, town: Town) -> None:
    with clock.frozen(moment(8, 0)):
        job = offered(town)
        dispatch.refuse(job, by=town.people["lin"], ground=Refusal.BUSY)
        the_house_reacts()
    leader = at("leader")
    shown = read(leader, "/providers/gaps/")
    assert "水管维修" in shown
    assert "安阳街道" in shown
    address = (
        f"/providers/gaps/cases/?service=SD01&town={town.places['安阳'].pk}&part=6&sign=refused"
    )
    assert address.replace("&", "&amp;").split("?")[0] in shown
    assert job.case.number in read(leader, address)
    for nothing in ("", "?part=x&town=1", "?part=6&town=²", "?part=6&town=99999&service=SD01"):
        assert "没有这样的工单" in read(leader, f"/providers/gaps/cases/{nothing}")


def test_what_a_provider_owes_for_mending_is_shown(at: At, town: Town) -> None:
    firm = town.providers["家家乐"]
    assert "没有欠" in read(at("leader"), f"/providers/{firm.pk}/warranty/")
    assert at("lin").get(f"/providers/{firm.pk}/warranty/").status_code == 403
