"""The database is gone for twenty seconds while telephones talk and ring: nobody is cut off, and nothing is written down wrong.

Everything is real: Asterisk carries the sound of SIP telephones, the system runs as its user runs it, the desk is Chromium.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser

from hotline.telephony.ari.server import AsteriskServer
from tests.away import away
from tests.calls.exchange import db, let_go, until
from tests.drills.conftest import WANG
from tests.drills.telephones import at_work, calls_of, is_owed, stands, talk
from tests.phones import Baresip, at, tone_share
from tests.running import Hotline
from tests.stories.conftest import CHEN, CHENS_TONE, LINE, SEATS_TONE
from tests.stories.hands import WAIT_S

if TYPE_CHECKING:
    from tests.town import Town

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]
GONE_S = 20.0
NEAR_S = 2.0
"""How far apart two clocks may be that look at the same moment: a telephone's good-bye takes a while on a busy machine."""


async def test_while_the_database_is_gone_talks_go_on_callers_are_received_and_nothing_is_lost(
    committed: str,
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
    let_go()
    with away(committed):
        back_at = time.monotonic() + GONE_S
        await wang.dial(LINE, at=at(asterisk))
        await wang.hears(seconds=0.5)
        await wang.hang_up()
        gave_up_at = datetime.now(UTC)
        await wang.dial(LINE, at=at(asterisk))
        await wang.hears(seconds=2.0)  # the prompt is shorter: music after it
        await chen.hears(seconds=2.0)
        await seat.hears(seconds=2.0)
        await chen.hang_up()
        hung_up_at = datetime.now(UTC)
        await asyncio.sleep(max(0.0, back_at - time.monotonic()))

    await until(lambda: stands(CHEN, "ended"), for_s=WAIT_S)
    await until(lambda: len(calls_of(WANG)) == 2 and stands(WANG, "waiting"), for_s=WAIT_S)
    assert tone_share(chen.ear, SEATS_TONE) > 0.9
    assert tone_share(seat.ear, CHENS_TONE) > 0.9
    [talked], [gave_up, waits] = await db(calls_of)(CHEN), await db(calls_of)(WANG)
    assert (talked.how, gave_up.how, waits.status) == ("answered", "missed", "waiting")
    assert talked.ended_at
    assert gave_up.ended_at
    assert abs((talked.ended_at - hung_up_at).total_seconds()) < NEAR_S
    assert abs((gave_up.ended_at - gave_up_at).total_seconds()) < NEAR_S
    assert gave_up.ended_at < waits.arrived_at < talked.ended_at
    await until(lambda: is_owed(WANG), for_s=WAIT_S)

    await operator.bar("ended").wait_for()  # the desk has found its way back by itself
    await wang.hears(seconds=0.5)
    await wang.hang_up()
    await until(lambda: stands(WANG, "ended") and not stands(WANG, "waiting"), for_s=WAIT_S)
    assert not await db(_faults)()
    assert operator.faults == []


def _faults() -> list[str]:
    from hotline.journal import verify

    return [str(one) for one in verify.run()]
