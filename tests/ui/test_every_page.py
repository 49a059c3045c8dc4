"""Every page of the house in a real browser: axe-core finds nothing, and whoever has no mouse misses nothing.

Pages come from the urlconf (tests/house/pages.py) and show the sample town in every state that looks different, those that say
no included: light and dark, on a desk's screen and on a telephone's, and at 200 %, where each has half the room. One
browser and one page serve them all, and a page that is open is tried in every way.
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
from tests.ui import keyboard
from tests.ui.stand_in import ADDRESS, Desk

__all__ = ["sample"]

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS: dict[str, tuple[Any, Any]] = {
    "on a desk, light": (DESK, "light"),
    "on a desk, dark": (DESK, "dark"),
    "on a telephone, dark": (PHONE, "dark"),
    "on a telephone, light": (PHONE, "light"),
    "on a desk at 200 %": ({"width": 720, "height": 450}, "light"),
    "on a telephone at 200 %, dark": ({"width": 320, "height": 422}, "dark"),
}
"""How a page is looked at: the room there is, and the scheme. 320 pixels are the least that a page must do with."""
EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
LOOK_ALONE = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block", "scrollable-region-focusable"],
}
"""What may differ between two looks that show the same elements: colours, and what has to be scrolled."""
WHOLE = ("on a desk, light", "on a telephone, dark")
"""The looks in which every rule is tried: one of each layout."""
RUN = """async (only) => {
    const run = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
    return run.violations.flatMap(({id, nodes}) =>
        nodes.map((n) => `${id}: ${n.html.slice(0, 200)} ${n.failureSummary.replaceAll("\\n", " ")}`));
}"""


@pytest.fixture(scope="module")
def desk(chromium: Browser, sample: None) -> Iterator[Desk]:
    """One page in one browser."""
    context = chromium.new_context(viewport=DESK, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    yield Desk(context.new_page())
    context.close()


def show(desk: Desk, path: str) -> Page:
    """Open a page, and wait until its elements have come to life."""
    page = desk.page
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(ADDRESS + path)
    page.wait_for_function("!document.querySelector(':not(:defined)')")
    page.wait_for_timeout(150)
    return page


def seen(page: Page) -> Iterator[str]:
    """Look at an open page in every way; yield what is wrong with it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for look, (size, scheme) in LOOKS.items():
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        rules = EVERYTHING if look in WHOLE else LOOK_ALONE
        yield from (f"{look}: {fault}" for fault in page.evaluate(RUN, rules))
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            yield f"{look}: hangs {over} px over the edge"


def walked(page: Page) -> Iterator[str]:
    """Go through an open page by the keyboard alone; yield what is wrong with it."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    yield from keyboard.walk(page)
    yield from keyboard.escapes(page)


@each(ALL)
def test_axe_finds_nothing_and_whoever_has_no_mouse_misses_nothing(
    desk: Desk, address: Address
) -> None:
    found: list[str] = []
    for one in pages.each_look(address):
        desk.client = one.client()
        page = show(desk, one.path)
        found += [f"{one.name}, {fault}" for fault in (*seen(page), *walked(page))]
    assert not found, "\n".join(found)


def test_who_is_told_no_reads_it_on_a_page_like_any_other(desk: Desk) -> None:
    desk.client = town.signed_in(None)
    found: list[str] = []
    statuses = set()
    for name, response in pages.refusals():
        statuses.add(response.status_code)
        desk.answers["/refused/"] = response
        page = show(desk, "/refused/")
        found += [f"{name}, {fault}" for fault in (*seen(page), *walked(page))]
    assert not found, "\n".join(found)
    assert statuses >= {401, 403, 404, 405, 410, 422, 500, 503}


def test_the_pages_are_found_in_their_states(sample: None) -> None:
    assert sum(any(pages.each_look(address)) for address in ALL[:: len(ALL) // 40]) >= 8
    [case] = (address for address in ALL if address.route == "cases/<int:pk>/")
    assert len(list(pages.each_look(case))) >= 3
