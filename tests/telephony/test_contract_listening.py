"""What every switch promises of somebody who listens to a call: who hears whom, on both switches."""

from __future__ import annotations

from hotline.telephony import port
from hotline.telephony.handset import Handset
from tests.phones import until
from tests.telephony.acts import OTHER_SEAT, SEAT, arrive, reach, said
from tests.telephony.conftest import Stand


async def a_call(stand: Stand, *, whisper: bool) -> tuple[Handset, Handset, Handset, port.LegId]:
    """Let a citizen and an operator speak, and a leader listen in a room of his own."""
    chen, leg = await arrive(stand)
    seat, leader = await reach(stand, "seat", SEAT), await reach(stand, "leader", OTHER_SEAT)
    await stand.switch.connect("talk", [leg, "seat"])
    await stand.switch.connect("ear", ["leader"])
    await stand.switch.spy("spy", on="seat", room="ear", whisper=whisper)
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
    await until_deaf(leader, chen, seat)
    await chen.speak("在吗")
    await until(lambda: said(seat)[-1] == "在吗")
    assert "在吗" not in said(leader)


async def until_deaf(leader: Handset, chen: Handset, seat: Handset) -> None:
    """Let *chen* speak until *leader* hears no more of it: a real switch takes a moment to let a spy go."""
    for times in range(1, 51):
        before = len(said(leader))
        await chen.speak("喂")
        await until(lambda times=times: said(seat).count("喂") == times)
        if len(said(leader)) == before:
            return
    raise AssertionError("the leader hears the call that was spied on")
