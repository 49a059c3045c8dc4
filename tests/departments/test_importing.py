"""Units and remits come in from tables: each line is judged before anything is written; out and in again changes nothing."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotline.departments import actions as departments
from hotline.departments import remit_importing, unit_importing
from hotline.departments.models import Remit, Unit
from hotline.desks.settings import tables
from hotline.exchanges.models import Exchange
from hotline.journal.models import Entry
from hotline.sheets import reading
from hotline.sheets.columns import headings
from hotline.sheets.dry_run import DryRun, Verdict
from hotline.sheets.writing import Form as FileForm
from hotline.sheets.writing import write
from hotline.today import today
from tests.desks.conftest import BACKEND
from tests.town import Town

UNITS = ["名称", "简称", "上级单位", "类别", "电话", "邮箱", "地址"]
REMITS = ["小项编码", "大项编码", "区域编码", "主办", "协办", "开始日期", "停止日期", "理由"]


def units(*rows: list[str], form: FileForm = FileForm.CSV) -> DryRun:
    table = reading.read(write(form, UNITS, rows))
    return unit_importing.check(table, start=today(), today=today())


def remits(*rows: list[str], form: FileForm = FileForm.CSV, start: date | None = None) -> DryRun:
    table = reading.read(write(form, REMITS, rows))
    return remit_importing.check(table, start=start or today(), today=today())


def verdicts(run: DryRun) -> list[str]:
    return [line.verdict.value for line in run.lines]


def faults(run: DryRun) -> str:
    return " ".join(str(fault) for line in run.lines for fault in line.faults)


# units


@pytest.mark.parametrize("form", list(FileForm))
def test_a_tree_of_units_comes_in_whatever_the_order_of_its_lines(
    town: Town, form: FileForm
) -> None:
    run = units(
        ["路灯班", "路灯班", "路灯所"],
        ["路灯所", "", "市住建局", "", "0577-65810001转2"],
        ["市住建局", "住建局", "", "部门", "", "zj@example.org", "万松路 1 号"],
        ["路灯所", "路灯所", "市住建局"],
        form=form,
    )
    assert verdicts(run) == ["new", "new", "new", "wrong"]
    assert "和第 3 行是同一个单位" in faults(run)
    run = units(
        ["路灯班", "路灯班", "路灯所"],
        ["路灯所", "", "市住建局", "", "0577-65810001转2"],
        ["市住建局", "住建局", "", "部门", "", "zj@example.org", "万松路 1 号"],
        form=form,
    )
    departments.take_in_units(run.orders, by=town.leader)
    team = Unit.objects.get(name="路灯班")
    assert team.parent is not None
    assert team.parent.parent is not None
    assert (team.parent.parent.email, team.parent.telephone) == (
        "zj@example.org",
        "0577-65810001转2",
    )
    assert team.group == "部门"  # as what it lies in


def test_what_a_line_changes_is_shown_and_what_it_leaves_empty_stays(town: Town) -> None:
    run = units(["市供电公司", "", "", "", "0577-95598"], ["市综合执法局"])
    assert verdicts(run) == ["changed", "same"]
    [difference] = run.lines[0].differences
    assert (str(difference.label), difference.was, difference.now) == ("电话", "", "0577-95598")
    departments.take_in_units(run.orders, by=town.leader)
    now = Unit.objects.get(name="市供电公司")
    assert (now.telephone, now.group, now.short) == ("0577-95598", "公用企业", "供电公司")


def test_a_table_moves_a_unit_but_makes_no_circle(town: Town) -> None:
    run = units(["市综合执法局市政一中队", "", "市供电公司"])
    departments.take_in_units(run.orders, by=town.leader)
    squad = Unit.objects.get(short="市政一中队")
    assert squad.parent == town.units["供电公司"]
    for rows in (
        [["市供电公司", "", "市综合执法局市政一中队"]],
        [["市供电公司", "", "市供电公司"]],
        [["甲", "", "乙"], ["乙", "", "丙"], ["丙", "", "甲"]],
    ):
        run = units(*rows)
        assert set(verdicts(run)) == {"wrong"}
        assert "绕成了一个圈" in faults(run)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["", "x"], "要填写"),
        (["长" * 61], "最多 60 个字"),
        (["新", "长" * 21], "最多 20 个字"),
        (["新", "", "没有这个"], "没有叫“没有这个”的单位"),
        (["新", "", "", "", "喂喂喂"], "要写电话号码"),
        (["新", "", "", "", "", "nix"], "要写邮箱地址"),
        (["新", "", "", "", "", "office@市政局.中国"], "只用英文字母"),
    ],
)
def test_a_line_about_a_unit_that_is_wrong_says_what_to_write(
    town: Town, row: list[str], why: str
) -> None:
    run = units(row)
    assert verdicts(run) == ["wrong"]
    assert why in faults(run)


def test_a_retired_unit_is_not_changed_by_a_table(town: Town) -> None:
    departments.retire(town.units["市政一中队"], by=town.leader, why="撤")
    run = units(
        ["市综合执法局市政一中队", "", "", "", "0577-1234"], ["新", "", "市综合执法局市政一中队"]
    )
    assert verdicts(run) == ["wrong", "wrong"]
    assert faults(run).count("已经撤销") == 2
    assert verdicts(units(["市综合执法局市政一中队", "市政一中队"])) == ["same"]


# remits


def test_remits_come_in_for_a_service_a_group_and_everything(town: Town) -> None:
    run = remits(
        ["SD01", "", "ay-hq", "市政一中队", "供电公司、安阳街道", "2020-01-01", "", "三定方案"],
        ["", "SD", "ay-hq", "市综合执法局"],
        ["", "", "", "市供电公司", "", "", "2099-01-01"],
    )
    assert verdicts(run) == ["new", "new", "new"], faults(run)
    departments.take_in_remits(run.orders, by=town.leader)
    village = Remit.objects.get(code="SD01", area=town.places["虹桥"])
    assert (village.lead.short, village.from_on, village.why) == (
        "市政一中队",
        date(2020, 1, 1),
        "三定方案",
    )
    assert {one.short for one in village.co_units.all()} == {"供电公司", "安阳街道"}
    assert Remit.objects.get(group__code="SD").from_on == today()
    assert Remit.objects.get(code="", group=None, area=None).until_on == date(2099, 1, 1)


def test_who_leads_otherwise_does_so_from_the_day_of_the_table_or_of_the_line(town: Town) -> None:
    later = today() + timedelta(days=20)
    row = ["SD02", "", "ra", "市综合执法局", "", "2012-01-01", "", "移交"]
    run = remits(row, start=later)
    assert verdicts(run) == ["changed"]
    assert {str(one.label) for one in run.lines[0].differences} == {"主办", "协办", "开始日期"}
    departments.take_in_remits(run.orders, by=town.leader)
    new = Remit.objects.get(lead=town.units["执法局"], code="SD02")
    assert (new.from_on, new.why, list(new.co_units.all())) == (later, "移交", [])
    assert new.follows is not None
    assert new.follows.until_on == later


def test_a_column_that_is_not_there_changes_nothing(town: Town) -> None:
    table = reading.read(
        write(FileForm.CSV, ["小项编码", "区域编码", "主办"], [["SD02", "ra", "供电公司"]])
    )
    run = remit_importing.check(table, start=today(), today=today())
    assert verdicts(run) == ["same"]


def test_a_table_ends_a_remit_by_its_day(town: Town) -> None:
    end = today() + timedelta(days=7)
    run = remits(["SD02", "", "ra", "供电公司", "安阳街道", "2012-01-01", end.isoformat(), ""])
    assert [str(one.label) for one in run.lines[0].differences] == ["停止日期"]
    departments.take_in_remits(run.orders, by=town.leader)
    assert Remit.objects.get(code="SD02").until_on == end


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["SD02", "", "ra", ""], "要填写"),
        (["SD02", "SD", "ra", "供电公司"], "只写一个"),
        (["XX01", "", "ra", "供电公司"], "没有编码为 XX01 的小项"),
        (["", "XX", "ra", "供电公司"], "没有编码为 XX 的大项"),
        (["", "", "zz", "供电公司"], "没有编码为 zz 的区域"),
        (["", "", "", "火星局"], "没有在册的单位叫：火星局"),
        (["", "", "", "供电公司", "火星局"], "没有在册的单位叫：火星局"),
        (["", "", "", "供电公司", "", "2026-13-01"], "要写日期"),
        (["", "", "", "供电公司", "", "2026-02-01", "2026-01-01"], "晚于开始日期"),
        (["", "", "", "供电公司", "", "", "", "长" * 501], "最多 500 个字"),
        (["SD02", "", "ra", "执法局", "", "2013-01-01"], "已经过去"),
        (["SD02", "", "ra", "供电公司", "安阳街道", "2013-01-01"], "开始日期不能改"),
        (["SD02", "", "ra", "供电公司", "安阳街道", "2012-01-01", "2012-06-01"], "已经过去"),
        (["SD02", "", "ra", "执法局", "", "", "2099-01-01"], "分两次导入"),
        (["SD02", "", "ra", "供电公司", "", "2011-01-01"], "写不和它重叠的日期"),
    ],
)
def test_a_line_about_a_remit_that_is_wrong_says_what_to_write(
    town: Town, row: list[str], why: str
) -> None:
    run = remits(row)
    assert verdicts(run) == ["wrong"]
    assert why in faults(run)
    assert not run.may_be_written


def test_one_remit_is_changed_by_one_line(town: Town) -> None:
    run = remits(
        ["SD02", "", "ra", "执法局", "", "2012-01-01"],
        ["SD02", "", "ra", "供电公司", "", "2012-01-01"],
    )
    assert verdicts(run) == ["changed", "wrong"]
    assert "请删去一行" in faults(run)
    later = (today() + timedelta(days=9)).isoformat()
    run = remits(["SD02", "", "ra", "执法局"], ["SD02", "", "ra", "安阳街道", "", later])
    assert verdicts(run) == ["changed", "wrong"]
    assert "一次只能改一行" in faults(run)


def test_a_contested_remit_waits_in_a_table_too(town: Town) -> None:
    departments.contest(Remit.objects.get(code="SD02"), by=town.operator_28, claim="不归我们")
    assert "待裁定" in faults(remits(["SD02", "", "ra", "执法局"]))
    same = ["SD02", "", "ra", "供电公司", "安阳街道"]
    assert verdicts(remits(same)) == ["same"]


def test_two_units_of_one_short_name_are_told_apart_by_their_whole_names(town: Town) -> None:
    departments.found_unit("县供电公司", short="供电公司", by=town.leader)
    assert "简称有重名的请写全称" in faults(remits(["", "", "", "供电公司"]))
    assert verdicts(remits(["", "", "", "县供电公司"])) == ["new"]


# out and in again, and through the page


@pytest.mark.parametrize("form", list(FileForm))
@pytest.mark.parametrize("seed", range(3))
def test_out_and_in_again_changes_nothing(town: Town, form: FileForm, seed: int) -> None:
    dice, by = random.Random(seed), town.leader
    there = list(town.units.values())
    for n in range(6):
        there.append(
            departments.found_unit(
                f"单位{n}",
                parent=dice.choice([None, *there]),
                group=dice.choice(["", "部门"]),
                telephone=dice.choice(["", "0577-1234"]),
                by=by,
            )
        )
    for begins in (date(2013, 1, 1), today(), today() + timedelta(days=3)):
        lead, helping = dice.choice(there), dice.sample(there, 2)
        departments.assign_remit(
            lead,
            co_units=helping,
            group=town.services["水管维修"].group,
            from_on=begins,
            until_on=begins + timedelta(days=3),
            by=by,
            why=dice.choice(["", "=1+1", "a;b"]),
        )
    for name in ("units", "remits"):
        kind = tables.KINDS[name]
        content, lines = tables.made(kind, form)
        assert lines > 3
        table = reading.read(content)
        run = kind.check(table, start=today(), today=today())
        assert set(verdicts(run)) == {"same"}, faults(run)


def test_a_table_comes_in_on_the_page_after_a_dry_run(town: Town) -> None:
    client = Client()
    client.force_login(town.leader, backend=BACKEND)
    for what, head, row, words in (
        ("units", UNITS, ["路灯所", "", "市综合执法局"], "路灯所"),
        ("remits", REMITS, ["SD01", "", "ay-hq", "路灯所"], "路灯所"),
    ):
        file = SimpleUploadedFile("x.xlsx", write(FileForm.XLSX, head, [row]))
        sent = client.post("/tables/upload", {"what": what, "file": file})
        assert sent.status_code == 302, sent.content.decode()[:3000]
        kept = Exchange.objects.latest("pk")
        page = client.get(sent["Location"]).content.decode()
        assert words in page
        assert str(Verdict.NEW.label) in page
        found = re.search(r'name="seal" value="(\w+)"', page)
        assert found
        client.post(f"/tables/{kept.pk}/write_table", {"seal": found[1]})
        assert client.get(sent["Location"]).status_code == 200
    assert Remit.objects.get(lead__name="路灯所").area == town.places["虹桥"]
    acts = set(Entry.objects.filter(kind__in=["unit", "remit"]).values_list("act", flat=True))
    assert {"found_unit", "assign_remit"} <= acts
    sent = client.post("/tables/export", {"what": "remits", "form": "csv"})
    assert "路灯所" in sent.content.decode("utf-8-sig")


def test_the_headings_are_what_a_reader_of_either_language_writes() -> None:
    assert headings(tables.KINDS["units"].columns) == UNITS
    assert headings(tables.KINDS["remits"].columns) == REMITS
