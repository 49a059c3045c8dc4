"""The price of a job: told before it is begun, held to when it is done, and more only with a reason."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client

from hotline import clock
from hotline.cases import actions as cases
from hotline.catalogue.models import PriceMode
from hotline.dispatch import actions as dispatch
from hotline.dispatch.models import Dispatch
from hotline.journal import queries as journal
from hotline.life.errors import NotSo
from hotline.pricelists import actions as pricelists
from hotline.rules import actions as rules
from hotline.today import today
from tests.desks.conftest import BACKEND, at
from tests.portal.citizens import look_up, page
from tests.stories.steps import as_it_is

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.town import Town

__all__ = ["at"]
WHY = "客人加装了一只角阀，修前说好的"


def agree(town: Town, yuan: int, mode: PriceMode = PriceMode.FIXED) -> None:
    price = pricelists.propose(
        town.providers["家家乐"], town.services["水管维修"], by=town.people["lin"],
        mode=mode, yuan=Decimal(yuan), unit="次", from_on=today(),
    )  # fmt: skip
    pricelists.agree(price, by=town.leader)


def offered(town: Town, *, secret: bool = False) -> Dispatch:
    asked = cases.Asked(
        said="水槽漏水", service=town.services["水管维修"], area=town.places["虹桥"], secret=secret
    )
    case = cases.take_in(asked, by=town.operator_28, caller=town.caller("陈", "13800005126"))
    return dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)


def finish(job: Dispatch, town: Town, amount: str | None, why_more: str = "") -> Dispatch:
    return dispatch.finish(
        job, by=town.people["lin"], answer="换软管", why_more=why_more,
        amount=None if amount is None else Decimal(amount),
    )  # fmt: skip


def accepted(town: Town) -> Dispatch:
    return dispatch.accept(offered(town), by=town.people["lin"])


def test_more_than_was_promised_needs_a_reason(town: Town) -> None:
    agree(town, 80)
    job = accepted(town)
    with (
        pytest.raises(NotSo, match="收费 100 元，比说好的（一口价 80 元/次）多"),
        transaction.atomic(),
    ):
        finish(job, town, "100")
    with pytest.raises(NotSo), transaction.atomic():
        finish(job, town, "100", why_more="  ")
    assert as_it_is(job).status == "accepted"
    done = finish(job, town, "100", why_more=WHY)
    assert done.amount == 100
    assert done.above_list == 20
    assert journal.story(done)[-1].said["why_more"] == WHY


def test_as_much_as_was_promised_needs_none(town: Town) -> None:
    agree(town, 80)
    assert finish(accepted(town), town, "80").above_list is None


def test_without_an_amount_nothing_is_asked(town: Town) -> None:
    agree(town, 80)
    assert finish(accepted(town), town, None).above_list is None


def test_of_a_price_from_some_yuan_the_line_says_how_much_more(town: Town) -> None:
    rules.set_rule("price_from_most_pct", value=150, by=town.leader, why="试行")
    agree(town, 80, PriceMode.FROM)
    job = accepted(town)
    with pytest.raises(NotSo, match="起价 80 元"), transaction.atomic():
        finish(job, town, "120.01")
    assert finish(job, town, "120").above_list is None


def test_a_price_that_is_raised_after_the_job_was_accepted_does_not_count(town: Town) -> None:
    agree(town, 80)
    job = accepted(town)
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        agree(town, 200)
        with pytest.raises(NotSo, match="一口价 80"), transaction.atomic():
            finish(job, town, "150")


def test_the_worker_sees_the_price_that_was_agreed(town: Town) -> None:
    job = offered(town)
    browser = Client()
    browser.force_login(town.people["lin"], backend=BACKEND)
    assert "上门费 30 元/次，修前先报价" in browser.get(f"/jobs/{job.pk}/").content.decode()
    agree(town, 80)
    assert "说好的价：一口价 80 元/次" in browser.get(f"/jobs/{job.pk}/").content.decode()


def test_the_worker_is_told_what_to_write_when_he_asks_for_more(town: Town) -> None:
    agree(town, 80)
    job = accepted(town)
    browser = Client(headers={"X-Requested-With": "step-form"})
    browser.force_login(town.people["lin"], backend=BACKEND)
    sent = {"key": "a", "answer": "换软管", "amount": "100"}
    refused = browser.post(f"/jobs/{job.pk}/finish", sent)
    assert refused.status_code == 422
    assert "请写明多收的原因" in refused.content.decode()
    assert "换软管" in refused.content.decode(), "what was typed is still there"
    done = browser.post(f"/jobs/{job.pk}/finish", sent | {"key": "b", "why_more": WHY})
    assert done.status_code == 204


def test_the_operator_sees_what_each_asks_and_why_it_was_more(
    town: Town, at: Callable[[str], Client]
) -> None:
    agree(town, 80)
    desk, area, service = at("op28"), town.places["虹桥"], town.services["水管维修"]
    choices = desk.get(f"/desk/whom?service={service.pk}&area={area.pk}").content.decode()
    assert choices.count("一口价 80 元/次") == 1
    job = accepted(town)
    finish(job, town, "100", why_more=WHY)
    case = desk.get(job.case.get_absolute_url()).content.decode()
    assert "比说好的多 20 元" in case
    assert f"比说好的多收的原因：{WHY}" in case


def test_the_citizen_reads_the_price_once_somebody_comes(town: Town) -> None:
    agree(town, 80)
    job = offered(town)
    browser = look_up(job.case)
    assert "一口价 80 元/次" not in page(browser)
    dispatch.accept(job, by=town.people["lin"])
    assert "收费：一口价 80 元/次" in page(browser)


def test_of_a_secret_matter_the_page_names_no_price(town: Town) -> None:
    agree(town, 80)
    job = offered(town, secret=True)
    dispatch.accept(job, by=town.people["lin"])
    assert "一口价" not in page(look_up(job.case))
