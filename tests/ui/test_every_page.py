"""Every page of the house in a real browser: axe-core finds nothing, and whoever has no mouse misses nothing.

Pages come from the urlconf (tests/house/pages.py) and show the sample town: light and dark, on a desk's screen and on a
telephone's, and at 200 %, where a desk's screen has half the room. One browser and one page serve them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import sample as town
from tests.house import pages
from tests.house.addresses import ALL, Address
from tests.house.test_access import each
from tests.sample import sample
from tests.ui.stand_in import ADDRESS, Desk

__all__ = ["sample"]

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
ZOOMED = {"width": 720, "height": 450}
"""A desk's screen at 200 %."""
EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
"""What the dark can break that the light has not."""
RUN = """async (only) => {
    const run = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
    return run.violations.flatMap(({id, nodes}) =>
        nodes.map((n) => `${id}: ${n.html.slice(0, 200)} ${n.failureSummary.replaceAll("\\n", " ")}`));
}"""
BY_ADDRESS: dict[str, list[pages.Opened]] = {}


@pytest.fixture(scope="module")
def desk(chromium: Browser, sample: None) -> Iterator[Desk]:
    """One page in one browser, and every page there is to look at."""
    BY_ADDRESS.clear()
    for one in pages.opened():
        BY_ADDRESS.setdefault(one.address.route, []).append(one)
    context = chromium.new_context(viewport=DESK, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    yield Desk(context.new_page())
    context.close()


def show(desk: Desk, one: pages.Opened) -> Page:
    """Open a page as its reader does, and wait until its elements have come to life."""
    page, desk.client = desk.page, town.signed_in(one.who)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(ADDRESS + one.path)
    page.wait_for_function("!document.querySelector(':not(:defined)')")
    page.wait_for_timeout(150)
    return page


def looks() -> Iterator[tuple[str, Any, Any, Any]]:
    """Yield how a page is looked at: the name, the size, the scheme, and what can have become wrong with it."""
    yield "on a desk, light", DESK, "light", EVERYTHING
    yield "on a desk, dark", DESK, "dark", COLOURS
    yield "on a telephone, dark", PHONE, "dark", COLOURS
    yield "on a telephone, light", PHONE, "light", EVERYTHING
    yield "at 200 %", ZOOMED, "light", EVERYTHING


@each(ALL)
def test_axe_finds_nothing(desk: Desk, address: Address) -> None:
    found: list[str] = []
    for one in BY_ADDRESS.get(address.route, []):
        page = show(desk, one)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for look, size, scheme, only in looks():
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found += [f"{one.name}, {look}: {fault}" for fault in page.evaluate(RUN, only)]
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                found.append(f"{one.name}, {look}: hangs {over} px over the edge")
    assert not found, "\n".join(found)


def test_the_pages_are_found(desk: Desk) -> None:
    assert len(BY_ADDRESS) >= 15
