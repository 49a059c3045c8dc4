"""The call machine: whatever happens in whatever order, nobody is left on the line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.calls import commands as do
from hotline.calls import machine
from hotline.calls.machine import Direction, Ending, Leg, SeatState, State, Status
from hotline.telephony import port

T0 = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CAUSES = st.sampled_from(["busy", "no_answer", "refused", "unreachable", "cancelled", "failed"])
GONE = st.sampled_from(["hung_up", "lost", "normal"])


@dataclass
class World:
    """A call with what the commands have made of the switch and the seat."""

    state: State
    legs: set[str] = field(default_factory=set)
    up: set[str] = field(default_factory=set)
    rooms: dict[str, set[str]] = field(default_factory=dict)
    seats: dict[int, str] = field(default_factory=dict)
    acts: list[str] = field(default_factory=list)
    done: list[do.Command] = field(default_factory=list)

    def take(self, event: port.Event) -> None:
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
                case do.Connect(room, legs):
                    for members in self.rooms.values():
                        members -= set(legs)
                    self.rooms.setdefault(room, set()).update(legs)
                case do.CloseRoom(room):
                    self.rooms.pop(room, None)
                case do.Seat(seat, state, _why):
                    self.seats[seat] = state
                case do.Write(act):
                    self.acts.append(act)

    def drop(self, leg: str) -> None:
        self.legs.discard(leg)
        self.up.discard(leg)
        for members in self.rooms.values():
            members.discard(leg)


def inbound() -> World:
    event = port.CallArrived(T0, "in-1", "13800005126", "81890", "in-1")
    state, todo = machine.arrive(7, event)
    world = World(state, legs={"in-1"}, up={"in-1"})
    world.obey(todo)
    return world


def outbound(*, simulated: bool = True) -> World:
    own = Leg("c7-s1", seat=3, address="seat:28", simulated=simulated)
    return World(State(7, Direction.OUT, Status.CALLING, T0, seat=own), seats={3: "ringing"})


def offered(seat: int = 3, at: datetime = T0) -> machine.Offered:
    return machine.Offered(at, seat, f"seat:{seat}", True, 15)


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
    world.take(machine.Dialled(T0))
    assert not any(isinstance(one, do.Dial) for one in world.done)
    world.take(port.LegRinging(T0, "c7-s1"))
    assert do.Act("seat:28", "answer") in world.done
    world.take(port.LegAnswered(T0, "c7-s1"))
    assert do.Dial("c7-f", 30) in world.done
    world.take(port.LegAnswered(T0 + timedelta(seconds=5), "c7-f", "c7-f"))
    assert world.state.status is Status.TALKING
    assert world.state.recording == "c7-f"
    world.take(machine.HungUp(T0 + timedelta(seconds=60)))
    assert world.acts == ["connect", "end"]
    assert not world.legs


def test_a_real_telephone_is_picked_up_by_hand() -> None:
    world = outbound(simulated=False)
    world.take(machine.Dialled(T0))
    world.take(port.LegRinging(T0, "c7-s1"))
    assert not any(isinstance(one, do.Act) for one in world.done)


def test_a_call_out_that_nobody_answers_fails_with_its_cause() -> None:
    world = outbound()
    world.take(machine.Dialled(T0))
    world.take(port.LegAnswered(T0, "c7-s1"))
    world.take(port.LegFailed(T0, "c7-f", "busy"))
    assert (world.state.how, world.state.cause) == (Ending.FAILED, "busy")
    assert "c7-s1" not in world.legs
    assert world.seats[3] == SeatState.AFTER


@st.composite
def happenings(draw: st.DrawFn) -> list[tuple[str, str, int]]:
    kinds = ["offer", "ringing", "answered", "failed", "gone", "hang_up", "dial", "played"]
    many = st.lists(
        st.tuples(
            st.sampled_from(kinds),
            st.sampled_from(["in-1", "c7-s1", "c7-s2", "c7-s3", "c7-f", "stranger"]),
            st.integers(0, 40),
        ),
        max_size=25,
    )
    return draw(many)


def event_of(kind: str, leg: str, at: datetime, data: st.DataObject) -> port.Event:
    match kind:
        case "offer":
            return offered(data.draw(st.integers(1, 4)), at)
        case "ringing":
            return port.LegRinging(at, leg)
        case "answered":
            return port.LegAnswered(at, leg, "")
        case "failed":
            return port.LegFailed(at, leg, data.draw(CAUSES))
        case "gone":
            return port.LegGone(at, leg, data.draw(GONE))
        case "hang_up":
            return machine.HungUp(at)
        case "dial":
            return machine.Dialled(at)
        case _:
            return port.PromptsPlayed(at, leg)


def check(world: World, before: State) -> None:
    state = world.state
    assert len(world.rooms) <= 1
    assert all(room == "call-7" for room in world.rooms)
    busy = [seat for seat, now in world.seats.items() if now in ("ringing", "talking")]
    assert len(busy) <= 1, "one seat at a time"
    if state.status is Status.TALKING:
        assert state.far
        assert state.seat
        assert state.answered_at
    if before.status is Status.ENDED:
        assert state == before, "what is over stays over"
    if state.status is Status.ENDED:
        assert not busy
        assert not world.rooms
        assert not world.legs & world.up, "nobody is left on the line"
        assert state.ended_at
        talk = state.ended_at - state.answered_at if state.answered_at else timedelta()
        assert timedelta() <= talk <= state.ended_at - state.began_at
        assert [act for act in world.acts if act in machine._ENDS.values()] != []
        assert sum(act in machine._ENDS.values() for act in world.acts) == 1


@settings(max_examples=300, deadline=None)
@given(happenings(), st.booleans(), st.data())
def test_whatever_happens_the_call_keeps_its_promises(
    events: list[tuple[str, str, int]], outwards: bool, data: st.DataObject
) -> None:
    world, at = (outbound() if outwards else inbound()), T0
    for kind, leg, later in events:
        at += timedelta(seconds=later)
        if kind == "answered" and leg in world.legs:
            world.up.add(leg)
        if kind in ("failed", "gone"):
            world.drop(leg)
        before = world.state
        world.take(event_of(kind, leg, at, data))
        check(world, before)
    if world.state.status is not Status.ENDED:  # every call can be ended by its ends hanging up
        for one in world.state.legs:
            world.drop(one.id)
        end = port.LegGone(at, world.state.far.id if world.state.far else "c7-s1", "hung_up")
        if world.state.far is None:
            world.take(machine.HungUp(at))
        else:
            world.take(end)
        check(world, world.state)
        assert world.status() == Status.ENDED


@given(st.lists(st.sampled_from(get_args(do.OfSwitch)), max_size=6), st.integers(1, 99))
def test_commands_can_be_written_down_and_read_again(kinds: list[Any], step: int) -> None:
    samples: dict[str, Any] = {
        "leg": "c1-s1", "prompts": ("a", "b"), "address": "seat:28", "simulated": True,
        "ring_s": 15, "about": "call-1", "room": "call-1", "legs": ("x", "y"), "does": "answer",
        "text": "",
    }  # fmt: skip
    made = [kind(**{name: samples[name] for name in kind.__dataclass_fields__}) for kind in kinds]
    assert [do.read(row) for row in do.written(made, step=step)] == made


def test_an_event_of_another_leg_changes_nothing() -> None:
    world = inbound()
    before = replace(world.state)
    world.take(port.LegGone(T0, "stranger"))
    assert world.state == before
