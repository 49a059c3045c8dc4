"""The pages of prices: the provider names one on its phone, staff say yes or no, and see what holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from hotline.pricelists.models import Price
from hotline.today import today
from tests.desks.conftest import at

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["at"]
At = Callable[[str], Client]


def sent(town: Town, **other: Any) -> dict[str, Any]:
    given = {"service": town.services["水管维修"].pk, "mode": "fixed", "yuan": "80", "unit": "次"}
    return given | {"from_on": today().isoformat()} | other


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_price_goes_from_the_phone_to_the_desk_and_back(at: At, town: Town) -> None:
    phone, desk = at("lin"), at("leader")
    assert "没有要定的价目" in text(desk, "/providers/prices/")
    assert "参考价" in text(phone, "/jobs/prices/")
    assert phone.post("/jobs/prices/propose", sent(town)).status_code == 204
    one = Price.objects.get()
    assert "等热线答复" in text(phone, "/jobs/prices/")
    page = text(desk, "/providers/prices/")
    assert "家家乐" in page
    assert f"/prices/{one.pk}/agree" in page
    assert desk.post(f"/prices/{one.pk}/agree").status_code == 204
    assert "说好的价" in text(phone, "/jobs/prices/")
    assert "一口价 80 元/次" in text(desk, f"/providers/{one.provider_id}/prices/")


def test_staff_enter_one_and_somebody_else_agrees(at: At, town: Town) -> None:
    provider = town.providers["家家乐"]
    desk, other = at("leader"), at("admin")
    assert desk.post(f"/providers/{provider.pk}/prices/propose", sent(town)).status_code == 204
    one = Price.objects.get()
    mine = text(desk, f"/providers/{provider.pk}/prices/")
    assert f"/prices/{one.pk}/withdraw" in mine
    assert f"/prices/{one.pk}/agree" not in mine
    assert desk.post(f"/prices/{one.pk}/agree").status_code == 403
    refused = other.post(f"/prices/{one.pk}/refuse", {"why": ""})
    assert refused.status_code == 422
    assert other.post(f"/prices/{one.pk}/refuse", {"why": "比同行贵一倍"}).status_code == 204
    assert "比同行贵一倍" in text(desk, f"/providers/{provider.pk}/prices/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"yuan": "0"}, {"yuan": "-1"}, {"yuan": "八十"}, {"yuan": "1e9"}, {"unit": ""}, {"mode": "free"},
        {"from_on": "2012-13-01"}, {"from_on": ""}, {"service": ""}, {"service": "999999"}, {"service": "x"},
    ],
)  # fmt: skip
def test_bad_input_is_said_beside_its_field_and_changes_nothing(
    at: At, town: Town, wrong: dict[str, str]
) -> None:
    provider = town.providers["家家乐"]
    for who, address in (
        ("lin", "/jobs/prices/propose"), ("leader", f"/providers/{provider.pk}/prices/propose"),
    ):  # fmt: skip
        assert at(who).post(address, sent(town, **wrong)).status_code == 422, who
    assert not Price.objects.exists()


def test_a_day_that_has_gone_by_is_refused(at: At, town: Town) -> None:
    answer = at("lin").post("/jobs/prices/propose", sent(town, from_on="2012-09-26"))
    assert answer.status_code == 409
    assert "答应过的价不能改" in answer.content.decode()
    assert not Price.objects.exists()


def test_another_providers_worker_learns_and_changes_nothing(at: At, town: Town) -> None:
    at("lin").post("/jobs/prices/propose", sent(town))
    one = Price.objects.get()
    other = at("pan")
    assert "等热线答复" not in text(other, "/jobs/prices/")
    assert other.post(f"/prices/{one.pk}/withdraw").status_code == 404
    assert at("lin").post(f"/prices/{one.pk}/agree").status_code == 403
    assert at("lin").get("/providers/prices/").status_code == 403
    assert at("lin").post(f"/prices/{one.pk}/withdraw").status_code == 204
    one.refresh_from_db()
    assert one.status == "withdrawn"


def test_sent_twice_over_a_bad_line_it_is_proposed_once(at: At, town: Town) -> None:
    phone = at("lin")
    answers = [phone.post("/jobs/prices/propose", sent(town, key="one")).status_code for _ in "ab"]
    assert answers == [204, 204]
    assert Price.objects.count() == 1
