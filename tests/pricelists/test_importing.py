"""Price lists come in from a table: each line is judged before anything is proposed, and out and in again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.catalogue.models import PriceMode
from hotline.desks.settings import tables
from hotline.exchanges.models import Exchange
from hotline.pricelists import actions as pricelists
from hotline.pricelists import importing, queries
from hotline.pricelists.life import Status
from hotline.pricelists.models import Price
from hotline.pricelists.sheet import COLUMNS
from hotline.providers import actions as providers
from hotline.sheets import reading
from hotline.sheets.columns import headings
from hotline.sheets.dry_run import DryRun, Verdict
from hotline.sheets.writing import Form, write
from hotline.today import today
from tests.desks.conftest import at

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["at"]
At = Callable[[str], Client]
HEAD = ["企业", "小项编码", "计价方式", "价格", "单位", "从哪天起"]


@pytest.fixture
def firm(town: Town) -> str:
    return town.providers["家家乐"].name


def later(days: int = 7) -> str:
    return (today() + timedelta(days=days)).isoformat()


def file(*rows: list[str], form: Form = Form.CSV) -> bytes:
    return write(form, HEAD, rows)


def judged(*rows: list[str]) -> DryRun:
    return importing.check(reading.read(file(*rows)), start=today(), today=today())


def verdicts(*rows: list[str]) -> list[Verdict]:
    return [line.verdict for line in judged(*rows).lines]


def fault(*rows: list[str]) -> str:
    return " ".join(str(one) for one in judged(*rows).lines[-1].faults)


def agreed(town: Town, yuan: str = "80", days: int = 0) -> Price:
    one = pricelists.propose(
        town.providers["家家乐"], town.services["水管维修"], by=town.people["lin"], unit="次",
        mode=PriceMode.FIXED, yuan=Decimal(yuan), from_on=today() + timedelta(days=days),
    )  # fmt: skip
    pricelists.agree(one, by=town.leader)
    return one


def test_a_price_is_new_changed_or_as_it_was(town: Town, firm: str) -> None:
    line = [firm, "SD01", "一口价", "80", "次", ""]
    assert verdicts(line) == [Verdict.NEW]
    agreed(town)
    assert verdicts(line, [firm, "SD01", "fixed", "80.00", "次", today().isoformat()]) == [
        Verdict.SAME, Verdict.SAME,
    ]  # fmt: skip
    assert verdicts([firm, "SD01", "起价", "90", "次", later()]) == [Verdict.CHANGED]
    assert verdicts([firm, "SD01", "", "", "", ""]) == [Verdict.SAME]
    [difference] = judged([firm, "SD01", "起价", "90", "次", later()]).lines[0].differences
    assert difference.was == "一口价 80 元/次"
    assert difference.now == f"{later()} 起 起价 90 元/次，修前先报价"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"企业": "没有这家"}, "名单里没有"),
        ({"小项编码": "ZZ99"}, "不做这个小项"),
        ({"计价方式": "免费"}, "只能写：一口价、起价、上门费"),
        ({"计价方式": "随便"}, "只能写"),
        ({"价格": "abc"}, "要写金额"),
        ({"价格": "0"}, "价格要大于 0"),
        ({"价格": ""}, "要一起写"),
        ({"单位": ""}, "要一起写"),
        ({"单位": "很长很长很长很长的单位"}, "最多 10 个字"),
        ({"从哪天起": "昨天"}, "要写日期"),
        ({"从哪天起": "2020-01-01"}, "要从今天或以后开始"),
        ({"企业": ""}, "要填写"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(firm: str, changed: dict[str, str], why: str) -> None:
    good = dict(zip(HEAD, [firm, "SD01", "一口价", "80", "次", ""], strict=True))
    assert why in fault(list((good | changed).values()))


def test_a_second_price_for_the_same_and_one_beside_an_open_question_are_wrong(
    town: Town, firm: str
) -> None:
    first, second = [firm, "SD01", "一口价", "80", "次", ""], [firm, "SD01", "一口价", "85", "次", later()]  # fmt: skip
    assert "第 2 行已经提了" in fault(first, second)
    pricelists.propose(
        town.providers["家家乐"], town.services["水管维修"], by=town.people["lin"], unit="次",
        mode=PriceMode.FIXED, yuan=Decimal(80), from_on=today(),
    )  # fmt: skip
    assert verdicts(first) == [Verdict.SAME]
    assert "等答复" in fault(second)


def test_one_that_is_gone_has_no_prices_any_more(town: Town, firm: str) -> None:
    providers.leave(town.providers["家家乐"], by=town.leader, why="转行")
    assert "不在册" in fault([firm, "SD01", "一口价", "80", "次", ""])
    assert firm not in {one["provider"] for one in importing.exported(today())}


@pytest.mark.parametrize("form", list(Form))
def test_out_and_in_again_changes_nothing(town: Town, form: Form) -> None:
    agreed(town)
    agreed(town, "95", days=30)
    content, lines = tables.made(tables.KINDS["prices"], form)
    assert lines >= 3
    run = importing.check(reading.read(content), start=today(), today=today())
    assert {line.verdict for line in run.lines} == {Verdict.SAME}
    assert headings(COLUMNS) == list(reading.read(content).head)


def test_a_table_is_read_in_few_questions(town: Town, firm: str) -> None:
    rows = [[firm, "SD01", "一口价", str(80 + n), "次", later(n)] for n in range(1, 200)]
    with CaptureQueriesContext(connection) as asked:
        judged(*rows)
    assert len(asked) <= 8


def brought(client: Client, content: bytes, name: str = "价目.csv") -> str:
    given = {"what": "prices", "file": SimpleUploadedFile(name, content), "start_on": "", "key": name}  # fmt: skip
    answer = client.post("/tables/upload", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def seal_of(client: Client, address: str) -> str:
    shown = client.get(address).content.decode()
    return shown.partition('name="seal" value="')[2].partition('"')[0]


def test_what_is_written_waits_for_somebody_else(at: At, town: Town, firm: str) -> None:
    leader = at("leader")
    assert "/tables/?what=prices" in leader.get("/providers/prices/").content.decode()
    there = brought(leader, file([firm, "SD01", "一口价", "80", "次", ""]))
    assert "每个价目都要由另一位" in leader.get(there).content.decode()
    assert not Price.objects.exists()
    answer = leader.post(f"{there}write_table", {"seal": seal_of(leader, there), "key": "w"})
    assert answer.status_code in (204, 302), answer.content.decode()
    price = Price.objects.get()
    assert (price.status, price.proposed_by) == (Status.PROPOSED, town.leader)
    words = queries.price(price.provider, "SD01", on=today()).words
    assert words.startswith("上门费"), "nobody has agreed yet"
    pricelists.agree(price, by=town.people["admin"])
    assert queries.price(price.provider, "SD01", on=today()).words == "一口价 80 元/次"


def test_a_table_with_one_wrong_line_writes_nothing(at: At, firm: str) -> None:
    leader = at("leader")
    there = brought(
        leader,
        file([firm, "SD01", "一口价", "80", "次", ""], ["没有", "SD01", "一口价", "1", "次", ""]),
    )
    assert "整份都不能写" in leader.get(there).content.decode()
    assert leader.post(f"{there}write_table", {"seal": "", "key": "w"}).status_code == 409
    assert not Price.objects.exists()


def test_only_who_may_bring_tables_brings_one(at: At, firm: str) -> None:
    content = file([firm, "SD01", "一口价", "80", "次", ""])
    for who in ("op28", "reviewer", "auditor", "lin"):
        given = {"what": "prices", "file": SimpleUploadedFile("a.csv", content), "key": who}
        assert at(who).post("/tables/upload", given).status_code == 403
        assert "what=prices" not in at(who).get("/providers/prices/").content.decode()
    assert not Exchange.objects.exists()
