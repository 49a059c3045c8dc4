"""Whoever has no business here: guesses passwords, calls without being known, dials or transfers behind our back.

Each is refused, and stands with his address in the log that bans read (docs/operations/asterisk.md).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hotline.telephony import port
from hotline.telephony.ari import AriSwitch
from hotline.telephony.ari.server import AsteriskServer
from tests.phones import Baresip, at, until
from tests.registering import register
from tests.telephony.conftest import Ear
from tests.telephony.wired import CHEN, CHENS_TONE, LINE, chen, ear, seat, switch

__all__ = ["chen", "ear", "seat", "switch"]

pytestmark = pytest.mark.asterisk
TRIES = 5
"""After so many the ban of our documents falls."""


def noted(asterisk: AsteriskServer, address: str, *events: str) -> int:
    """Return how often the switch's log notes one of these events with this sender, as fail2ban's filter reads it."""
    log = (asterisk.configuration.folder / "log" / "messages").read_text(errors="replace")
    said = rf'SECURITY.*SecurityEvent="(?:{"|".join(events)})".*RemoteAddress="IPV4/(?:UDP|TCP)/{re.escape(address)}/'
    return len(re.findall(said, log))


async def test_whoever_guesses_passwords_is_counted_by_his_address(
    asterisk: AsteriskServer, switch: AriSwitch, ear: Ear, network: str
) -> None:
    there, guesser = (asterisk.configuration.sip_address, asterisk.sip_port), f"{network}77"
    for n in range(TRIES):
        assert register(guesser, there, "seat-28", f"guess-{n}")[-1] == 401
    for n in range(TRIES):
        assert register(guesser, there, f"seat-{900 + n}", "guess")[-1] == 401
    wrong = ("InvalidPassword", "ChallengeResponseFailed")
    await until(lambda: noted(asterisk, guesser, *wrong) >= TRIES)
    await until(lambda: noted(asterisk, guesser, "InvalidAccountID", *wrong) >= 2 * TRIES)


async def test_whoever_knows_his_password_is_not_counted(
    asterisk: AsteriskServer, switch: AriSwitch, ear: Ear, network: str
) -> None:
    there, honest = (asterisk.configuration.sip_address, asterisk.sip_port), f"{network}79"
    assert register(honest, there, "seat-28", "of-seat-28") == [401, 200]
    await until(lambda: noted(asterisk, honest, "SuccessfulAuth"))
    assert not noted(
        asterisk, honest, "InvalidAccountID", "InvalidPassword", "ChallengeResponseFailed"
    )


@pytest.mark.parametrize("number", [LINE, "00441234567890", "seat-28"])
async def test_a_call_from_nowhere_is_refused_and_counted(
    asterisk: AsteriskServer, ear: Ear, folder: Path, network: str, number: str
) -> None:
    """He says that he is a citizen, as the carrier would; but he does not come from the carrier."""
    async with Baresip(folder / "x", f"{network}78", user=CHEN, tone=CHENS_TONE) as stranger:
        before = noted(asterisk, f"{network}78", "InvalidAccountID", "ChallengeSent")
        await stranger.dial(number, at=at(asterisk))
        await stranger.gone()
    await until(
        lambda: noted(asterisk, f"{network}78", "InvalidAccountID", "ChallengeSent") > before
    )
    assert not ear.has(port.CallArrived)


async def test_a_seat_cannot_pretend_to_be_a_citizen(
    asterisk: AsteriskServer, ear: Ear, seat: Baresip, folder: Path, network: str
) -> None:
    """The password of a seat opens that seat: a call with it is the seat's, whatever number it shows."""
    async with Baresip(
        folder / "forger",
        f"{network}79",
        user=CHEN,
        tone=CHENS_TONE,
        login="seat-28",
        password="of-seat-28",
    ) as forger:
        await forger.dial(LINE, at=at(asterisk))
        await forger.gone()
    assert not ear.has(port.CallArrived)


async def test_a_seat_that_talks_cannot_send_its_caller_elsewhere(
    asterisk: AsteriskServer, switch: AriSwitch, ear: Ear, chen: Baresip, seat: Baresip
) -> None:
    await chen.dial(LINE, at=at(asterisk))
    call = await ear.next(port.CallArrived)
    await switch.answer(call.leg)
    await switch.originate("seat", to="seat:28", caller_id=LINE, ring_s=20)
    await ear.next(port.LegAnswered, leg="seat")
    await switch.connect("talk", [call.leg, "seat"])
    await seat.hears(seconds=0.3)
    await seat.transfer("00441234567890", at=at(asterisk))
    await until(lambda: any(one.get("type") == "TRANSFER_FAILED" for one in seat.events))
    there = await switch.snapshot()
    assert call.leg in there.rooms["talk"]
    assert set(there.legs) <= {call.leg, "seat"}  # nobody else was rung
    await chen.hang_up()
