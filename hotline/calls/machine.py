"""The life of one call: what follows from what. Pure; it reads from top to bottom as a call goes.

Decides which state a call is in after an event and what must be done: to the switch, to the
seat, in the journal. Which seat gets a call is left to `routing`, storing and doing to `ledger`
and `switchboard`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.telephony import port

from . import commands as do
from .commands import Command


class Direction(TextChoices):
    """Who rang whom."""

    IN = "in", _("呼入")
    OUT = "out", _("呼出")


class Status(TextChoices):
    """Where a call stands."""

    WAITING = "waiting", _("排队")  # from outside; no seat rings yet
    RINGING = "ringing", _("振铃")  # from outside; a seat rings
    CALLING = "calling", _("呼叫坐席")  # to outside; the operator's own telephone rings first
    DIALLING = "dialling", _("正在呼叫")  # to outside; the far telephone rings
    TALKING = "talking", _("通话中")
    ENDED = "ended", _("已结束")


ALIVE = (Status.WAITING, Status.RINGING, Status.CALLING, Status.DIALLING, Status.TALKING)


class Ending(TextChoices):
    """How a call ended."""

    ANSWERED = "answered", _("已接通")
    MISSED = "missed", _("未接")  # the caller gave up before anybody answered
    FAILED = "failed", _("未通")  # we rang, and nobody answered
    LOST = "lost", _("中断")  # the switch or a telephone broke down in the call


class SeatState(TextChoices):
    """What a seat is doing."""

    AWAY = "away", _("离席")
    READY = "ready", _("就绪")
    RINGING = "ringing", _("振铃")
    TALKING = "talking", _("通话中")
    AFTER = "after", _("话后处理")


@dataclass(frozen=True, slots=True)
class Leg:
    """One telephone in the call; a seat's leg knows its seat."""

    id: port.LegId
    up: bool = False
    seat: int = 0
    address: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """All that decides how a call goes on."""

    call: int
    direction: Direction
    status: Status
    began_at: datetime
    far: Leg | None = None
    seat: Leg | None = None
    turns: int = 0
    """How many seats were rung: names their legs."""
    told: bool = False
    """The caller was told that all seats are taken."""
    ring_s: int = 15
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    how: str = ""
    cause: str = ""
    recording: str = ""

    @property
    def room(self) -> port.RoomId:
        """Name where those in this call hear each other."""
        return f"call-{self.call}"

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Return the telephones in this call."""
        return tuple(leg for leg in (self.far, self.seat) if leg)


@dataclass(frozen=True, slots=True)
class Offered(port.Event):
    """The router gives the waiting call to a seat."""

    seat: int
    address: str
    simulated: bool
    ring_s: int


@dataclass(frozen=True, slots=True)
class HungUp(port.Event):
    """The operator pressed the button: hangs up, turns a ringing call away, gives up dialling."""


@dataclass(frozen=True, slots=True)
class Dialled(port.Event):
    """The operator wants to be connected outwards."""

    ring_s: int = field(default=30)


def arrive(call: int, event: port.CallArrived) -> tuple[State, list[Command]]:
    """Begin the life of a call from outside: greet, play music, wait for a seat."""
    far = Leg(event.leg, up=True)
    state = State(call, Direction.IN, Status.WAITING, event.at, far=far, recording=event.recording)
    return state, [do.Answer(far.id), do.Music(far.id), do.Play(far.id, ("recorded_notice",))]


def step(state: State, event: port.Event) -> tuple[State, list[Command]]:
    """Return what the call is after *event*, and what must be done."""
    if state.status is Status.ENDED:
        return state, _too_late(event)
    match event:
        case Offered():
            return _offer(state, event)
        case Dialled():
            return _dial(state, event)
        case HungUp():
            return _hang_up(state, event)
        case port.PromptsPlayed() if state.status is Status.WAITING:
            return _ask_to_wait(state)
        case port.LegRinging() if _is_seat(state, event.leg):
            return _seat_rings(state)
        case port.LegAnswered() if _is_seat(state, event.leg):
            return _seat_answers(state, event)
        case port.LegAnswered() if _is_far(state, event.leg):
            return _far_answers(state, event)
        case port.LegFailed() if _is_seat(state, event.leg):
            return _seat_fails(state, event)
        case port.LegGone() if _is_seat(state, event.leg):
            return _seat_goes(state, event)
        case port.LegFailed() | port.LegGone() if _is_far(state, event.leg):
            return _far_goes(state, event)
        case port.LegAnswered():  # a seat picked up in the moment it was taken from it
            return state, [do.HangUp(event.leg)]
    return state, []


# -- from outside ---------------------------------------------------------------------------------


def _offer(state: State, event: Offered) -> tuple[State, list[Command]]:
    if state.status is not Status.WAITING:
        return state, []
    turns = state.turns + 1
    leg = Leg(
        f"c{state.call}-s{turns}", False, event.seat, event.address, simulated=event.simulated
    )
    after = replace(state, status=Status.RINGING, seat=leg, turns=turns, ring_s=event.ring_s)
    return after, [do.Seat(leg.seat, SeatState.RINGING), _ring(after, leg)]


def _ask_to_wait(state: State) -> tuple[State, list[Command]]:
    if state.told or state.far is None:
        return state, []
    return replace(state, told=True), [do.Play(state.far.id, ("please_wait",))]


def _back_to_wait(state: State) -> State:
    return replace(state, status=Status.WAITING, seat=None)


def _declined(state: State) -> tuple[State, list[Command]]:
    assert state.seat is not None
    after = _back_to_wait(state)
    return after, [do.HangUp(state.seat.id), do.Seat(state.seat.seat, SeatState.AWAY, "refused")]


# -- to outside -----------------------------------------------------------------------------------


def _dial(state: State, event: Dialled) -> tuple[State, list[Command]]:
    if state.status is not Status.CALLING or state.seat is None or state.turns:
        return state, []
    after = replace(state, turns=1, ring_s=event.ring_s)
    return after, [do.Seat(state.seat.seat, SeatState.RINGING), _ring(after, state.seat)]


def _seat_rings(state: State) -> tuple[State, list[Command]]:
    """Pick up a simulated telephone for an operator who asked to be connected."""
    if state.status is Status.CALLING and state.seat and state.seat.simulated:
        return state, [do.Act(state.seat.address, "answer")]
    return state, []


def _far_answers(state: State, event: port.LegAnswered) -> tuple[State, list[Command]]:
    if state.status is not Status.DIALLING or state.far is None or state.seat is None:
        return state, []
    after = replace(
        state,
        status=Status.TALKING,
        far=replace(state.far, up=True),
        answered_at=event.at,
        recording=event.recording,
    )
    return after, [do.Connect(state.room, (state.seat.id, state.far.id)), do.Write("connect")]


# -- both -----------------------------------------------------------------------------------------


def _seat_answers(state: State, event: port.LegAnswered) -> tuple[State, list[Command]]:
    assert state.seat is not None
    seat = replace(state.seat, up=True)
    if state.status is Status.CALLING:
        far = Leg(f"c{state.call}-f")
        after = replace(state, status=Status.DIALLING, seat=seat, far=far)
        return after, [
            do.Seat(seat.seat, SeatState.TALKING),
            do.Connect(state.room, (seat.id,)),
            do.Dial(far.id, state.ring_s),
        ]
    if state.status is not Status.RINGING or state.far is None:
        return state, []
    first = state.answered_at is None
    after = replace(
        state, status=Status.TALKING, seat=seat, answered_at=state.answered_at or event.at
    )
    return after, [
        do.StopPlaying(state.far.id),
        do.Connect(state.room, (state.far.id, seat.id)),
        do.Seat(seat.seat, SeatState.TALKING),
        do.Write("answer" if first else "answer_again"),
    ]


def _seat_fails(state: State, event: port.LegFailed) -> tuple[State, list[Command]]:
    """Set a seat aside that did not answer; the call goes to the next."""
    assert state.seat is not None
    if state.direction is Direction.OUT:
        return _end(replace(state, seat=None), event.at, Ending.FAILED, event.cause, state.seat)
    after = _back_to_wait(state)
    return after, [do.Seat(state.seat.seat, SeatState.AWAY, event.cause)]


def _seat_goes(state: State, event: port.LegGone) -> tuple[State, list[Command]]:
    """End the call when the operator hung up; keep the caller when only his telephone broke."""
    assert state.seat is not None
    gone = replace(state, seat=None)
    if state.status is Status.TALKING and event.cause in ("hung_up", "normal"):
        return _end(gone, event.at, Ending.ANSWERED, "", state.seat)
    if state.direction is Direction.OUT:
        how = Ending.LOST if state.status is Status.TALKING else Ending.FAILED
        return _end(gone, event.at, how, event.cause, state.seat)
    after = replace(gone, status=Status.WAITING)
    aside = do.Seat(state.seat.seat, SeatState.AWAY, event.cause)
    if state.far is None or state.status is not Status.TALKING:
        return after, [aside]
    return after, [aside, do.Music(state.far.id), do.Write("lose_seat")]


def _far_goes(state: State, event: port.LegFailed | port.LegGone) -> tuple[State, list[Command]]:
    gone = replace(state, far=None)
    if state.direction is Direction.OUT and state.status is not Status.TALKING:
        return _end(gone, event.at, Ending.FAILED, event.cause)
    if event.cause == "lost":
        return _end(gone, event.at, Ending.LOST, event.cause)
    if state.status is Status.TALKING:
        return _end(gone, event.at, Ending.ANSWERED, "")
    how = Ending.LOST if state.answered_at else Ending.MISSED
    return _end(gone, event.at, how, "gave_up")


def _hang_up(state: State, event: HungUp) -> tuple[State, list[Command]]:
    match state.status:
        case Status.RINGING:
            return _declined(state)
        case Status.CALLING | Status.DIALLING:
            return _end(state, event.at, Ending.FAILED, "cancelled")
        case Status.TALKING:
            return _end(state, event.at, Ending.ANSWERED, "")
    return state, []


def _end(
    state: State, at: datetime, how: Ending, cause: str, seat: Leg | None = None
) -> tuple[State, list[Command]]:
    """End the call: nobody stays on the line, the seat is free for what comes after."""
    seat = seat or state.seat
    todo: list[Command] = [do.HangUp(leg.id) for leg in state.legs]
    todo.append(do.CloseRoom(state.room))
    if seat:
        unused = state.status is Status.RINGING
        todo.append(do.Seat(seat.seat, SeatState.READY if unused else SeatState.AFTER))
    todo.append(do.Write(_ENDS[how]))
    ended = max(at, state.answered_at or state.began_at)
    after = replace(
        state, status=Status.ENDED, far=None, seat=None, ended_at=ended, how=how, cause=cause
    )
    return after, todo


_ENDS = {
    Ending.ANSWERED: "end",
    Ending.MISSED: "miss",
    Ending.FAILED: "fail",
    Ending.LOST: "lose",
}
"""The journal's word for each ending."""


def _too_late(event: port.Event) -> list[Command]:
    """Let nobody who picks up an ended call sit in silence."""
    return [do.HangUp(event.leg)] if isinstance(event, port.LegAnswered) else []


def _ring(state: State, leg: Leg) -> Command:
    return do.Ring(leg.id, leg.address, leg.simulated, state.ring_s, f"call-{state.call}")


def _is_seat(state: State, leg: port.LegId) -> bool:
    return state.seat is not None and state.seat.id == leg


def _is_far(state: State, leg: port.LegId) -> bool:
    return state.far is not None and state.far.id == leg
