"""A seat whose telephone is the browser: its switch, its microphone, what it plays.

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
from hotline.telephony.prompts import MUSIC
from tests import phones
from tests.calls.exchange import db, seat_of
from tests.running import Hotline
from tests.stories import hands
from tests.stories.conftest import PATIENCE_MS, SEATS_TONE
from tests.stories.hands import Operator
from tests.ui.conftest import CHROMIUM, QUIET

if TYPE_CHECKING:
    from tests.town import Town

PLAYED = -60
"""How loud a tone is at least that somebody plays to the browser, dB below the loudest there can be."""
SILENT = -80
"""How loud a tone is at most that nobody plays."""
RATE, WINDOW = 48000, 8192
SPECTRUM = """async ([rate, size]) => {
  const sound = new AudioContext({ sampleRate: rate });
  const ear = sound.createAnalyser();
  ear.fftSize = size;
  sound.createMediaStreamSource(document.querySelector("soft-phone audio").srcObject).connect(ear);
  await new Promise((go) => setTimeout(go, 1500));
  const all = new Float32Array(ear.frequencyBinCount);
  ear.getFloatFrequencyData(all);
  await sound.close();
  return Array.from(all, (one) => Math.max(one, -200));
}"""


@pytest.fixture
def asterisk(tmp_path: Path, network: str) -> Iterator[AsteriskServer]:
    """A real Asterisk whose seats have no lasting accounts; its carrier is at …2 and …3."""
    running = switch(tmp_path, network)
    yield running
    running.stop()


def switch(folder: Path, network: str, *, music: Path = MUSIC) -> AsteriskServer:
    """Start an Asterisk whose seats have no lasting accounts."""
    trunk = Trunk(contact=f"{network}2:5070", networks=(f"{network}2/32", f"{network}3/32"))
    here = f"{network}1"
    return server.start(
        folder / "asterisk", sip_address=here, media_address=here, trunk=trunk, music=music
    )


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


async def picks_up(operator: Operator, window: Page, *, stands: str = "talking") -> None:
    """The telephone in the browser rings, and he takes the call by key."""
    phone = window.locator("soft-phone")
    await expect(phone).to_have_attribute("data-state", "ringing", timeout=PATIENCE_MS)
    await operator.can_strike("F2")
    await operator.strike("F2")
    await expect(phone).to_have_attribute("data-state", "talking")
    await expect(operator.bar(stands)).to_be_visible()


def password_of(person: object) -> str:
    """Return what the telephone of somebody's seat registers with now."""
    from hotline.calls import accounts

    found = accounts.of(seat_of(person))  # type: ignore[arg-type]
    assert found is not None
    return found.password


async def spectrum(window: Page) -> list[float]:
    """Listen to what the browser plays; return how loud each pitch is, dB below the loudest there can be."""
    found: list[float] = await window.evaluate(SPECTRUM, [RATE, WINDOW])
    return found


def loudest(sound: list[float]) -> tuple[float, float]:
    """Return the pitch that there is most of, Hz, and how loud it is, dB."""
    loud = max(sound)
    return sound.index(loud) * RATE / WINDOW, loud


def level(sound: list[float], hz: int) -> float:
    """Return how loud one pitch is, dB."""
    at = round(hz * WINDOW / RATE)
    return max(sound[at - 1 : at + 2])
