"""The made-up telephone: its pages, what it may ask, and that it is there in the demo alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers import numbers
from hotline.calls.models import Call, Request, Telephone
from hotline.calls.states import Direction, Ending, Leg, Status, Talk, Terms, flat
from hotline.demo.phone import telephone
from hotline.lines import actions as lines
from hotline.lines import queries as line_queries
from hotline.lines.plans import Plan
from hotline.people import queries as people
from hotline.people.roles import Role
from hotline.telephony import prompts
from tests.calls.exchange import engage

pytestmark = pytest.mark.usefixtures("db")
CHEN = "13800002001"
PAGE = f"/demo/phone/{CHEN}"


@pytest.fixture(autouse=True)
def lines_read_anew() -> Iterator[None]:
    line_queries.forget()
    yield
    line_queries.forget()


def rung(state: str = "talking", *, leg: str = "in-1", heard: tuple[str, ...] = ()) -> Telephone:
    """Let her telephone do something; *heard* are kinds and words in turn."""
    pairs = zip(heard[::2], heard[1::2], strict=True)
    at = clock.now().isoformat()
    told = [{"at": at, "kind": kind, "text": text, "speaker": "seat:28"} for kind, text in pairs]
    shows = {"address": f"tel:{CHEN}", "state": state, "shows": "81890", "leg": leg, "heard": told}
    return Telephone.objects.create(**shows, changed_at=clock.now())


def call_of_chen(
    status: Status,
    direction: Direction = Direction.IN,
    *,
    terms: Terms | None = None,
    more: Any = None,
) -> Call:
    caller = callers.take_down(number=numbers.read(CHEN), by=people.the_clock())
    legs = {"far": flat(Leg("in-1", up=True)), "terms": flat(terms or Terms())}
    columns = {"caller": caller, "legs": legs} | (more or {})
    return Call.objects.create(
        direction=direction, status=status, arrived_at=clock.now(), leg="in-1", **columns
    )


def fragment() -> str:
    page = Client().get(PAGE, headers={"X-Requested-With": "live-region"})
    return page.content.decode()


def set_up(*plans: Plan) -> None:
    leader = engage("01", Role.LEADER)
    for n, plan in enumerate(plans):
        lines.found_line(f"line{n}", plan=plan, by=leader)
    line_queries.forget()


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
    call_of_chen(Status.TALKING)
    Client().post(f"{PAGE}/speak", {"text": "leak", "key": "k1"})
    rung(heard=("words", "where"))
    Client().post(f"{PAGE}/speak", {"text": "<b>", "key": "k2"})
    Client().post(f"{PAGE}/press", {"text": "1", "key": "k3"})
    bubbles = [(one.kind, one.text) for one in telephone.shown(CHEN).bubbles]
    assert bubbles == [("me", "leak"), ("line", "where"), ("me", "<b>"), ("key", "1")]
    assert "&lt;b&gt;" in fragment()
    assert "<html" not in fragment()


def test_a_third_who_is_drawn_in_is_heard_as_another() -> None:
    call_of_chen(Status.TALKING, more={"talk": Talk.THREE})
    phone = rung(heard=("words", "on my way"))
    Telephone.objects.update(heard=[phone.heard[0] | {"speaker": "tel:13800003001"}])
    shown = telephone.shown(CHEN)
    assert shown.state == "three"
    assert [(one.kind, one.text) for one in shown.bubbles] == [("other", "on my way")]


def test_the_pieces_of_what_the_queue_says_are_one_sentence() -> None:
    call_of_chen(Status.WAITING)
    words = prompts.texts()
    said = ("your_place", "n2", "wait_about", "n3", "minutes", "press_1_to_be_called")
    rung(heard=tuple(it for name in said for it in ("prompt", words[name])))
    told = [one.text for one in telephone.shown(CHEN).bubbles]
    assert told == ["您排在第二位，预计等候约三分钟。", words["press_1_to_be_called"]]


def test_a_ringing_telephone_can_be_answered_or_refused() -> None:
    rung("ringing")
    shown = fragment()
    assert f"{PAGE}/answer" in shown
    assert f"{PAGE}/refuse" in shown
    assert f"{PAGE}/ring" not in shown


# -- what a citizen can do ------------------------------------------------------------------------


def test_every_number_of_the_lines_can_be_dialled_and_no_other() -> None:
    set_up(Plan(name="Main"), Plan(name="Power", numbers=("81895",), hours="07:30-20:00"))
    shown = fragment()
    assert 'value="81890"' in shown
    assert "Power <small>81895 · 07:30-20:00</small>" in shown
    for n, to in enumerate(("81895", "00441234567890", "")):
        Client().post(f"{PAGE}/ring", {"to": to, "key": f"k{n}"})
    rung_up = Request.objects.filter(wants="ring").order_by("pk")
    assert [one.text for one in rung_up] == ["81895", "81890", "81890"]


def test_a_number_can_be_withheld() -> None:
    Client().post(f"{PAGE}/ring", {"key": "k1", "withheld": "1"})
    Client().post(f"{PAGE}/ring", {"key": "k2"})
    rung_up = Request.objects.filter(wants="ring").order_by("pk")
    assert [one.given for one in rung_up] == [{"withheld": True}, {"withheld": False}]


def test_a_caller_without_a_number_sees_his_own_call_and_nobody_elses() -> None:
    rung()
    call_of_chen(Status.TALKING, more={"caller": None, "talk": Talk.HELD})
    assert telephone.shown(CHEN).state == "held"
    Telephone.objects.update(leg="in-2")
    assert telephone.shown(CHEN).state == "talking"


@pytest.mark.parametrize(
    ("status", "terms", "more", "keys"),
    [
        (Status.WAITING, Terms(may_keep_place=True), {}, ["1"]),
        (Status.WAITING, Terms(), {}, []),
        (Status.RATING, Terms(), {}, ["1", "2", "3"]),
        (Status.RATING, Terms(), {"attitude": 1}, ["1", "2", "3"]),
        (Status.RATING, Terms(), {"attitude": 1, "result": 1}, []),
        (Status.REFUSED, Terms(), {}, ["1", "2", "3", "4"]),
        (Status.TALKING, Terms(may_keep_place=True), {}, []),
    ],
)
def test_the_keys_that_the_line_asks_for_are_offered(
    status: Status, terms: Terms, more: dict[str, int], keys: list[str]
) -> None:
    rung()
    call_of_chen(status, terms=terms, more=more)
    assert [key for key, _words in telephone.shown(CHEN).offers] == keys
    assert fragment().count("data-key=") == len(keys) + 1  # and the one that hangs up


def test_who_hung_up_and_kept_his_place_is_told_that_he_will_be_called() -> None:
    rung("idle")
    call = call_of_chen(Status.PROMISED)
    assert telephone.shown(CHEN).state == "promised"
    assert f"{PAGE}/ring" in fragment()
    Telephone.objects.update(state="ringing", leg=f"c{call.pk}-f2")
    assert telephone.shown(CHEN).state == "ringing"


def test_a_call_that_nobody_answered_is_shown_as_missed() -> None:
    over = {
        "how": Ending.FAILED,
        "cause": "no_answer",
        "ended_at": clock.now() + timedelta(seconds=1),
    }
    call = call_of_chen(Status.ENDED, Direction.OUT, more=over)
    rung("idle", leg=f"c{call.pk}-f1")
    assert telephone.shown(CHEN).state == "missed"


def test_a_telephone_of_nobody_known_that_rings_lies_on_top_of_the_drawer() -> None:
    Telephone.objects.create(address="tel:13900000001", state="ringing", changed_at=clock.now())
    rung("talking")
    page = Client().get("/demo/phone").content.decode()
    assert page.index("/demo/phone/13900000001") < page.index(PAGE)
    assert page.count('data-state="talking"') == 1


# -- where there is no demo -----------------------------------------------------------------------


def test_there_are_no_made_up_telephones_in_service(monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, demo=False))
    for path in ("/demo/phone", PAGE):
        assert Client().get(path).status_code == 404
    assert Client().post(f"{PAGE}/ring").status_code == 404
    assert not Request.objects.exists()
