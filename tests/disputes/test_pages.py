"""The pages of disputes: opened on the case, answered on the phone, brought to an end at the desk; nobody tells who the citizen is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from hotline.deposits.models import Draw
from hotline.disputes.models import Dispute
from hotline.today import today
from tests.deposits.ledger import paid_in
from tests.desks.conftest import at
from tests.disputes.quarrel import OPINION, heard, job, opened, settled
from tests.disputes.test_evidence import photographed, rung
from tests.papers.conftest import store_folder
from tests.stories.steps import as_it_is, the_house_reacts

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["at", "store_folder"]
At = Callable[[str], Client]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_it_is_opened_on_the_case(at: At, town: Town) -> None:
    work, desk = job(town), at("op28")
    case = work.case.get_absolute_url()
    opening = f"/providers/dispatches/{work.pk}/open_dispute"
    assert opening in text(desk, case)
    sent = {"about_what": "damage", "asked": "500", "why": "地板泡坏"}
    assert desk.post(opening, sent | {"why": ""}).status_code == 422
    assert desk.post(opening, sent | {"about_what": "x"}).status_code == 422
    assert desk.post(opening, sent | {"asked": "-1"}).status_code == 422
    assert not Dispute.objects.exists()
    assert desk.post(opening, sent).status_code == 204
    one = Dispute.objects.get()
    page = text(desk, case)
    assert opening not in page
    assert f"/providers/disputes/{one.pk}/" in page
    assert work.case.number in text(desk, "/providers/disputes/")


def test_a_case_whose_work_is_not_done_has_no_such_button(at: At, town: Town) -> None:
    work = job(town, done=False)
    assert "open_dispute" not in text(at("op28"), work.case.get_absolute_url())


def test_both_are_heard_the_adviser_is_asked_and_it_is_settled(at: At, town: Town) -> None:
    one, desk, leader, phone = opened(town), at("op28"), at("leader"), at("lin")
    here = f"/providers/disputes/{one.pk}/"
    assert "还要听取双方" in text(desk, here)
    said = {"words": "陈女士：水漫到客厅"}
    assert desk.post(f"/disputes/{one.pk}/hear_citizen", said).status_code == 204
    assert "还要听取企业" in text(desk, here)
    assert "等您答复" in text(phone, "/jobs/disputes/")
    assert phone.post(f"/disputes/{one.pk}/answer", {"words": ""}).status_code == 422
    assert phone.post(f"/disputes/{one.pk}/answer", {"words": "当场说过"}).status_code == 204
    assert "当场说过" in text(desk, here)
    advice = {"adviser": "郑顾问", "office": "律师", "given_on": today().isoformat()}
    advice["opinion"] = OPINION
    assert leader.post(f"/disputes/{one.pk}/advise", advice | {"opinion": ""}).status_code == 422
    assert leader.post(f"/disputes/{one.pk}/advise", advice).status_code == 204
    assert OPINION in text(desk, here)
    verdict = {"kind": "compensation", "amount": "300", "why": "按维修费赔偿"}
    assert leader.post(f"/disputes/{one.pk}/settle", verdict | {"amount": "-3"}).status_code == 422
    assert leader.post(f"/disputes/{one.pk}/settle", verdict).status_code == 204
    assert "赔偿 300 元" in text(desk, "/providers/disputes/")
    mine = text(phone, f"/jobs/disputes/{one.pk}/")
    for words in ("赔偿 300 元", "按维修费赔偿", "当场说过"):
        assert words in mine
    assert desk.post(f"/disputes/{one.pk}/pay", {"receipt": "收条"}).status_code == 204
    assert as_it_is(one).status == "paid"


def test_the_provider_never_learns_who_the_citizen_is(at: At, town: Town) -> None:
    one = settled(town)
    for address in ("/jobs/disputes/", f"/jobs/disputes/{one.pk}/"):
        page = text(at("lin"), address)
        for told in ("陈", "5126", "水漫到客厅", OPINION):
            assert told not in page, address
    assert at("lin").get(f"/providers/disputes/{one.pk}/").status_code == 403


def test_another_providers_worker_finds_nothing(at: At, town: Town) -> None:
    one = opened(town)
    other = at("pan")
    assert other.get(f"/jobs/disputes/{one.pk}/").status_code == 404
    assert other.post(f"/disputes/{one.pk}/answer", {"words": "x"}).status_code == 404
    assert one.dispatch.case.number not in text(other, "/jobs/disputes/")
    assert at("lin").post(f"/disputes/{one.pk}/hear_citizen", {"words": "x"}).status_code == 403


def test_the_deposit_pays_when_a_second_person_says_so(at: At, town: Town) -> None:
    paid_in(town)
    one, leader = settled(town), at("leader")
    assert leader.post(f"/disputes/{one.pk}/ask_draw", {"why": "逾期"}).status_code == 204
    page = text(leader, f"/providers/disputes/{one.pk}/")
    assert "等另一位批准" in page
    assert f"/disputes/{one.pk}/pay" not in page
    assert at("admin").post(f"/deposits/draws/{Draw.objects.get().pk}/approve").status_code == 204
    the_house_reacts()
    assert "已从保证金赔付" in text(leader, f"/providers/disputes/{one.pk}/")
    assert "余额 700 元" in text(at("lin"), "/jobs/deposit/")


def test_papers_and_calls_are_named_as_evidence(at: At, town: Town, store_folder: Path) -> None:
    one, desk = heard(town), at("op28")
    paper, call = photographed(one.dispatch.case, town), rung(one.dispatch.case.about, town)
    here = f"/providers/disputes/{one.pk}/"
    page = text(desk, here)
    assert f"/papers/{paper.pk}/preview" in page
    assert page.count("作为证据") == page.count(f'action="{here}add_evidence"') == 2
    assert desk.post(f"{here}add_evidence", {"paper": paper.pk}).status_code == 204
    assert desk.post(f"{here}add_evidence", {"call": call.pk}).status_code == 204
    assert "作为证据" not in text(desk, here)
    for wrong in ({"paper": "999999"}, {"call": "x"}):
        assert desk.post(f"{here}add_evidence", wrong).status_code == 422
    assert desk.post(f"{here}add_evidence", {}).status_code in (409, 422)
    assert one.proofs.count() == 2


@pytest.mark.parametrize("step", ["settle", "pay", "ask_draw", "dismiss"])
def test_what_is_not_open_now_is_refused_with_a_sentence(at: At, town: Town, step: str) -> None:
    one = opened(town)
    sent = {"why": "x", "amount": "5", "kind": "refund", "receipt": "x"}
    answer = at("leader").post(f"/disputes/{one.pk}/{step}", sent)
    assert answer.status_code == 409
    assert as_it_is(one).status == "open"
