"""A seat whose telephone is the browser: on a real Asterisk, by the house's one address, with what both ends heard.

The microphone is Chromium's own made-up one, which hums a tone from a file; all else is as in service.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from hotline.telephony.ari import server
from hotline.telephony.ari.configuration import Trunk
from hotline.telephony.ari.server import AsteriskServer
from tests import phones
from tests.calls.exchange import db, seat_of, until
from tests.phones import Baresip, tone_share
from tests.registering import register
from tests.running import Hotline
from tests.stories import hands
from tests.stories.conftest import LINE, PATIENCE_MS
from tests.stories.hands import WAIT_S, Operator
from tests.ui.conftest import CHROMIUM, QUIET

if TYPE_CHECKING:
    from tests.town import Town

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]
CHEN = "13800005126"
CHENS_TONE, SEATS_TONE = 500, 900
AUDIBLE = 100
"""Loudness of a voice; the browser takes a steady tone for noise and makes it softer, but not that soft."""
LOUDEST_HZ = """async () => {
  const sound = new AudioContext({ sampleRate: 48000 });
  const ear = sound.createAnalyser();
  ear.fftSize = 8192;
  sound.createMediaStreamSource(document.querySelector("soft-phone audio").srcObject).connect(ear);
  await new Promise((go) => setTimeout(go, 1500));
  const all = new Float32Array(ear.frequencyBinCount);
  ear.getFloatFrequencyData(all);
  const most = all.indexOf(Math.max(...all));
  const told = [most * 48000 / ear.fftSize, all[most]];
  await sound.close();
  return told;
}"""
"""What the browser plays most of now: its pitch, Hz, and how loud it is, dB below the loudest there can be."""


@pytest.fixture
def asterisk(tmp_path: Path, network: str) -> Iterator[AsteriskServer]:
    """A real Asterisk whose seats have no lasting accounts; its carrier is at …2."""
    trunk = Trunk(contact=f"{network}2:5070", networks=(f"{network}2/32",))
    here = f"{network}1"
    running = server.start(tmp_path / "asterisk", sip_address=here, media_address=here, trunk=trunk)
    yield running
    running.stop()


@pytest.fixture
async def headset(tmp_path: Path) -> AsyncIterator[Browser]:
    """A real browser with a microphone."""
    tone = tmp_path / "tone.wav"
    phones.write_tone(tone, SEATS_TONE, seconds=30)
    heard = [
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={tone}",
        "--autoplay-policy=no-user-gesture-required",
    ]
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *heard])
        yield started
        await started.close()


async def at_phone(
    browser: Browser, hotline: Hotline, cast: Town, *, before: str = ""
) -> tuple[Operator, Page]:
    """Let operator 28 sign on with the telephone in his browser; return the desk and the telephone's window.

    *before* is a script that each of his pages runs first.
    """
    operator = await hands.at_desk(browser, hotline.address)
    await operator.page.context.add_init_script(before)
    await operator.page.context.grant_permissions(["microphone"])
    await operator.sign_in("op28", await db(hands.password)(cast))
    async with operator.page.context.expect_page() as opened:
        await operator.sign_on("browser")
    window = await opened.value
    window.on("pageerror", lambda fault: operator.faults.append(str(fault)))
    await expect(window.locator("soft-phone")).to_have_attribute(
        "data-state", "ready", timeout=PATIENCE_MS
    )
    return operator, window


def _secret(person: object) -> str:
    from hotline.calls import accounts

    found = accounts.of(seat_of(person))  # type: ignore[arg-type]
    assert found is not None
    return found.password


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

    secret = await db(_secret)(cast.operator_28)
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
    phone = window.locator("soft-phone")
    await chen.dial(LINE, at=f"{switch[0]}:{switch[1]}")
    await expect(operator.bar("ringing")).to_be_visible()
    await expect(phone).to_have_attribute("data-state", "ringing")
    await operator.can_strike("F2")
    await operator.strike("F2")
    await expect(operator.bar("talking")).to_be_visible()
    await expect(phone).to_have_attribute("data-state", "talking")
    await chen.hears(seconds=2)
    pitch, loud = await window.evaluate(LOUDEST_HZ)
    assert abs(pitch - CHENS_TONE) < 20, pitch
    assert loud > -60, loud

    mute = operator.page.locator("phone-lamp").locator('[data-ask="mute"]')
    await operator.can_strike("M")
    assert phones.loudness(chen.ear) > AUDIBLE
    await operator.strike("m")
    await expect(mute).to_have_attribute("aria-pressed", "true")
    await chen.hears(seconds=2)
    assert phones.loudness(chen.ear) < AUDIBLE / 5
    await operator.strike("m")
    await expect(mute).to_have_attribute("aria-pressed", "false")
    await chen.hears(seconds=2)
    assert phones.loudness(chen.ear) > AUDIBLE

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
