"""A list of providers comes in from a table: each line is judged before anything is written, and out and in again changes nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.desks.settings import tables
from hotline.journal.models import Entry
from hotline.providers import importing
from hotline.providers.life import Status
from hotline.providers.models import Credential, Form, Offer, PaperKind, Provider
from hotline.providers.sheet import COLUMNS
from hotline.sheets import reading
from hotline.sheets.columns import headings
from hotline.sheets.dry_run import DryRun, Verdict
from hotline.sheets.writing import Form as FileForm
from hotline.sheets.writing import write
from hotline.today import today
from tests.desks.conftest import BACKEND
from tests.providers.paperwork import in_days
from tests.town import Town

HEAD = [
    "名称", "性质", "法定代表人", "电话", "加盟日", "状态", "合同到期日", "执照编号", "执照有效至", "保险有效至",
    "证照", "小项编码", "区域编码", "服务时间",
]  # fmt: skip


def row(name: str, **given: str) -> list[str]:
    return [name, *(given.get(title, "") for title in HEAD[1:])]


def good() -> list[list[str]]:
    return [
        row("新光电气", 性质="企业", 法定代表人="新先生", 电话="0577-65810001", 加盟日="2020/3/1", 状态="签约",
            合同到期日=in_days(300).isoformat(), 执照编号="9133X", 保险有效至=in_days(200).isoformat(),
            证照="低压电工作业证、高处作业证", 小项编码="SD01,SD02", 区域编码="ay", 服务时间="07:00-21:00"),
        row("老周疏通", 性质="个人", 电话="13800000077", 小项编码="SD01", 区域编码="ra"),
    ]  # fmt: skip


def judged(rows: list[list[str]], form: FileForm = FileForm.CSV) -> DryRun:
    table = reading.read(write(form, HEAD, rows))
    return importing.check(table, start=today(), today=today())


@pytest.fixture
def wiring(town: Town) -> Service:
    service = town.services["电路维修"]
    Service.objects.filter(pk=service.pk).update(permits=[Permit.ELECTRICIAN])
    service.refresh_from_db()
    return service


def signed_in(town: Town) -> Client:
    client = Client()
    client.force_login(town.leader, backend=BACKEND)
    return client


def brought(client: Client, content: bytes, name: str) -> str:
    given = {
        "what": "providers",
        "file": SimpleUploadedFile(name, content),
        "start_on": "",
        "key": name,
    }
    answer = client.post("/tables/upload", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


@pytest.mark.parametrize("form", list(FileForm))
def test_a_good_table_is_shown_first_and_written_once(
    town: Town, wiring: Service, form: FileForm
) -> None:
    leader = signed_in(town)
    there = brought(leader, write(form, HEAD, good()), f"list.{form.value}")
    page = leader.get(there).content.decode()
    assert "新光电气" in page
    assert not Provider.objects.filter(name="新光电气").exists()
    seal = re.search(r'name="seal" value="(\w+)"', page)
    assert seal
    for _press in range(2):
        answer = leader.post(f"{there}write_table", {"seal": seal[1], "key": "w"})
        assert answer.status_code == 302
    one = Provider.objects.get(name="新光电气")
    assert (one.status, one.form, one.telephone) == (Status.SIGNED, Form.COMPANY, "057765810001")
    assert (one.since_on, one.contract_until_on) == (date(2020, 3, 1), in_days(300))
    kinds = Credential.objects.filter(provider=one).values_list("kind", flat=True)
    assert sorted(kinds) == sorted([PaperKind.LICENCE, PaperKind.INSURANCE, PaperKind.CONTRACT, *2 * [PaperKind.PERMIT]])  # fmt: skip
    offers = Offer.objects.filter(provider=one)
    assert {offer.until_on for offer in offers} == {in_days(201)}
    assert {offer.hours for offer in offers} == {"07:00-21:00"}
    other = Provider.objects.get(name="老周疏通")
    assert (other.status, other.form, other.since_on) == (Status.TRIAL, Form.PERSON, today())
    assert Entry.objects.filter(kind="provider", act="enter", subject__gte=one.pk).count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"电话": ""}, "要写电话"),
        ({"电话": "没有"}, "要写电话号码"),
        ({"性质": "国企"}, "只能写"),
        ({"状态": "已清退"}, "状态只能写：试用、签约"),
        ({"状态": "签约", "合同到期日": ""}, "要写合同到期日"),
        ({"合同到期日": "2020-01-01"}, "要在今天以后"),
        ({"加盟日": "2999-01-01"}, "不能在今天以后"),
        ({"加盟日": "明天"}, "要写日期"),
        ({"执照编号": "", "执照有效至": "2999-01-01"}, "也要写执照编号"),
        ({"保险有效至": "2020-01-01"}, "2020-01-01 已经过期"),
        ({"证照": "厨师证"}, "只能写"),
        ({"证照": "高处作业证"}, "缺少小项要的证照：低压电工作业证"),
        ({"小项编码": "XX9"}, "没有编码为 XX9 的小项"),
        ({"区域编码": "zz"}, "没有编码为 zz 的区域"),
        ({"区域编码": ""}, "也要写在哪些区域"),
        ({"服务时间": "白天"}, "要写 07:30-20:00"),
    ],
)
def test_a_line_that_cannot_be_done_says_why(
    town: Town, wiring: Service, changed: dict[str, str], said: str
) -> None:
    lines = good()
    for title, cell in changed.items():
        lines[0][HEAD.index(title)] = cell
    run = judged(lines)
    assert [line.verdict for line in run.lines] == [Verdict.WRONG, Verdict.NEW]
    assert said in " ".join(map(str, run.lines[0].faults))
    assert not run.may_be_written


def test_a_table_with_a_fault_writes_nothing(town: Town, wiring: Service) -> None:
    leader, before = signed_in(town), Provider.objects.count()
    lines = [*good(), row("没有电话的")]
    there = brought(leader, write(FileForm.XLSX, HEAD, lines), "faulty.xlsx")
    page = leader.get(there).content.decode()
    assert "新的企业要写电话" in page
    leader.post(f"{there}write_table", {"seal": "x", "key": "w"})
    assert Provider.objects.count() == before


def test_a_provider_may_have_several_lines_that_agree(town: Town) -> None:
    rest: dict[str, Any] = {"电话": "13800000077"}
    lines = [
        row("老周疏通", 小项编码="SD01", 区域编码="ay", 服务时间="08:00-18:00", **rest),
        row("老周疏通", 小项编码="SD02", 区域编码="ra"),
        row("老周疏通", 小项编码="SD01", 区域编码="ra"),
        row("老周疏通", 电话="13900000000"),
    ]
    run = judged(lines)
    assert [line.verdict for line in run.lines] == [Verdict.NEW, Verdict.NEW, *2 * [Verdict.WRONG]]
    assert "在第 2 行已经写过" in str(run.lines[2].faults[0])
    assert "和第 2 行是同一家，电话要一样" in str(run.lines[3].faults[0])


def test_what_has_steps_of_its_own_is_not_changed_by_a_table(town: Town) -> None:
    run = judged([row("明光电工", 状态="签约", 合同到期日=in_days(30).isoformat())])
    assert "状态、合同到期日请到企业页面改" in str(run.lines[0].faults[0])


def test_one_that_is_there_is_described_anew_and_shown_what_changes(town: Town) -> None:
    run = judged([row("明光电工", 电话="13900000001", 小项编码="SD01", 区域编码="ay")])
    assert run.lines[0].verdict == Verdict.CHANGED
    shown = [(str(one.label), one.was, one.now) for one in run.lines[0].differences]
    assert shown == [("电话", "13800000001", "13900000001"), ("水管维修", "", "ay 00:00-24:00")]


@pytest.mark.parametrize("form", list(FileForm))
def test_what_goes_out_comes_in_again_as_no_change(
    town: Town, wiring: Service, form: FileForm
) -> None:
    from hotline.providers import actions as providers

    providers.take_in(judged(good()).orders, by=town.leader)
    content, lines = tables.made(tables.KINDS["providers"], form)
    table = reading.read(content)
    assert list(table.head) == headings(COLUMNS)
    run = importing.check(table, start=today(), today=today() + timedelta(days=1))
    assert [line.verdict for line in run.lines] == lines * [Verdict.SAME], [line.faults for line in run.lines]  # fmt: skip
