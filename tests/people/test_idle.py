"""Sessions end after half an hour without a hand on the page, never under somebody who is busy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from hotline import clock
from hotline.calls import actions as calls
from hotline.calls.models import Call, Phone, Seat
from hotline.calls.states import Direction, SeatState, Status
from hotline.journal.models import Entry
from hotline.people import actions as people
from hotline.people.models import Person, Session
from tests.people.staff import START, Cast, acts, browser, type_in

MINUTE = timedelta(minutes=1)


@pytest.fixture
def at_eight(cast: Cast) -> Iterator[Client]:
    """Let operator 28 sign in at eight, on a clock that stands."""
    with clock.frozen(START):
        yield browser("operator28")


def test_half_an_hour_without_a_hand_ends_the_session(at_eight: Client, cast: Cast) -> None:
    clock.pass_time(32 * MINUTE)
    response = at_eight.get("/rights/?page=2")
    assert response["Location"] == "/sign-in/?next=%2Frights%2F%3Fpage%3D2&idle=1"
    assert not Session.objects.exists()
    assert acts(cast.operator)[-1] == "sign_out"
    assert "30 分钟没有操作" in at_eight.get(response["Location"]).content.decode()


def test_a_script_is_told_by_401(at_eight: Client) -> None:
    clock.pass_time(32 * MINUTE)
    response = at_eight.get("/rights/", headers={"X-Requested-With": "live-region"})
    assert response.status_code == 401


def test_every_request_by_hand_begins_the_time_anew(at_eight: Client) -> None:
    for _ in range(4):
        clock.pass_time(29 * MINUTE)
        assert at_eight.get("/rights/").status_code == 200


def test_the_time_is_never_shorter_than_the_rule(at_eight: Client) -> None:
    clock.pass_time(timedelta(seconds=59))
    at_eight.get("/rights/")
    clock.pass_time(30 * MINUTE)
    assert at_eight.get("/rights/").status_code == 200


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/rights/", {"X-Background": "1"}),
        ("/rights/", {"X-Requested-With": "live-region"}),
        ("/live/ticket", {}),
    ],
)
def test_what_the_page_asks_by_itself_does_not_count(
    at_eight: Client, address: str, headers: dict[str, str]
) -> None:
    for _ in range(8):
        clock.pass_time(4 * MINUTE)
        response = at_eight.get(address, headers=headers)
    assert response.status_code == 401


def silence(client: Client, *, hours: int) -> int:
    """Let the page ask by itself every ten minutes, and nobody touch it; return the last answer's status."""
    status = 200
    for _ in range(6 * hours):
        clock.pass_time(10 * MINUTE)
        status = client.get("/rights/", headers={"X-Background": "1"}).status_code
    return status


def ring_up(person: Person) -> None:
    """Let somebody be on the telephone."""
    calls.sign_in(person, phone=Phone.SIMULATED)
    call = Call.objects.create(
        direction=Direction.IN, status=Status.TALKING, arrived_at=clock.now(), operator=person
    )
    Seat.objects.filter(operator=person).update(state=SeatState.TALKING, call=call)


def test_nobody_is_signed_out_in_a_call(at_eight: Client, cast: Cast) -> None:
    ring_up(cast.operator)
    assert silence(at_eight, hours=2) == 200
    Seat.objects.update(state=SeatState.AFTER, call=None)
    assert silence(at_eight, hours=1) == 401


def test_nobody_is_signed_out_in_a_call_that_the_page_was_silent_through(
    at_eight: Client, cast: Cast
) -> None:
    ring_up(cast.operator)
    clock.pass_time(90 * MINUTE)
    assert at_eight.get("/rights/").status_code == 200


def test_a_call_at_another_desk_keeps_nobody_else_in(at_eight: Client, cast: Cast) -> None:
    ring_up(cast.leader)
    assert silence(at_eight, hours=1) == 401


def type_words(client: Client) -> None:
    """Type what the page keeps as a draft."""
    words = {"said": "厨房漏水"}
    kept = client.put("/drafts/new", json.dumps(words), content_type="application/json")
    assert kept.status_code == 200


def test_nobody_is_signed_out_with_words_typed_and_not_sent(at_eight: Client) -> None:
    type_words(at_eight)
    assert silence(at_eight, hours=3) == 200
    at_eight.delete("/drafts/new", headers={"X-Background": "1"})
    assert silence(at_eight, hours=1) == 401


def test_words_forgotten_in_an_earlier_session_keep_no_later_one(at_eight: Client) -> None:
    type_words(at_eight)
    at_eight.post("/sign-out/")
    clock.pass_time(MINUTE)
    later = browser("operator28")
    assert later.get("/drafts/new").status_code == 200, "they are still there"
    assert silence(later, hours=1) == 401


def test_words_keep_a_session_no_longer_than_the_longest_shift(at_eight: Client) -> None:
    type_words(at_eight)
    assert silence(at_eight, hours=11) == 200
    assert silence(at_eight, hours=2) == 401


def test_after_the_longest_shift_one_signs_in_again(at_eight: Client, cast: Cast) -> None:
    for _ in range(12 * 3 - 1):
        clock.pass_time(20 * MINUTE)
        assert at_eight.get("/rights/").status_code == 200
    clock.pass_time(25 * MINUTE)
    assert at_eight.get("/rights/")["Location"] == "/sign-in/?next=%2Frights%2F"
    assert Entry.objects.filter(act="sign_out").latest("id").said["why"] == "long"


def test_a_form_sent_too_late_leads_back_to_its_page(at_eight: Client, cast: Cast) -> None:
    clock.pass_time(32 * MINUTE)
    late = at_eight.post("/people/engage/", {}, headers={"Referer": "http://testserver/people/"})
    assert late["Location"] == "/sign-in/?next=%2Fpeople%2F&idle=1"


def test_a_session_is_written_at_most_once_a_minute(at_eight: Client) -> None:
    before = Session.objects.get().session_data
    clock.pass_time(timedelta(seconds=40))
    at_eight.get("/rights/")
    assert Session.objects.get().session_data == before
    clock.pass_time(timedelta(seconds=40))
    at_eight.get("/rights/")
    assert Session.objects.get().session_data != before


def wall(client: Client, *, minutes: int) -> int:
    """Let the wall ask by itself every minute, and nobody touch it; return the last answer's status."""
    status = 200
    for _ in range(minutes):
        clock.pass_time(MINUTE)
        asked = client.get("/floor/now?wall", headers={"X-Requested-With": "live-region"})
        status = asked.status_code
    return status


@pytest.fixture
def on_the_wall(cast: Cast) -> Iterator[Client]:
    """Let the leader open the wall at eight, on a clock that stands."""
    with clock.frozen(START):
        client = browser("leader01")
        assert client.get("/floor/?wall").status_code == 200
        yield client


def test_the_wall_stays_while_it_is_shown_and_nothing_else_does(
    on_the_wall: Client, cast: Cast
) -> None:
    assert wall(on_the_wall, minutes=40) == 200
    assert acts(cast.leader)[-1] == "sign_out"
    elsewhere = on_the_wall.get("/floor/")
    assert elsewhere["Location"] == "/sign-in/?next=%2Ffloor%2F&idle=1"
    for address in ("/floor/now", "/cases/", "/floor/shift/"):
        asked = on_the_wall.get(address, headers={"X-Requested-With": "live-region"})
        assert asked.status_code == 401
    assert on_the_wall.post("/floor/notices/post_notice", {"said": "x"}).status_code == 302
    assert on_the_wall.get("/live/ticket").status_code == 200
    assert wall(on_the_wall, minutes=13 * 60) == 200, "longer than any shift"
    assert on_the_wall.get("/floor/?wall").status_code == 200, "loaded anew"
    assert acts(cast.leader).count("sign_out") == 1


def test_a_wall_that_nobody_shows_any_more_is_over_as_any_page(on_the_wall: Client) -> None:
    assert wall(on_the_wall, minutes=40) == 200
    clock.pass_time(11 * MINUTE)
    assert wall(on_the_wall, minutes=1) == 401
    assert not Session.objects.exists()


def test_the_wall_is_opened_by_nobody_after_the_leader_has_gone(on_the_wall: Client) -> None:
    clock.pass_time(32 * MINUTE)
    assert on_the_wall.get("/floor/?wall").status_code == 302


def test_a_call_elsewhere_makes_the_wall_no_desk_again(on_the_wall: Client, cast: Cast) -> None:
    assert wall(on_the_wall, minutes=40) == 200
    ring_up(cast.leader)
    assert wall(on_the_wall, minutes=5) == 200
    assert on_the_wall.get("/floor/").status_code == 302


def test_who_signs_in_at_the_wall_has_a_whole_session_again(on_the_wall: Client) -> None:
    assert wall(on_the_wall, minutes=40) == 200
    type_in(on_the_wall, "leader01")
    assert on_the_wall.get("/floor/").status_code == 200
    assert silence(on_the_wall, hours=1) == 401, "and a wall that was closed keeps none"


def test_a_wall_ends_with_the_account(on_the_wall: Client, cast: Cast) -> None:
    assert wall(on_the_wall, minutes=40) == 200
    people.deactivate(cast.leader, by=cast.admin)
    assert wall(on_the_wall, minutes=1) == 401
