"""The switch and its switchboard break down while people talk: no call drops that need not, and none is forgotten.

Everything is real: Asterisk carries the sound of SIP telephones, the system runs as its user runs it, the desk is Chromium.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, expect

from hotline.telephony.ari.server import AsteriskServer
from tests.calls.exchange import db, until
from tests.drills.conftest import WANG
from tests.drills.telephones import at_work, calls_of, is_owed, stands, talk
from tests.phones import Baresip, at, tone_share
from tests.running import Hotline
from tests.stories.conftest import CHEN, CHENS_TONE, LINE, SEATS_TONE
from tests.stories.hands import WAIT_S

if TYPE_CHECKING:
    from tests.town import Town

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


async def test_a_switchboard_that_is_killed_drops_no_call_and_misses_none(
    hotline: Hotline,
    asterisk: AsteriskServer,
    browser: Browser,
    cast: Town,
    chen: Baresip,
    wang: Baresip,
    seat: Baresip,
) -> None:
    await at_work(browser, hotline, cast)
    await talk(chen, seat, asterisk)

    gone = hotline.kill("switchboard")
    await wang.dial(LINE, at=at(asterisk))
    await wang.hears(seconds=0.5)  # held by the switch itself
    await chen.hears(seconds=2.0)
    await seat.hears(seconds=2.0)
    await until(lambda: stands(WANG, "waiting"), for_s=WAIT_S)
    assert hotline.pid("switchboard") != gone
    assert await db(stands)(CHEN, "talking")

    await chen.hang_up()
    await until(lambda: stands(CHEN, "ended"), for_s=WAIT_S)
    await wang.hang_up()
    await until(lambda: stands(WANG, "ended"), for_s=WAIT_S)
    assert tone_share(chen.ear, SEATS_TONE) > 0.9
    assert tone_share(seat.ear, CHENS_TONE) > 0.9
    [talked], [waited] = await db(calls_of)(CHEN), await db(calls_of)(WANG)
    assert (talked.how, waited.how) == ("answered", "missed")
    await until(lambda: is_owed(WANG), for_s=WAIT_S)


async def test_an_asterisk_that_is_killed_is_said_at_the_desk_and_its_calls_are_owed(
    hotline: Hotline,
    asterisk: AsteriskServer,
    browser: Browser,
    cast: Town,
    chen: Baresip,
    wang: Baresip,
    seat: Baresip,
) -> None:
    operator = await at_work(browser, hotline, cast)
    await talk(chen, seat, asterisk)
    await wang.dial(LINE, at=at(asterisk))
    await until(lambda: stands(WANG, "waiting"), for_s=WAIT_S)

    said = operator.page.locator("trouble-line").get_by_text("电话交换机没有回应")
    asterisk.kill()
    try:
        # Long before the line asks by itself, which it does every half minute: it is told.
        await expect(said).to_be_visible(timeout=15_000)
    finally:
        asterisk.start()
    await expect(said).to_be_hidden()
    await until(lambda: stands(CHEN, "ended") and stands(WANG, "ended"), for_s=WAIT_S)
    [talked], [waited] = await db(calls_of)(CHEN), await db(calls_of)(WANG)
    assert (talked.how, waited.how) == ("lost", "lost")
    await until(lambda: is_owed(CHEN) and is_owed(WANG), for_s=WAIT_S)

    await wang.hang_up()  # nobody has told the telephone
    await wang.dial(LINE, at=at(asterisk))  # taken up again by itself
    await until(lambda: len(calls_of(WANG)) == 2, for_s=WAIT_S)
    assert operator.faults == []
