"""An operator who works elsewhere: the browser's sound has no direct way to the switch and goes by a real relay.

The browser is told to use nothing but relays, so that whoever is heard is heard by one.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser

from tests.phones import Baresip, at, tone_share
from tests.relay import relay
from tests.running import Hotline
from tests.stories.conftest import CHEN, CHENS_TONE, LINE, SEATS_TONE, on_switch
from tests.stories.headsets import PLAYED, asterisk, at_phone, headset, loudest, picks_up, spectrum

if TYPE_CHECKING:
    from hotline.telephony.ari.server import AsteriskServer
    from tests.town import Town

__all__ = ["asterisk", "headset"]

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]
BY_RELAY_ALONE = """
const Direct = RTCPeerConnection;
window.RTCPeerConnection = class extends Direct {
  constructor(told) {
    super({ ...told, iceTransportPolicy: "relay" });
    window.connection = this;
  }
};
"""


def _own_address() -> str:
    """Return this machine's address beside the loopback: there the relay and the switch are for browsers. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(("192.0.2.1", 9))
        return str(asked.getsockname()[0])


@pytest.fixture
def hotline(
    committed: str, tmp_path: Path, asterisk: AsteriskServer, cast: Town
) -> Iterator[Hotline]:
    """The whole system on the real switch, with a relay that leads to it."""
    secret, here = tmp_path / "turn-secret", _own_address()
    secret.write_text("shared with the relay\n")
    with relay(tmp_path / "relay", here, secret="shared with the relay", to=here) as url:
        given = {
            "HOTLINE_PHONES_ADDRESS": here,
            "HOTLINE_TURN_URLS": url,
            "HOTLINE_TURN_SECRET_FILE": str(secret),
        }
        with on_switch(tmp_path, committed, asterisk, **given) as running:
            yield running


async def test_both_hear_each_other_by_the_relay_alone(
    hotline: Hotline,
    asterisk: AsteriskServer,
    headset: Browser,
    cast: Town,
    tmp_path: Path,
    network: str,
) -> None:
    operator, window = await at_phone(headset, hotline, cast, before=BY_RELAY_ALONE)
    await operator.be_ready()
    async with Baresip(tmp_path / "chen", f"{network}2", user=CHEN, tone=CHENS_TONE) as chen:
        await chen.dial(LINE, at=at(asterisk))
        await picks_up(operator, window)
        await window.wait_for_function("connection.connectionState === 'connected'")
        await chen.hears(seconds=2)
        pitch, loud = loudest(await spectrum(window))
        assert abs(pitch - CHENS_TONE) < 20, pitch
        assert loud > PLAYED, loud
        await operator.can_strike("F10")
        await operator.strike("F10")
        await chen.gone()
        assert tone_share(chen.ear, SEATS_TONE) > 0.8
    assert operator.faults == []
