"""A clerk with a telephone in the hand: signing, speaking with the citizen, replying, in a real browser 360 px wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.assignments.life import Status
from hotline.replies import actions as replies
from tests.assignments.hands import sent
from tests.desks.browsing import served, signed_in
from tests.stories.steps import as_it_is
from tests.ui.conftest import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.town import Town

__all__ = ["chromium", "served"]


def fits(page: Page) -> bool:
    """Say whether nothing is wider than the telephone."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_clerk_signs_contacts_and_replies_on_a_telephone(
    chromium: Browser, served: tuple[str, Town]
) -> None:
    base, town = served
    one, two = sent(town), sent(town)
    clerk = town.people["clerk"]
    replies.keep(town.units["执法局"], title="已修好", answer="已经修好，请您查看。", by=clerk)
    with signed_in(chromium, base, clerk, width=360, height=740) as page:
        page.goto("/inbox/")
        assert fits(page)
        page.locator("pick-all .tick").click()
        page.get_by_role("button", name="签收选中的").click()
        page.get_by_role("heading", name="签收结果").wait_for()
        assert [as_it_is(each).status for each in (one, two)] == [Status.SIGNED] * 2

        page.get_by_role("link", name=one.case.number).click()
        page.get_by_role("button", name="记联系市民").click()
        page.locator("dialog[open] [name=contacted_from]").fill("0577-65810000")
        page.locator("dialog[open] [type=submit]").click()
        page.get_by_text("联系了市民", exact=True).first.wait_for()
        assert fits(page)
        assert as_it_is(one).contacted_from == "0577-65810000"

        reply = page.locator("#reply")
        reply.get_by_text("属实", exact=True).click()
        reply.locator(".seg", has_text="否").locator("label", has_text="是").last.click()
        reply.locator("[name=account]").fill("换了灯泡。")
        reply.get_by_role("link", name="已修好").click()
        assert reply.locator("[name=answer]").input_value() == "已经修好，请您查看。"
        reply.get_by_role("button", name="办理反馈").click()
        page.get_by_text("待审核").first.wait_for()
        done = as_it_is(one)
        assert (done.status, done.answer) == (Status.REPLIED, "已经修好，请您查看。")
        assert done.account == "换了灯泡。"
        assert fits(page)
        page.emulate_media(media="print")
        assert page.get_by_text("5 个工作日").first.is_visible()
        assert not page.locator(".callus").is_visible()
