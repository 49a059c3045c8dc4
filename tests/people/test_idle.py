"""Sessions end after half an hour without a hand on the page, never under somebody who is busy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from hotline import clock
from hotline.people import idle
from hotline.people.models import Session
from tests.people.staff import START, Cast, acts, browser

MINUTE = timedelta(minutes=1)


@pytest.fixture
def at_eight(cast: Cast) -> Iterator[Client]:
    """Let operator 28 sign in at eight, on a clock that stands."""
    with clock.frozen(START):
        yield browser("operator28")


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Let the test say whether the person is in a call."""
    now = [True]
    monkeypatch.setattr(idle, "KEEP_ALIVE", [lambda _person: now[0]])
    return now


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


def test_nobody_is_signed_out_in_a_call(at_eight: Client, busy: list[bool]) -> None:
    for _ in range(8):
        clock.pass_time(10 * MINUTE)
        asked = at_eight.get("/rights/", headers={"X-Background": "1"})
        assert asked.status_code == 200
    busy[0] = False
    clock.pass_time(32 * MINUTE)
    assert at_eight.get("/rights/", headers={"X-Background": "1"}).status_code == 401


def test_nobody_is_signed_out_in_a_call_that_the_page_was_silent_through(
    at_eight: Client, busy: list[bool]
) -> None:
    clock.pass_time(90 * MINUTE)
    assert at_eight.get("/rights/").status_code == 200


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
