"""The lines' pages: all staff look, who sets rules changes, a repeated press changes nothing twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from hotline import clock
from hotline.calls.models import Call
from hotline.calls.states import Direction, Status
from hotline.journal.models import Entry
from hotline.lines import actions as lines
from hotline.lines.models import Line, Skill
from hotline.lines.plans import Plan
from tests.town import Town

At = Callable[[str], Client]
GIVEN = {
    "name": "电力专线", "numbers": "95598、057765812345", "hours": "07:30-20:00", "dialect": "", "special": "1",
    "most_waiting": "20", "overflow": "", "rates": "1",
}  # fmt: skip


@pytest.fixture
def line(town: Town) -> Line:
    plan = Plan("电力专线", numbers=("95598",), special=True)
    return lines.found_line("power", plan=plan, by=town.leader)


def test_a_house_without_lines_says_what_that_means(at: At) -> None:
    page = at("leader").get("/lines/").content.decode()
    assert "还没有专线" in page
    assert "新增专线" in page


def test_all_staff_look_and_only_who_sets_rules_changes(at: At, town: Town, line: Line) -> None:
    pk, who = line.pk, town.operator_28.pk
    for name in ("op28", "reviewer", "auditor", "callback"):
        client = at(name)
        for address in ("/lines/", f"/lines/{pk}/"):
            page = client.get(address)
            assert page.status_code == 200
            assert "95598" in page.content.decode()
            assert "新增专线" not in page.content.decode()
            assert "/change/" not in page.content.decode()
        for address in ("/lines/new/", f"/lines/{pk}/change/", f"/lines/{pk}/retire/"):
            assert client.get(address).status_code == 403
            assert client.post(address, GIVEN | {"key": "k"}).status_code == 403
        for address in (f"/lines/{pk}/retire_line", f"/lines/people/{who}/set_skills"):
            assert client.post(address, {"key": "k", "why": "x"}).status_code == 403
    for name in ("lin", "clerk"):
        assert at(name).get("/lines/").status_code == 403
    for name in ("leader", "admin"):
        assert at(name).get(f"/lines/{pk}/change/").status_code == 200


def test_a_line_is_added_once_and_changed(at: At) -> None:
    leader = at("leader")
    for _press in range(2):
        answer = leader.post("/lines/new/", GIVEN | {"code": "power", "key": "k"})
        assert answer["Location"] == "/lines/"
    assert leader.post("/lines/new/", GIVEN | {"code": "power", "key": "m"}).status_code == 422
    line = Line.objects.get()
    assert (line.numbers, line.special, line.most_waiting) == (["95598", "057765812345"], True, 20)
    to = f"/lines/{line.pk}/change/"
    form = leader.get(to).content.decode()
    assert 'value="95598、057765812345"' in form
    for _press in range(2):
        answer = leader.post(to, GIVEN | {"hours": "00:00-24:00", "special": "", "key": "c"})
        assert answer["Location"] == f"/lines/{line.pk}/"
    assert Entry.objects.filter(act="change_line").count() == 1
    page = leader.get(f"/lines/{line.pk}/").content.decode()
    assert "<del>07:30-20:00</del>" in page
    assert "<ins>00:00-24:00</ins>" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"numbers": "95598"}, "已经是电力专线的号码"),
        ({"hours": "早上"}, "服务时间要写成"),
        ({"most_waiting": "0"}, "most_waiting-error"),
        ({"name": ""}, "name-error"),
        ({"overflow": "nowhere"}, "overflow-error"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(
    at: At, line: Line, wrong: dict[str, str], said: str
) -> None:
    given = GIVEN | {"name": "水务", "numbers": "96390", "code": "water", "key": "k"}
    answer = at("leader").post("/lines/new/", given | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Line.objects.get() == line


def test_the_table_says_who_serves_which_line(at: At, town: Town, line: Line) -> None:
    main = lines.found_line("main", plan=Plan("主线"), by=town.leader)
    leader, who = at("leader"), town.operator_28
    assert "没有人" in leader.get("/lines/").content.decode(), "a special line without anybody"
    to = f"/lines/people/{who.pk}/"
    given = {
        f"line-{line.pk}": "7",
        f"line-{main.pk}": "",
        "dialects": "温州话，闽南话",
        "key": "k",
    }
    for _press in range(2):
        answer = leader.post(f"{to}set_skills", given)
        assert answer["Location"] == "/lines/"
    assert Entry.objects.filter(act="give_skill").count() == 3
    page = leader.get("/lines/?q=28").content.decode()
    assert "<b>7</b>" in page
    assert "温州话、闽南话" in page
    assert "陈静" not in page
    assert "没有人</span>" not in page
    assert "熟练 7" in at("op28").get(f"/lines/{line.pk}/").content.decode()
    form = leader.get(to).content.decode()
    assert 'value="7"' in form
    wrong = leader.post(f"{to}set_skills", given | {f"line-{line.pk}": "10", "key": "w"})
    assert wrong.status_code == 422
    leader.post(f"{to}set_skills", {"dialects": "", "key": "none"})
    assert Skill.objects.get().line == line, "what was not asked about stays"


def test_a_line_on_which_somebody_waits_is_not_retired(at: At, town: Town, line: Line) -> None:
    lines.close_line(line, by=town.leader, why="并入主线")
    waiting = Call.objects.create(
        direction=Direction.IN, status=Status.WAITING, line=line, arrived_at=clock.now()
    )
    leader, to = at("leader"), f"/lines/{line.pk}/retire_line"
    answer = leader.post(to, {"why": "并入主线", "key": "a"})
    assert answer.status_code == 409
    assert "还有 1 人" in answer.content.decode()
    Call.objects.filter(pk=waiting.pk).update(status=Status.ENDED, ended_at=clock.now())
    assert leader.post(to, {"why": "", "key": "b"}).status_code == 422
    for _press in range(2):
        answer = leader.post(to, {"why": "并入主线", "key": "c"})
        assert answer["Location"] == f"/lines/{line.pk}/"
    assert "没有停用的" not in leader.get("/lines/?show=ended").content.decode()
    page = leader.get(f"/lines/{line.pk}/").content.decode()
    assert "并入主线" in page
    assert "/change/" not in page
    assert Call.objects.get(pk=waiting.pk).line == line
