"""The life of one call: what follows from what. Pure; it reads from top to bottom as a call goes.

Decides which state a call is in after an event and what must be done: to the switch, to the
seat, in the journal. Here a call arrives, waits, rings, is answered and ends; what people do while
they talk is in `talking` and `listening`, what comes after in `parting`. Which seat gets a call is left to `routing`,
storing and doing to `ledger` and `switchboard`.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.telephony import port

from . import commands as do
from . import listening, parting, talking
from .breaks import PHONE_LOST
from .commands import Command
from .states import Direction, Ending, Leg, SeatState, State, Status, Talk, Terms
from .wants import Dialled, HungUp, Offered, Requeued, Waited

AGAIN_S = 45
"""How often a waiting caller is told how it stands, in seconds."""
EMERGENCIES = {"1": "110", "2": "119", "3": "120", "4": "122"}
"""What a caller whom nobody takes may press to be put through all the same."""

Done = tuple[State, list[Command]]


def arrive(call: int, event: port.CallArrived, terms: Terms | None = None) -> Done:
    """Begin the life of a call from outside: greet, play music, wait for a seat."""
    far = Leg(event.leg, up=True)
    state = State(
        call,
        Direction.IN,
        Status.WAITING,
        event.at,
        far=far,
        terms=terms or Terms(),
        recording=event.recording,
    )
    return state, [do.Answer(far.id), do.Music(far.id), do.Play(far.id, ("recorded_notice",))]


def refuse(call: int, event: port.CallArrived, *, how: Ending, prompt: str) -> Done:
    """Begin a call that nobody will take: say why; emergencies are put through all the same."""
    state, _todo = arrive(call, event)
    assert state.far is not None
    refused = replace(state, status=Status.REFUSED, how=how)
    return refused, [do.Answer(state.far.id), do.Play(state.far.id, (prompt, "emergency_menu"))]


def step(state: State, event: port.Event) -> Done:
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
        case Waited():
            return _time_is_up(state, event)
        case port.Digit() if _is(state.far, event.leg):
            return _press(state, event)
        case port.PromptsPlayed() if _is(state.far, event.leg):
            return _played(state, event)
        case port.LegRinging() if _is(state.seat, event.leg):
            return _seat_rings(state)
        case port.LegAnswered() if _is(state.seat, event.leg):
            return _seat_answers(state, event)
        case port.LegAnswered() if _is(state.far, event.leg):
            return _far_answers(state, event)
        case port.LegFailed() if _is(state.seat, event.leg):
            return _seat_fails(state, event)
        case port.LegGone() if _is(state.seat, event.leg):
            return _seat_goes(state, event)
        case port.LegFailed() | port.LegGone() if _is(state.far, event.leg):
            return _far_goes(state, event)
        case Requeued() if state.status in (Status.RINGING, Status.PARKED):
            return _requeue(state)
    return listening.step(state, event) or talking.step(state, event) or (state, _too_late(event))


# -- while it waits -------------------------------------------------------------------------------


def _played(state: State, event: port.PromptsPlayed) -> Done:
    if state.status is Status.REFUSED:
        return parting.end(state, event.at, Ending(state.how), "")
    if state.status in (Status.RATING, Status.PROMISED):
        return parting.played(state, event.at)
    if state.status is not Status.WAITING or state.told or state.far is None:
        return state, []
    until = state.later(event.at, AGAIN_S)
    todo: list[Command] = [do.Play(state.far.id, ("please_wait", *_offer_to_call_back(state)))]
    return replace(state, told=1, until=until), todo


def _time_is_up(state: State, event: Waited) -> Done:
    if state.until is None or event.at < state.until:
        return state, []
    match state.status:
        case Status.WAITING if state.far is not None:
            until = state.later(event.at, AGAIN_S)
            said = (*_how_it_stands(event), *_offer_to_call_back(state))
            return replace(state, told=state.told + 1, until=until), [do.Play(state.far.id, said)]
        case Status.PARKED:
            return _requeue(state)
        case Status.RATING:  # what he pressed before counts
            return parting.end(state, event.at, Ending.ANSWERED, "")
    return replace(state, until=None), []


def _how_it_stands(event: Waited) -> tuple[str, ...]:
    """Name the prompts that say honestly who is before the caller and how long it will take."""
    if not 1 <= event.place <= 20:
        return ("many_wait",)
    minutes = ("wait_about", f"n{event.minutes}", "minutes") if 1 <= event.minutes <= 20 else ()
    return ("your_place", f"n{event.place}", *minutes)


def _offer_to_call_back(state: State) -> tuple[str, ...]:
    return ("press_1_to_be_called",) if state.terms.may_keep_place else ()


def _press(state: State, event: port.Digit) -> Done:
    if state.status is Status.RATING:
        return parting.rate(state, event)
    if state.far is None:
        return state, []
    if state.status is Status.WAITING and event.digit == "1" and state.terms.may_keep_place:
        kept = replace(state, status=Status.PROMISED, until=None)
        return kept, [do.Play(state.far.id, ("we_call_you_back",)), do.Write("promise")]
    if state.status is Status.REFUSED and event.digit in EMERGENCIES:
        return talking.pass_to_emergency(state, EMERGENCIES[event.digit])
    return state, []


# -- to a seat ------------------------------------------------------------------------------------


def _offer(state: State, event: Offered) -> Done:
    if state.status not in (Status.WAITING, Status.PROMISED, Status.PARKED):
        return state, []
    if state.status is Status.PROMISED and state.far is not None:
        return state, []  # he is still being told that he will be called
    turns = state.turns + 1
    leg = Leg(
        f"c{state.call}-s{turns}", False, event.seat, event.address, simulated=event.simulated
    )
    terms = replace(state.terms, ring_s=event.ring_s)
    after = replace(state, status=Status.RINGING, seat=leg, turns=turns, terms=terms, until=None)
    return after, [do.Seat(leg.seat, SeatState.RINGING), _ring(after, leg)]


def _back_to_wait(state: State) -> State:
    """Let a call wait again: for the next seat, in its old place."""
    status = Status.WAITING if state.far else Status.PROMISED
    return replace(state, status=status, seat=None, talk=Talk.TOGETHER, until=None)


def _requeue(state: State) -> Done:
    """Take a ringing call from its seat, or a parked one from where it is, and let it wait."""
    after = _back_to_wait(state)
    if state.seat is None:
        return after, []
    return after, [do.HangUp(state.seat.id), do.Seat(state.seat.seat, SeatState.READY)]


def _seat_rings(state: State) -> Done:
    """Pick up a simulated telephone for an operator who asked to be connected."""
    if state.status is Status.CALLING and state.seat and state.seat.simulated:
        return state, [do.Act(state.seat.address, "answer")]
    return state, []


def _seat_answers(state: State, event: port.LegAnswered) -> Done:
    assert state.seat is not None
    seat = replace(state.seat, up=True)
    if state.status is Status.CALLING or (state.status is Status.RINGING and state.far is None):
        far = Leg(f"c{state.call}-f{state.turns}")
        after = replace(state, status=Status.DIALLING, seat=seat, far=far)
        return after, [
            do.Seat(seat.seat, SeatState.TALKING),
            do.Connect(state.room, (seat.id,)),
            do.Dial(far.id, state.terms.ring_s),
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


def _seat_fails(state: State, event: port.LegFailed) -> Done:
    """Set a seat aside that did not answer; the call goes to the next."""
    assert state.seat is not None
    if state.direction is Direction.OUT:
        return parting.end(
            replace(state, seat=None), event.at, Ending.FAILED, event.cause, state.seat
        )
    return _back_to_wait(state), [do.Seat(state.seat.seat, SeatState.AWAY, event.cause)]


def _seat_goes(state: State, event: port.LegGone) -> Done:
    """Part when the operator hung up; keep the caller when only his telephone broke."""
    assert state.seat is not None
    gone = replace(state, seat=None)
    if state.status is Status.TALKING and event.cause in ("hung_up", "normal"):
        return talking.leave(gone, event.at, state.seat)
    if state.direction is Direction.OUT and state.status is not Status.RINGING:
        how = Ending.LOST if state.status is Status.TALKING else Ending.FAILED
        return parting.end(gone, event.at, how, event.cause, state.seat)
    why = PHONE_LOST if event.cause == "lost" else event.cause
    aside = do.Seat(state.seat.seat, SeatState.AWAY, why)
    if state.status is Status.TALKING:
        return talking.lose_seat(gone, aside)
    if state.status is Status.DIALLING and state.far is not None:  # calling back who kept his place
        after = replace(gone, status=Status.PROMISED, far=None)
        return after, [aside, do.HangUp(state.far.id), do.CloseRoom(state.room)]
    return _back_to_wait(gone), [aside]


# -- to outside -----------------------------------------------------------------------------------


def _dial(state: State, event: Dialled) -> Done:
    if state.status is not Status.CALLING or state.seat is None or state.turns:
        return state, []
    after = replace(state, turns=1, terms=replace(state.terms, ring_s=event.ring_s))
    return after, [do.Seat(state.seat.seat, SeatState.RINGING), _ring(after, state.seat)]


def _far_answers(state: State, event: port.LegAnswered) -> Done:
    if state.status is not Status.DIALLING or state.far is None or state.seat is None:
        return state, []
    after = replace(
        state,
        status=Status.TALKING,
        far=replace(state.far, up=True),
        answered_at=event.at,
        recording=event.recording,
    )
    kept = state.direction is Direction.IN
    return after, [
        do.Connect(state.room, (state.seat.id, state.far.id)),
        do.Write("keep_promise" if kept else "connect"),
    ]


# -- the end --------------------------------------------------------------------------------------


def _far_goes(state: State, event: port.LegFailed | port.LegGone) -> Done:
    gone = replace(state, far=None)
    if state.status is Status.PROMISED:  # as agreed: he hung up and keeps his place
        return gone, []
    if state.status is Status.DIALLING:
        return parting.end(gone, event.at, Ending.FAILED, event.cause)
    if state.status is Status.REFUSED:
        return parting.end(gone, event.at, Ending(state.how), "")
    if event.cause == "lost":
        return parting.end(gone, event.at, Ending.LOST, event.cause)
    if state.status in (Status.TALKING, Status.RATING, Status.PASSED):
        return parting.end(gone, event.at, Ending(state.how or Ending.ANSWERED), "")
    how = Ending.LOST if state.answered_at else Ending.MISSED
    return parting.end(gone, event.at, how, "gave_up")


def _hang_up(state: State, event: HungUp) -> Done:
    match state.status:
        case Status.RINGING:
            assert state.seat is not None
            aside = do.Seat(state.seat.seat, SeatState.AWAY, "refused")
            return _back_to_wait(state), [do.HangUp(state.seat.id), aside]
        case Status.CALLING | Status.DIALLING:
            return parting.end(state, event.at, Ending.FAILED, "cancelled")
        case Status.TALKING if state.seat is not None:
            after, todo = talking.leave(replace(state, seat=None), event.at, state.seat)
            return after, [do.HangUp(state.seat.id), *todo]
        case Status.PASSED | Status.PARKED:
            return parting.end(state, event.at, Ending.ANSWERED, "")
    return state, []


def _too_late(event: port.Event) -> list[Command]:
    """Let nobody who picks up too late sit in silence."""
    return [do.HangUp(event.leg)] if isinstance(event, port.LegAnswered) else []


def _ring(state: State, leg: Leg) -> Command:
    return do.Ring(leg.id, leg.address, leg.simulated, state.terms.ring_s, f"call-{state.call}")


def _is(leg: Leg | None, id_: port.LegId) -> bool:
    return leg is not None and leg.id == id_
