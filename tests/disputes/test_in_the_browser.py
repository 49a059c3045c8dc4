"""One job from its price to its end in court's stead, by three people's browsers: a price, more than that, a dispute, the deposit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, Page, expect

from tests.desks.browsing import served, signed_in
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from hotline.dispatch.models import Dispatch
    from tests.town import Town

__all__ = ["chromium", "served"]
PHONE = {"width": 360, "height": 740}


def dialog(page: Page, button: str) -> Page:
    """Open what a button asks, and return it."""
    page.get_by_role("button", name=button, exact=True).first.click()
    return page.locator("dialog[open]")  # type: ignore[return-value]


def send(asked: Page) -> None:
    """Press what sends it."""
    asked.locator("button[type=submit]").click()


def fits(page: Page) -> bool:
    """Say whether the page is as wide as its window, no wider."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def given_out(town: Town) -> Dispatch:
    from hotline.cases import actions as cases
    from hotline.dispatch import actions as dispatch

    asked = cases.Asked(
        said="水槽漏水", service=town.services["水管维修"], area=town.places["虹桥"]
    )
    case = cases.take_in(asked, by=town.operator_28, caller=town.caller("陈", "13800005126"))
    return dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)


def test_a_price_a_reason_a_dispute_and_what_the_deposit_pays(
    chromium: Browser, served: tuple[str, Town]
) -> None:
    from hotline.deposits import actions as deposits
    from tests.stories.steps import the_house_reacts

    base, town = served
    provider = town.providers["家家乐"]
    deposits.pay_in(provider, by=town.leader, amount=Decimal(1000), why="收据 001")
    with (
        signed_in(chromium, base, town.people["lin"], **PHONE) as phone,
        signed_in(chromium, base, town.leader) as desk,
        signed_in(chromium, base, town.people["admin"]) as second,
    ):
        _names_a_price(phone)
        desk.goto("/providers/prices/")
        desk.get_by_role("button", name="同意", exact=True).click()
        expect(desk.get_by_text("没有要定的价目")).to_be_visible()
        job = given_out(town)
        _asks_for_more(phone, job)
        one = _is_disputed(desk, job)
        _answers(phone, one)
        _is_settled(desk, one)
        second.goto("/providers/deposits/")
        send(dialog(second, "批准扣划"))
        expect(second.get_by_text("700 元").first).to_be_visible()
        the_house_reacts()
        desk.goto(f"/providers/disputes/{one}/")
        expect(desk.get_by_text("已从保证金赔付").first).to_be_visible()
        phone.goto("/jobs/deposit/")
        expect(phone.get_by_role("heading", name="余额 700 元")).to_be_visible()
        assert fits(phone)


def _names_a_price(phone: Page) -> None:
    phone.goto("/jobs/prices/")
    assert fits(phone)
    asked = dialog(phone, "提一个价目")
    asked.get_by_label("小项").select_option(label="水管维修")
    asked.get_by_label("价格（元）").fill("80")
    send(asked)
    expect(phone.get_by_text("等热线答复", exact=True)).to_be_visible()
    assert fits(phone)


def _asks_for_more(phone: Page, job: Dispatch) -> None:
    phone.goto(f"/jobs/{job.pk}/")
    expect(phone.get_by_text("说好的价：一口价 80 元/次")).to_be_visible()
    phone.get_by_role("button", name="接单").click()
    asked = dialog(phone, "完工")
    asked.get_by_label("做了什么").fill("换软管、加角阀")
    asked.get_by_label("收费（元）").fill("120")
    send(asked)
    expect(phone.get_by_text("请写明多收的原因")).to_be_visible()
    asked.get_by_label("比说好的多收的原因").fill("加装角阀一只，装前说过")
    send(asked)
    expect(phone.get_by_text("已报完工")).to_be_visible()


def _is_disputed(desk: Page, job: Dispatch) -> int:
    from hotline.disputes.models import Dispute

    desk.goto(job.case.get_absolute_url())
    expect(desk.get_by_text("比说好的多 40 元")).to_be_visible()
    asked = dialog(desk, "登记争议")
    asked.get_by_label("争的是什么").fill("说好 80 元，收了 120 元，没有听说要加角阀")
    send(asked)
    expect(desk.get_by_role("link", name="价格争议 · 听取双方")).to_be_visible()
    one = Dispute.objects.get()
    desk.goto(f"/providers/disputes/{one.pk}/")
    asked = dialog(desk, "记市民说法")
    asked.get_by_label("市民怎么说").fill("没有说过要加角阀")
    send(asked)
    expect(desk.get_by_text("还要听取企业")).to_be_visible()
    return one.pk


def _answers(phone: Page, one: int) -> None:
    phone.goto("/jobs/disputes/")
    expect(phone.get_by_text("等您答复")).to_be_visible()
    phone.get_by_role("link", name="价格争议").click()
    asked = dialog(phone, "答复")
    asked.get_by_label("企业怎么说").fill("装前说过，市民点了头")
    send(asked)
    expect(phone.get_by_role("heading", name="您的答复")).to_be_visible()
    assert phone.url.endswith(f"/jobs/disputes/{one}/")
    assert fits(phone)


def _is_settled(desk: Page, one: int) -> None:
    from hotline.today import today

    desk.goto(f"/providers/disputes/{one}/")
    asked = dialog(desk, "登记法律意见")
    asked.get_by_label("法律顾问").fill("郑顾问")
    asked.get_by_label("身份").fill("律师，某某律师事务所")
    asked.get_by_label("意见日期").fill(today().isoformat())
    asked.locator("textarea[name=opinion]").fill("没有书面约定，以说好的价为准。")
    send(asked)
    expect(desk.get_by_text("没有书面约定，以说好的价为准。").first).to_be_visible()
    asked = dialog(desk, "裁定赔付")
    asked.get_by_label("金额（元）").fill("300")
    asked.get_by_label("理由").fill("多收退回，并赔误工")
    send(asked)
    expect(desk.get_by_text("退款 300 元").first).to_be_visible()
    asked = dialog(desk, "申请从保证金扣划")
    asked.get_by_label("理由").fill("企业不肯付")
    send(asked)
    expect(desk.get_by_text("已申请从保证金扣划").first).to_be_visible()
