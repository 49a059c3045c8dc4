"""What every switch promises of legs together, of repetition and of loss: on both switches, too."""

from __future__ import annotations

import asyncio

import pytest

from hotline.telephony import port
from hotline.telephony.handset import HandsetState, Heard
from tests.phones import until
from tests.telephony.acts import CHEN, LINE, SEAT, SHOP, arrive, is_, reach, ring, said
from tests.telephony.conftest import Ear, Stand

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
    while (now := await stand.switch.snapshot()).rooms:  # Asterisk takes a moment
        await asyncio.sleep(0.05)
    assert set(now.legs) == {leg}


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
    chen = stand.handsets.handset(CHEN)
    await is_(chen, HandsetState.IDLE)
    await chen.ring(LINE)
    assert chen.state is HandsetState.IDLE  # without a dial tone
    stand.restart()
    await stand.ear.next(port.SwitchBack)
    assert (await stand.switch.snapshot()).legs == {}
    await stand.dial_tone()
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
