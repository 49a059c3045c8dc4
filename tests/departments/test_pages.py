"""The desk of units: the tree, one unit, the catalogue of remits with its trial, and what is typed wrongly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hotline.departments import actions as departments
from hotline.departments.life import Contested, Part, Status
from hotline.departments.models import Contest, Liaison, Remit, Unit
from hotline.today import today
from tests.desks.conftest import BACKEND
from tests.stories.steps import as_it_is
from tests.town import Town

SCRIPT = {"X-Requested-With": "test"}


def browser(town: Town, who: str = "leader") -> Client:
    client = Client()
    client.force_login(town.people[who], backend=BACKEND)
    return client


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def power(town: Town) -> Remit:
    return Remit.objects.get(lead=town.units["供电公司"])


def test_the_tree_shows_each_unit_below_what_it_lies_in_with_its_people(town: Town) -> None:
    page = shown(browser(town), "/units/")
    assert page.index("市综合执法局</small>") < page.index("市政一中队</b>")
    for words in ("方局长", "孙科员", "负责人", "公用企业"):
        assert words in page
    assert 'data-depth="1"' in page


def test_a_search_keeps_what_it_means_and_what_that_lies_in(town: Town) -> None:
    page = shown(browser(town), "/units/?q=一中队")
    assert "市政一中队</b>" in page
    assert "执法局</b>" in page
    assert "供电公司</b>" not in page
    assert "没有找到“火星”" in shown(browser(town), "/units/?q=火星")


def test_an_empty_list_says_what_to_do_first(town: Town) -> None:
    Remit.co_units.through.objects.all().delete()
    for rows in (Remit.objects.all(), Liaison.objects.all(), Unit.objects.order_by("-pk")):
        for one in rows:
            one.delete()
    assert "还没有承办单位" in shown(browser(town), "/units/")
    assert "没有撤销的单位" in shown(browser(town), "/units/?show=retired")
    assert "派单目录还是空的" in shown(browser(town), "/units/remits/")
    assert "没有待裁定的争议" in shown(browser(town), "/units/contests/")


def test_a_leader_founds_a_unit_describes_it_and_appoints_somebody(town: Town) -> None:
    client, above = browser(town), town.units["执法局"]
    given = {
        "name": "路灯管理所",
        "short": "路灯所",
        "parent": above.pk,
        "group": "部门",
        "telephone": "0577-65810000转8001",
        "email": "lamp@example.org",
    }
    assert client.post("/units/found_unit", given, headers=SCRIPT).status_code == 204
    unit = Unit.objects.get(name="路灯管理所")
    assert (unit.parent, unit.telephone) == (above, "0577-65810000转8001")
    given = {"name": "路灯管理所", "short": "路灯", "group": "公用企业"}
    assert client.post(f"/units/{unit.pk}/describe_unit", given, headers=SCRIPT).status_code == 204
    given = {"person": town.people["head"].pk, "part": "head"}
    assert client.post(f"/departments/{unit.pk}/appoint", given, headers=SCRIPT).status_code == 204
    page = shown(client, f"/units/{unit.pk}/")
    for words in ("路灯管理所", "方局长", "任命联络人", "新增单位", "没有主办的职责"):
        assert words in page


def test_a_leader_dismisses_moves_and_retires_through_the_one_door(town: Town) -> None:
    client, squad = browser(town), town.units["市政一中队"]
    liaison = squad.liaisons.get()
    sent = client.post(f"/departments/{squad.pk}/dismiss", {"liaison": liaison.pk}, headers=SCRIPT)
    assert sent.status_code == 204
    assert not squad.liaisons.standing().exists()
    client.post(f"/departments/{squad.pk}/move", {"why": "单列"}, headers=SCRIPT)
    client.post(f"/departments/{squad.pk}/retire", {"why": "并入机关"}, headers=SCRIPT)
    now = as_it_is(squad)
    assert (now.parent, now.status) == (None, Status.RETIRED)
    assert "市政一中队</b>" in shown(client, "/units/?show=retired")
    assert "恢复单位" in shown(client, f"/units/{squad.pk}/")


def test_a_circle_is_refused_beside_the_field(town: Town) -> None:
    bureau, squad = town.units["执法局"], town.units["市政一中队"]
    sent = browser(town).post(
        f"/departments/{bureau.pk}/move", {"parent": squad.pk, "why": "x"}, headers=SCRIPT
    )
    assert sent.status_code == 422
    assert "不能做它的上级" in sent.content.decode()
    page = shown(browser(town), f"/units/{bureau.pk}/")
    assert f'<option value="{squad.pk}">' not in page  # is not even offered


def test_what_would_be_proposed_is_tried_with_its_reason(town: Town) -> None:
    service, place = town.services["电路维修"].pk, town.places["虹桥"].pk
    page = shown(browser(town, "op28"), f"/units/remits/?service={service}&area={place}")
    for words in ("市供电公司</a>", "协办：安阳街道", "“电路维修”在瑞安市由市供电公司主办"):
        assert words in page
    page = shown(browser(town, "op28"), f"/units/remits/?service={service}&area=")
    assert "交值班长定" in page
    assert "没有写在哪个区域" in page
    early = f"/units/remits/?service={service}&area={place}&on=2011-12-31"
    assert "请值班长定" in shown(browser(town, "op28"), early)
    for wrong in (
        "service=x",
        f"service={service}&on=nie",
        "area=999999",
        f"service={service}&on=9999-99-99",
    ):
        assert 'role="status"><b>' not in shown(browser(town, "op28"), f"/units/remits/?{wrong}")


def test_a_leader_adds_changes_and_ends_a_remit(town: Town) -> None:
    client, lamp = browser(town), town.units["执法局"]
    service, later = town.services["电路维修"], today() + timedelta(days=3)
    given: dict[str, Any] = {
        "service": service.pk,
        "area": town.places["虹桥"].pk,
        "lead": lamp.pk,
        "co_units": [town.units["供电公司"].pk],
        "from_on": today(),
        "why": "路灯",
    }
    assert "新增职责" in shown(client, f"/units/remits/new/?service={service.pk}")
    sent = client.post("/units/remits/assign_remit", given)
    assert sent.status_code == 302, sent.content.decode()[:3000]
    remit = Remit.objects.get(lead=lamp, service=service)
    given = {"lead": town.units["安阳街道"].pk, "from_on": later, "why": "移交"}
    sent = client.post(f"/units/remits/{remit.pk}/change_remit", given, headers=SCRIPT)
    assert sent.status_code == 204
    new = Remit.objects.get(follows=remit)
    given = {"until_on": later + timedelta(days=9), "why": "试点结束"}
    sent = client.post(f"/units/remits/{new.pk}/end_remit", given, headers=SCRIPT)
    assert sent.status_code == 204
    page = shown(client, f"/units/remits/{new.pk}/")
    for words in (
        "还没有开始",
        "移交",
        "试点结束",
        f"{later} – {later + timedelta(days=8)}",
        "路灯",
    ):
        assert words in page
    assert "电路维修" in shown(client, "/units/remits/?show=later")
    assert shown(client, "/units/remits/?show=now&q=虹桥").count("执法局</td>") == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("lead", "", "这个字段"),
        ("lead", "x", ""),
        ("lead", "99999999", ""),
        ("co_units", "x", ""),
        ("from_on", "", ""),
        ("from_on", "2026-02-31", ""),
        ("from_on", "0001-01-01", "年份"),
        ("until_on", "2012-01-01", "晚于开始日期"),
        ("why", "", ""),
        ("why", "长" * 501, ""),
        ("service", "99999999", ""),
        ("group", "x", ""),
        ("area", "99999999999999999999", ""),
    ],
)
def test_what_is_typed_wrongly_is_said_beside_its_field(
    town: Town, field: str, value: str, said: str
) -> None:
    given = {"lead": town.units["执法局"].pk, "from_on": today().isoformat(), "why": "x"}
    sent = browser(town).post("/units/remits/assign_remit", given | {field: value})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert 'class="error"' in page
    assert said == "这个字段" or said in page
    assert not Remit.objects.filter(lead=town.units["执法局"], code="").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "长" * 61),
        ("short", ""),
        ("group", ""),
        ("parent", "x"),
        ("telephone", "喂"),
        ("telephone", "1"),
        ("email", "nix"),
        ("email", "office@市政局.中国"),
        ("name", "市供电公司"),
    ],
)
def test_a_unit_that_is_typed_wrongly_is_not_founded(town: Town, field: str, value: str) -> None:
    given = {"name": "新单位", "short": "新", "group": "部门", field: value}
    before = Unit.objects.count()
    sent = browser(town).post("/units/found_unit", given, headers=SCRIPT)
    assert sent.status_code == (409 if value == "市供电公司" else 422)
    assert Unit.objects.count() == before


def test_a_remit_for_a_service_and_a_group_is_refused_beside_the_group(town: Town) -> None:
    service = town.services["电路维修"]
    given = {
        "service": service.pk,
        "group": service.group_id,
        "lead": town.units["执法局"].pk,
        "from_on": today(),
        "why": "x",
    }
    sent = browser(town).post("/units/remits/assign_remit", given, headers=SCRIPT)
    assert sent.status_code == 422
    assert "只选一个" in sent.content.decode()


def test_a_contest_is_opened_by_the_unit_and_ruled_on_the_remit_s_page(town: Town) -> None:
    remit = power(town)
    clerk = browser(town, "power")
    address = f"/departments/remits/{remit.pk}/contest"
    assert f'action="{address}"' in shown(clerk, "/inbox/remits/"), "the unit finds the form"
    assert clerk.post(address, {"claim": ""}, headers=SCRIPT).status_code == 422
    given: dict[str, Any] = {"claim": "表后线归住户自己"}
    assert clerk.post(address, given, headers=SCRIPT).status_code == 204
    contest = Contest.objects.get()
    assert "表后线归住户自己" in shown(browser(town), "/units/contests/")
    page = shown(browser(town), f"/units/remits/{remit.pk}/")
    assert "裁定仍归该单位" in page
    assert "改由别的单位管" not in page
    client = browser(town)
    address = f"/departments/contests/{contest.pk}"
    assert client.post(f"{address}/uphold", {"why": ""}, headers=SCRIPT).status_code == 422
    given = {"unit": remit.lead_id, "why": "x"}
    sent = client.post(f"{address}/reassign", given, headers=SCRIPT)
    assert sent.status_code == 422
    assert "请选别的单位" in sent.content.decode()
    sent = client.post(f"{address}/uphold", {"why": "表前线归供电"}, headers=SCRIPT)
    assert sent.status_code == 204
    assert as_it_is(contest).status == Contested.UPHELD
    page = shown(browser(town), f"/units/remits/{remit.pk}/")
    assert "有过裁定" in page
    assert "表前线归供电" in page
    assert "提出争议" not in page
    where = f"/units/remits/?service={remit.service_id}&area={town.places['虹桥'].pk}"
    assert "表前线归供电" in shown(browser(town, "op28"), where)
    assert "表前线归供电" in shown(client, f"/units/{remit.lead_id}/")


@pytest.mark.parametrize("who", ["clerk", "lin"])
def test_the_desk_is_the_line_s_own(town: Town, who: str) -> None:
    client, unit, remit = browser(town, who), town.units["执法局"], power(town)
    for address in (
        "/units/",
        f"/units/{unit.pk}/",
        "/units/remits/",
        "/units/remits/new/",
        f"/units/remits/{remit.pk}/",
        "/units/contests/",
    ):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("who", ["op28", "reviewer", "auditor", "callback"])
def test_staff_read_and_do_not_write(town: Town, who: str) -> None:
    client, unit = browser(town, who), town.units["执法局"]
    page = shown(client, f"/units/{unit.pk}/")
    assert "改资料" not in page
    assert "撤销单位" not in page
    assert "免去" not in page
    assert "新增职责" not in shown(client, "/units/remits/")
    assert client.get("/units/remits/new/").status_code == 403
    for address in (
        "/units/found_unit",
        f"/units/{unit.pk}/describe_unit",
        "/units/remits/assign_remit",
        f"/units/remits/{power(town).pk}/end_remit",
    ):
        assert client.post(address, {}).status_code == 403


def test_a_clerk_can_contest_nothing_that_he_does_not_see(town: Town) -> None:
    address = f"/departments/remits/{power(town).pk}/contest"
    sent = browser(town, "squad").post(address, {"claim": "x"}, headers=SCRIPT)
    assert sent.status_code == 404
    sent = browser(town, "anyang").post(address, {"claim": "只是协办"}, headers=SCRIPT)
    assert sent.status_code == 403


def test_a_unit_without_anybody_and_one_that_is_retired_say_so(town: Town) -> None:
    unit = departments.found_unit("档案馆", group="部门", by=town.leader)
    page = shown(browser(town), f"/units/{unit.pk}/")
    assert "没有人签收发给它的工单" in page
    assert "没有联络人" in shown(browser(town), "/units/")
    departments.appoint(unit, person=town.people["head"], part=Part.HEAD, by=town.leader)
    departments.dismiss(unit, liaison=unit.liaisons.get(), by=town.leader)
    assert "以前的联络人" in shown(browser(town), f"/units/{unit.pk}/")
