"""What people do in a call: hold, ask a third, speak as three, pass on, park, listen, rate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.calls import commands as do
from hotline.calls import machine, wants
from hotline.calls.states import (
    Direction,
    Ending,
    Hearing,
    SeatState,
    Status,
    Talk,
    Terms,
    Third,
)
from hotline.telephony import port
from tests.calls.test_machine import ARRIVAL, RATED, T0, World, inbound, offered, outbound

CITIZEN, SEAT, THIRD = "in-1", "c7-s1", "c7-t2"
SHOP = {"who": Third.PROVIDER, "address": "tel:057765800001"}
COLLEAGUE = {"who": Third.SEAT, "address": "seat:29", "seat": 4}


def talk(terms: Terms | None = None) -> World:
    """A call in which citizen and operator speak."""
    world = inbound(terms)
    world.take(offered())
    world.take(port.LegAnswered(T0, SEAT))
    return world


def with_third(**whom: object) -> World:
    """A call in which the operator speaks with a third while the citizen hears music."""
    world = talk()
    world.take(wants.Asked(T0, **(whom or SHOP)))
    world.take(port.LegAnswered(T0, THIRD))
    return world


# -- hold -----------------------------------------------------------------------------------------


def test_a_held_caller_hears_music_until_he_is_taken_back() -> None:
    world = talk()
    world.take(wants.Held(T0))
    assert world.state.talk is Talk.HELD
    assert world.music == {CITIZEN}
    world.take(wants.Resumed(T0))
    assert world.hear() == [{CITIZEN, SEAT}]
    assert world.acts == ["answer", "hold", "resume"]


# -- a third --------------------------------------------------------------------------------------


def test_a_third_is_asked_aside_while_the_citizen_hears_music() -> None:
    world = with_third()
    assert world.hear() == [{SEAT, THIRD}]
    assert world.music == {CITIZEN}
    assert world.acts[-1] == "ask"


def test_a_third_who_does_not_answer_leaves_both_together() -> None:
    world = talk()
    world.take(wants.Asked(T0, **SHOP))  # type: ignore[arg-type]
    world.take(port.LegFailed(T0, THIRD, "busy"))
    assert world.hear() == [{CITIZEN, SEAT}]
    assert world.state.third is None


def test_who_was_asked_aside_can_speak_with_both() -> None:
    world = with_third()
    world.take(wants.Joined(T0))
    assert world.hear() == [{CITIZEN, SEAT, THIRD}]
    world.take(port.LegGone(T0, THIRD))
    assert world.hear() == [{CITIZEN, SEAT}]


def test_an_emergency_is_rung_into_the_talk_and_nobody_hears_music() -> None:
    world = talk()
    world.take(wants.Asked(T0, Third.EMERGENCY, "tel:120", aside=False))
    assert world.hear() == [{CITIZEN, SEAT}]
    world.take(port.LegAnswered(T0, THIRD))
    assert world.hear() == [{CITIZEN, SEAT, THIRD}]
    world.take(wants.HungUp(T0))
    assert world.state.status is Status.PASSED
    assert world.hear() == [{CITIZEN, THIRD}]
    assert world.seats == {3: SeatState.AFTER}
    world.take(port.LegGone(T0, THIRD))
    assert (world.state.how, world.legs) == (Ending.ANSWERED, set())


def test_the_operator_lets_the_third_go_and_speaks_with_the_citizen_again() -> None:
    world = with_third()
    world.take(wants.Resumed(T0))
    assert world.hear() == [{CITIZEN, SEAT}]
    assert THIRD not in world.legs


def test_an_attended_transfer_leaves_the_citizen_with_the_third() -> None:
    world = with_third()
    world.take(wants.PassedOn(T0 + timedelta(seconds=30)))
    assert world.state.status is Status.PASSED
    assert world.hear() == [{CITIZEN, THIRD}]
    assert SEAT not in world.legs
    assert world.state.left_at == T0 + timedelta(seconds=30)


def test_a_colleague_who_takes_over_is_the_operator_of_the_call() -> None:
    world = with_third(**COLLEAGUE)
    world.take(wants.PassedOn(T0))
    assert world.state.status is Status.TALKING
    assert world.state.seat
    assert world.state.seat.seat == 4
    assert world.seats == {3: SeatState.AFTER, 4: SeatState.TALKING}
    assert world.hear() == [{CITIZEN, THIRD}]
    world.take(wants.HungUp(T0))
    assert world.state.how == Ending.ANSWERED


def test_a_blind_transfer_rings_while_the_citizen_hears_music() -> None:
    world = talk()
    world.take(wants.Sent(T0, **SHOP))  # type: ignore[arg-type]
    assert SEAT not in world.legs
    assert world.music == {CITIZEN}
    world.take(port.LegAnswered(T0, THIRD))
    assert world.hear() == [{CITIZEN, THIRD}]


def test_a_blind_transfer_that_nobody_takes_waits_again_first_in_line() -> None:
    world = talk()
    world.take(wants.Sent(T0, **COLLEAGUE))  # type: ignore[arg-type]
    world.take(port.LegFailed(T0, THIRD, "no_answer"))
    assert world.state.status is Status.WAITING
    assert world.music == {CITIZEN}
    assert world.state.answered_at == T0
    assert world.seats[4] == SeatState.AWAY


def test_a_call_goes_back_to_wait_on_another_line() -> None:
    world = talk()
    world.take(wants.Requeued(T0))
    assert (world.status(), world.music, world.legs) == (Status.WAITING, {CITIZEN}, {CITIZEN})
    world.take(offered(5))
    world.take(port.LegAnswered(T0, "c7-s2"))
    assert world.hear() == [{CITIZEN, "c7-s2"}]


def test_a_parked_call_is_picked_up_by_anybody_and_else_waits_again() -> None:
    world = talk()
    world.take(wants.Parked(T0, 60))
    assert (world.status(), world.music) == (Status.PARKED, {CITIZEN})
    parked = world.state
    world.take(offered(5))
    world.take(port.LegAnswered(T0, "c7-s2"))
    assert world.hear() == [{CITIZEN, "c7-s2"}]
    state, _todo = machine.step(parked, wants.Waited(T0 + timedelta(seconds=59)))
    assert state.status is Status.PARKED
    state, _todo = machine.step(parked, wants.Waited(T0 + timedelta(seconds=60)))
    assert state.status is Status.WAITING


def test_keys_go_to_whoever_the_operator_speaks_with() -> None:
    world = talk()
    world.take(wants.Pressed(T0, "12#"))
    assert world.done[-1] == do.Press(CITIZEN, "12#")
    world = with_third()
    world.take(wants.Pressed(T0, "3"))
    assert world.done[-1] == do.Press(THIRD, "3")


# -- a leader listens -----------------------------------------------------------------------------


def listened(how: Hearing) -> World:
    world = talk()
    world.take(wants.Heard(T0, how, 9, "seat:1"))
    world.take(port.LegAnswered(T0, "c7-e2"))
    return world


@pytest.mark.parametrize("how", [Hearing.LISTEN, Hearing.WHISPER])
def test_a_leader_who_listens_is_not_in_the_callers_room(how: Hearing) -> None:
    world = listened(how)
    assert {CITIZEN, SEAT} in world.hear()
    spy = do.Spy(f"c7-e2-{how}", SEAT, how is Hearing.WHISPER, "ear-7")
    assert world.spies == {spy.spy: spy}
    assert world.seats[9] == SeatState.LISTENING


def test_a_leader_who_barges_in_is_heard_by_all() -> None:
    world = listened(Hearing.WHISPER)
    world.take(wants.Heard(T0, Hearing.BARGE, 9, "seat:1"))
    assert world.hear() == [{CITIZEN, SEAT, "c7-e2"}]
    assert world.spies == {}


def test_a_leader_stops_listening_and_the_call_goes_on() -> None:
    world = listened(Hearing.LISTEN)
    world.take(wants.Unheard(T0))
    assert (world.status(), world.spies, world.hear()) == (Status.TALKING, {}, [{CITIZEN, SEAT}])
    assert world.seats[9] == SeatState.AWAY


def test_the_leader_is_let_go_with_the_end_of_the_call() -> None:
    world = listened(Hearing.LISTEN)
    world.take(port.LegGone(T0, CITIZEN))
    assert (world.legs, world.spies, world.seats[9]) == (set(), {}, SeatState.AWAY)


# -- who keeps his place, who is not taken, who rates ---------------------------------------------


def test_a_caller_keeps_his_place_and_is_called_when_it_is_his_turn() -> None:
    world = inbound(RATED)
    world.take(port.Digit(T0, CITIZEN, "1"))
    assert world.status() == Status.PROMISED
    world.take(offered())
    assert world.status() == Status.PROMISED, "he is still being told"
    world.take(port.PromptsPlayed(T0, CITIZEN))
    assert world.legs == set()
    world.take(offered())
    world.take(port.LegAnswered(T0, SEAT))
    assert world.status() == Status.DIALLING
    world.take(port.LegAnswered(T0 + timedelta(seconds=9), "c7-f1", "c7-f1"))
    assert world.hear() == [{SEAT, "c7-f1"}]
    assert world.acts == ["promise", "keep_promise"]
    assert world.state.began_at == T0


def test_a_seat_that_fails_before_the_call_back_costs_nobody_his_place() -> None:
    world = inbound(RATED)
    world.take(port.Digit(T0, CITIZEN, "1"))
    world.take(port.LegGone(T0, CITIZEN))
    world.take(offered())
    world.take(port.LegFailed(T0, SEAT, "no_answer"))
    assert world.status() == Status.PROMISED


def test_a_caller_without_a_number_is_not_promised_anything() -> None:
    world = inbound(Terms())
    world.take(port.Digit(T0, CITIZEN, "1"))
    assert world.status() == Status.WAITING


def test_a_waiting_caller_is_told_how_it_stands() -> None:
    world = inbound(RATED)
    world.take(port.PromptsPlayed(T0, CITIZEN))
    later = T0 + timedelta(seconds=machine.AGAIN_S)
    world.take(wants.Waited(later - timedelta(seconds=1), 2, 3))
    world.take(wants.Waited(later, 2, 3))
    said = [one.prompts for one in world.done if isinstance(one, do.Play)]
    assert said[-1] == ("your_place", "n2", "wait_about", "n3", "minutes", "press_1_to_be_called")
    assert len(said) == 3


def refused(how: Ending = Ending.BARRED) -> World:
    state, todo = machine.refuse(7, ARRIVAL, how=how, prompt="barred")
    world = World(state, legs={CITIZEN}, up={CITIZEN})
    world.obey(todo)
    return world


def test_who_is_not_taken_hears_why_and_is_let_go() -> None:
    world = refused(Ending.CLOSED)
    world.take(port.PromptsPlayed(T0, CITIZEN))
    assert (world.state.how, world.legs, world.acts) == (Ending.CLOSED, set(), ["refuse"])


def test_a_barred_caller_reaches_an_emergency_all_the_same() -> None:
    world = refused()
    world.take(port.Digit(T0, CITIZEN, "3"))
    assert do.Dial("c7-t1", 45) in world.done
    world.take(port.LegAnswered(T0, "c7-t1"))
    assert world.hear() == [{CITIZEN, "c7-t1"}]
    world.take(port.LegGone(T0, CITIZEN))
    assert (world.state.how, world.legs) == (Ending.BARRED, set())


def test_a_caller_says_by_key_what_he_thinks_when_the_operator_has_hung_up() -> None:
    world = talk(RATED)
    world.take(wants.HungUp(T0 + timedelta(seconds=60)))
    assert world.status() == Status.RATING
    assert world.seats == {3: SeatState.AFTER}, "the seat is free"
    world.take(port.Digit(T0, CITIZEN, "1"))
    world.take(port.Digit(T0, CITIZEN, "9"))
    world.take(port.Digit(T0, CITIZEN, "2"))
    world.take(port.PromptsPlayed(T0 + timedelta(seconds=75), CITIZEN))
    state = world.state
    assert (state.attitude, state.result, state.how) == (1, 2, Ending.ANSWERED)
    assert state.left_at == T0 + timedelta(seconds=60)
    assert world.acts == ["answer", "part", "rate", "end"]


def test_a_caller_who_presses_nothing_is_let_go_after_a_while() -> None:
    world = talk(RATED)
    world.take(wants.HungUp(T0))
    world.take(port.PromptsPlayed(T0, CITIZEN))
    assert world.state.until
    world.take(wants.Waited(world.state.until))
    assert (world.state.how, world.acts) == (Ending.ANSWERED, ["answer", "part", "end"])


def test_whom_we_called_is_not_asked_what_he_thinks() -> None:
    world = outbound()
    world.take(wants.Dialled(T0))
    world.take(port.LegAnswered(T0, SEAT))
    world.take(port.LegAnswered(T0, "c7-f1"))
    world.take(wants.HungUp(T0))
    assert world.status() == Status.ENDED


def test_an_outgoing_call_is_not_parked() -> None:
    world = outbound()
    world.take(wants.Dialled(T0))
    world.take(port.LegAnswered(T0, SEAT))
    world.take(port.LegAnswered(T0, "c7-f1"))
    world.take(wants.Parked(T0, 9))
    assert (world.status(), world.state.direction) == (Status.TALKING, Direction.OUT)
