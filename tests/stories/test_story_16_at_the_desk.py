"""The warranty in the browser: the operator sees it and sends the case back by one press; the plumber takes nothing for it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from tests.desks.browsing import served, signed_in
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from hotline.cases.models import Case
    from hotline.dispatch.models import Dispatch
    from tests.town import Town

__all__ = ["chromium", "served"]
pytestmark = pytest.mark.browser


def test_the_warranty_at_the_desk_and_on_the_telephone(
    chromium: Browser, served: tuple[str, Town]
) -> None:
    base, town = served
    former, case = _mended_and_leaking_again(town)
    with signed_in(chromium, base, town.operator_28) as desk:
        desk.goto(f"/cases/{case.pk}/")
        expect(desk.get_by_text("保修期内")).to_be_visible()
        desk.get_by_role("button", name="按保修派回").click()
        expect(desk.get_by_text("不收市民的钱")).to_be_visible()
    again = _job_of(case)
    assert again.under_warranty == former
    with signed_in(chromium, base, town.people["lin"], width=360, height=740) as phone:
        phone.goto(f"/jobs/{again.pk}/")
        expect(phone.get_by_text("保修返工，不收费")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        phone.get_by_role("button", name="接单").click()
        phone.get_by_role("button", name="完工").click()
        expect(phone.get_by_label("做了什么")).to_be_visible()
        assert phone.get_by_label("收费").count() == 0
        phone.get_by_label("做了什么").fill("重新接过")
        phone.locator("dialog[open]").get_by_role("button", name="完工").click()
        expect(phone.get_by_text("热线会回访市民")).to_be_visible()
    assert _job_of(case).amount == 0


def _mended_and_leaking_again(town: Town) -> tuple[Dispatch, Case]:
    """Let 家家乐 have mended Ms Chen's pipe for 60 yuan, and her ring again."""
    from hotline.cases import actions as cases
    from hotline.dispatch import actions as dispatch
    from tests.stories.steps import as_it_is

    def rings(said: str) -> Case:
        asked = cases.Asked(
            said=said,
            service=town.services["水管维修"],
            area=town.places["虹桥"],
            address="3 幢 201",
        )
        chen = town.caller("陈", "13800005126")
        return cases.take_in(asked, by=town.operator_28, caller=chen)

    lin = town.people["lin"]
    job = dispatch.offer(rings("漏水了"), to=town.providers["家家乐"], by=town.operator_28)
    dispatch.accept(job, by=lin)
    dispatch.finish(job, by=lin, answer="换了软管", amount=Decimal(60))
    return as_it_is(job), rings("又漏了")


def _job_of(case: Case) -> Dispatch:
    from hotline.dispatch.models import Dispatch

    return Dispatch.objects.get(case=case)
