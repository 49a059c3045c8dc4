"""The papers of a case on the operator's page: chosen, dropped, pasted, looked at by keys; on a phone too."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, expect

from tests.calls.exchange import db
from tests.papers.paperwork import letter, photo
from tests.portal.test_in_the_browser import fits, picture
from tests.running import Hotline
from tests.stories import hands
from tests.stories.conftest import browser, cast

if TYPE_CHECKING:
    from hotline.cases.models import Case
    from tests.town import Town

__all__ = ["browser", "cast"]
pytestmark = pytest.mark.browser

GIVE = """([how, data, name, type]) => {
  const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, {type}));
  const event = how === "drop" ? new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true})
    : new ClipboardEvent("paste", {clipboardData: files, bubbles: true, cancelable: true});
  document.querySelector(how === "drop" ? "paper-drop" : "body").dispatchEvent(event);
}"""


@pytest.fixture
def hotline(committed: str, tmp_path: Path, cast: Town) -> Iterator[Hotline]:
    """The whole system, on the switch in memory."""
    with Hotline(tmp_path / "hotline", committed) as running:
        yield running


@pytest.fixture
def store_folder() -> None:
    """The running system has a store of its own."""


def a_case(town: Town) -> Case:
    from tests.desks.papers import a_case

    return a_case(town)


async def give(page: Page, how: str, data: bytes, name: str, kind: str) -> None:
    await page.evaluate(GIVE, [how, base64.b64encode(data).decode(), name, kind])


async def test_papers_are_chosen_dropped_and_pasted_and_looked_at_by_keys(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    case = await db(a_case)(cast)
    operator = await hands.at_desk(browser, hotline.address)
    page = operator.page
    await operator.sign_in("op28", await db(hands.password)(cast))
    await expect(page.locator(".topbar")).to_be_visible()
    await page.goto(f"/cases/{case.pk}/")
    pictures = page.locator(".paper-list li")
    await page.locator("paper-drop [type=file]").set_input_files(
        {"name": "水槽.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(1600, 1000))}
    )
    await expect(pictures).to_have_count(1)
    await give(page, "drop", letter(3), "合同.pdf", "application/pdf")
    await expect(pictures).to_have_count(2)
    await give(page, "paste", photo("PNG"), "image.png", "image/png")
    await expect(pictures).to_have_count(3)
    await give(page, "drop", b"MZ" + bytes(50), "x.jpg", "image/jpeg")
    await expect(page.locator(".paper-progress .error")).to_contain_text("只收照片")
    await picture(page, "case-papers")

    await operator.tab_to(".paper-list li:first-child a")
    await operator.strike("Enter")
    shown = page.locator(".paper-shown")
    await expect(shown.locator("h1")).to_have_text("水槽")
    await expect(shown.locator("img")).to_have_js_property("naturalWidth", 1024)
    await picture(page, "case-paper-shown")
    await operator.strike("ArrowRight")
    await expect(shown.locator("h1")).to_have_text("合同")
    await operator.strike("ArrowLeft", "ArrowLeft")
    await expect(shown.locator("h1")).to_have_text("image")
    await operator.strike("Escape")
    await expect(shown).to_be_hidden()
    assert await page.evaluate("document.activeElement.matches('.paper-list li:first-child a')")
    assert operator.faults == []

    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(f"/papers/of/{case.pk}/")
    await fits(page)
    await picture(page, "papers-phone")
    await page.emulate_media(color_scheme="dark")
    await picture(page, "papers-phone-dark")
    await page.locator(".paper-list a").first.evaluate("link => location.assign(link.href)")
    await expect(page.locator(".paper-large")).to_be_visible()
    await fits(page)
    await picture(page, "paper-phone")
