"""What every switch promises of single legs: the same tests in memory and on a real Asterisk."""

from __future__ import annotations

import asyncio

import pytest

from hotline.callers import numbers
from hotline.telephony import port
from hotline.telephony.handset import HandsetState
from tests.phones import until
from tests.telephony.acts import (
    CHEN,
    LINE,
    OTHER_SEAT,
    SEAT,
    SHOP,
    arrive,
    heard,
    is_,
    reach,
    ring,
    said,
)
from tests.telephony.conftest import Ear, Stand

# -- calls that arrive -----------------------------------------------------------------------------


async def test_a_call_arrives_with_its_number_and_what_it_dialled(stand: Stand) -> None:
    chen = stand.handsets.handset(CHEN)
    await chen.ring(LINE)
    call = await stand.ear.next(port.CallArrived)
    assert (call.number, call.dialled) == ("13800005126", LINE)
    assert chen.state is HandsetState.DIALLING


async def test_a_call_whose_number_is_withheld_arrives_without_one(stand: Stand) -> None:
    chen = stand.handsets.handset(CHEN)
    await chen.ring(LINE, withheld=True)
    call = await stand.ear.next(port.CallArrived)
    assert not numbers.from_carrier(call.number).known
    assert chen.connection == call.leg
    leg = (await stand.switch.snapshot()).legs[call.leg]
    assert not numbers.from_carrier(leg.number).known


async def test_an_arriving_call_is_recorded_under_a_name_without_its_number(stand: Stand) -> None:
    await stand.handsets.handset(CHEN).ring(LINE)
    call = await stand.ear.next(port.CallArrived)
    assert call.recording
    assert "13800005126" not in call.recording


async def test_an_arriving_call_is_up_when_it_is_answered(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    assert (await stand.switch.snapshot()).legs[leg].up
    assert chen.state is HandsetState.TALKING


async def test_a_caller_who_gives_up_before_the_answer_is_gone(stand: Stand) -> None:
    chen = stand.handsets.handset(CHEN)
    await chen.ring(LINE)
    call = await stand.ear.next(port.CallArrived)
    await chen.hang_up()
    await stand.ear.next(port.LegGone, leg=call.leg)
    await is_(chen, HandsetState.IDLE)


async def test_calls_that_came_while_nobody_listened_are_taken_up_afterwards(stand: Stand) -> None:
    await stand.switch.close()
    chen = stand.handsets.handset(CHEN)
    await chen.ring(LINE)
    later = stand.another()
    await later.open()
    ear = Ear(later)
    call = await ear.next(port.CallArrived)
    assert (call.number, call.dialled) == ("13800005126", LINE)
    await later.answer(call.leg)
    await is_(chen, HandsetState.TALKING)
    await later.close()


# -- prompts, music, digits ------------------------------------------------------------------------


async def test_a_caller_hears_prompts_one_after_the_other(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    await stand.switch.play(leg, ["thanks", "please_wait"])
    await stand.ear.next(port.PromptsPlayed, leg=leg)
    await until(lambda: heard(chen, "prompt", "please_wait"))
    assert [it.text for it in chen.heard] == ["thanks", "please_wait"]


async def test_prompts_take_the_place_of_those_still_playing(stand: Stand) -> None:
    _, leg = await arrive(stand)
    await stand.switch.play(leg, ["nobody_free"])
    await stand.switch.play(leg, ["thanks"])
    await stand.ear.next(port.PromptsPlayed, leg=leg)
    await stand.switch.hang_up(leg)
    await stand.ear.next(port.LegGone, leg=leg)
    assert not stand.ear.has(port.PromptsPlayed)


async def test_prompts_that_are_stopped_do_not_count_as_played(stand: Stand) -> None:
    _, leg = await arrive(stand)
    await stand.switch.play(leg, ["nobody_free"])
    await stand.switch.stop_playing(leg)
    await stand.switch.hang_up(leg)
    await stand.ear.next(port.LegGone, leg=leg)
    assert not stand.ear.has(port.PromptsPlayed)


async def test_a_waiting_caller_hears_music_and_prompts_over_it(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    await stand.switch.wait_with_music(leg)
    await until(lambda: heard(chen, "music"))
    await stand.switch.play(leg, ["please_wait"])
    await stand.ear.next(port.PromptsPlayed, leg=leg)
    await until(lambda: heard(chen, "prompt", "please_wait"))
    assert (await stand.switch.snapshot()).waiting == {leg}


async def test_an_answer_need_not_wait_for_the_end_of_a_prompt(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    seat = await reach(stand, "seat", SEAT)
    await stand.switch.play(leg, ["nobody_free"])
    await stand.switch.connect("talk", [leg, "seat"])
    await seat.speak("您好")
    await until(lambda: said(chen) == ["您好"])
    assert not stand.ear.has(port.PromptsPlayed)


async def test_pressed_keys_are_told(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    await chen.press("2#")
    assert (await stand.ear.next(port.Digit, leg=leg)).digit == "2"
    assert (await stand.ear.next(port.Digit, leg=leg)).digit == "#"


# -- calling somebody ------------------------------------------------------------------------------


async def test_a_telephone_that_is_picked_up_is_answered(stand: Stand) -> None:
    seat = await ring(stand, "seat", SEAT)
    await seat.answer()
    answered = await stand.ear.next(port.LegAnswered, leg="seat")
    assert answered.recording == ""
    assert seat.state is HandsetState.TALKING


async def test_a_called_telephone_shows_the_number_we_give_and_no_other(stand: Stand) -> None:
    _, leg = await arrive(stand)
    shop = await reach(stand, "shop", SHOP)
    await stand.switch.connect("talk", [leg, "shop"])
    assert shop.shows == LINE


async def test_a_called_leg_is_recorded_when_asked_for(stand: Stand) -> None:
    shop = stand.handsets.handset(SHOP)
    await stand.switch.originate("shop", to=SHOP, caller_id=LINE, ring_s=20, record=True)
    await is_(shop, HandsetState.RINGING)
    await shop.answer()
    assert (await stand.ear.next(port.LegAnswered, leg="shop")).recording == "shop"
    assert (await stand.switch.snapshot()).legs["shop"].recording == "shop"
    await shop.hang_up()
    await stand.ear.next(port.LegGone, leg="shop")


async def test_a_telephone_can_refuse(stand: Stand) -> None:
    seat = await ring(stand, "seat", SEAT)
    await seat.refuse()
    assert (await stand.ear.next(port.LegFailed, leg="seat")).cause == "refused"
    await is_(seat, HandsetState.IDLE)


async def test_a_telephone_in_a_call_is_busy(stand: Stand) -> None:
    chen, _ = await arrive(stand)
    await stand.switch.originate("again", to=CHEN, caller_id=LINE, ring_s=20)
    assert (await stand.ear.next(port.LegFailed, leg="again")).cause == "busy"
    assert chen.state is HandsetState.TALKING


async def test_a_telephone_that_nobody_picks_up_gives_no_answer(stand: Stand) -> None:
    seat = await ring(stand, "seat", SEAT, ring_s=1)
    assert (await stand.ear.next(port.LegFailed, leg="seat")).cause == "no_answer"
    await is_(seat, HandsetState.IDLE)


@pytest.mark.parametrize("address", ["seat:99", "tel:00", "nonsense", "tel:1@example.org"])
async def test_a_telephone_that_is_not_there_is_unreachable(stand: Stand, address: str) -> None:
    await stand.switch.originate("leg", to=address, caller_id=LINE, ring_s=20)
    assert (await stand.ear.next(port.LegFailed, leg="leg")).cause == "unreachable"


async def test_a_call_taken_back_while_it_rings_is_cancelled(stand: Stand) -> None:
    seat = await ring(stand, "seat", SEAT)
    await stand.switch.hang_up("seat")
    assert (await stand.ear.next(port.LegFailed, leg="seat")).cause == "cancelled"
    await is_(seat, HandsetState.IDLE)


async def test_a_leg_needs_an_id_that_can_be_a_name(stand: Stand) -> None:
    with pytest.raises(ValueError, match="not the id of a leg"):
        await stand.switch.originate("../etc", to=SEAT, caller_id=LINE, ring_s=20)


async def test_a_seat_dials_nothing_itself(stand: Stand) -> None:
    seat = stand.handsets.handset(SEAT)
    await seat.ring("00441234567890")
    assert seat.state is HandsetState.IDLE


async def test_a_seats_telephone_is_told_when_it_comes_online(stand: Stand) -> None:
    stand.handsets.handset(OTHER_SEAT)
    await stand.ear.next(port.PhoneOnline, address=OTHER_SEAT)
    assert OTHER_SEAT in (await stand.switch.snapshot()).phones


async def test_keys_pressed_for_a_caller_reach_his_telephone(stand: Stand) -> None:
    shop = await reach(stand, "shop", SHOP)
    await stand.switch.press("shop", "12")
    await until(lambda: "".join(it.text for it in shop.heard if it.kind == "keys") == "12")


async def test_who_gave_up_while_nobody_listened_is_told_afterwards_until_he_is_forgotten(
    stand: Stand,
) -> None:
    await stand.switch.close()
    chen = stand.handsets.handset(CHEN)
    await chen.ring(LINE)
    await asyncio.sleep(0.5)  # the switch has tried to reach a switchboard
    await chen.hang_up()
    await is_(chen, HandsetState.IDLE)
    later = stand.another()
    await later.open()
    ear = Ear(later)
    await ear.next(port.SwitchBack)
    [missed] = (await later.snapshot()).missed
    assert (missed.number, missed.dialled) == ("13800005126", LINE)
    await later.forget([missed.id])
    assert (await later.snapshot()).missed == ()
    await later.close()


async def test_an_account_is_known_until_it_is_revoked(
    stand: Stand,
) -> None:
    switch = stand.switch
    for _time in range(2):
        await switch.provision("seat:44", "for-today", browser=True)
        assert "seat:44" in (await switch.snapshot()).accounts
    for _time in range(2):
        await switch.revoke("seat:44")
        assert "seat:44" not in (await switch.snapshot()).accounts
