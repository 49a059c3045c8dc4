"""Asking to be let in without an account: once, with a code, not too often, and what is wrong is said beside its field."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hotline import clock
from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.journal.models import Entry
from hotline.providers import actions as providers
from hotline.providers.models import Offer, Provider
from tests.providers.paperwork import bring_all
from tests.town import Town
from tests.town import at as at_

APPLIES = {
    "name": "新光电气", "form": "sole", "legal_person": "新先生", "telephone": "138-0000-0099",
    "address": "安阳街道一号", "hours": "07:00-21:00", "key": "k",
}  # fmt: skip


def asked(town: Town, **more: Any) -> dict[str, Any]:
    services, areas = [town.services["水管维修"].pk], [town.places["安阳"].pk]
    return APPLIES | {"services": services, "areas": areas} | more


def apply(town: Town, *, remote: str = "192.0.2.7", **more: Any) -> Any:
    return Client(REMOTE_ADDR=remote).post("/track/joining/apply", asked(town, **more))


def code_on(answer: Any) -> str:
    found = re.search(r'class="receipt">(\w{8})<', answer.content.decode())
    assert found
    return found[1]


def how_far(code: str, *, address: str = "192.0.2.7") -> tuple[int, str]:
    answer = Client(REMOTE_ADDR=address).post("/track/joining/how/", {"code": code})
    return answer.status_code, answer.content.decode()


def test_the_form_lists_what_is_offered_under_its_heading(town: Town) -> None:
    shown = Client().get("/track/joining/").content.decode()
    for word in ("申请加盟", "水电维修", "水管维修", "安阳街道"):
        assert word in shown
    assert "虹桥社区" not in shown  # an area as small as that is no choice
    assert "/track/joining/" in Client().get("/track/").content.decode()


def test_an_application_is_taken_down_once_and_answered_with_a_code(town: Town) -> None:
    first, again = apply(town), apply(town)
    assert first.status_code == again.status_code == 200
    assert code_on(first) == code_on(again)
    one = Provider.objects.get(name="新光电气")
    assert (one.status, one.form, one.telephone) == ("applied", "sole", "13800000099")
    assert [offer.service.name for offer in Offer.objects.filter(provider=one)] == ["水管维修"]
    assert Entry.objects.get(kind="provider", subject=one.pk).by.username == "citizen"


def test_the_code_shows_how_far_it_is_and_what_to_bring(town: Town) -> None:
    code, one = code_on(apply(town)), Provider.objects.get(name="新光电气")
    written = f" {code[:4].lower()}-{code[4:]} "
    assert "请带这些原件来热线：营业执照、身份证明、保险。" in how_far(written)[1]
    reviewer = town.people["reviewer"]
    bring_all(one, by=reviewer)
    assert "材料都看到了" in how_far(code)[1]
    providers.check(one, by=reviewer, seen="都有")
    assert "材料核对好了" in how_far(code)[1]
    providers.visit(one, by=reviewer, seen="门面一间")
    assert "已经看过，等批准" in how_far(code)[1]
    providers.refuse(one, by=town.leader, why="场地不符合要求，内部话")
    status, shown = how_far(code)
    assert status == 200
    assert "这次没有通过" in shown
    assert "内部话" not in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "长" * 121}, {"form": "x"}, {"legal_person": ""}, {"telephone": "问我"},
        {"address": ""}, {"services": []}, {"services": ["x"]}, {"areas": []}, {"areas": ["999999"]},
        {"hours": "早晚"}, {"name": "明光电工"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_written(town: Town, wrong: dict[str, Any]) -> None:
    before = Provider.objects.count(), Entry.objects.count(), Offer.objects.count()
    answer = apply(town, **wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert (Provider.objects.count(), Entry.objects.count(), Offer.objects.count()) == before


def test_what_was_typed_and_ticked_stands_in_the_form_that_comes_back(town: Town) -> None:
    shown = apply(town, hours="早晚").content.decode()
    assert 'value="新先生"' in shown
    service = town.services["水管维修"].pk
    assert re.search(rf'name="services" value="{service}" checked', shown)


def test_one_household_applies_a_few_times_and_then_waits(town: Town) -> None:
    with clock.frozen(at_(9)):
        for n in range(5):
            assert apply(town, name=f"企业{n}", key=str(n)).status_code == 200
        answer = apply(town, name="企业六", key="6")
        assert answer.status_code == 422
        assert "试的次数太多了，09:15 以后再来" in answer.content.decode()
        assert apply(town, name="别家的", key="7", remote="192.0.2.8").status_code == 200
        clock.pass_time(timedelta(minutes=16))
        assert apply(town, name="企业六", key="8").status_code == 200
    assert not Provider.objects.filter(name="企业七").exists()


def test_nobody_guesses_a_code(town: Town) -> None:
    code = code_on(apply(town))
    with clock.frozen(at_(9)):
        for n in range(50):
            assert how_far(f"ABCDEF{n:02}".replace("0", "Z").replace("1", "Y"))[0] == 422
        status, shown = how_far(code)
        assert status == 422
        assert "试的次数太多了" in shown
        assert how_far(code, address="192.0.2.99")[0] == 200
    assert Entry.objects.filter(act="lock_out").exists()


@pytest.mark.parametrize("code", ["", " ", "9" * 5000, "没有", "None", "\x00"])
def test_a_code_that_is_none_opens_nothing(town: Town, code: str) -> None:
    status, shown = how_far(code)
    assert status == 422
    assert "家家乐" not in shown


def test_what_it_asked_for_it_serves_from_the_day_it_is_let_in(town: Town) -> None:
    from hotline.dispatch import queries
    from hotline.dispatch.ranking import LeftOut, Ranking

    wiring = town.services["电路维修"]
    Service.objects.filter(pk=wiring.pk).update(permits=[Permit.ELECTRICIAN])

    def choice() -> Ranking:
        return queries.ranking(town.services["水管维修"], town.places["虹桥"])

    with clock.frozen(at_(10)):  # within its hours, whenever the test runs
        apply(town)
        one = Provider.objects.get(name="新光电气")
        assert choice().reason(one.pk) == LeftOut.STANDING
        bring_all(one, by=town.people["reviewer"])
        providers.check(one, by=town.people["reviewer"], seen="都有")
        providers.visit(one, by=town.people["reviewer"], seen="好")
        providers.try_out(one, by=town.leader, why="好")
        assert choice().find(one.pk)
