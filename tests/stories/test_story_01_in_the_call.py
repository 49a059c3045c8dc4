"""Story 1 in the call: by keyboard the caller is held, a provider asked, joined and left with him; an emergency by one chord."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.calls.exchange import db
from tests.running import Hotline
from tests.stories import hands
from tests.stories.hands import Operator

if TYPE_CHECKING:
    from tests.town import Town

pytestmark = pytest.mark.browser
CHEN, SHOP = "13800005126", "13800000001"


@pytest.fixture
def hotline(committed: str, tmp_path: Path, cast: Town) -> Iterator[Hotline]:
    """The whole system on the switch in memory, with made-up telephones."""
    with Hotline(tmp_path / "hotline", committed, HOTLINE_DEMO="1") as running:
        yield running


def stands(operator: Operator, talk: str) -> Locator:
    """Return the bar of a call in which people hear each other so."""
    return operator.page.locator(f'.call-top .callbar[data-talk="{talk}"]')


async def phone(browser: Browser, hotline: Hotline, number: str) -> Page:
    """Lay a made-up telephone on the table."""
    page = await hands.with_phone(browser, hotline.address)
    await page.goto(f"/demo/phone/{number}")
    return page


async def shows(page: Page, state: str) -> None:
    """Wait until a made-up telephone is in this state."""
    await expect(page.locator(f'.display[data-state="{state}"]')).to_be_visible()


async def in_a_call(browser: Browser, hotline: Hotline, cast: Town) -> tuple[Operator, Page]:
    """Let Ms Chen ring and operator 28 answer."""
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    await operator.take_seat()
    citizen = await phone(browser, hotline, CHEN)
    await hands.press(citizen, "ring")
    await operator.can_strike("F2")
    await operator.strike("F2")
    await expect(operator.bar("talking")).to_be_visible()
    return operator, citizen


async def test_a_caller_is_held_and_a_provider_asked_joined_and_left_with_him(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    operator, citizen = await in_a_call(browser, hotline, cast)
    shop = await phone(browser, hotline, SHOP)

    await operator.can_strike("F4")
    await operator.strike("F4")
    await expect(stands(operator, "held")).to_be_visible()
    await expect(citizen.locator("body")).to_contain_text("音乐")
    await operator.can_strike("F4")
    await operator.strike("F4")
    await expect(stands(operator, "together")).to_be_visible()

    await operator.can_strike("F8")
    await operator.strike("F8")
    await operator.write("家家")
    await expect(operator.page.get_by_role("option", name="家家乐")).to_be_visible()
    await operator.strike("Enter", "Control+Enter")
    await shows(shop, "ringing")
    await hands.press(shop, "answer")
    await expect(stands(operator, "aside")).to_contain_text("家家乐")

    await operator.can_strike("F9")
    await operator.strike("F9")
    await expect(stands(operator, "three")).to_be_visible()
    await operator.can_strike("F8")
    await operator.strike("F8")
    await expect(operator.bar("passed")).to_be_visible()
    await shows(citizen, "talking")
    await shows(shop, "talking")
    await hands.press(shop, "put_down")
    await shows(citizen, "idle")
    await expect(operator.bar("ended")).to_be_visible()
    assert operator.faults == []


async def test_one_chord_rings_the_ambulance_into_the_talk_and_a_key_leaves_them_alone(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    operator, citizen = await in_a_call(browser, hotline, cast)
    ambulance = await phone(browser, hotline, "120")
    await operator.can_strike("Ctrl+Alt+3")
    await operator.strike("Control+Alt+3")
    await shows(ambulance, "ringing")
    await hands.press(ambulance, "answer")
    await expect(stands(operator, "three")).to_contain_text("120")
    await operator.can_strike("F8")
    await operator.strike("F8")
    await expect(operator.bar("passed")).to_be_visible()
    await shows(ambulance, "talking")
    await shows(citizen, "talking")
    assert operator.faults == []
