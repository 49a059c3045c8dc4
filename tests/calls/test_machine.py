"""The call machine: whatever happens in whatever order, nobody is left on the line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from hotline.calls import commands as do
from hotline.calls import machine, wants
from hotline.calls.states import Direction, Ending, Leg, SeatState, State, Status, Terms
from hotline.telephony import port

T0 = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CAUSES = st.sampled_from(["busy", "no_answer", "refused", "unreachable", "cancelled", "failed"])
GONE = st.sampled_from(["hung_up", "lost", "normal"])


@dataclass
class World:
    """A call with what the commands have made of the switch and the seats."""

    state: State
    legs: set[str] = field(default_factory=set)
    up: set[str] = field(default_factory=set)
    rooms: dict[str, set[str]] = field(default_factory=dict)
    music: set[str] = field(default_factory=set)
    spies: dict[str, do.Spy] = field(default_factory=dict)
    seats: dict[int, str] = field(default_factory=dict)
    acts: list[str] = field(default_factory=list)
    done: list[do.Command] = field(default_factory=list)

    def take(self, event: port.Event) -> None:
        """Let something happen, as the switch would have it: who answers is up, who goes is gone."""
        if isinstance(event, port.LegAnswered) and event.leg in self.legs:
            self.up.add(event.leg)
        if isinstance(event, port.LegGone | port.LegFailed):
            self.drop(event.leg)
        self.state, todo = machine.step(self.state, event)
        self.obey(todo)

    def status(self) -> Status:
        return self.state.status

    def obey(self, todo: list[do.Command]) -> None:
        for command in todo:
            self.done.append(command)
            match command:
                case do.Ring(leg=leg) | do.Dial(leg=leg):
                    assert leg not in self.legs, "a leg's name is used once"
                    self.legs.add(leg)
                case do.HangUp(leg):
                    self.drop(leg)
                case do.Music(leg):
                    self.leave(leg)
                    self.music.add(leg)
                case do.Connect(room, legs):
                    for leg in legs:
                        self.leave(leg)
                    self.rooms.setdefault(room, set()).update(legs)
                case do.Spy(spy):
                    self.spies[spy] = command
                case do.CloseRoom(room):
                    self.rooms.pop(room, None)
                case do.Seat(seat, state, _why):
                    self.seats[seat] = state
                case do.Write(act):
                    self.acts.append(act)

    def leave(self, leg: str) -> None:
        self.music.discard(leg)
        for members in self.rooms.values():
            members.discard(leg)

    def drop(self, leg: str) -> None:
        self.legs.discard(leg)
        self.up.discard(leg)
        self.spies.pop(leg, None)
        self.leave(leg)

    def hear(self) -> list[set[str]]:
        """Return who hears whom."""
        return [members for members in self.rooms.values() if members]


ARRIVAL = port.CallArrived(T0, "in-1", "13800005126", "81890", "in-1")
RATED = Terms(rates=True, may_keep_place=True)


def inbound(terms: Terms | None = None) -> World:
    state, todo = machine.arrive(7, ARRIVAL, terms)
    world = World(state, legs={"in-1"}, up={"in-1"})
    world.obey(todo)
    return world


def outbound(*, simulated: bool = True) -> World:
    own = Leg("c7-s1", seat=3, address="seat:28", simulated=simulated)
    return World(State(7, Direction.OUT, Status.CALLING, T0, seat=own), seats={3: "ringing"})


def offered(seat: int = 3, at: datetime = T0) -> wants.Offered:
    return wants.Offered(at, seat, f"seat:{seat}", True, 15)


def test_a_call_rings_a_seat_is_answered_and_ends() -> None:
    world = inbound()
    world.take(offered())
    assert world.status() == Status.RINGING
    world.take(port.LegAnswered(T0 + timedelta(seconds=6), "c7-s1"))
    assert world.status() == Status.TALKING
    assert world.rooms == {"call-7": {"in-1", "c7-s1"}}
    world.take(port.LegGone(T0 + timedelta(seconds=66), "in-1"))
    assert world.state.how == Ending.ANSWERED
    assert world.acts == ["answer", "end"]
    assert world.seats == {3: SeatState.AFTER}
    assert not world.legs - {"in-1"}


def test_a_seat_that_does_not_answer_is_set_aside_and_the_next_one_rings() -> None:
    world = inbound()
    world.take(offered(3))
    world.take(port.LegFailed(T0, "c7-s1", "no_answer"))
    assert world.state.status is Status.WAITING
    assert world.seats[3] == SeatState.AWAY
    world.take(offered(4))
    world.take(port.LegAnswered(T0, "c7-s2"))
    assert world.rooms["call-7"] == {"in-1", "c7-s2"}


def test_a_caller_who_gives_up_is_missed_and_the_seat_stays_ready() -> None:
    world = inbound()
    world.take(offered())
    world.take(port.LegGone(T0, "in-1"))
    assert world.state.how == Ending.MISSED
    assert world.seats == {3: SeatState.READY}
    assert world.acts == ["miss"]


def test_a_seat_that_picks_up_too_late_is_not_left_in_silence() -> None:
    world = inbound()
    world.take(offered())
    world.take(port.LegGone(T0, "in-1"))
    world.take(port.LegAnswered(T0, "c7-s1"))
    assert world.done[-1] == do.HangUp("c7-s1")


def test_a_caller_whose_operator_breaks_down_waits_again_and_is_answered_again() -> None:
    world = inbound()
    world.take(offered())
    world.take(port.LegAnswered(T0, "c7-s1"))
    world.take(port.LegGone(T0, "c7-s1", "lost"))
    assert world.state.status is Status.WAITING
    assert do.Music("in-1") in world.done[-3:]
    world.take(offered(4))
    world.take(port.LegAnswered(T0 + timedelta(seconds=9), "c7-s2"))
    assert world.state.answered_at == T0
    assert world.acts == ["answer", "lose_seat", "answer_again"]


def test_a_caller_is_told_once_that_all_seats_are_taken() -> None:
    world = inbound()
    world.take(port.PromptsPlayed(T0, "in-1"))
    world.take(port.PromptsPlayed(T0, "in-1"))
    played = [one.prompts for one in world.done if isinstance(one, do.Play)]
    assert played == [("recorded_notice",), ("please_wait",)]


def test_calling_out_rings_the_operator_first_and_dials_when_he_is_there() -> None:
    world = outbound()
    world.take(wants.Dialled(T0))
    assert not any(isinstance(one, do.Dial) for one in world.done)
    world.take(port.LegRinging(T0, "c7-s1"))
    assert do.Act("seat:28", "answer") in world.done
    world.take(port.LegAnswered(T0, "c7-s1"))
    assert do.Dial("c7-f1", 30) in world.done
    world.take(port.LegAnswered(T0 + timedelta(seconds=5), "c7-f1", "c7-f1"))
    assert world.state.status is Status.TALKING
    assert world.state.recording == "c7-f1"
    world.take(wants.HungUp(T0 + timedelta(seconds=60)))
    assert world.acts == ["connect", "end"]
    assert not world.legs


def test_a_real_telephone_is_picked_up_by_hand() -> None:
    world = outbound(simulated=False)
    world.take(wants.Dialled(T0))
    world.take(port.LegRinging(T0, "c7-s1"))
    assert not any(isinstance(one, do.Act) for one in world.done)


def test_a_call_out_that_nobody_answers_fails_with_its_cause() -> None:
    world = outbound()
    world.take(wants.Dialled(T0))
    world.take(port.LegAnswered(T0, "c7-s1"))
    world.take(port.LegFailed(T0, "c7-f1", "busy"))
    assert (world.state.how, world.state.cause) == (Ending.FAILED, "busy")
    assert "c7-s1" not in world.legs
    assert world.seats[3] == SeatState.AFTER


@given(st.lists(st.sampled_from(get_args(do.OfSwitch)), max_size=6), st.integers(1, 99))
def test_commands_can_be_written_down_and_read_again(kinds: list[Any], step: int) -> None:
    samples: dict[str, Any] = {
        "leg": "c1-s1", "prompts": ("a", "b"), "address": "seat:28", "simulated": True,
        "ring_s": 15, "about": "call-1", "room": "call-1", "legs": ("x", "y"), "does": "answer",
        "text": "", "digits": "12", "spy": "c1-e1-listen", "on": "c1-s1", "whisper": False,
        "anew": True, "withheld": True,
    }  # fmt: skip
    made = [kind(**{name: samples[name] for name in kind.__dataclass_fields__}) for kind in kinds]
    assert [do.read(row) for row in do.written(made, step=step)] == made
