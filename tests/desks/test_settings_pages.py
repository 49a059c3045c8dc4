"""The pages of the catalogue and the areas: shown to staff, changed by those who may, ended after a look at what it touches."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from hotline import clock
from hotline.areas.models import Area
from hotline.catalogue.models import Group, Service
from tests.desks.conftest import BACKEND
from tests.desks.papers import a_case
from tests.town import Town

TODAY = timezone.localdate(clock.now())
SOON = TODAY + timedelta(days=30)
TERMS = {
    "group": "SD", "name": "水管维修", "aliases": "修水管、补水管", "keywords": "漏水", "description": "室内",
    "price_mode": "visit_fee", "reference_price": "45", "unit": "次", "promised_arrival_min": "30",
    "warranty_days": "30", "handled_by": "provider", "valid_from": SOON.isoformat(),
}  # fmt: skip


def client(town: Town, who: str = "leader") -> Client:
    signed = Client()
    signed.force_login(town.people[who], backend=BACKEND)
    return signed


def test_the_catalogue_shows_what_is_offered_under_its_heading(town: Town) -> None:
    page = client(town, "op28").get("/catalogue/").content.decode()
    assert "水电维修" in page
    assert "水管维修" in page
    assert "新增小项" not in page
    assert "没有找到" in client(town).get("/catalogue/?q=zzz").content.decode()
    assert "水管维修" in client(town).get("/catalogue/?q=sgwx").content.decode()


def test_other_terms_are_offered_from_a_day(town: Town) -> None:
    leader = client(town)
    answer = leader.post("/catalogue/services/SD01/terms/", TERMS)
    assert answer["Location"] == "/catalogue/services/SD01/"
    first, second = Service.objects.filter(code="SD01").order_by("valid_from")
    assert first.valid_until == second.valid_from == SOON
    assert second.aliases == ["修水管", "补水管"]
    page = leader.get("/catalogue/services/SD01/").content.decode()
    assert "历次版本" in page
    assert SOON.isoformat() in page
    assert "水管维修" in leader.get("/catalogue/?show=coming").content.decode()


def test_a_price_that_does_not_fit_is_refused_beside_its_field(town: Town) -> None:
    given = TERMS | {"price_mode": "quote"}
    answer = client(town).post("/catalogue/services/SD01/terms/", given)
    assert answer.status_code == 422
    assert Service.objects.filter(code="SD01").count() == 1


def test_a_new_service_and_its_heading(town: Town) -> None:
    leader = client(town)
    leader.post("/catalogue/open_group", {"code": "KS", "name": "开锁"})
    leader.post("/catalogue/groups/KS/rename_group", {"name": "开锁换锁"})
    assert Group.objects.get(code="KS").name == "开锁换锁"
    given = TERMS | {"group": "KS", "code": "KS01", "name": "开锁"}
    assert leader.post("/catalogue/new/", given).status_code == 302
    assert leader.post("/catalogue/new/", given).status_code == 422
    assert Service.objects.get(code="KS01").group.code == "KS"


def test_ending_a_service_shows_what_it_touches_first(town: Town) -> None:
    case = a_case(town, "漏水")
    leader = client(town)
    page = leader.get("/catalogue/services/SD01/end/").content.decode()
    assert "家家乐" in page
    assert case.number in page
    assert Service.objects.get(code="SD01").valid_until is None
    leader.post("/catalogue/services/SD01/withdraw", {"on": SOON.isoformat(), "why": "没人做"})
    assert Service.objects.get(code="SD01").valid_until == SOON
    assert "没人做" in leader.get("/catalogue/services/SD01/").content.decode()


def test_nothing_is_ended_in_the_past_or_without_a_reason(town: Town) -> None:
    leader = client(town)
    for given in ({"on": "2012-12-01", "why": "x"}, {"on": SOON.isoformat(), "why": ""}):
        answer = leader.post("/catalogue/services/SD01/withdraw", given)
        assert answer.status_code == 422
    assert Service.objects.get(code="SD01").valid_until is None


def test_the_areas_are_a_tree_with_their_days(town: Town) -> None:
    page = client(town, "op28").get("/areas/").content.decode()
    assert page.index("瑞安市") < page.index("安阳街道") < page.index("虹桥社区")
    assert 'data-depth="2"' in page
    assert "2012-09-26" in page
    assert "跟所属的区域一样" in client(town).get("/areas/ay-hq/").content.decode()


def test_an_area_is_drawn_renamed_served_and_dissolved(town: Town) -> None:
    leader = client(town)
    given = {"code": "ay-x", "kind": "community", "within": "ay", "name": "新桥社区", "short": ""}
    assert leader.post("/areas/new/", given)["Location"] == "/areas/ay-x/"
    leader.post("/areas/ay-x/rename", {"name": "新桥头社区", "short": "新桥"})
    leader.post("/areas/ay-x/serve", {"on": "2013-01-01"})
    page = leader.get("/areas/ay-x/end/").content.decode()
    assert "撤销" in page
    leader.post("/areas/ay-x/dissolve", {"on": SOON.isoformat()})
    area = Area.objects.get(code="ay-x")
    assert (area.name, area.short, area.valid_until) == ("新桥头社区", "新桥", SOON)
    assert "新桥社区 → 新桥头社区" in leader.get("/areas/ay-x/").content.decode()


def test_ending_an_area_shows_what_lies_in_it(town: Town) -> None:
    page = client(town).get("/areas/ay/end/").content.decode()
    assert "虹桥社区" in page


def test_an_area_in_the_wrong_place_is_refused_in_a_sentence(town: Town) -> None:
    given = {"code": "x", "kind": "community", "within": "ra", "name": "迷路", "short": ""}
    answer = client(town).post("/areas/new/", given, headers={"X-Requested-With": "x"})
    assert answer.status_code == 409
    assert not Area.objects.filter(code="x").exists()


def test_an_operator_changes_nothing(town: Town) -> None:
    operator = client(town, "op28")
    for address in ("/catalogue/new/", "/catalogue/services/SD01/end/", "/areas/ay/end/"):
        assert operator.get(address).status_code == 403
    for address in ("/catalogue/services/SD01/withdraw", "/areas/ay/dissolve", "/areas/ay/serve"):
        assert operator.post(address, {"on": SOON.isoformat()}).status_code == 403
