"""The made-up telephone: its pages, what it may ask, and that it is there in the demo alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers import numbers
from hotline.calls.models import Call, Request, Speaker, Telephone, Utterance
from hotline.calls.states import Direction, Status
from hotline.demo.phone import telephone
from hotline.people import queries as people

pytestmark = pytest.mark.usefixtures("db")
CHEN = "13800002001"
PAGE = f"/demo/phone/{CHEN}"


def rung(state: str = "talking") -> Telephone:
    return Telephone.objects.create(
        address=f"tel:{CHEN}", state=state, shows="81890", changed_at=clock.now()
    )


def call_of_chen(status: Status, direction: Direction = Direction.IN) -> Call:
    caller = callers.take_down(number=numbers.read(CHEN), by=people.the_clock())
    return Call.objects.create(
        direction=direction, status=status, arrived_at=clock.now(), caller=caller, leg="in-1"
    )


def test_the_drawer_holds_the_sample_callers_and_says_who_rings() -> None:
    rung("ringing")
    page = Client().get("/demo/phone").content.decode()
    assert page.count("<li>") >= 40
    assert page.count('data-state="ringing"') == 1


def test_a_typed_number_leads_to_its_telephone_and_nonsense_is_refused() -> None:
    answer = Client().get("/demo/phone", {"number": "138 0000 2001"})
    assert answer["Location"] == PAGE
    assert Client().get("/demo/phone", {"number": "13x"}).status_code == 422
    assert Client().get("/demo/phone/nonsense").status_code == 404


def test_a_number_has_one_page() -> None:
    assert Client().get("/demo/phone/0577-65000105")["Location"] == "/demo/phone/057765000105"


@pytest.mark.parametrize("does", ["ring", "answer", "refuse", "put_down"])
def test_each_act_becomes_a_request_once(does: str) -> None:
    for _time in range(2):
        Client().post(f"{PAGE}/{does}", {"key": "k1"}, headers={"X-Requested-With": "step-form"})
    request = Request.objects.get(wants=does)
    assert request.address == f"tel:{CHEN}"
    assert request.text == (settings.CONFIGURATION.line_number if does == "ring" else "")


def test_words_and_keys_are_passed_on_and_nothing_else() -> None:
    client = Client()
    client.post(f"{PAGE}/speak", {"text": "  leak "})
    client.post(f"{PAGE}/press", {"text": "1a#"})
    client.post(f"{PAGE}/speak", {"text": "  "})
    assert [one.text for one in Request.objects.order_by("pk")] == ["leak", "1#"]
    assert client.post(f"{PAGE}/plug_in").status_code == 404
    assert client.post(f"{PAGE}/hang_up").status_code == 404


def test_a_caller_whom_the_line_greets_is_not_yet_talking() -> None:
    rung()
    call = call_of_chen(Status.WAITING)
    assert telephone.shown(CHEN).state == "waiting"
    Call.objects.create(
        direction=Direction.IN, status=Status.WAITING, arrived_at=clock.now(), leg="in-2"
    )
    assert telephone.shown(CHEN).ahead == 0
    Call.objects.filter(pk=call.pk).update(status=Status.RINGING)
    assert telephone.shown(CHEN).state == "calling"
    Call.objects.filter(pk=call.pk).update(status=Status.TALKING, answered_at=clock.now())
    assert telephone.shown(CHEN).state == "talking"


def test_both_sides_words_stand_in_the_display_in_order() -> None:
    rung()
    call = call_of_chen(Status.TALKING)
    for speaker, words in [
        (Speaker.FAR, "leak"),
        (Speaker.OPERATOR, "where"),
        (Speaker.FAR, "<b>"),
    ]:
        Utterance.objects.create(call=call, at=clock.now(), speaker=speaker, text=words)
    bubbles = [(one.kind, one.text) for one in telephone.shown(CHEN).bubbles]
    assert bubbles == [("me", "leak"), ("line", "where"), ("me", "<b>")]
    fragment = Client().get(PAGE, headers={"X-Requested-With": "live-region"}).content.decode()
    assert "&lt;b&gt;" in fragment
    assert "<html" not in fragment


def test_a_ringing_telephone_can_be_answered_or_refused() -> None:
    rung("ringing")
    fragment = Client().get(PAGE, headers={"X-Requested-With": "live-region"}).content.decode()
    assert f"{PAGE}/answer" in fragment
    assert f"{PAGE}/refuse" in fragment
    assert f"{PAGE}/ring" not in fragment


def test_there_are_no_made_up_telephones_in_service(monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, demo=False))
    for path in ("/demo/phone", PAGE):
        assert Client().get(path).status_code == 404
    assert Client().post(f"{PAGE}/ring").status_code == 404
    assert not Request.objects.exists()
