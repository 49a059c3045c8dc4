"""What every switch promises: the same tests in memory and on a real Asterisk."""

from __future__ import annotations

import pytest

from hotline.telephony import port
from hotline.telephony.handset import Handset, HandsetState, Heard
from tests.phones import until
from tests.telephony.conftest import Ear, Stand

CHEN, SHOP, SEAT, OTHER_SEAT = "tel:13800005126", "tel:95598", "seat:28", "seat:31"
LINE = "12345"


def said(phone: Handset) -> list[str]:
    return [it.text for it in phone.heard if it.kind == "words"]


def heard(phone: Handset, kind: str, text: str = "") -> bool:
    return any((it.kind, it.text) == (kind, text) for it in phone.heard)


async def is_(phone: Handset, state: HandsetState) -> None:
    await until(lambda: phone.state is state, f"{phone.address} is {phone.state}, not {state}")


async def arrive(stand: Stand, address: str = CHEN) -> tuple[Handset, port.LegId]:
    """Let somebody call us and be answered."""
    phone = stand.handsets.handset(address)
    await phone.ring(LINE)
    leg = (await stand.ear.next(port.CallArrived)).leg
    await stand.switch.answer(leg)
    await is_(phone, HandsetState.TALKING)
    return phone, leg


async def ring(stand: Stand, leg: port.LegId, to: str, *, ring_s: int = 20) -> Handset:
    """Ring a telephone that is there."""
    phone = stand.handsets.handset(to)
    await stand.switch.originate(leg, to=to, caller_id=LINE, ring_s=ring_s)
    await stand.ear.next(port.LegRinging, leg=leg)
    await is_(phone, HandsetState.RINGING)
    return phone


async def reach(stand: Stand, leg: port.LegId, to: str) -> Handset:
    """Ring a telephone that picks up."""
    phone = await ring(stand, leg, to)
    await phone.answer()
    await stand.ear.next(port.LegAnswered, leg=leg)
    return phone


# -- calls that arrive -----------------------------------------------------------------------------


async def test_a_call_arrives_with_its_number_and_what_it_dialled(stand: Stand) -> None:
    chen = stand.handsets.handset(CHEN)
    await chen.ring(LINE)
    call = await stand.ear.next(port.CallArrived)
    assert (call.number, call.dialled) == ("13800005126", LINE)
    assert chen.state is HandsetState.DIALLING


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


# -- rooms -----------------------------------------------------------------------------------------


async def test_legs_in_a_room_hear_each_other(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    seat = await reach(stand, "seat", SEAT)
    await stand.switch.connect("talk", [leg, "seat"])
    await chen.speak("我家水管漏了")
    await seat.speak("马上派人")
    await until(lambda: said(seat) == ["我家水管漏了"] and said(chen) == ["马上派人"])


async def test_a_leg_that_moves_hears_the_new_room_and_not_the_old(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    seat, shop = await reach(stand, "seat", SEAT), await reach(stand, "shop", SHOP)
    await stand.switch.connect("talk", [leg, "seat"])
    await stand.switch.connect("ask", ["seat", "shop"])
    await shop.speak("两点到")
    await until(lambda: said(seat) == ["两点到"])
    assert said(chen) == []
    assert (await stand.switch.snapshot()).rooms == {"talk": {leg}, "ask": {"seat", "shop"}}


async def test_a_waiting_leg_that_is_connected_waits_no_more(stand: Stand) -> None:
    _, leg = await arrive(stand)
    await stand.switch.wait_with_music(leg)
    await stand.switch.connect("talk", [leg])
    now = await stand.switch.snapshot()
    assert now.rooms == {"talk": {leg}}
    assert now.waiting == set()
    await stand.switch.wait_with_music(leg)
    now = await stand.switch.snapshot()
    assert now.rooms == {"talk": set()}
    assert now.waiting == {leg}


async def test_a_third_leg_joins_those_in_the_room(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    seat, shop = await reach(stand, "seat", SEAT), await reach(stand, "shop", SHOP)
    await stand.switch.connect("talk", [leg, "seat"])
    await stand.switch.connect("talk", ["shop"])
    await shop.speak("你好")
    await until(lambda: said(seat) == ["你好"] and said(chen) == ["你好"])


async def test_closing_a_room_leaves_its_legs(stand: Stand) -> None:
    _, leg = await arrive(stand)
    await stand.switch.connect("talk", [leg])
    await stand.switch.close_room("talk")
    now = await stand.switch.snapshot()
    assert (set(now.legs), now.rooms) == ({leg}, {})


# -- the end ---------------------------------------------------------------------------------------


async def test_a_hang_up_by_either_side_is_told_and_leaves_the_other(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    seat = await reach(stand, "seat", SEAT)
    await stand.switch.connect("talk", [leg, "seat"])
    await chen.hang_up()
    await stand.ear.next(port.LegGone, leg=leg)
    assert (await stand.switch.snapshot()).rooms == {"talk": {"seat"}}
    await stand.switch.hang_up("seat")
    await stand.ear.next(port.LegGone, leg="seat")
    await is_(seat, HandsetState.IDLE)


async def test_each_event_comes_once(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    seat = await reach(stand, "seat", SEAT)
    await stand.switch.connect("talk", [leg, "seat"])
    await seat.hang_up()
    await stand.ear.next(port.LegGone, leg="seat")
    await chen.hang_up()
    await stand.ear.next(port.LegGone, leg=leg)
    assert [it for it in stand.ear.events if not isinstance(it, port.PhoneOnline)] == []


# -- again and too late ----------------------------------------------------------------------------


async def test_commands_repeated_are_harmless(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    await stand.switch.answer(leg)
    seat = await ring(stand, "seat", SEAT)
    await stand.switch.originate("seat", to=SEAT, caller_id=LINE, ring_s=20)
    await seat.answer()
    await stand.ear.next(port.LegAnswered, leg="seat")
    await stand.switch.originate("seat", to=SEAT, caller_id=LINE, ring_s=20)
    for _ in range(2):
        await stand.switch.wait_with_music(leg)
    for _ in range(2):
        await stand.switch.connect("talk", [leg, "seat"])
    await chen.speak("喂")
    await until(lambda: said(seat) == ["喂"])
    for _ in range(2):
        await stand.switch.hang_up(leg)
        await stand.switch.hang_up("seat")
        await stand.switch.close_room("talk")
    await stand.ear.next(port.LegGone, leg=leg)
    await stand.ear.next(port.LegGone, leg="seat")
    assert not stand.ear.has(port.LegFailed)
    assert not stand.ear.has(port.LegRinging)


async def test_commands_on_what_is_gone_do_nothing(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    await chen.hang_up()
    await stand.ear.next(port.LegGone, leg=leg)
    await stand.switch.answer(leg)
    await stand.switch.play(leg, ["thanks"])
    await stand.switch.stop_playing(leg)
    await stand.switch.wait_with_music(leg)
    await stand.switch.connect("talk", [leg, "never"])
    await stand.switch.hang_up(leg)
    now = await stand.switch.snapshot()
    assert (now.legs, now.rooms, now.waiting) == ({}, {"talk": frozenset()}, frozenset())
    await stand.switch.close_room("talk")
    await stand.switch.close_room("never")


# -- what stands, and who commands -----------------------------------------------------------------


async def test_the_snapshot_tells_what_was_done(stand: Stand) -> None:
    _, leg = await arrive(stand)
    await reach(stand, "seat", SEAT)
    await ring(stand, "shop", SHOP)
    await stand.switch.connect("talk", [leg, "seat"])
    now = await stand.switch.snapshot()
    assert now.legs[leg] == port.Leg(leg, True, "13800005126", True, LINE, now.legs[leg].recording)
    assert now.legs[leg].recording
    assert now.legs["seat"] == port.Leg("seat", up=True, number="28", inbound=False)
    assert not now.legs["shop"].up
    assert set(now.legs) == {leg, "seat", "shop"}
    assert now.rooms == {"talk": {leg, "seat"}}


async def test_calls_go_on_while_the_switchboard_is_away(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    seat = await reach(stand, "seat", SEAT)
    await stand.switch.connect("talk", [leg, "seat"])
    before = await stand.switch.snapshot()
    await stand.switch.close()
    await chen.speak("还在吗")
    await until(lambda: said(seat) == ["还在吗"])

    later = stand.another()
    await later.open()
    ear = Ear(later)
    await ear.next(port.SwitchBack)
    assert await later.snapshot() == before
    await chen.press("1")
    assert (await ear.next(port.Digit)).leg == leg
    await chen.hang_up()
    await ear.next(port.LegGone, leg=leg)
    await seat.hang_up()
    await ear.next(port.LegGone, leg="seat")
    await later.close()


async def test_closing_ends_the_events(stand: Stand) -> None:
    await stand.switch.close()
    await stand.ear.task
    assert not stand.ear.has(port.SwitchLost)


async def test_the_first_switchboard_is_told_that_another_took_over(stand: Stand) -> None:
    later = stand.another()
    await later.open()
    ear = Ear(later)
    await ear.next(port.SwitchBack)
    await stand.ear.next(port.Replaced)
    await stand.ear.task
    with pytest.raises(port.UnableToReachSwitch):
        await stand.switch.snapshot()
    await stand.handsets.handset(CHEN).ring(LINE)
    await ear.next(port.CallArrived)
    assert stand.ear.events == []
    await later.close()


async def test_no_command_is_possible_before_the_connection(stand: Stand) -> None:
    with pytest.raises(port.UnableToReachSwitch):
        await stand.another().hang_up("leg")


async def test_a_lost_switch_is_told_and_comes_back_empty(stand: Stand) -> None:
    _, leg = await arrive(stand)
    stand.break_down()
    await stand.ear.next(port.SwitchLost)
    with pytest.raises(port.UnableToReachSwitch):
        await stand.switch.hang_up(leg)
    stand.restart()
    await stand.ear.next(port.SwitchBack)
    assert (await stand.switch.snapshot()).legs == {}
    await arrive(stand)


async def test_what_was_heard_is_told_with_who_said_it(stand: Stand) -> None:
    chen, leg = await arrive(stand)
    seat = await reach(stand, "seat", SEAT)
    await stand.switch.connect("talk", [leg, "seat"])
    changes: list[str] = []
    stand.handsets.watch(lambda phone: changes.append(phone.address))
    await chen.speak("喂")
    await until(lambda: seat.heard)
    assert seat.heard[0] == Heard(seat.heard[0].at, "words", "喂", CHEN)
    assert changes == [SEAT]
