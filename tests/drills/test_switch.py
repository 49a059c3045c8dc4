"""The switch and its switchboard break down while people talk: no call drops that need not, and none is forgotten.

Everything is real: Asterisk carries the sound of SIP telephones, the system runs as its user runs it, the desk is Chromium.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, expect

from hotline.telephony.ari.server import AsteriskServer
from tests.calls.exchange import db, until
from tests.phones import Baresip, at, tone_share
from tests.running import Hotline
from tests.stories import hands
from tests.stories.conftest import (
    CHEN,
    CHENS_TONE,
    LINE,
    SEATS_TONE,
    asterisk,
    browser,
    cast,
    chen,
    hotline,
    network,
    seat,
)
from tests.stories.hands import WAIT_S

if TYPE_CHECKING:
    from hotline.calls.models import Call
    from tests.town import Town

__all__ = ["asterisk", "browser", "cast", "chen", "hotline", "network", "seat"]

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]
WANG, WANGS_TONE = "13800005127", 700


@pytest.fixture
async def wang(tmp_path: Path, network: str) -> AsyncIterator[Baresip]:
    """Mr Wang's, behind the same carrier."""
    async with Baresip(tmp_path / "wang", f"{network}3", user=WANG, tone=WANGS_TONE) as phone:
        yield phone


async def at_work(browser: Browser, hotline: Hotline, cast: Town) -> hands.Operator:
    """Have operator 28 at the desk, ready."""
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    await operator.take_seat()
    return operator


async def talk(chen: Baresip, seat: Baresip, asterisk: AsteriskServer) -> None:
    """Let Ms Chen ring and seat 28 pick up."""
    await chen.dial(LINE, at=at(asterisk))
    await seat.answer()
    await until(lambda: stands(CHEN, "talking"), for_s=WAIT_S)


def calls_of(number: str) -> list[Call]:
    """Return all calls with this number, the first first."""
    from hotline.callers import queries as callers
    from hotline.callers.numbers import read
    from hotline.calls.models import Call

    return list(Call.objects.filter(caller=callers.find_by_number(read(number))).order_by("pk"))


def stands(number: str, *statuses: str) -> bool:
    """Say whether a call with this number stands so."""
    return any(call.status in statuses for call in calls_of(number))


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


def is_owed(number: str) -> bool:
    """Say whether somebody must call this number back."""
    from hotline.callers import queries as callers
    from hotline.callers.numbers import read
    from hotline.wishes.models import Wish

    return Wish.objects.filter(caller=callers.find_by_number(read(number)), status="open").exists()
