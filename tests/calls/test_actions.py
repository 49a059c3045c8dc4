"""Seats and requests: what people do at the telephone, and what they may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline import clock
from hotline.callers import numbers
from hotline.calls import actions, queries
from hotline.calls.models import Call, Phone, Request, Seat
from hotline.calls.states import Direction, SeatState, Status
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role
from tests.calls.exchange import at_seat, engage, seat_of

CHEN = "13800002001"
pytestmark = pytest.mark.usefixtures("db")


def acts(kind: str) -> list[str]:
    return list(Entry.objects.filter(kind=kind).order_by("pk").values_list("act", flat=True))


def ringing_at(person: Person) -> Call:
    call = Call.objects.create(
        direction=Direction.IN, status=Status.RINGING, arrived_at=clock.now(), leg="in-1"
    )
    Seat.objects.filter(operator=person).update(state=SeatState.RINGING, call=call)
    return call


def test_signing_in_being_ready_resting_and_leaving_each_leave_one_entry() -> None:
    person = at_seat("28")
    assert seat_of(person).state == SeatState.READY
    actions.take_break(person)
    actions.sign_out(person)
    assert acts("seat") == ["sign_in", "ready", "take_break", "sign_out"]
    assert seat_of(person).lease_until is None


def test_being_ready_twice_is_being_ready_once() -> None:
    person = at_seat("28")
    before = seat_of(person).idle_since
    actions.ready(person)
    assert seat_of(person).idle_since == before
    assert acts("seat") == ["sign_in", "ready"]


def test_whoever_does_not_work_the_telephone_has_no_seat() -> None:
    with pytest.raises(NotYours):
        actions.sign_in(engage("77", Role.PROVIDER))


def test_nobody_is_ready_without_signing_in() -> None:
    with pytest.raises(NotNow):
        actions.ready(engage("28"))


def test_nobody_leaves_his_seat_in_a_call() -> None:
    person = at_seat("28")
    ringing_at(person)
    for leave in (actions.take_break, actions.sign_out, actions.ready):
        with pytest.raises(NotNow):
            leave(person)


def test_a_page_that_comes_back_in_a_call_does_not_disturb_it() -> None:
    person = at_seat("28")
    call = ringing_at(person)
    actions.sign_in(person, phone=Phone.SIP)
    seat = seat_of(person)
    assert (seat.state, seat.call_id, seat.phone) == (SeatState.RINGING, call.pk, Phone.SIMULATED)


def test_a_lease_that_is_not_renewed_lapses_and_one_in_a_call_does_not() -> None:
    gone, talking = at_seat("28"), at_seat("29")
    ringing_at(talking)
    Seat.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert actions.lapse(by=gone) == 1
    assert seat_of(gone).state == SeatState.AWAY
    assert seat_of(talking).state == SeatState.RINGING
    assert not actions.renew(gone)
    assert actions.renew(talking)


def test_renewing_a_lease_leaves_no_entry() -> None:
    person = at_seat("28")
    before = acts("seat")
    assert actions.renew(person)
    assert acts("seat") == before


def test_a_call_can_be_answered_only_at_the_seat_it_rings_at() -> None:
    call = ringing_at(at_seat("28"))
    with pytest.raises(NotYours):
        actions.answer(call, by=at_seat("29"))


def test_a_real_telephone_is_answered_by_hand() -> None:
    person = at_seat("28")
    call = ringing_at(person)
    Seat.objects.update(phone=Phone.SIP)
    with pytest.raises(NotNow):
        actions.answer(call, by=person)


def test_only_ones_own_call_can_be_hung_up_but_a_leader_may_end_any() -> None:
    call = ringing_at(at_seat("28"))
    with pytest.raises(NotYours):
        actions.hang_up(call, by=at_seat("29"))
    actions.hang_up(call, by=engage("01", Role.LEADER))
    assert Request.objects.get(wants="hang_up").call == call


def test_nobody_speaks_in_anothers_call() -> None:
    call = ringing_at(at_seat("28"))
    with pytest.raises(NotYours):
        actions.say(call, by=at_seat("29"), text="x")


def test_calling_a_citizen_takes_the_seat_and_keeps_the_number_out_of_the_call() -> None:
    person = at_seat("28")
    call = actions.call_citizen(
        numbers.read(CHEN), by=person, why="back", about="case:7", alive=True
    )
    assert seat_of(person).call == call
    assert Request.objects.get(wants="call_out").call == call
    assert CHEN not in str(Call.objects.values().get())
    assert call.subject == "case:7"
    assert acts("call") == ["call_out"]
    assert queries.on_desk(person) == call


def test_nobody_calls_out_twice_at_once_or_from_no_seat() -> None:
    person = at_seat("28")
    actions.call_provider("0577-65000100", by=person, why="job", about="dispatch:7")
    with pytest.raises(NotNow):
        actions.call_citizen(numbers.read(CHEN), by=person, why="x", alive=True)
    with pytest.raises(NotNow):
        actions.call_provider("13900000001", by=engage("31"), why="x")


def test_a_withheld_number_and_no_number_cannot_be_called() -> None:
    person = at_seat("28")
    with pytest.raises(NotSo):
        actions.call_citizen(numbers.WITHHELD, by=person, why="x")
    with pytest.raises(NotSo):
        actions.call_provider("abc", by=person, why="x")


def test_outsiders_see_no_call_no_seat_and_no_words() -> None:
    person, outsider = at_seat("28"), engage("77", Role.PROVIDER)
    call = ringing_at(person)
    assert queries.record(person, call.pk) == call
    assert queries.record(outsider, call.pk) is None
    assert not queries.floor(outsider)
    assert not queries.today(outsider)
    assert not queries.waiting(outsider)
    assert list(queries.waiting(person)) == [call]
    assert list(queries.today(person)) == [call]
    assert [seat.operator for seat in queries.floor(person)] == [person]
