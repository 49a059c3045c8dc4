"""The auditor's page: who looked, exported, changed, signed in; found by person, case, caller, day; carried away as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.callers import actions as callers
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.desks.auditor import actions, entries, groups
from hotline.desks.operator import queue
from hotline.dispatch import actions as dispatch
from hotline.journal import seals, verify
from hotline.journal.models import Entry, Words
from hotline.people import actions as people
from hotline.people.queries import the_clock
from hotline.people.roles import Role, home_of
from tests.desks.papers import At, a_case
from tests.town import Town

NUMBER = "13800005126"


@pytest.fixture
def case(town: Town) -> Case:
    """A case that was dispatched; somebody has looked at its caller's number."""
    made = a_case(town)
    assert made.caller
    dispatch.offer_best(made, by=town.operator_28)
    callers.unmask(made.caller, by=town.people["op21"], why="核实地址")
    return made


@pytest.fixture
def auditor(at: At) -> Client:
    client = at("auditor")
    del client.defaults["HTTP_X_REQUESTED_WITH"]
    return client


def shown(client: Client, **asked: Any) -> list[str]:
    """Return the lines of the page, in words."""
    answer = client.get("/audit/", asked)
    assert answer.status_code == 200
    rows = re.findall(r'<tr id="entry-\d+"[^>]*>(.*?)</tr>', answer.content.decode(), re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


# -- who may


def test_an_auditor_begins_here() -> None:
    assert home_of(Role.AUDITOR) == "/audit/"
    assert home_of(Role.AUDITOR | Role.OPERATOR) == "/desk/"


@pytest.mark.parametrize("who", ["op28", "leader", "admin", "lin", "clerk", "reviewer"])
def test_nobody_else_reads_or_carries_away(at: At, who: str) -> None:
    assert at(who).get("/audit/").status_code == 403
    assert at(who).post("/audit/export").status_code == 403
    assert not Entry.objects.filter(act__in=["read_journal", "export"]).exists()


# -- what is shown


def test_each_entry_says_who_did_what_to_what(auditor: Client, case: Case) -> None:
    told = "\n".join(shown(auditor))
    assert re.search(rf"28 号 受理 .*{case.number}", told)
    assert re.search(rf"28 号 派单 .*{case.number}", told)
    assert re.search(rf"21 号 看完整号码 来电人 #{case.caller_id} 核实地址", told)


def test_no_citizen_is_named(auditor: Client, case: Case) -> None:
    page = auditor.get("/audit/").content.decode()
    assert NUMBER not in page
    assert "5126" not in page
    assert "水管漏水" not in page


def test_a_case_is_opened_from_here(auditor: Client, case: Case) -> None:
    page = auditor.get("/audit/").content.decode()
    assert f'href="{case.get_absolute_url()}"' in page


def test_each_group_keeps_what_it_says(auditor: Client, case: Case, town: Town) -> None:
    people.sign_in(town.operator_28, by=town.operator_28, how="password", address="127.0.0.1")
    auditor.post("/audit/export", {"key": "a"})
    assert [line for line in shown(auditor, group="seen") if "看完整号码" not in line] == []
    assert len(shown(auditor, group="seen")) == 1
    assert len(shown(auditor, group="exported")) == 1
    assert [line.split(" ", 1)[1] for line in shown(auditor, group="signed_in")] == [
        "28 号 登录 账号 28 号 密码"
    ]
    changed = "\n".join(shown(auditor, group="changed"))
    assert "受理" in changed
    assert not re.search("看完整号码|登录|导出|查日志", changed)


# -- what is asked for


def test_one_person(auditor: Client, case: Case, town: Town) -> None:
    found = shown(auditor, by=town.people["op21"].pk)
    assert len(found) == 1
    assert "看完整号码" in found[0]


def test_a_case_with_all_that_belongs_to_it(auditor: Client, case: Case, town: Town) -> None:
    other = a_case(town, "停电")
    answer = auditor.get("/audit/", {"q": case.number})
    assert answer["Location"] == f"/audit/?about=case%3A{case.pk}"
    found = shown(auditor, about=case.about)
    assert len(found) == 3  # taken in, handed over, offered
    assert not any(other.number in line for line in found)


def test_a_caller_by_his_number_which_stays_out_of_the_address(auditor: Client, case: Case) -> None:
    answer = auditor.get("/audit/", {"q": "138 0000 5126"})
    assert answer["Location"] == f"/audit/?about=caller%3A{case.caller_id}"
    assert len(shown(auditor, about=f"caller:{case.caller_id}", group="seen")) == 1


def test_what_is_not_there_is_said(auditor: Client, case: Case) -> None:
    assert "没有找到“13900000000”" in auditor.get("/audit/", {"q": "13900000000"}).content.decode()


def test_days_are_the_lines_own(auditor: Client, case: Case) -> None:
    today = clock.now().astimezone().date()
    assert shown(auditor, from_on=today - timedelta(days=1), until_on=today + timedelta(days=1))
    assert "没有符合的日志" in auditor.get("/audit/", {"until_on": "2001-01-01"}).content.decode()


def test_one_kind_of_thing(auditor: Client, case: Case) -> None:
    assert len(shown(auditor, kind="dispatch")) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("by", "x"), ("about", "nothing:1"), ("about", "case:9"), ("from_on", "x"), ("before", "-1"),
        ("before", "9" * 30), ("group", "x"), ("kind", "no"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_breaks_nothing(
    auditor: Client, case: Case, name: str, value: str
) -> None:
    assert auditor.get("/audit/", {name: value}).status_code == 200


# -- pages


def test_pages_follow_one_another_without_a_gap(
    town: Town, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cases.take_in(cases.Asked(said="漏水"), by=town.operator_28)
    for n in range(12):
        cases.note(case, by=town.operator_28, note=str(n))
    for asked in (
        entries.Asked(),
        entries.Asked(group="changed"),
        entries.Asked(group="signed_in"),
        entries.Asked(reach=(("case", (case.pk,)), ("person", (town.operator_28.pk,)))),
    ):
        whole = [told.entry.pk for told in entries.page(asked, most=1000).entries]
        turned, before = [], None
        while True:
            found = entries.page(asked, before=before, most=5)
            turned += [told.entry.pk for told in found.entries]
            before = found.before
            if before is None:
                break
        assert turned == whole == sorted(whole, reverse=True)


def test_the_page_costs_the_same_however_much_it_shows(town: Town, auditor: Client) -> None:
    def cost() -> int:
        queue.forget()
        with CaptureQueriesContext(connection) as asked:
            auditor.get("/audit/", {"kind": "case"})
        return len(asked)

    cases.take_in(cases.Asked(said="漏水"), by=town.operator_28)
    cost()  # writes down that the auditor reads
    few = cost()
    for _n in range(30):
        cases.take_in(cases.Asked(said="漏水"), by=town.operator_28)
    assert cost() == few
    assert few <= 24


# -- reading and carrying away are acts


def test_reading_is_written_down_once_an_hour_and_once_for_each_subject(
    auditor: Client, case: Case
) -> None:
    for _twice in range(2):
        shown(auditor)
        shown(auditor, about=case.about)
    read = Entry.objects.filter(act="read_journal")
    assert sorted(str(one.said.get("of", "")) for one in read) == ["", case.about]
    with clock.frozen(clock.now() + timedelta(hours=2)):
        actions.read_journal(by=read[0].by)
    assert Entry.objects.filter(act="read_journal").count() == 3


def test_the_file_holds_what_the_page_shows_and_no_more(auditor: Client, case: Case) -> None:
    answer = auditor.post("/audit/export", {"key": "k", "about": f"caller:{case.caller_id}"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head[1:4] == ["时间", "谁", "做了什么"]
    assert [row[3] for row in rows] == ["看完整号码", "登记来电人"]
    assert "核实地址" not in text
    assert NUMBER not in text
    assert "attachment" in answer["Content-Disposition"]


def test_a_file_is_written_down_once_though_asked_for_twice(auditor: Client, case: Case) -> None:
    for _twice in range(2):
        auditor.post("/audit/export", {"key": "same", "about": case.about, "group": "changed"})
    told = Entry.objects.get(act="export")
    assert told.said == {"table": "journal", "about": case.about, "group": "changed"}


def test_no_cell_is_a_formula(auditor: Client, town: Town) -> None:
    town.people["admin"].name = "=1+1"
    town.people["admin"].save()
    text = b"".join(auditor.post("/audit/export", {"key": "k"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=1+1" in text
    assert ",=1+1" not in text


# -- the seals


def test_the_page_says_how_the_seals_stand(auditor: Client, town: Town) -> None:
    assert "还没有封印" in auditor.get("/audit/").content.decode()
    made = seals.seal(by=the_clock())
    assert made
    verify.keep(12, 0, by=the_clock())
    page = auditor.get("/audit/").content.decode()
    assert "第 1 号" in page
    assert made.printed in page
    assert "核对无误" in page
    verify.keep(12, 3, by=the_clock())
    assert "3 处不符" in auditor.get("/audit/").content.decode()
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert "超过两小时" not in auditor.get("/audit/").content.decode()


def test_erased_reasons_are_said_to_be_erased(auditor: Client, town: Town, case: Case) -> None:
    Words.objects.filter(kind="caller").update(text="", erased_at=clock.now())
    assert "（已删除）" in shown(auditor, group="seen")[0]


def test_groups_leave_nothing_between_them() -> None:
    """Whatever is in no other group is a change, but for the journal's own upkeep."""
    named = {act for one in groups.GROUPS.values() for act in one.acts}
    assert set(groups.GROUPS["changed"].but) == named | set(groups.OURS)
