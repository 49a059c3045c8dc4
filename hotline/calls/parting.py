"""How a call is parted with: what the caller presses about it, and its end. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hotline.telephony import port

from . import commands as do
from . import listening
from .commands import Command
from .states import Direction, Ending, Leg, SeatState, State, Status

ANSWER_S = 8
"""How long a caller has to press a key after he was asked, in seconds."""
MOST_S = 30
"""How long one question takes at most, its words included, in seconds."""

Done = tuple[State, list[Command]]


def ask(state: State, at: datetime, seat: Leg) -> Done:
    """Let the operator go, and ask the caller what he thinks; who is not to be asked is let go too."""
    if not _is_asked(state):
        return end(state, at, Ending.ANSWERED, "", seat)
    assert state.far is not None
    todo = _others_let_go(state, seat)
    asked = replace(
        state, status=Status.RATING, seat=None, third=None, ear=None, left_at=at,
        until=state.later(at, MOST_S),
    )  # fmt: skip
    far = state.far.id
    return asked, [do.Music(far), do.Play(far, ("rate_attitude",)), *todo, do.Write("part")]


def _is_asked(state: State) -> bool:
    there = state.far is not None and state.far.up
    return there and state.direction is Direction.IN and state.terms.rates


def rate(state: State, event: port.Digit) -> Done:
    """Note what the caller pressed, and ask on."""
    if state.far is None or event.digit not in ("1", "2", "3"):
        return state, []
    until = state.later(event.at, MOST_S)
    if state.attitude is None:
        asked = replace(state, attitude=int(event.digit), until=until)
        return asked, [do.Play(state.far.id, ("rate_result",))]
    if state.result is None:
        rated = replace(state, result=int(event.digit), until=until)
        return rated, [do.Play(state.far.id, ("thanks",))]
    return state, []


def played(state: State, at: datetime) -> Done:
    """Go on after the prompts: wait for a key, or let the caller go when all is said."""
    if state.far is None:
        return state, []
    if state.status is Status.PROMISED:
        return replace(state, far=None), [do.HangUp(state.far.id)]
    if state.result is not None:
        return end(state, at, Ending.ANSWERED, "")
    return replace(state, until=state.later(at, ANSWER_S)), []


def end(state: State, at: datetime, how: Ending, cause: str, seat: Leg | None = None) -> Done:
    """End the call: nobody stays on the line, the seats are free for what comes after."""
    seat = seat or state.seat
    todo = [do.HangUp(leg.id) for leg in (state.far, state.seat) if leg]
    rated = [do.Write("rate")] if state.attitude is not None else []
    after = replace(
        state, status=Status.ENDED, far=None, seat=None, third=None, ear=None, until=None,
        ended_at=max(at, state.answered_at or state.began_at), how=how, cause=cause,
    )  # fmt: skip
    return after, [*todo, *_others_let_go(state, seat), *rated, do.Write(ENDS[how])]


def _others_let_go(state: State, seat: Leg | None) -> list[Command]:
    """Hang up whoever is neither caller nor operator, take the rooms away, free the seats."""
    _state, todo = listening.stop(state)
    todo.append(do.CloseRoom(state.room))
    if state.third:
        todo += [do.HangUp(state.third.id), do.CloseRoom(state.side_room)]
        if state.third.seat:
            freed = SeatState.AFTER if state.third.up else SeatState.READY
            todo.append(do.Seat(state.third.seat, freed))
    if seat:
        unused = state.status is Status.RINGING
        todo.append(do.Seat(seat.seat, SeatState.READY if unused else SeatState.AFTER))
    return todo


ENDS = {
    Ending.ANSWERED: "end",
    Ending.MISSED: "miss",
    Ending.FAILED: "fail",
    Ending.LOST: "lose",
    Ending.CLOSED: "refuse",
    Ending.FULL: "refuse",
    Ending.BARRED: "refuse",
}
"""The journal's word for each ending."""
