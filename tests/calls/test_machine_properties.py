"""Whatever happens in a call in whatever order: nobody is left in silence, and it ends once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.calls import machine, parting, wants
from hotline.calls.states import Direction, Ending, Hearing, SeatState, State, Status, Talk, Third
from hotline.telephony import port
from tests.calls.test_machine import ARRIVAL, RATED, T0, World, inbound, offered, outbound

CAUSES = st.sampled_from(["busy", "no_answer", "refused", "unreachable", "cancelled", "failed"])
BUSY = (SeatState.RINGING, SeatState.TALKING, SeatState.LISTENING)
WANTS = [
    wants.HungUp, wants.Held, wants.Resumed, wants.Joined, wants.PassedOn, wants.Requeued,
    wants.Parked, wants.Unheard, wants.Dialled,
]  # fmt: skip


@st.composite
def happenings(draw: st.DrawFn, world: World, at: datetime) -> port.Event:
    """Draw something that can happen now: to a leg that is there, or that somebody wants."""
    legs = sorted(world.legs) or ["stranger"]
    leg = draw(st.sampled_from([*legs, "stranger"]))
    seat = draw(st.integers(10, 14))
    whom: dict[str, Any] = draw(
        st.sampled_from([
            {"who": Third.PROVIDER, "address": "tel:0577"},
            {"who": Third.SEAT, "address": f"seat:{seat}", "seat": seat},
        ])
    )  # fmt: skip
    telling: list[port.Event] = [
        offered(draw(st.integers(1, 4)), at),
        port.LegRinging(at, leg),
        port.PromptsPlayed(at, leg),
        port.Digit(at, leg, draw(st.sampled_from("1239#"))),
        wants.Waited(at, 1, 1),
        wants.Asked(at, **whom, aside=draw(st.booleans())),
        wants.Sent(at, **whom),
        wants.Heard(at, draw(st.sampled_from(Hearing)), 9, "seat:1"),
        *(want(at) for want in WANTS),
    ]
    if leg in world.up:
        telling += [port.LegGone(at, leg, draw(st.sampled_from(["hung_up", "lost", "normal"])))] * 3
    else:
        telling += [port.LegAnswered(at, leg, "")] * 6 + [port.LegFailed(at, leg, draw(CAUSES))]
    return draw(st.sampled_from(telling))


def check(world: World, before: State) -> None:
    """Assert what always holds."""
    state = world.state
    busy = {seat for seat, now in world.seats.items() if now in BUSY}
    assert busy == {leg.seat for leg in (state.seat, state.third, state.ear) if leg and leg.seat}
    if before.status is Status.ENDED:
        assert state == before, "what is over stays over"
    if state.status is Status.ENDED:
        _over(world)
        return
    if (
        state.turns or state.direction is Direction.IN
    ):  # else the operator's telephone does not ring yet
        assert world.legs == {leg.id for leg in state.legs}, "every leg is known, and only those"
    for leg in world.up:
        _is_not_in_silence(world, leg)
    if state.status is Status.TALKING:
        assert state.far
        assert state.seat
        assert state.answered_at


def _over(world: World) -> None:
    state = world.state
    assert not world.legs, "nobody is left on the line"
    assert not world.hear()
    assert not world.spies
    assert state.ended_at
    assert state.how in Ending, "one service outcome"
    talk = state.ended_at - state.answered_at if state.answered_at else timedelta()
    assert timedelta() <= talk <= state.ended_at - state.began_at
    assert sum(act in parting.ENDS.values() for act in world.acts) == 1, "one ending"


def _is_not_in_silence(world: World, leg: str) -> None:
    """Assert that somebody who has picked up hears somebody, music, or a prompt; or has put the others on hold."""
    state = world.state
    company = any(leg in members and len(members) > 1 for members in world.hear())
    hears = (
        company or leg in world.music or any(spy.room == "ear-7" for spy in world.spies.values())
    )
    own = state.seat is not None and leg == state.seat.id
    alone = own and (state.talk in (Talk.HELD, Talk.ASIDE) or state.status is Status.DIALLING)
    told = state.status in (Status.REFUSED, Status.PROMISED)
    assert hears or alone or told, f"{leg} hears nothing: {state}"


def lived(data: st.DataObject, world: World) -> list[port.Event]:
    """Let up to thirty things happen to a call, and assert after each what always holds."""
    at, story = T0, list[port.Event]()
    for _n in range(data.draw(st.integers(0, 30))):
        at += timedelta(seconds=data.draw(st.integers(0, 50)))
        event = data.draw(happenings(world, at))
        before = world.state
        story.append(event)
        world.take(event)
        check(world, before)
    return story


@settings(max_examples=300)
@given(st.sampled_from(["taken", "refused", "out"]), st.data())
def test_whatever_happens_the_call_keeps_its_promises(kind: str, data: st.DataObject) -> None:
    world = _begun(kind)
    lived(data, world)
    _everybody_hangs_up(world)
    assert world.status() == Status.ENDED


def _begun(kind: str) -> World:
    if kind == "out":
        return outbound()
    if kind == "taken":
        return inbound(RATED)
    state, todo = machine.refuse(7, ARRIVAL, how=Ending.CLOSED, prompt="line_closed")
    world = World(state, legs={"in-1"}, up={"in-1"})
    world.obey(todo)
    return world


def _everybody_hangs_up(world: World) -> None:
    """End a call as its ends can: whoever is there hangs up; whoever is to be called back cannot be reached."""
    at = T0 + timedelta(hours=1)
    for _n in range(12):
        state = world.state
        if state.status is Status.ENDED:
            return
        before = state
        if state.status is Status.PROMISED and state.far is None:
            world.take(offered(2, at))
        elif state.status is Status.CALLING and not state.turns:
            world.take(wants.HungUp(at))
        elif state.status is Status.RINGING and state.far is None and state.seat:
            world.take(port.LegAnswered(at, state.seat.id))
        elif state.far and state.far.id in world.up:
            world.take(port.LegGone(at, state.far.id))
        else:
            leg = state.far or state.third or state.seat or state.ear
            assert leg
            world.take(port.LegFailed(at, leg.id, "no_answer"))
        check(world, before)


@settings(max_examples=150)
@given(st.data())
def test_a_story_told_again_ends_the_same(data: st.DataObject) -> None:
    world = inbound(RATED)
    story = lived(data, world)
    again, _todo = machine.arrive(7, ARRIVAL, RATED)
    for event in story:
        again, _todo = machine.step(again, event)
    assert again == world.state


def test_an_event_of_another_leg_changes_nothing() -> None:
    world = inbound()
    before = replace(world.state)
    world.take(port.LegGone(T0, "stranger"))
    assert world.state == before


def test_only_a_call_from_outside_waits() -> None:
    world = outbound()
    assert world.state.direction is Direction.OUT
    world.take(offered())
    assert world.status() == Status.CALLING
