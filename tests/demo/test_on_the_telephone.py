"""A citizen at the made-up telephone, in a real browser: he withholds his number, waits, is called back and rates the call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, expect

from tests.calls.exchange import db, until
from tests.running import Hotline
from tests.stories import hands
from tests.stories.conftest import browser, cast

if TYPE_CHECKING:
    from hotline.calls.models import Call
    from tests.town import Town

__all__ = ["browser", "cast"]

pytestmark = pytest.mark.browser
CHEN = "13800005126"


@pytest.fixture
def hotline(committed: str, tmp_path: Path, cast: Town) -> Iterator[Hotline]:
    """The whole system on the switch in memory, with made-up telephones and two lines."""
    _lines(cast)
    with Hotline(tmp_path / "hotline", committed, HOTLINE_DEMO="1") as running:
        yield running


def _lines(cast: Town) -> None:
    from hotline.lines import actions as lines
    from hotline.lines.plans import Plan

    lines.found_line("main", plan=Plan(name="综合服务"), by=cast.people["leader"])
    power = Plan(name="电力专线", numbers=("81895",))
    lines.found_line("power", plan=power, by=cast.people["leader"])


async def test_a_citizen_withholds_his_number_waits_is_called_back_and_rates_by_keys(
    hotline: Hotline, browser: Browser, cast: Town
) -> None:
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    citizen = await hands.with_phone(browser, hotline.address)
    faults = list[str]()
    citizen.on("pageerror", lambda fault: faults.append(str(fault)))
    await citizen.goto(f"/demo/phone/{CHEN}")

    await _calls_without_a_number(citizen)
    await _keeps_his_place(citizen)

    # he is called back and answers
    await operator.sign_on()
    await operator.strike("F6")
    await operator.can_strike("F2")
    await operator.strike("F2")
    await _shows(citizen, "ringing")
    await citizen.keyboard.press("F2")
    await _shows(citizen, "talking")
    await citizen.locator("#text").fill("喂，我家水管漏水了")
    await citizen.keyboard.press("Enter")
    await expect(operator.page.get_by_role("log")).to_contain_text("我家水管漏水了")
    await operator.can_strike("F10")
    await operator.strike("F10")

    # what he thinks of it
    await _shows(citizen, "rating")
    await citizen.get_by_role("button", name="非常满意").click()
    asked_on = citizen.get_by_role("button", name="已解决")
    await expect(asked_on).to_be_visible()
    await citizen.wait_for_timeout(hands.REACTION_MS)
    await asked_on.click()
    await _shows(citizen, "idle")
    call = await until(_rated, for_s=hands.WAIT_S)
    assert (call.attitude, call.result) == (1, 1)
    assert operator.faults == faults == []


async def _calls_without_a_number(citizen: Page) -> None:
    """Nobody could call him back: no key is offered."""
    await citizen.locator('input[name="withheld"]').check(force=True)
    await citizen.get_by_role("button", name="电力专线").click()
    await _shows(citizen, "waiting")
    call = await until(_call, for_s=hands.WAIT_S)
    assert (call.caller_id, call.line_number) == (None, "81895")
    await _hears(citizen, "♪ 等待音乐")
    await expect(citizen.locator(".offers")).to_have_count(0)
    await expect(citizen.locator(".mouth")).to_be_visible()
    await hands.press(citizen, "put_down")
    await _shows(citizen, "idle")
    await expect(citizen.locator(".mouth")).to_be_hidden()


async def _keeps_his_place(citizen: Page) -> None:
    """He hears how many are before him, presses the key, and hangs up."""
    await citizen.keyboard.press("F2")
    await _shows(citizen, "waiting")
    await until(lambda: _told() == 1, for_s=hands.WAIT_S)
    await db(_time_passes)()
    await _hears(citizen, "您排在第一")
    await citizen.keyboard.press("1")
    await _shows(citizen, "promising")
    await citizen.keyboard.press("F10")
    await _shows(citizen, "promised")


async def _shows(citizen: Page, state: str) -> None:
    await expect(citizen.locator(".display")).to_have_attribute("data-state", state)


async def _hears(citizen: Page, words: str) -> None:
    await expect(citizen.get_by_role("log")).to_contain_text(words)


def _call() -> Call | None:
    from hotline.calls.models import Call

    return Call.objects.order_by("-pk").first()


def _told() -> int:
    call = _call()
    return int(call.legs["told"]) if call else 0


def _time_passes() -> None:
    """Let it be time for the next word to who waits."""
    from hotline import clock
    from hotline.calls.models import Call

    Call.objects.filter(status="waiting").update(until_at=clock.now())


def _rated() -> Call | None:
    from hotline.calls.models import Call

    return Call.objects.filter(status="ended", result__isnull=False).first()
