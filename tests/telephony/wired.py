"""Telephones that are really wired to a real Asterisk: a citizen behind the carrier, and the one of seat 28."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hotline.telephony import port
from hotline.telephony.ari import AriSwitch
from hotline.telephony.ari.server import AsteriskServer
from tests.phones import Baresip, of_seat_28
from tests.telephony.conftest import Ear, tidy

CHEN, LINE = "13800005126", "12345"
CHENS_TONE, SEATS_TONE = 500, 900


@pytest.fixture
async def switch(asterisk: AsteriskServer) -> AsyncIterator[AriSwitch]:
    """A switchboard whose seats and carrier are SIP telephones."""
    configuration = asterisk.configuration
    found = AriSwitch(
        asterisk.access,
        prompts=configuration.prompts,
        media_address=configuration.media_address,
        made_up=False,
    )
    await found.open()
    yield found
    await found.close()
    await tidy(asterisk)


@pytest.fixture
async def ear(switch: AriSwitch) -> Ear:
    listening = Ear(switch)
    await listening.next(port.SwitchBack)
    return listening


@pytest.fixture
async def chen(folder: Path, network: str) -> AsyncIterator[Baresip]:
    """A citizen behind the carrier."""
    async with Baresip(folder / "chen", f"{network}3", user=CHEN, tone=CHENS_TONE) as phone:
        yield phone


@pytest.fixture
async def seat(
    folder: Path, network: str, asterisk: AsteriskServer, ear: Ear
) -> AsyncIterator[Baresip]:
    """The telephone of seat 28, registered."""
    async with of_seat_28(folder, network, asterisk, tone=SEATS_TONE, picks_up=True) as phone:
        await ear.next(port.PhoneOnline, address="seat:28")
        yield phone
    await ear.next(port.PhoneOffline, address="seat:28")
