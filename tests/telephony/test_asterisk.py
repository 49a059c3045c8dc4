"""What only a real Asterisk can show: sound, words on the wire, accounts, older Asterisks."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from hotline.telephony import port, recording
from hotline.telephony.ari import Access, AriHandsets, AriSwitch, addresses, client
from hotline.telephony.ari.server import AsteriskServer
from tests import phones
from tests.phones import Baresip, Sipp, at, tone_share, until
from tests.registering import register
from tests.telephony.conftest import Ear
from tests.telephony.wired import CHEN, CHENS_TONE, LINE, SEATS_TONE, chen, ear, seat, switch

__all__ = ["chen", "ear", "seat", "switch"]

pytestmark = pytest.mark.asterisk
SHOP = "95598"


async def test_caller_and_seat_hear_each_other_and_both_are_recorded(
    asterisk: AsteriskServer, switch: AriSwitch, ear: Ear, chen: Baresip, seat: Baresip
) -> None:
    assert "seat:28" in (await switch.snapshot()).phones
    await chen.dial(LINE, at=at(asterisk))
    call = await ear.next(port.CallArrived)
    assert (call.number, call.dialled) == (CHEN, LINE)
    await switch.answer(call.leg)
    await switch.wait_with_music(call.leg)
    await chen.hears(seconds=0.3)
    await switch.originate("seat", to="seat:28", caller_id=CHEN, ring_s=20)
    await ear.next(port.LegAnswered, leg="seat")
    await switch.connect("talk", [call.leg, "seat"])
    await chen.press("5")
    assert (await ear.next(port.Digit, leg=call.leg)).digit == "5"
    await chen.hears(seconds=1.2)
    await seat.hears(seconds=1.2)
    await chen.hang_up()
    await ear.next(port.LegGone, leg=call.leg)
    await switch.hang_up("seat")
    await seat.gone()

    assert tone_share(chen.ear, SEATS_TONE) > 0.9
    assert tone_share(chen.ear, CHENS_TONE) < 0.2
    assert tone_share(seat.ear, CHENS_TONE) > 0.9
    assert tone_share(seat.ear, SEATS_TONE) < 0.2
    recordings = asterisk.configuration.recordings
    said, heard = (recording.file(recordings, call.recording, side) for side in recording.Side)
    await until(lambda: tone_share(said, CHENS_TONE) > 0.9 and tone_share(heard, SEATS_TONE) > 0.9)
    assert tone_share(said, SEATS_TONE) < 0.1
    assert tone_share(heard, CHENS_TONE) < 0.1
    assert len(recording.read(said)) == len(recording.read(heard))  # one time for both
    assert set(recordings.glob(f"{call.recording}*")) == {said, heard}
    assert recordings.stat().st_mode & 0o77 == 0


async def test_the_music_comes_back_for_who_waits_after_nobody_did(
    asterisk: AsteriskServer, switch: AriSwitch, ear: Ear, chen: Baresip, seat: Baresip
) -> None:
    """Asterisk ends it when the last who heard it goes; a caller who is held would then hear nothing at all."""
    await chen.dial(LINE, at=at(asterisk))
    call = await ear.next(port.CallArrived)
    await switch.answer(call.leg)
    await switch.originate("seat", to="seat:28", caller_id=CHEN, ring_s=20)
    await ear.next(port.LegAnswered, leg="seat")
    for _ in range(3):
        await switch.wait_with_music(call.leg)
        await chen.hears(seconds=0.5)
        await switch.connect("talk", [call.leg, "seat"])
        await chen.hears(seconds=0.5)
        await until(lambda: "ARI_MOH" not in asterisk.command("core show channels"))
    await chen.hang_up()
    await ear.next(port.LegGone, leg=call.leg)
    await switch.hang_up("seat")
    await seat.gone()


async def test_a_provider_never_sees_the_callers_number(
    asterisk: AsteriskServer,
    switch: AriSwitch,
    ear: Ear,
    chen: Baresip,
    folder: Path,
    network: str,
) -> None:
    shop = Sipp(folder / "shop", phones.PICKS_UP, f"{network}2")
    await chen.dial(LINE, at=at(asterisk))
    call = await ear.next(port.CallArrived)
    await switch.answer(call.leg)
    await _call_until_there(switch, ear, "shop")
    await switch.connect("talk", [call.leg, "shop"])
    await switch.connect("aside", ["shop"])
    await switch.connect("talk", ["shop"])
    await chen.press("5")  # what went before is on the wire when this comes back
    await ear.next(port.Digit, leg=call.leg)
    await switch.hang_up("shop")
    await shop.done()
    assert f"sip:{SHOP}@" in shop.wire
    assert f"sip:{LINE}@" in shop.wire
    assert CHEN not in shop.wire
    assert "UPDATE sip" not in shop.wire
    shop.stop()


async def test_a_citizen_whom_we_call_is_recorded_and_does_not_seem_to_leave_meanwhile(
    asterisk: AsteriskServer, switch: AriSwitch, ear: Ear, folder: Path, network: str
) -> None:
    async with Baresip(folder / "chen", f"{network}2", user=CHEN, tone=CHENS_TONE) as chen:
        await switch.originate("out", to=f"tel:{CHEN}", caller_id=LINE, ring_s=20, record=True)
        assert (await ear.next(port.LegAnswered)).recording == "out"
        assert not ear.has(port.LegGone)
        assert not (await switch.snapshot()).legs["out"].inbound
        await chen.hang_up()
        await ear.next(port.LegGone, leg="out")


async def _call_until_there(switch: AriSwitch, ear: Ear, leg: str) -> None:
    """Call the shop; sipp may need a moment to listen."""
    await switch.originate(leg, to=f"tel:{SHOP}", caller_id=LINE, ring_s=20)
    await ear.next(port.LegAnswered, leg=leg)


async def test_a_seats_account_lasts_as_long_as_somebody_sits_there(
    asterisk: AsteriskServer, switch: AriSwitch, ear: Ear, folder: Path, network: str
) -> None:
    await switch.provision("seat:7", "for-today")
    async with Baresip(
        folder / "seven",
        f"{network}5",
        user="seat-7",
        tone=SEATS_TONE,
        registrar=at(asterisk),
        password="for-today",
    ) as phone:
        await ear.next(port.PhoneOnline, address="seat:7")
        await switch.provision("seat:7", "for-today")  # who is registered stays so
        assert "seat:7" in (await switch.snapshot()).phones
        headers = {"X-Call-Id": "42"}
        await switch.originate("seven", to="seat:7", caller_id=CHEN, ring_s=20, headers=headers)
        await ear.next(port.LegAnswered, leg="seven")
        await switch.hang_up("seven")
        await ear.next(port.LegGone, leg="seven")
        await phone.gone()
        await switch.revoke("seat:7")
        await switch.revoke("seat:7")
        await switch.originate("again", to="seat:7", caller_id=CHEN, ring_s=20)
        assert (await ear.next(port.LegFailed, leg="again")).cause == "unreachable"
        assert "seat:7" not in (await switch.snapshot()).phones


async def test_a_seats_telephone_cannot_dial_by_itself(
    asterisk: AsteriskServer, ear: Ear, seat: Baresip
) -> None:
    await seat.dial("00441234567890", at=at(asterisk))
    await seat.gone()
    assert "404" in next(str(it) for it in seat.events if it.get("type") == "CALL_CLOSED")
    assert not ear.has(port.CallArrived)


async def test_an_asterisk_that_answers_on_http_alone_does_as_well(
    asterisk: AsteriskServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PING_S", 0)
    switch = AriSwitch(asterisk.access, dial=addresses.to_handsets)
    handsets = AriHandsets(asterisk.access)
    ear = Ear(switch)
    await handsets.open()
    await switch.open()
    await ear.next(port.SwitchBack)
    assert switch.ari.over_http
    phone = handsets.handset("seat:28")
    await switch.originate("seat", to="seat:28", caller_id=LINE, ring_s=20)
    await ear.next(port.LegRinging)
    await until(lambda: phone.shows == LINE)
    await phone.answer()
    await ear.next(port.LegAnswered)
    await switch.connect("talk", ["seat", "gone"])
    assert (await switch.snapshot()).rooms == {"talk": {"seat"}}
    await switch.hang_up("seat")
    await ear.next(port.LegGone)
    await switch.close_room("talk")
    await switch.close()
    await handsets.close()


async def test_nobody_commands_the_switch_without_its_password(asterisk: AsteriskServer) -> None:
    stranger = AriSwitch(Access(asterisk.url, asterisk.user, "guess"))
    await stranger.open()
    with pytest.raises(port.UnableToReachSwitch):
        await stranger.hang_up("leg")
    await stranger.close()
    async with httpx.AsyncClient(trust_env=False) as web:
        for path in ("/ari/channels", "/ari/asterisk/info"):
            assert (await web.get(asterisk.url + path)).status_code == 401
        for path in ("/metrics", "/httpstatus", "/static/"):
            assert (await web.get(asterisk.url + path)).status_code == 404


async def test_a_call_from_an_unknown_address_is_not_let_in(
    asterisk: AsteriskServer, ear: Ear, folder: Path, network: str
) -> None:
    async with Baresip(folder / "x", f"{network}66", user=CHEN, tone=CHENS_TONE) as stranger:
        await stranger.dial("00441234567890", at=at(asterisk))
        await stranger.gone()
    assert not ear.has(port.CallArrived)


async def test_an_account_that_is_written_into_the_switchs_own_files_stays_as_it_is(
    asterisk: AsteriskServer, switch: AriSwitch, ear: Ear, network: str
) -> None:
    there = asterisk.configuration.sip_address, asterisk.sip_port
    await switch.provision("seat:28", "another")
    await switch.revoke("seat:28")
    assert register(f"{network}9", there, "seat-28", "another")[-1] == 401
    assert register(f"{network}9", there, "seat-28", "of-seat-28") == [401, 200]


async def test_a_password_lets_nobody_register_any_more_once_it_is_revoked(
    asterisk: AsteriskServer, switch: AriSwitch, ear: Ear, network: str
) -> None:
    there, at = (asterisk.configuration.sip_address, asterisk.sip_port), f"{network}9"
    await switch.provision("seat:8", "first", browser=True)
    assert register(at, there, "seat-8", "first") == [401, 200]
    await switch.provision("seat:8", "second", browser=True)
    assert register(at, there, "seat-8", "first")[-1] == 401
    assert register(at, there, "seat-8", "second") == [401, 200]
    await switch.revoke("seat:8")
    assert register(at, there, "seat-8", "second")[-1] in (401, 403, 404)
