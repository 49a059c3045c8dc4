"""Tables in and out: looked through, written whole or not at all, once, and only as they were shown."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotline import clock
from hotline.areas.models import Area
from hotline.catalogue import actions as catalogue
from hotline.catalogue.models import Group, Service
from hotline.exchanges import actions as exchanges
from hotline.exchanges.models import Direction, Exchange
from hotline.journal.models import Entry
from hotline.sheets import reading
from tests.desks.conftest import BACKEND
from tests.town import Town

GOOD = "编码,小项,参考价\nSD01,水管维修,45\nSD02,电路维修,30\n"


def client(town: Town, who: str = "leader") -> Client:
    signed = Client()
    signed.force_login(town.people[who], backend=BACKEND)
    return signed


def brought(who: Client, text: str | bytes, what: str = "catalogue", **more: str) -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    given = {"what": what, "file": SimpleUploadedFile("目录.csv", data), "start_on": ""} | more
    return who.post("/tables/upload", given)


def seal_on(page: str) -> str:
    found = re.search(r'name="seal" value="(\w+)"', page)
    assert found
    return found[1]


def test_a_table_is_shown_line_by_line_and_nothing_is_written(town: Town) -> None:
    leader = client(town)
    answer = brought(leader, GOOD)
    assert answer.status_code == 302
    page = leader.get(answer["Location"]).content.decode()
    assert "还没有写入" in page
    assert "45.00" in page
    assert Service.objects.count() == 2
    kept = Exchange.objects.get()
    assert [entry.act for entry in Entry.objects.filter(kind="exchange")] == ["upload"]
    assert kept.lines == 2


def test_a_table_is_written_whole_and_once(town: Town) -> None:
    leader = client(town)
    address = brought(leader, GOOD)["Location"]
    seal = seal_on(leader.get(address).content.decode())
    for _press in range(2):
        assert leader.post(f"{address}write_table", {"seal": seal, "key": "k"}).status_code == 302
    assert Service.objects.filter(code="SD01").count() == 2
    kept = Exchange.objects.get()
    assert kept.written_at is not None
    assert bytes(kept.content) == b""
    page = leader.get(address).content.decode()
    assert "已全部写入" in page
    assert "30.00" in page
    assert "45.00" in page
    acts = list(Entry.objects.filter(kind="exchange").order_by("id").values_list("act", flat=True))
    assert acts == ["upload", "write_in"]


def test_a_line_that_is_wrong_keeps_the_whole_table_out(town: Town) -> None:
    leader = client(town)
    address = brought(leader, GOOD + "SD03,新项,1\n")["Location"]
    page = leader.get(address).content.decode()
    assert "新的小项要写大项编码" in page
    assert "全部写入" not in page
    answer = leader.post(f"{address}write_table", {"seal": "x"}, headers={"X-Requested-With": "x"})
    assert answer.status_code == 409
    assert Service.objects.count() == 2


def test_what_has_changed_since_it_was_shown_is_shown_again(town: Town) -> None:
    leader = client(town)
    address = brought(leader, GOOD)["Location"]
    seal = seal_on(leader.get(address).content.decode())
    Service.objects.filter(code="SD01").update(reference_price=35)
    answer = leader.post(f"{address}write_table", {"seal": seal}, headers={"X-Requested-With": "x"})
    assert answer.status_code == 409
    assert "又变了" in answer.content.decode()
    assert Service.objects.count() == 2
    assert seal_on(leader.get(address).content.decode()) != seal


def test_a_fault_half_way_writes_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = client(town)
    text = "编码,小项,大项编码,大项,计价方式,单位,受理说明\nSD08,甲,SD,,面议,次,x\nSD09,乙,ZZ,新,面议,次,x\n"
    address = brought(leader, text)["Location"]
    seal = seal_on(leader.get(address).content.decode())

    def broken(*_args: object, **_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(catalogue, "open_group", broken)
    with pytest.raises(RuntimeError):
        leader.post(f"{address}write_table", {"seal": seal})
    monkeypatch.undo()
    assert not Service.objects.filter(code="SD08").exists()
    assert not Group.objects.filter(code="ZZ").exists()
    assert Exchange.objects.get().written_at is None


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", "甲,乙\n1,2\n".encode()])
def test_what_is_no_table_is_refused_beside_the_field(town: Town, data: bytes) -> None:
    answer = brought(client(town), data)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not Exchange.objects.exists()


def test_a_table_saved_by_a_chinese_excel_is_read(town: Town) -> None:
    leader = client(town)
    address = brought(leader, GOOD.encode("gb18030"))["Location"]
    assert "45.00" in leader.get(address).content.decode()


@pytest.mark.parametrize("what", ["catalogue", "areas"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_taken_can_be_brought_back_and_changes_nothing(
    town: Town, what: str, form: str
) -> None:
    leader = client(town)
    taken = leader.post("/tables/export", {"what": what, "form": form})
    assert "attachment" in taken["Content-Disposition"]
    assert reading.read(taken.content).lines
    address = brought(leader, taken.content, what)["Location"]
    assert "没有要写的" in leader.get(address).content.decode()


def test_every_export_is_on_record_with_what_was_taken(town: Town) -> None:
    client(town, "auditor").post("/tables/export", {"what": "areas", "form": "csv"})
    out = Exchange.objects.get(direction=Direction.OUT)
    entry = Entry.objects.get(kind="exchange", act="export")
    assert entry.by == town.people["auditor"]
    assert entry.said["lines"] == out.lines == Area.objects.count()
    assert entry.said["digest"] == out.digest


def test_who_may_not_bring_or_take_is_refused(town: Town) -> None:
    assert brought(client(town, "op28"), GOOD).status_code == 403
    assert client(town, "op28").post("/tables/export", {"what": "areas"}).status_code == 403
    auditor = client(town, "auditor")
    assert brought(auditor, GOOD).status_code == 403
    assert auditor.get("/tables/").status_code == 200
    address = brought(client(town), GOOD)["Location"]
    assert auditor.get(address).status_code == 403


def test_a_file_that_nobody_wrote_is_forgotten(town: Town) -> None:
    leader = client(town)
    address = brought(leader, GOOD)["Location"]
    assert exchanges.forget_old() == 0
    with clock.frozen(clock.now() + exchanges.KEPT + timedelta(hours=1)):
        assert exchanges.forget_old() == 1
    assert "已经清掉" in leader.get(address).content.decode()
    answer = leader.post(f"{address}write_table", {"seal": "x"}, headers={"X-Requested-With": "x"})
    assert answer.status_code == 409
