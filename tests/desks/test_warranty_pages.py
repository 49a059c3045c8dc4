"""The warranty on the pages: at the desk, on the worker's telephone, on the citizen's page; what is sent wrongly changes nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.test import Client

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import Refusal, Status
from hotline.dispatch.models import Dispatch
from hotline.journal.models import Entry
from tests.desks.conftest import BACKEND
from tests.portal.citizens import look_up, page
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

WHERE = "虹桥小区 3 幢 201"
NOTHING = ["", "0", "x", "²", "9" * 30]


def rings(town: Town, number: str = "13800005126") -> Case:
    asked = cases.Asked(
        said="又漏了", service=town.services["水管维修"], area=town.places["虹桥"], address=WHERE
    )
    return cases.take_in(asked, by=town.operator_28, caller=town.caller("陈", number))


@pytest.fixture
def former(town: Town) -> Dispatch:
    job = dispatch.offer(rings(town), to=town.providers["家家乐"], by=town.operator_28)
    dispatch.accept(job, by=town.people["lin"])
    dispatch.finish(job, by=town.people["lin"], answer="好了", amount=Decimal(60))
    return as_it_is(job)


def worker(town: Town, who: str = "lin") -> Client:
    client = Client(headers={"X-Requested-With": "step-form"})
    client.force_login(town.people[who], backend=BACKEND)
    return client


def test_the_case_page_shows_what_is_warranted_and_sends_it_back(
    town: Town, desk: Client, former: Dispatch
) -> None:
    case = rings(town)
    for address in (f"/cases/{case.pk}/", f"/cases/{case.pk}/beside"):
        shown = desk.get(address).content.decode()
        assert f"/cases/{case.pk}/claim" in shown
        assert "保修期内" in shown
    sent = {"key": "k", "of": former.pk}
    answers = [desk.post(f"/cases/{case.pk}/claim", sent) for _ in range(2)]
    assert [one.status_code for one in answers] == [204, 204]
    assert "已按保修派回家家乐，不收费" in unquote(answers[0]["X-Toast"])
    again = case.dispatches.get()
    assert again.under_warranty == former
    shown = desk.get(f"/cases/{case.pk}/").content.decode()
    assert "保修返工" in shown
    assert former.case.number in shown
    assert "/claim" not in shown


@pytest.mark.parametrize("of", NOTHING)
def test_a_claim_of_nothing_changes_nothing(
    town: Town, desk: Client, former: Dispatch, of: str
) -> None:
    case, before = rings(town), Entry.objects.count()
    answer = desk.post(f"/cases/{case.pk}/claim", {"key": "k", "of": of})
    assert answer.status_code in (404, 409)
    assert (case.dispatches.count(), Entry.objects.count()) == (0, before)


def test_what_is_not_warranted_is_not_claimed_by_its_key(
    town: Town, desk: Client, former: Dispatch
) -> None:
    asked = cases.Asked(said="别处漏水", service=town.services["水管维修"], address="别处")
    other = cases.take_in(asked, by=town.operator_28)
    answer = desk.post(f"/cases/{other.pk}/claim", {"key": "k", "of": former.pk})
    assert answer.status_code == 409
    assert "不在保修期里" in answer.content.decode()
    assert other.dispatches.count() == 0


def test_whoever_writes_the_case_down_sees_it_and_sends_it_back_in_one_press(
    town: Town, desk: Client, former: Dispatch
) -> None:
    what = {"service": town.services["水管维修"].pk, "area": town.places["虹桥"].pk}
    shown = desk.post("/desk/whom", what | {"address": WHERE}).content.decode()
    assert 'name="claim"' in shown
    assert (
        'name="claim"' not in desk.post("/desk/whom", what | {"address": "别处"}).content.decode()
    )
    sent = {**what, "key": "k", "said": "又漏了", "kind": "service", "source": "phone",
            "urgency": "1", "address": WHERE, "number": "13800005126", "claim": former.pk}  # fmt: skip
    answer = desk.post("/desk/write", sent)
    assert answer.status_code == 204, answer.content.decode()
    again = Dispatch.objects.latest("pk")
    assert (again.under_warranty, again.free) == (former, True)
    before = Case.objects.count()
    wrong = desk.post("/desk/write", sent | {"key": "l", "address": "x", "number": "13800005555"})
    assert wrong.status_code == 409
    assert Case.objects.count() == before


def test_the_worker_reads_that_he_takes_nothing_and_is_held_to_it(
    town: Town, former: Dispatch
) -> None:
    again = dispatch.claim(rings(town), of=former, by=town.operator_28)
    phone, here = worker(town), f"/jobs/{again.pk}/"
    shown = phone.get(here).content.decode()
    assert "保修返工，不收费" in shown
    assert "别家来修的费用由您承担" in shown
    assert "保修返工" in phone.get("/jobs/").content.decode()
    refused = phone.post(f"{here}refuse", {"key": "a", "ground": "busy"})
    assert refused.status_code == 422, "a reason is asked for beside its field"
    assert phone.post(f"{here}accept", {"key": "b"}).status_code == 204
    assert 'name="amount"' not in phone.get(here).content.decode()
    charged = phone.post(f"{here}finish", {"key": "c", "answer": "好了", "amount": "50"})
    assert charged.status_code == 204
    assert as_it_is(again).amount == 0, "what was not asked for is not taken"
    staff = Client(headers={"X-Requested-With": "step-form"})
    staff.force_login(town.operator_28, backend=BACKEND)
    third = dispatch.claim(rings(town), of=as_it_is(again), by=town.operator_28)
    dispatch.accept(third, by=town.operator_28)
    answer = staff.post(
        f"/dispatches/{third.pk}/finish", {"key": "d", "answer": "好了", "amount": "5"}
    )
    assert answer.status_code == 409
    assert "保修返工不收费" in answer.content.decode()
    assert as_it_is(third).status == Status.ACCEPTED


def test_who_mends_in_anothers_stead_names_the_amount_and_not_to_the_citizen(
    town: Town, desk: Client, former: Dispatch
) -> None:
    case = rings(town)
    job = dispatch.claim(case, of=former, by=town.operator_28)
    dispatch.refuse(job, by=town.people["lin"], ground=Refusal.BUSY, why="没人")
    the_house_reacts()
    instead = case.dispatches.open().get()
    phone = worker(town, "pan")
    shown = phone.get(f"/jobs/{instead.pk}/").content.decode()
    assert "由原来的企业承担" in shown
    assert "家家乐" not in shown
    dispatch.accept(instead, by=town.people["pan"])
    dispatch.finish(instead, by=town.people["pan"], answer="好了", amount=Decimal(80))
    the_house_reacts()
    chen = page(look_up(case))
    assert "保修返工" in chen
    assert "收 80 元" not in chen
    assert "费用由家家乐承担" in desk.get(f"/cases/{case.pk}/").content.decode()


def test_the_citizen_reads_until_when_it_is_warranted_and_not_longer(
    town: Town, former: Dispatch
) -> None:
    the_house_reacts()
    chen = look_up(former.case)
    assert "保修到" in page(chen)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert "保修到" not in page(look_up(former.case))
