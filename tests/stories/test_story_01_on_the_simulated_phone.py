"""Story 1 in the demo: a made-up telephone rings, the operator picks up, reads along and sends by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, expect

from tests.calls.exchange import db, until
from tests.running import Hotline
from tests.stories import hands
from tests.stories.hands import SAID

if TYPE_CHECKING:
    from hotline.cases.models import Case
    from tests.town import Town

pytestmark = pytest.mark.browser
CHEN = "13800005126"
MOST_KEYS = 10
"""From the ring to the end of the call; with the call-back, all of story 1 takes no more than 25."""


@pytest.fixture
def hotline(committed: str, tmp_path: Path, cast: Town) -> Iterator[Hotline]:
    """The whole system on the switch in memory, with made-up telephones."""
    with Hotline(tmp_path / "hotline", committed, HOTLINE_DEMO="1") as running:
        yield running


@pytest.mark.parametrize("desk", ["/desk/", "/cases/?view=alive"])
async def test_a_made_up_telephone_rings_and_is_served_by_keyboard(
    hotline: Hotline, browser: Browser, cast: Town, desk: str
) -> None:
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    await operator.take_seat()
    await operator.page.goto(desk)
    await expect(operator.page.locator("live-stream[data-state=live]")).to_be_attached()
    citizen = await hands.with_phone(browser, hotline.address)
    await citizen.goto(f"/demo/phone/{CHEN}")
    await hands.press(citizen, "ring")
    operator.begins()

    await operator.can_strike("F2")
    await operator.strike("F2")
    await expect(operator.bar("talking")).to_be_visible()
    await _speak(citizen, "喂，我家水管漏水了")
    await expect(operator.page.get_by_role("log")).to_contain_text("我家水管漏水了")

    await operator.tab_to("#said")
    await operator.write(SAID)
    await operator.send_to("家家乐")
    case = await until(_the_case, for_s=hands.WAIT_S)
    assert case.said == SAID
    await operator.strike("F10")
    await expect(operator.bar("ended")).to_be_visible()
    await expect(citizen.locator('.display[data-state="idle"]')).to_be_visible()
    operator.told_in(MOST_KEYS)
    assert operator.faults == []


async def _speak(citizen: Page, words: str) -> None:
    await expect(citizen.locator('.display[data-state="talking"]')).to_be_visible()
    await citizen.locator('form[action$="/speak"] input[name="text"]').fill(words)
    await hands.press(citizen, "speak")


def _the_case() -> Case | None:
    from hotline.cases.models import Case

    return Case.objects.filter(handler="家家乐", calls__caller__isnull=False).first()
