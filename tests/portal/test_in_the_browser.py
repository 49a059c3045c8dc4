"""Ms Chen's telephone: 390 pixels wide, keys alone, twice the size, on paper."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, expect

from tests.calls.exchange import db, until
from tests.papers.paperwork import photo
from tests.running import Hotline
from tests.stories.conftest import PATIENCE_MS, browser, cast

if TYPE_CHECKING:
    from hotline.cases.models import Case
    from tests.town import Town

__all__ = ["browser", "cast"]
pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
PICTURES = os.environ.get("HOTLINE_PICTURES", "")
"""A folder for pictures of what the tests see; none are made without."""


@pytest.fixture
def hotline(committed: str, tmp_path: Path, cast: Town) -> Iterator[Hotline]:
    """The whole system, on the switch in memory."""
    with Hotline(tmp_path / "hotline", committed) as running:
        yield running


@pytest.fixture
def store_folder() -> None:
    """The running system has a store of its own."""


async def opened(browser: Browser, address: str, zoom: int = 1, **more: object) -> Page:
    size = {name: length // zoom for name, length in PHONE.items()}
    context = await browser.new_context(
        base_url=address, viewport=size, device_scale_factor=2, locale="zh-CN", **more  # type: ignore[arg-type]
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    return await context.new_page()


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def tab_to(page: Page, what: str) -> None:
    for _press in range(60):
        if await page.evaluate("w => document.activeElement?.matches(w)", what):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the tab key does not lead to {what}")


async def look_up(page: Page, case: Case) -> None:
    """Type number and code, and nothing but keys."""
    await page.goto("/track/")
    await tab_to(page, "#number")
    await page.keyboard.type(str(case.serial))
    await tab_to(page, "#code")
    await page.keyboard.type(case.query_code.lower())
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/track/case/")


async def fits(page: Page) -> None:
    """Fail when the page must be moved sideways."""
    over = await page.evaluate(
        "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    )
    assert over <= 0, await page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right"
        " > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))"
    )


def a_case_under_way(town: Town) -> Case:
    from hotline.dispatch import actions as dispatch
    from tests.desks.papers import a_case

    case = a_case(town)
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    dispatch.accept(job, by=town.people["lin"])
    return case


def finish(case: Case, town: Town) -> None:
    from hotline.dispatch import actions as dispatch

    job = case.dispatches.get()
    dispatch.arrive(job, by=town.people["lin"])
    dispatch.finish(job, by=town.people["lin"], answer="换好软管，试水不漏", amount=50)  # type: ignore[arg-type]


def is_owed(case: Case) -> bool:
    return case.followups.filter(status="due").exists()


def status(case: Case) -> str:
    case.refresh_from_db()
    return case.status


async def test_a_case_is_followed_and_rated_by_keys_alone(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    case = await db(a_case_under_way)(cast)
    page = await opened(browser, hotline.address)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    await page.goto("/track/")
    await picture(page, "track-ask")
    await look_up(page, case)
    await expect(page.locator("main h1")).to_have_text("家家乐接了，就来")
    await picture(page, "track-under-way")

    await tab_to(page, ".do:has(#more-words) > summary")
    await page.keyboard.press("Enter")
    await tab_to(page, "#more-words")
    await page.keyboard.type("楼下也湿了")
    await picture(page, "track-word")
    await tab_to(page, ".do:has(#more-words) button[type=submit]")
    await page.keyboard.press("Enter")
    await expect(page.locator(".timeline")).to_contain_text("楼下也湿了")

    await page.locator(".do input[type=file]").set_input_files(
        {"name": "pipe.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(800, 600))}
    )
    await page.locator(".do:has([type=file]) > summary").press("Enter")
    await tab_to(page, ".do:has([type=file]) button[type=submit]")
    await page.keyboard.press("Enter")
    await expect(page.locator(".own-photos img")).to_have_js_property("naturalWidth", 800)
    await picture(page, "track-photo")

    await db(finish)(case, cast)
    await until(lambda: is_owed(case), for_s=60)
    await page.reload()
    await expect(page.locator("main h1")).to_have_text("家家乐说办好了，等您说一声好不好")
    await expect(page.locator(".rate :checked")).to_have_count(0)
    await picture(page, "track-rate")
    await tab_to(page, "[name=outcome]")
    await page.keyboard.press("Space")
    await expect(page.locator("#rate-words")).to_be_visible()
    await picture(page, "track-rated")
    await tab_to(page, ".rating button[type=submit]")
    await page.keyboard.press("Enter")
    await expect(page.locator("main h1")).to_have_text("办好了")
    assert await db(status)(case) == "closed"
    await picture(page, "track-closed")
    assert faults == []


async def test_nothing_has_to_be_moved_sideways_at_twice_the_size(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    case = await db(a_case_under_way)(cast)
    await db(finish)(case, cast)
    await until(lambda: is_owed(case), for_s=60)
    for zoom in (1, 2):
        page = await opened(browser, hotline.address, zoom)
        await page.goto("/track/")
        await fits(page)
        await look_up(page, case)
        await fits(page)
        await page.locator("[name=outcome]").first.check(force=True)
        for summary in await page.locator("summary").all():
            await summary.press("Enter")
        await fits(page)
        await picture(page, f"track-zoom-{zoom}")
        small = await page.evaluate(
            "[...document.querySelectorAll('main button, main summary, .callus, .rate label')]"
            ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)"
            ".map(e => e.outerHTML.slice(0, 90))"
        )
        assert small == []


async def test_it_works_without_script_and_in_the_dark_and_on_paper(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    case = await db(a_case_under_way)(cast)
    bare = await opened(browser, hotline.address, java_script_enabled=False, color_scheme="dark")
    await bare.goto("/track/")
    await bare.locator("#number").fill(case.number)
    await bare.locator("#code").fill(case.query_code)
    await bare.locator("main button").click()
    await bare.locator(".do:has(#urge-words) > summary").click()
    await bare.locator(".do:has(#urge-words) button").click()
    await expect(bare.locator(".timeline")).to_contain_text("您催了一次")
    await picture(bare, "track-dark")
    await bare.emulate_media(media="print", color_scheme="light")
    await expect(bare.locator(".on-paper")).to_be_visible()
    await expect(bare.locator(".dos")).to_be_hidden()
    await picture(bare, "track-print")
