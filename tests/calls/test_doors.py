"""The doors of seats and calls: who may enter, that an act is done once."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from hotline import clock
from hotline.calls.models import Call, Request, Seat
from hotline.calls.states import Direction, SeatState, Status
from hotline.people.models import Person
from hotline.people.roles import Role
from tests.calls.exchange import at_seat, engage, seat_of

pytestmark = pytest.mark.usefixtures("db")
SEAT_DOORS = ("sign_in", "ready", "take_break", "sign_out", "lease")


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def operator() -> Person:
    return at_seat("28")


@pytest.fixture
def call(operator: Person) -> Call:
    call = Call.objects.create(
        direction=Direction.IN, status=Status.TALKING, arrived_at=clock.now(),
        answered_at=clock.now(), leg="in-1", operator=operator, recording="in-1",
    )  # fmt: skip
    Seat.objects.filter(operator=operator).update(state=SeatState.TALKING, call=call)
    return call


def doors(call: Call) -> list[str]:
    acts = [f"/calls/{call.pk}/{act}" for act in ("answer", "hang_up", "say")]
    return [f"/calls/seat/{act}" for act in SEAT_DOORS] + acts + ["/calls/call_out"]


def test_strangers_are_sent_to_sign_in(call: Call) -> None:
    for door in doors(call):
        answer = Client().post(door)
        assert answer.status_code == 302
        assert "sign-in" in answer["Location"]


@pytest.mark.parametrize(
    "role", [Role.PROVIDER, Role.DEPARTMENT, Role.AUDITOR, Role.REVIEWER, Role.ADMIN]
)
def test_who_does_not_work_the_telephone_is_turned_away(call: Call, role: Role) -> None:
    client = client_of(engage("77", role))
    for door in doors(call):
        assert client.post(door, {"number": "13800002001"}).status_code == 403
    assert not Request.objects.exclude(wants="plug_in").exists()


def test_doors_open_to_post_alone(call: Call, operator: Person) -> None:
    client = client_of(operator)
    assert {client.get(door).status_code for door in doors(call)} == {405}


def test_another_operator_cannot_act_in_a_call(call: Call) -> None:
    client = client_of(at_seat("29"))
    for act in ("answer", "hang_up", "say"):
        answer = client.post(
            f"/calls/{call.pk}/{act}", {"text": "x"}, headers={"X-Requested-With": "test"}
        )
        assert answer.status_code == 403


def test_the_seat_follows_its_doors() -> None:
    person = engage("28")
    client = client_of(person)
    for door, state in [
        ("sign_in", SeatState.AWAY),
        ("ready", SeatState.READY),
        ("take_break", SeatState.AWAY),
    ]:
        answer = client.post(f"/calls/seat/{door}", headers={"X-Requested-With": "test"})
        assert answer.status_code == 204
        assert answer["X-Toast"]
        assert seat_of(person).state == state
    assert client.post("/calls/seat/lease").status_code == 204
    client.post("/calls/seat/sign_out")
    assert client.post("/calls/seat/lease").status_code == 410


def test_an_act_sent_twice_with_one_key_is_done_once(call: Call, operator: Person) -> None:
    client = client_of(operator)
    for _time in range(2):
        answer = client.post(
            f"/calls/{call.pk}/hang_up", {"key": "k1"}, headers={"X-Requested-With": "test"}
        )
        assert answer.status_code == 204
    assert Request.objects.filter(wants="hang_up").count() == 1


def test_a_number_that_is_none_is_refused_with_a_sentence(operator: Person) -> None:
    answer = client_of(operator).post(
        "/calls/call_out", {"number": "138"}, headers={"X-Requested-With": "test"}
    )
    assert answer.status_code in (204, 409)
    short = client_of(operator).post(
        "/calls/call_out", {"number": "13x"}, headers={"X-Requested-With": "test"}
    )
    assert short.status_code == 409
    assert short.content
