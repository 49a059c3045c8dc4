"""A seat whose telephone is the browser: on a real Asterisk, by the house's one address, with what both ends heard.

The microphone is Chromium's own made-up one, which hums a tone from a file; all else is as in service.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, expect

from hotline.telephony.ari.server import AsteriskServer
from tests import hearing, phones
from tests.calls.exchange import db, seat_of, until
from tests.phones import Baresip, tone_share
from tests.registering import register
from tests.running import Hotline
from tests.stories import headsets
from tests.stories.conftest import CHEN, CHENS_TONE, LINE, SEATS_TONE
from tests.stories.hands import WAIT_S, Operator
from tests.stories.headsets import asterisk, at_phone, headset, picks_up

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["asterisk", "headset"]

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


async def test_a_call_is_answered_in_the_browser_and_its_password_dies_with_the_sign_on(
    hotline: Hotline,
    asterisk: AsteriskServer,
    headset: Browser,
    cast: Town,
    tmp_path: Path,
    network: str,
) -> None:
    operator, window = await at_phone(headset, hotline, cast)
    lamp = operator.page.locator("phone-lamp")
    await expect(lamp).to_have_attribute("data-state", "ready")
    await expect(operator.page.locator("#choose-telephone")).to_have_count(0)
    await operator.be_ready()
    switch = (asterisk.configuration.sip_address, asterisk.sip_port)

    async with Baresip(tmp_path / "chen", f"{network}2", user=CHEN, tone=CHENS_TONE) as chen:
        await _talk(operator, window, chen, switch)
    await expect(window.locator("soft-phone")).to_have_attribute("data-state", "ready")

    secret = await db(headsets.password_of)(cast.operator_28)
    at = f"{network}9"
    assert register(at, switch, "seat-28x", secret)[-1] == 401
    assert register(at, switch, "seat-28", "guess")[-1] == 401
    assert register(at, switch, "seat-28", secret) == [401, 200]
    await operator.page.locator('form[action$="/seat/sign_out"] button').click()
    await expect(window.locator("soft-phone")).to_have_attribute("data-state", "off")
    await until(lambda: "seat-28" not in asterisk.command("pjsip show endpoints"), for_s=WAIT_S)
    assert register(at, switch, "seat-28", secret)[-1] in (401, 403, 404)
    assert secret not in hotline.log
    assert operator.faults == []


async def _talk(operator: Operator, window: Page, chen: Baresip, switch: tuple[str, int]) -> None:
    """She rings, he answers by key; both hear each other, but for while he is muted; his page may be loaded anew."""
    await chen.dial(LINE, at=f"{switch[0]}:{switch[1]}")
    await expect(operator.bar("ringing")).to_be_visible()
    await picks_up(operator, window)
    await chen.hears(seconds=2)
    pitch, loud = headsets.loudest(await headsets.spectrum(window))
    assert abs(pitch - CHENS_TONE) < 20, pitch
    assert loud > headsets.PLAYED, loud

    mute = operator.page.locator("phone-lamp").locator('[data-ask="mute"]')
    await operator.can_strike("M")
    assert phones.loudness(chen.ear) > hearing.AUDIBLE
    await operator.strike("m")
    await expect(mute).to_have_attribute("aria-pressed", "true")
    await chen.hears(seconds=2)
    assert phones.loudness(chen.ear) < hearing.AUDIBLE / 5
    await operator.strike("m")
    await expect(mute).to_have_attribute("aria-pressed", "false")
    await chen.hears(seconds=2)
    assert phones.loudness(chen.ear) > hearing.AUDIBLE

    await operator.page.reload()  # the telephone is another window: nobody is hung up
    await expect(operator.bar("talking")).to_be_visible()
    await operator.can_strike("F10")
    await operator.strike("F10")
    await chen.gone()
    assert tone_share(chen.ear, SEATS_TONE) > 0.8
    assert tone_share(chen.ear, CHENS_TONE) < 0.2


async def test_a_window_that_is_closed_takes_no_calls(
    hotline: Hotline, asterisk: AsteriskServer, headset: Browser, cast: Town
) -> None:
    operator, window = await at_phone(headset, hotline, cast)
    await operator.be_ready()
    await window.close()
    await until(lambda: seat_of(cast.operator_28).why == "phone_lost", for_s=WAIT_S)
    await expect(operator.page.get_by_text("电话断开，已暂停派话")).to_be_visible()
    await expect(operator.page.locator("phone-lamp")).to_have_attribute("data-state", "closed")
    assert operator.faults == []
