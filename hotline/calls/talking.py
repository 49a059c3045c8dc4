"""What people do while they talk: hold, ask a third aside, speak as three, pass on, park. Pure.

The caller's leg, the seat's and the third's are in one room, or the caller hears music while the
others speak in the side room. Whoever is left alone is brought back, never into silence. A leader
who listens is `listening`'s matter.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hotline.telephony import port

from . import commands as do
from . import listening, parting
from .commands import Command
from .states import Direction, Ending, Leg, SeatState, State, Status, Talk, Third
from .wants import Asked, Held, Joined, Left, Parked, PassedOn, Pressed, Requeued, Resumed, Sent

Done = tuple[State, list[Command]]

RING_S = 45
"""How long an emergency call rings that a caller asked for by key, in seconds."""


def step(state: State, event: port.Event) -> Done | None:
    """Return what becomes of a call that goes on; None when the event does not concern it."""
    match event:
        case port.LegAnswered() if state.third and state.third.id == event.leg:
            return _third_answers(state, event.at)
        case port.LegFailed() | port.LegGone() if state.third and state.third.id == event.leg:
            return _third_goes(state, event)
        case Left() if state.third:
            kind = port.LegGone if state.third.up else port.LegFailed
            after, todo = _third_goes(state, kind(event.at, state.third.id, "refused"))
            return after, [do.HangUp(state.third.id), *todo]
    if state.status is not Status.TALKING or state.far is None or state.seat is None:
        return None
    return _wanted(state, event, state.far, state.seat)


def _wanted(state: State, event: port.Event, far: Leg, seat: Leg) -> Done | None:
    """Do what the operator wants of the call in which he speaks."""
    match event:
        case Held() if state.talk is Talk.TOGETHER and not state.third:
            return replace(state, talk=Talk.HELD), [do.Music(far.id), do.Write("hold")]
        case Resumed() if state.talk is not Talk.TOGETHER or state.third:
            return _resume(state)
        case Asked() if not state.third:
            return _ask(state, event)
        case Joined() if state.talk is Talk.ASIDE and state.third and state.third.up:
            return _join(state, far, seat, state.third)
        case PassedOn() if state.third and state.third.up:
            after, todo = leave(replace(state, seat=None), event.at, seat)
            return after, [*todo, do.HangUp(seat.id)]
        case Sent() if not state.third:
            return _send(state, event, seat)
        case Requeued() if not state.third and state.direction is Direction.IN:
            after, todo = _without_seat(state, seat)
            return replace(after, status=Status.WAITING), [*todo, do.Write("requeue")]
        case Parked() if not state.third and state.direction is Direction.IN:
            after, todo = _without_seat(state, seat)
            until = state.later(event.at, event.most_s)
            return replace(after, status=Status.PARKED, until=until), [*todo, do.Write("park")]
        case Pressed():
            towards = state.third if state.talk is Talk.ASIDE and state.third else far
            return state, [do.Press(towards.id, event.digits)]
    return None


def _without_seat(state: State, seat: Leg) -> Done:
    """Let the operator go while the caller hears music."""
    assert state.far is not None
    gone, unheard = listening.stop(state)
    after = replace(gone, seat=None, talk=Talk.TOGETHER)
    freed: list[Command] = [do.HangUp(seat.id), do.Seat(seat.seat, SeatState.AFTER)]
    return after, [do.Music(state.far.id), *freed, *unheard]


# -- a third --------------------------------------------------------------------------------------


def _ask(state: State, event: Asked) -> Done:
    """Ring a third: aside, while the caller hears music, or into the talk."""
    third, todo = _called(state, event)
    after = replace(state, third=third, turns=state.turns + 1)
    if event.aside:
        assert state.far is not None
        return replace(after, talk=Talk.ASIDE), [do.Music(state.far.id), *todo]
    again = _brought_back(after)
    return replace(after, talk=Talk.TOGETHER), [*again, *todo]


def _send(state: State, event: Sent, seat: Leg) -> Done:
    """Ring somebody for the caller and leave; he hears music until it is answered."""
    third, called = _called(state, event)
    gone, todo = _without_seat(state, seat)
    after = replace(
        gone, status=Status.PASSED, talk=Talk.ASIDE, third=third, turns=state.turns + 1,
        left_at=event.at,
    )  # fmt: skip
    return after, [*todo, do.Write("pass_on"), *called]


def pass_to_emergency(state: State, number: str) -> Done:
    """Put somebody through whom nobody takes, because he says that it is an emergency."""
    assert state.far is not None
    turns = state.turns + 1
    third = Leg(f"c{state.call}-t{turns}", address=f"tel:{number}", who=Third.EMERGENCY)
    after = replace(state, status=Status.PASSED, talk=Talk.ASIDE, third=third, turns=turns)
    return after, [do.Music(state.far.id), do.Dial(third.id, RING_S), do.Write("pass_on")]


def _called(state: State, event: Asked | Sent) -> tuple[Leg, list[Command]]:
    name = f"c{state.call}-t{state.turns + 1}"
    third = Leg(name, False, event.seat, event.address, simulated=event.simulated, who=event.who)
    if not event.seat:
        return third, [do.Dial(name, event.ring_s)]
    about = f"call-{state.call}"
    ring = do.Ring(name, event.address, event.simulated, event.ring_s, about)
    return third, [do.Seat(event.seat, SeatState.RINGING), ring]


def _third_answers(state: State, at: datetime) -> Done:
    assert state.third is not None
    third = replace(state.third, up=True)
    after = replace(state, third=third)
    taken: list[Command] = [do.Seat(third.seat, SeatState.TALKING)] if third.seat else []
    if state.status is Status.PASSED:
        return _handed_over(after, at, taken)
    if state.talk is Talk.ASIDE and state.seat is not None:
        legs = (state.seat.id, third.id)
        return after, [*taken, do.Connect(state.side_room, legs), do.Write("ask")]
    joined = replace(after, talk=Talk.THREE)
    return joined, [*taken, do.Connect(state.room, (third.id,)), do.Write("join")]


def _join(state: State, far: Leg, seat: Leg, third: Leg) -> Done:
    legs = (far.id, seat.id, third.id, *listening.barging(state))
    todo: list[Command] = [do.Connect(state.room, legs), do.CloseRoom(state.side_room)]
    return replace(state, talk=Talk.THREE), [*todo, do.Write("join")]


def _handed_over(state: State, at: datetime, taken: list[Command]) -> Done:
    """Let the caller and the third speak; another seat becomes the call's own."""
    assert state.far is not None
    assert state.third is not None
    todo = [*taken, do.Connect(state.room, (state.far.id, state.third.id))]
    if state.direction is Direction.OUT or not state.third.seat:
        return replace(state, status=Status.PASSED, talk=Talk.TOGETHER), todo
    after = replace(
        state, status=Status.TALKING, talk=Talk.TOGETHER, seat=state.third, third=None,
        left_at=None, answered_at=state.answered_at or at,
    )  # fmt: skip
    return after, [*todo, do.Write("take_over")]


def _third_goes(state: State, event: port.LegFailed | port.LegGone) -> Done:
    """Bring those together who are left; a caller who has nobody waits again, first in line."""
    third = state.third
    assert third is not None
    freed: list[Command] = []
    if third.seat:
        why = "" if third.up else event.cause
        freed.append(do.Seat(third.seat, SeatState.AFTER if third.up else SeatState.AWAY, why))
    gone = replace(state, third=None)
    if state.status is Status.PASSED:
        after, todo = _left_by_third(gone, event, third)
        return after, [*freed, *todo]
    todo = [*_brought_back(gone), do.CloseRoom(state.side_room), do.Write("let_go")]
    return replace(gone, talk=Talk.TOGETHER), [*freed, *todo]


def _left_by_third(state: State, event: port.LegFailed | port.LegGone, third: Leg) -> Done:
    over = third.up or state.answered_at is None or state.direction is Direction.OUT
    if over:
        return parting.end(state, event.at, Ending(state.how or Ending.ANSWERED), event.cause)
    waits = replace(state, status=Status.WAITING, talk=Talk.TOGETHER, left_at=None)
    return waits, [do.Write("come_back")]


def _resume(state: State) -> Done:
    """Let the caller and the operator hear each other again; a third is let go."""
    todo, third = list[Command](), state.third
    if third:
        freed = SeatState.AFTER if third.up else SeatState.READY
        todo = [do.HangUp(third.id), do.CloseRoom(state.side_room)]
        todo += [do.Seat(third.seat, freed)] if third.seat else []
    todo = [*_brought_back(state), *todo, do.Write("let_go" if third else "resume")]
    return replace(state, third=None, talk=Talk.TOGETHER), todo


def _brought_back(state: State) -> list[Command]:
    """Bring the caller and the operator together, from the music and the side room."""
    if state.talk is Talk.TOGETHER or state.far is None or state.seat is None:
        return []
    legs = (state.far.id, state.seat.id, *listening.barging(state))
    return [do.Connect(state.room, legs)]


# -- the operator goes ----------------------------------------------------------------------------


def leave(state: State, at: datetime, seat: Leg) -> Done:
    """Let an operator go who hung up: a third who was called keeps the caller, else the call is over."""
    third = state.third
    if third is None or state.far is None:
        return parting.ask(state, at, seat)
    gone, unheard = listening.stop(replace(state, status=Status.PASSED, left_at=at))
    todo = [*unheard, do.Seat(seat.seat, SeatState.AFTER), do.Write("pass_on")]
    if third.up:
        after, over = _handed_over(gone, at, [])
        return after, [*todo, *over, do.CloseRoom(state.side_room)]
    return replace(gone, talk=Talk.ASIDE), [*todo, do.Music(state.far.id)]


def lose_seat(state: State, aside: Command) -> Done:
    """Keep the caller whose operator's telephone broke: he waits again, first in line."""
    assert state.far is not None
    gone, todo = listening.stop(state)
    if state.third:
        todo += [do.HangUp(state.third.id), do.CloseRoom(state.side_room)]
        todo += [do.Seat(state.third.seat, SeatState.AFTER)] if state.third.seat else []
    after = replace(gone, status=Status.WAITING, third=None, talk=Talk.TOGETHER)
    return after, [aside, *todo, do.Music(state.far.id), do.Write("lose_seat")]
