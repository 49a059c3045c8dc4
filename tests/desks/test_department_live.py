"""An inbox that stays open all day: what is sent meanwhile comes by itself, in every tab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, expect

from tests.calls.exchange import db
from tests.desks.conftest import BACKEND
from tests.running import Hotline
from tests.stories.conftest import browser, cast

if TYPE_CHECKING:
    from hotline.assignments.models import Assignment
    from hotline.people.models import Person
    from tests.town import Town

__all__ = ["browser", "cast"]
pytestmark = pytest.mark.browser


@pytest.fixture
def hotline(committed: str, tmp_path: Path, cast: Town) -> Iterator[Hotline]:
    """The whole system, on the switch in memory."""
    with Hotline(tmp_path / "hotline", committed) as running:
        yield running


def given(town: Town, said: str) -> Assignment:
    """Send the bureau a case."""
    from hotline.assignments import actions as assignments
    from tests.assignments.hands import a_case

    return assignments.send(a_case(town, said=said), to=town.units["执法局"], by=town.operator_28)


def cookie(person: Person) -> str:
    """Return the session of somebody who is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.cookies["hotline"].value


async def opened(page: Page, path: str) -> Page:
    """Open a page and wait until it hears."""
    await page.goto(path)
    await expect(page.locator("live-stream[data-state=live]")).to_be_attached()
    return page


async def test_what_is_sent_appears_in_an_open_inbox_though_another_tab_was_open_before(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    from hotline.assignments import actions as assignments

    first = await db(given)(cast, "路灯不亮")
    context = await browser.new_context(base_url=hotline.address, locale="zh-CN")
    value = await db(cookie)(cast.people["clerk"])
    await context.add_cookies([{"name": "hotline", "value": value, "url": hotline.address}])
    one = await opened(await context.new_page(), f"/inbox/assignments/{first.pk}/")
    inbox = await opened(await context.new_page(), "/inbox/")
    await expect(inbox.get_by_text("路灯不亮")).to_be_visible()
    await db(given)(cast, "井盖没了")
    await expect(inbox.get_by_text("井盖没了")).to_be_visible()
    await db(assignments.sign)(first, by=cast.people["head"])
    await expect(one.get_by_text("办理中").first).to_be_visible()
    await context.close()


async def test_whoever_is_above_hears_what_is_sent_to_the_units_below(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    from hotline.assignments import actions as assignments
    from tests.assignments.hands import a_case

    context = await browser.new_context(base_url=hotline.address, locale="zh-CN")
    value = await db(cookie)(cast.people["head"])
    await context.add_cookies([{"name": "hotline", "value": value, "url": hotline.address}])
    inbox = await opened(await context.new_page(), "/inbox/")
    case = await db(a_case)(cast, said="围栏倒了")
    await db(assignments.send)(case, to=cast.units["市政一中队"], by=cast.operator_28)
    await expect(inbox.get_by_text("围栏倒了")).to_be_visible()
    await context.close()


async def test_a_reply_half_written_outlives_another_step_and_a_reload_and_goes_when_it_is_sent(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    from hotline.assignments import actions as assignments
    from hotline.cases.models import Draft

    one = await db(given)(cast, "路灯不亮")
    await db(assignments.sign)(one, by=cast.people["clerk"])
    context = await browser.new_context(base_url=hotline.address, locale="zh-CN")
    value = await db(cookie)(cast.people["clerk"])
    await context.add_cookies([{"name": "hotline", "value": value, "url": hotline.address}])
    page = await opened(await context.new_page(), f"/inbox/assignments/{one.pk}/")
    account, answer = page.locator("#reply-account"), page.locator("#reply-answer")
    await account.fill("换了镇流器")
    await answer.fill("灯亮了")
    await page.get_by_role("button", name="记联系市民").click()
    contact = page.get_by_role("dialog")
    await contact.locator('[name="contacted_from"]').fill("65810000")
    await contact.get_by_role("button", name="记联系市民").click()
    await expect(contact).to_be_hidden()
    await expect(page.locator(".due").get_by_text("按时")).to_be_visible()
    await expect(account).to_have_value("换了镇流器")
    await expect(answer).to_have_value("灯亮了")
    await expect(page.locator("kept-draft[data-state=saved]")).to_be_attached()
    await page.reload()
    await expect(account).to_have_value("换了镇流器")
    await page.locator('#reply [name="is_true"][value="yes"]').check()
    await page.locator('#reply [name="solved"][value="yes"]').check()
    await page.locator("#reply").get_by_role("button", name="办理反馈").click()
    await expect(page.locator("#reply")).to_have_count(0)
    await expect(page.get_by_text("待审核").first).to_be_visible()
    assert not await db(Draft.objects.exists)()
    await context.close()
