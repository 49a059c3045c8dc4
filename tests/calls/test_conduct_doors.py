"""The doors of a call under way: whose they are, what is refused at a wrong moment, and that an act is done once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hotline import clock
from hotline.calls import actions
from hotline.calls.breaks import Break
from hotline.calls.conduct import whom as whom_to
from hotline.calls.models import Call, Request, Seat
from hotline.calls.states import Direction, SeatState, Status, Talk, Third
from hotline.journal.models import Entry
from hotline.life.errors import NotSo
from hotline.lines.models import Line
from hotline.people.models import Person
from hotline.people.roles import Role
from tests.calls.exchange import at_seat, engage, seat_of
from tests.calls.test_doors import client_of

pytestmark = pytest.mark.usefixtures("db")
SCRIPT = {"X-Requested-With": "test"}
OWN = ("hold", "resume", "ask", "join", "pass_on", "send", "requeue", "park", "press", "note")
GIVEN = {"whom": "emergency:120", "digits": "1", "text": "x"}
SHOP = {"who": Third.PROVIDER, "address": "tel:057765800001", "seat": 0, "id": "c1-t2"}


@pytest.fixture
def operator() -> Person:
    return at_seat("28")


@pytest.fixture
def call(operator: Person) -> Call:
    return talking(operator)


def talking(operator: Person, **more: Any) -> Call:
    """Let the operator speak with a caller from outside."""
    now = clock.now()
    seat = seat_of(operator)
    given = {
        "direction": Direction.IN,
        "status": Status.TALKING,
        "legs": {"seat": {"id": "c1-s1", "seat": seat.pk}},
    } | more
    call = Call.objects.create(arrived_at=now, answered_at=now, operator=operator, **given)
    Seat.objects.filter(pk=seat.pk).update(state=SeatState.TALKING, call=call)
    return call


def third(call: Call, *, up: bool, **more: Any) -> None:
    """Let somebody be drawn in."""
    call.legs["third"] = {**SHOP, "up": up, **more}
    call.save()


def post(person: Person, call: Call, act: str, **given: Any) -> Any:
    return client_of(person).post(f"/calls/{call.pk}/{act}", GIVEN | given, headers=SCRIPT)


def wanted() -> list[str]:
    """Return what the switchboard was asked, but for the telephones of the sample."""
    return list(Request.objects.exclude(wants="plug_in").values_list("wants", flat=True))


@pytest.mark.parametrize("act", [*OWN, "take"])
def test_who_does_not_work_the_telephone_is_turned_away(call: Call, act: str) -> None:
    assert post(engage("77", Role.PROVIDER), call, act).status_code == 403
    assert Client().post(f"/calls/{call.pk}/{act}").status_code == 302
    assert client_of(at_seat("29")).get(f"/calls/{call.pk}/{act}").status_code == 405
    assert wanted() == []


@pytest.mark.parametrize("act", OWN)
def test_nobody_acts_in_anothers_call(call: Call, act: str) -> None:
    answer = post(at_seat("29"), call, act)
    assert answer.status_code == 403
    assert "自己的通话" in answer.content.decode()
    assert wanted() == []


@pytest.mark.parametrize("part", ["third", "ear"])
def test_whoever_was_drawn_in_or_listens_only_goes(call: Call, operator: Person, part: str) -> None:
    guest = at_seat("29", Role.LEADER if part == "ear" else Role.OPERATOR)
    seat = seat_of(guest)
    call.legs[part] = {"id": "c1-x2", "seat": seat.pk, "up": True, "who": Third.SEAT}
    call.save()
    Seat.objects.filter(pk=seat.pk).update(state=SeatState.TALKING, call=call)
    assert post(guest, call, "hold").status_code == 403
    assert post(guest, call, "hang_up").status_code == 204
    assert wanted() == [{"third": "leave", "ear": "unhear"}[part]]


def test_an_act_sent_twice_with_one_key_is_done_once(call: Call, operator: Person) -> None:
    for _time in range(2):
        answer = post(operator, call, "hold", key="k1")
        assert answer.status_code == 204
        assert answer["X-Toast"]
    assert wanted() == ["hold"]


WRONG = [
    ("hold", {"talk": Talk.HELD}, None, "保持"),
    ("hold", {"status": Status.RINGING}, None, "还没有接通"),
    ("hold", {}, False, "先请他离开"),
    ("resume", {}, None, "现在不能"),
    ("ask", {}, False, "先请他离开"),
    ("ask", {"status": Status.RATING}, None, "已经结束"),
    ("join", {"talk": Talk.ASIDE}, False, "还没有接起"),
    ("join", {"talk": Talk.THREE}, True, "三方通话"),
    ("pass_on", {"talk": Talk.ASIDE}, False, "还没有接起"),
    ("pass_on", {}, None, "现在不能"),
    ("send", {"talk": Talk.ASIDE}, True, "咨询中"),
    ("park", {"direction": Direction.OUT}, None, "我们打出的"),
    ("park", {"talk": Talk.THREE}, True, "三方通话"),
    ("requeue", {"direction": Direction.OUT}, None, "我们打出的"),
    ("requeue", {"status": Status.PASSED}, None, "已经转出"),
    ("requeue", {"talk": Talk.ASIDE}, True, "先请他离开"),
]
"""Act, how the call stands, whether a third has picked up (None: there is none), what is said."""


@pytest.mark.parametrize(("act", "stands", "up", "said"), WRONG)
def test_at_a_wrong_moment_it_is_refused_with_a_sentence(
    operator: Person, act: str, stands: dict[str, Any], up: bool | None, said: str
) -> None:
    call = talking(operator, **stands)
    if up is not None:
        third(call, up=up)
    answer = post(operator, call, act)
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert wanted() == []


def test_keys_are_digits_star_and_hash_alone(call: Call, operator: Person) -> None:
    assert post(operator, call, "press", digits="12a").status_code == 409
    assert post(operator, call, "press", digits="").status_code == 422
    assert post(operator, call, "press", digits="12*#").status_code == 204
    assert Request.objects.get(wants="press").given == {"digits": "12*#"}


def test_a_note_is_kept_and_may_be_written_after_the_call(call: Call, operator: Person) -> None:
    Call.objects.update(status=Status.ENDED, ended_at=clock.now())
    assert post(operator, call, "note", text=" 说过两遍 ").status_code == 204
    call.refresh_from_db()
    assert call.note == "说过两遍"
    assert Entry.objects.filter(kind="call", act="note_call", by=operator).count() == 1


def test_a_note_on_anothers_call_is_the_leaders_alone(call: Call) -> None:
    assert post(at_seat("29"), call, "note").status_code == 403
    assert post(at_seat("01", Role.LEADER), call, "note").status_code == 204


# -- taking ---------------------------------------------------------------------------------------


def test_only_who_sits_free_at_a_seat_takes_a_call_that_waits(call: Call, operator: Person) -> None:
    waits = Call.objects.create(
        direction=Direction.IN, status=Status.WAITING, arrived_at=clock.now()
    )
    busy = post(operator, waits, "take")
    assert (busy.status_code, "正在通话" in busy.content.decode()) == (409, True)
    nowhere = post(engage("31"), waits, "take")
    assert (nowhere.status_code, "签入" in nowhere.content.decode()) == (409, True)
    taken = post(at_seat("29"), call, "take")
    assert (taken.status_code, "有人接了" in taken.content.decode()) == (409, True)
    assert wanted() == []
    assert post(at_seat("30"), waits, "take").status_code == 204
    assert wanted() == ["take"]


# -- whom -----------------------------------------------------------------------------------------


def test_one_emergency_key_rings_it_into_the_talk(call: Call, operator: Person) -> None:
    assert post(operator, call, "ask", whom="emergency:119", aside="0").status_code == 204
    asked = Request.objects.get(wants="ask")
    assert asked.given["address"] == "tel:119"
    assert (asked.given["who"], asked.given["aside"]) == (Third.EMERGENCY, False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"whom": ""}, "请选要找谁"),
        ({"whom": "", "whom_text": "家"}, "从列表里选"),
        ({"whom": "seat:999999", "whom_text": ""}, "请选要找谁"),
        ({"whom": "emergency:999"}, "紧急电话只有"),
        ({"whom": "", "whom_text": "0044 1632 960961"}, "境外"),
        ({"whom": "", "whom_text": "16897168"}, "手机号"),
        ({"whom": "nonsense", "whom_text": ""}, "请选要找谁"),
    ],
)
def test_whoever_cannot_be_rung_is_refused_with_a_sentence(
    call: Call, operator: Person, given: dict[str, str], said: str
) -> None:
    answer = post(operator, call, "ask", **given)
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert wanted() == []


def test_only_a_colleague_who_is_ready_is_rung(call: Call, operator: Person) -> None:
    resting = at_seat("29")
    actions.take_break(resting)
    for person, said in ((resting, "不空闲"), (operator, "不能转给自己")):
        answer = post(operator, call, "ask", whom=f"seat:{seat_of(person).pk}")
        assert answer.status_code == 409
        assert said in answer.content.decode()
    free = at_seat("30")
    assert post(operator, call, "send", whom=f"seat:{seat_of(free).pk}").status_code == 204
    assert Request.objects.get(wants="send").given["seat"] == seat_of(free).pk


def test_what_was_typed_counts_more_than_what_was_picked_before(operator: Person) -> None:
    """The list keeps the last choice; a number typed over it must not ring the one before."""
    picked = {"whom": "emergency:120", "whom_text": "0577 6580 0001"}
    found = whom_to.read(picked, operator)
    assert isinstance(found, whom_to.Whom)
    assert (found.who, found.number) == (Third.OUTSIDE, "057765800001")
    with pytest.raises(NotSo, match="列表"):
        whom_to.read({"whom": "emergency:120", "whom_text": "急救"}, operator)


def test_a_line_can_be_waited_on_and_not_asked(call: Call, operator: Person) -> None:
    line = Line.objects.create(code="water", name="供水")
    asked = post(operator, call, "ask", whom=f"line:{line.pk}")
    assert (asked.status_code, "不能咨询" in asked.content.decode()) == (409, True)
    assert post(operator, call, "send", whom=f"line:{line.pk}", whom_text="供水").status_code == 204
    call.refresh_from_db()
    assert call.line_id == line.pk
    assert wanted() == ["requeue"]
    assert Entry.objects.filter(act="move_call", by=operator).count() == 1


def test_nobody_lets_a_call_wait_on_a_line_there_is_not(call: Call, operator: Person) -> None:
    assert post(operator, call, "requeue", line="999999").status_code == 404
    assert post(operator, call, "requeue").status_code == 204
    assert wanted() == ["requeue"]


# -- breaks ---------------------------------------------------------------------------------------


def test_a_break_has_its_reason_until_one_is_ready_again() -> None:
    person = at_seat("28")
    client = client_of(person)
    assert client.post("/calls/seat/take_break", {"why": "meal"}, headers=SCRIPT).status_code == 204
    assert seat_of(person).why == Break.MEAL
    entry = Entry.objects.get(kind="seat", act="take_break")
    assert entry.said == {"why": "meal"}
    actions.ready(person)
    assert seat_of(person).why == ""


def test_a_break_for_no_known_reason_is_not_understood() -> None:
    person = at_seat("28")
    answer = client_of(person).post("/calls/seat/take_break", {"why": "x"}, headers=SCRIPT)
    assert answer.status_code == 422
    assert seat_of(person).state == SeatState.READY
