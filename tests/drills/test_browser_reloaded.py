"""The operator's telephone is a window of his browser, and it is loaded anew in the middle of a talk: the citizen hears music and
comes back to the same operator, though another is free.

Everything is real: Asterisk carries the sound, the desk and its telephone are Chromium's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser

from hotline.telephony.ari.server import AsteriskServer
from tests.calls.exchange import db, seat_of, until
from tests.drills.telephones import calls_of, stands
from tests.phones import Baresip, at, tone_share
from tests.running import Hotline
from tests.stories.conftest import CHEN, CHENS_TONE, LINE, SEATS_TONE
from tests.stories.hands import WAIT_S
from tests.stories.headsets import asterisk, at_phone, headset, picks_up

if TYPE_CHECKING:
    from hotline.calls.models import Seat
    from tests.town import Town

__all__ = ["asterisk", "headset"]

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]


def _another_is_free(cast: Town) -> Seat:
    """Let operator 21 be ready at a number outside; his page renews the seat elsewhere."""
    from hotline.calls import actions
    from hotline.calls.models import Phone

    person = cast.people["op21"]
    actions.sign_in(person, phone=Phone.OUTSIDE, outside="13800009921")
    return actions.ready(person)


async def test_the_citizen_hears_music_and_comes_back_to_the_same_operator(
    hotline: Hotline,
    asterisk: AsteriskServer,
    headset: Browser,
    cast: Town,
    tmp_path: Path,
    network: str,
) -> None:
    operator, window = await at_phone(headset, hotline, cast)
    await operator.be_ready()
    async with Baresip(tmp_path / "chen", f"{network}2", user=CHEN, tone=CHENS_TONE) as chen:
        await chen.dial(LINE, at=at(asterisk))
        await picks_up(operator, window)
        await chen.hears(seconds=2)
        await db(_another_is_free)(cast)

        window.on("dialog", lambda dialog: dialog.accept())  # "leave the page?"
        await window.reload()
        await until(lambda: stands(CHEN, "waiting"), for_s=WAIT_S)
        assert (await db(seat_of)(cast.operator_28)).why == "phone_lost"
        await chen.hears(seconds=1)

        await picks_up(operator, window)
        await chen.hears(seconds=2)
        [call] = await db(calls_of)(CHEN)
        assert call.operator_id == cast.operator_28.pk
        assert (await db(seat_of)(cast.people["op21"])).state == "ready"
        await operator.can_strike("F10")
        await operator.strike("F10")
        await chen.gone()
        assert tone_share(chen.ear, SEATS_TONE) > 0.8
    await until(lambda: stands(CHEN, "ended"), for_s=WAIT_S)
    [call] = await db(calls_of)(CHEN)
    assert call.how == "answered"
    assert operator.faults == []
