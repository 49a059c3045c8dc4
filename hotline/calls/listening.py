"""How a shift leader takes part in somebody else's call: listens, whispers, speaks. Pure.

He hears through a leg that spies on the operator's; only when he barges in is he in the room
himself. The caller learns of him only then.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.telephony import port

from . import commands as do
from .commands import Command
from .states import Hearing, Leg, SeatState, State, Status, Talk
from .wants import Heard, Unheard

Done = tuple[State, list[Command]]


def step(state: State, event: port.Event) -> Done | None:
    """Return what becomes of a leader's part; None when the event does not concern it."""
    ear = state.ear
    match event:
        case Heard():
            return _hear(state, event)
        case port.LegAnswered() if ear and ear.id == event.leg:
            return _tuned(replace(state, ear=replace(ear, up=True)))
        case port.LegFailed() | port.LegGone() if ear and ear.id == event.leg:
            return stop(state, there=False)
        case Unheard() if ear:
            return stop(state)
    return None


def _hear(state: State, event: Heard) -> Done:
    """Ring a leader's telephone, or change how the one who is there takes part."""
    if state.status is not Status.TALKING or state.seat is None:
        return state, []
    if state.ear is not None:
        if state.ear.seat != event.seat or state.ear.who == event.how:
            return state, []
        after, todo = _tuned(replace(state, ear=replace(state.ear, who=event.how)))
        return after, [do.HangUp(spy_of(state.ear)), *todo]
    name = f"c{state.call}-e{state.turns + 1}"
    ear = Leg(name, False, event.seat, event.address, simulated=event.simulated, who=event.how)
    ring = do.Ring(name, ear.address, ear.simulated, event.ring_s, f"call-{state.call}")
    after = replace(state, ear=ear, turns=state.turns + 1)
    return after, [do.Seat(ear.seat, SeatState.LISTENING), ring]


def _tuned(state: State) -> Done:
    """Let the leader hear as he wants to; before he has picked up there is nothing to do."""
    ear, seat = state.ear, state.seat
    if ear is None or seat is None or not ear.up:
        return state, []
    if ear.who == Hearing.BARGE:
        room = state.side_room if state.talk is Talk.ASIDE else state.room
        return state, [do.Connect(room, (ear.id,))]
    whisper = ear.who == Hearing.WHISPER
    room = state.ear_room
    return state, [do.Connect(room, (ear.id,)), do.Spy(spy_of(ear), seat.id, whisper, room)]


def stop(state: State, *, there: bool = True) -> Done:
    """End a leader's part, if there is one; *there* his telephone is still to be hung up."""
    if state.ear is None:
        return state, []
    todo: list[Command] = [do.HangUp(state.ear.id)] if there else []
    todo += [do.HangUp(spy_of(state.ear)), do.CloseRoom(state.ear_room)]
    return replace(state, ear=None), [*todo, do.Seat(state.ear.seat, SeatState.AWAY)]


def barging(state: State) -> tuple[port.LegId, ...]:
    """Return the leader's leg when all are to hear him."""
    ear = state.ear
    return (ear.id,) if ear and ear.up and ear.who == Hearing.BARGE else ()


def spy_of(ear: Leg) -> port.LegId:
    """Name the leg through which a leader hears; another for each way to hear."""
    return f"{ear.id}-{ear.who}"
