"""From the call screen to the leader's word: an operator notes, a leader limits, everybody sees until when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from hotline import clock
from hotline.calls.models import Call, Seat
from hotline.calls.states import Direction, Ending, SeatState, Status
from hotline.restraints import actions as restraints
from hotline.restraints.models import Restraint
from tests.desks.conftest import at

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["at"]
At = Callable[[str], Client]


@pytest.fixture
def call(town: Town) -> Call:
    """A call that operator 28 has on the telephone."""
    now, by = clock.now(), town.operator_28
    talks = Call.objects.create(
        direction=Direction.IN, status=Status.TALKING, caller=town.caller("胡", "13800005188"),
        operator=by, arrived_at=now, answered_at=now, line_number="81890",
    )  # fmt: skip
    Seat.objects.create(
        operator=by, address="seat:28", state=SeatState.TALKING, since_at=now, lease_until=now,
        call=talks,
    )  # fmt: skip
    return talks


def over(town: Town, number: str) -> Call:
    """Return a call with this number that was answered and is over."""
    now = clock.now()
    return Call.objects.create(
        direction=Direction.IN, status=Status.ENDED, how=Ending.ANSWERED, line_number="81890",
        caller=town.caller("胡", number), operator=town.operator_28, arrived_at=now,
        answered_at=now, ended_at=now,
    )  # fmt: skip


def test_an_operator_notes_it_and_a_leader_decides(at: At, town: Town, call: Call) -> None:
    desk, leader = at("op28"), at("leader")
    noting = f"/desk/calls/{call.pk}/note_abuse"
    assert noting in desk.get("/desk/").content.decode()
    assert desk.post(noting, {"key": "a"}).status_code == 422, "without saying what happened"
    assert desk.post(noting, {"key": "b", "why": "骂人"}).status_code == 204
    assert "登记过恶意来电" in desk.get("/desk/who").content.decode()
    one = Restraint.objects.get()
    assert f"/floor/restraints/{one.pk}/" in leader.get("/floor/restraints/").content.decode()
    page = leader.get(f"/floor/restraints/{one.pk}/").content.decode()
    assert "骂人" in page
    assert "138****5188" in page
    assert "13800005188" not in page
    limiting = f"/restraints/{one.pk}/limit"
    assert limiting in page
    sent = {"key": "c", "days": "999", "why": "第五次"}
    assert leader.post(limiting, sent).status_code == 422, "longer than the rule allows"
    assert leader.post(limiting, sent | {"days": "2"}).status_code == 204
    assert "限制来电到" in desk.get("/desk/who").content.decode()


def test_a_bar_is_offered_once_there_was_another_such_call(at: At, town: Town, call: Call) -> None:
    one = restraints.note(call, by=town.operator_28, why="骂人")
    restraints.limit(one, by=town.leader, days=1, why="x")
    leader, address = at("leader"), f"/floor/restraints/{one.pk}/"
    page = leader.get(address).content.decode()
    assert f"/restraints/{one.pk}/bar" not in page
    assert "没有新的恶意来电，不能停接" in page
    restraints.note(over(town, "13800005188"), by=town.operator_28, why="又骂人")
    page = leader.get(address).content.decode()
    assert f"/restraints/{one.pk}/bar" in page
    assert "没有新的恶意来电" not in page


def test_who_appealed_stands_first(at: At, town: Town, call: Call) -> None:
    noted = restraints.note(call, by=town.operator_28, why="骂人")
    limited = restraints.note(over(town, "13800005199"), by=town.operator_28, why="骂人")
    restraints.limit(limited, by=town.leader, days=2, why="x")
    restraints.appeal(limited, by=town.operator_28, words="不是我")
    page = at("leader").get("/floor/restraints/").content.decode()
    links = [page.index(f"/floor/restraints/{one.pk}/") for one in (limited, noted)]
    assert links == sorted(links)


def test_a_step_is_offered_to_whom_it_is_open_and_taken_by_nobody_else(
    at: At, town: Town, call: Call
) -> None:
    one = restraints.note(call, by=town.operator_28, why="骂人")
    desk = at("op28")
    page = desk.get(f"/floor/restraints/{one.pk}/").content.decode()
    assert f"/restraints/{one.pk}/limit" not in page
    sent = {"key": "a", "days": "1", "why": "x"}
    assert desk.post(f"/restraints/{one.pk}/limit", sent).status_code == 403
    for who in ("lin", "clerk"):
        assert at(who).get(f"/floor/restraints/{one.pk}/").status_code == 403
    one.refresh_from_db()
    assert one.status == "noted"


def test_an_appeal_is_written_down_by_whoever_hears_it(at: At, town: Town, call: Call) -> None:
    one = restraints.note(call, by=town.operator_28, why="骂人")
    restraints.limit(one, by=town.leader, days=1, why="x")
    sent = {"key": "a", "words": "孩子拿手机玩的"}
    assert at("op21").post(f"/restraints/{one.pk}/appeal", sent).status_code == 204
    page = at("leader").get(f"/floor/restraints/{one.pk}/").content.decode()
    assert "孩子拿手机玩的" in page
    assert "另一位值班长答复" in page
