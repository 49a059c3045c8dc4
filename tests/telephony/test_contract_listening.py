"""What every switch promises of somebody who listens to a call: who hears whom, on both switches."""

from __future__ import annotations

import asyncio

from hotline.telephony import port
from hotline.telephony.handset import Handset
from tests.phones import until
from tests.telephony import acts
from tests.telephony.acts import OTHER_SEAT, SEAT, arrive, reach
from tests.telephony.conftest import Stand

TRIAL = "听得见吗"
"""Said until a spy hears it: a real switch takes a moment to let one in, and out."""


def said(phone: Handset) -> list[str]:
    return [words for words in acts.said(phone) if words != TRIAL]


async def a_call(stand: Stand, *, whisper: bool) -> tuple[Handset, Handset, Handset, port.LegId]:
    """Let a citizen and an operator speak, and a leader listen in a room of his own."""
    chen, leg = await arrive(stand)
    seat, leader = await reach(stand, "seat", SEAT), await reach(stand, "leader", OTHER_SEAT)
    await stand.switch.connect("talk", [leg, "seat"])
    await stand.switch.connect("ear", ["leader"])
    await stand.switch.spy("spy", on="seat", room="ear", whisper=whisper)
    await until_heard(leader, chen, seat)
    return chen, seat, leader, leg


async def test_a_leader_hears_both_and_nobody_hears_him(stand: Stand) -> None:
    chen, seat, leader, _leg = await a_call(stand, whisper=False)
    await chen.speak("水管漏了")
    await seat.speak("马上派人")
    await until(lambda: said(leader) == ["水管漏了", "马上派人"])
    await leader.speak("问地址")
    await chen.speak("喂")
    await until(lambda: "喂" in said(seat))
    assert "问地址" not in said(seat) + said(chen)


async def test_a_whispering_leader_is_heard_by_the_operator_alone(stand: Stand) -> None:
    chen, seat, leader, _leg = await a_call(stand, whisper=True)
    await leader.speak("问地址")
    await until(lambda: said(seat) == ["问地址"])
    assert said(chen) == []


async def test_a_spy_is_no_leg_and_ends_by_itself(stand: Stand) -> None:
    chen, seat, leader, leg = await a_call(stand, whisper=False)
    now = await stand.switch.snapshot()
    assert set(now.legs) == {leg, "seat", "leader"}
    assert now.rooms == {"talk": {leg, "seat"}, "ear": {"leader"}}
    await stand.switch.hang_up("spy")
    await until_heard(leader, chen, seat, no_more=True)
    await chen.speak("喂")
    await chen.speak("在吗")
    await until(lambda: said(seat) == ["喂", "在吗"])
    assert said(leader) == []


async def until_heard(
    leader: Handset, chen: Handset, seat: Handset, *, no_more: bool = False
) -> None:
    for _attempt in range(100):
        if await is_heard(leader, chen, seat) != no_more:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("a spy comes and goes within a moment")


async def is_heard(leader: Handset, chen: Handset, seat: Handset) -> bool:
    """Say whether *leader* hears what *chen* says to the one at the seat."""
    before, there = len(acts.said(leader)), len(acts.said(seat))
    await chen.speak(TRIAL)
    await until(lambda: len(acts.said(seat)) > there)
    return len(acts.said(leader)) > before
