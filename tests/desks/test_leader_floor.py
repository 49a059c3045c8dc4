"""The leader's floor: what it counts, what it hides, what a leader does there and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.calls.models import Call, Request, Seat
from hotline.calls.states import Direction, Ending, SeatState, Status
from hotline.journal import queries as journal
from hotline.lines.models import Line
from hotline.shifts.models import Notice
from tests.desks.conftest import BACKEND
from tests.town import at

if TYPE_CHECKING:
    from hotline.people.models import Person
    from tests.town import Town

SCRIPT = {"X-Requested-With": "step-form"}


def client(town: Town, who: str = "leader") -> Client:
    signed = Client()
    signed.force_login(town.people[who], backend=BACKEND)
    return signed


def a_call(town: Town, status: Status, *, minutes_ago: float = 0, **more: object) -> Call:
    now = clock.now()
    given = {
        "direction": Direction.IN, "line_number": "81890", "status": status,
        "arrived_at": now - timedelta(minutes=minutes_ago),
        "caller": town.caller("欧阳慧敏", "13800005126"),
    }  # fmt: skip
    return Call.objects.create(**given | more)


def a_day(town: Town) -> None:
    """Let eight calls arrive: five answered, four of them in time; two given up; one sent away; one out of hours."""
    now = clock.now()
    for minutes_ago, wait_s in ((70, 3), (65, 9), (64, 15), (8, 16), (7, 2)):
        a_call(
            town, Status.ENDED, minutes_ago=minutes_ago, how=Ending.ANSWERED, wait_s=wait_s,
            answered_at=now, ended_at=now,
        )  # fmt: skip
    for minutes_ago, how in (
        (66, Ending.MISSED), (6, Ending.MISSED), (5, Ending.FULL), (4, Ending.CLOSED),
        (60 * 24, Ending.MISSED),
    ):  # fmt: skip
        a_call(town, Status.ENDED, minutes_ago=minutes_ago, how=how, ended_at=now)


def a_seat(person: Person, state: SeatState, call: Call | None = None) -> Seat:
    now = clock.now()
    return Seat.objects.create(
        operator=person, address=f"seat:{person.number}", state=state, since_at=now, call=call,
        lease_until=now + timedelta(minutes=1),
    )  # fmt: skip


def test_the_floor_counts_today_and_this_hour(town: Town) -> None:
    with clock.frozen(at(10, 30)):
        a_day(town)
        a_call(town, Status.WAITING, minutes_ago=0.5)
        a_call(town, Status.PROMISED, minutes_ago=2)
        page = client(town).get("/floor/").content.decode()
    assert "50.0%" in page  # four of eight within 15 s
    assert "62.5%" in page  # five of eight at all
    assert "这一小时 25.0%" in page  # one of four since ten
    assert "放弃 2" in page
    assert "没接进来 1" in page
    assert "最久 30 秒" in page
    assert "等回呼 1" in page
    assert "一通等了 30 秒，过了 15 秒线" in page
    assert page.count("<rect") >= 4


def test_numbers_are_masked_and_a_special_line_shows_nobody(town: Town) -> None:
    secret = Line.objects.create(code="student", name="学生心理专线", special=True)
    a_call(town, Status.WAITING)
    talking = a_call(
        town, Status.TALKING, line=secret, answered_at=clock.now(),
        caller=town.caller("司徒文静", "13900004321"), operator=town.operator_28,
    )  # fmt: skip
    waits = a_call(town, Status.WAITING, line=secret, caller=town.caller("上官若兰", "13700001234"))
    seat = a_seat(town.operator_28, SeatState.TALKING, talking)
    leader = client(town)
    pages = [
        leader.get(path).content.decode()
        for path in (
            "/floor/", "/floor/?wall", "/floor/now?wall", f"/floor/seats/{seat.pk}/",
            f"/floor/calls/{waits.pk}/", f"/floor/calls/{talking.pk}/",
        )
    ]  # fmt: skip
    for page in pages:
        for hidden in ("13800005126", "4321", "1234", "司徒文静", "上官若兰"):
            assert hidden not in page
    assert all("5126" in page for page in pages[:3])
    assert 'data-size="wall"' in pages[1]
    assert 'data-theme="dark"' in pages[1]
    assert "<form" not in pages[1]
    assert "内容只有专线人员可见" in pages[4]


def test_a_leader_changes_a_seat_and_says_why(town: Town) -> None:
    seat = a_seat(town.operator_28, SeatState.AWAY)
    leader, door = client(town), f"/floor/seats/{seat.pk}/force"
    assert leader.post(door, {"to": "ready"}, headers=SCRIPT).status_code == 422
    assert leader.post(door, {"to": "ready", "why": "忙"}, headers=SCRIPT).status_code == 204
    seat.refresh_from_db()
    assert seat.state == SeatState.READY
    leader.post(door, {"to": "out", "why": "人走了"}, headers=SCRIPT)
    seat.refresh_from_db()
    assert (seat.state, seat.lease_until) == (SeatState.AWAY, None)
    told = journal.story(seat)
    assert [(one.entry.act, one.said["to"], one.said["why"]) for one in told] == [
        ("force", "ready", "忙"),
        ("force", "out", "人走了"),
    ]
    assert {one.entry.by for one in told} == {town.leader}
    assert leader.post(door, {"to": "away", "why": "x"}, headers=SCRIPT).status_code == 409


def test_no_seat_is_changed_in_the_middle_of_a_call(town: Town) -> None:
    call = a_call(town, Status.TALKING, answered_at=clock.now())
    seat = a_seat(town.operator_28, SeatState.TALKING, call)
    answer = client(town).post(
        f"/floor/seats/{seat.pk}/force", {"to": "out", "why": "x"}, headers=SCRIPT
    )
    assert answer.status_code == 409
    seat.refresh_from_db()
    assert seat.state == SeatState.TALKING


def test_a_waiting_call_is_moved_to_another_line(town: Town) -> None:
    line = Line.objects.create(code="power", name="电力专线", numbers=["95598"])
    call = a_call(town, Status.WAITING)
    answer = client(town).post(f"/floor/calls/{call.pk}/requeue", {"line": line.pk}, headers=SCRIPT)
    assert answer.status_code == 204
    call.refresh_from_db()
    assert call.line == line
    assert [one.wants for one in Request.objects.filter(call=call)] == ["requeue"]


def test_a_leader_listens_and_it_is_on_record(town: Town) -> None:
    call = a_call(town, Status.TALKING, answered_at=clock.now(), operator=town.operator_28)
    a_seat(town.operator_28, SeatState.TALKING, call)
    leader, door = client(town), f"/floor/calls/{call.pk}/hear"
    assert leader.post(door, {"how": "whisper"}, headers=SCRIPT).status_code == 409  # no seat yet
    a_seat(town.leader, SeatState.AWAY)
    assert "耳语" in leader.get(f"/floor/calls/{call.pk}/").content.decode()
    assert leader.post(door, {"how": "whisper"}, headers=SCRIPT).status_code == 204
    assert Request.objects.get(call=call).given["how"] == "whisper"
    assert [one.entry.act for one in journal.story(call)] == ["listen_in"]
    Seat.objects.filter(operator=town.leader).update(state=SeatState.LISTENING, call=call)
    assert "不听了" in leader.get(f"/floor/calls/{call.pk}/").content.decode()
    assert leader.post(f"/floor/calls/{call.pk}/unhear", headers=SCRIPT).status_code == 204


def test_a_line_is_closed_from_the_floor_and_opened_again(town: Town) -> None:
    line = Line.objects.create(code="power", name="电力专线")
    leader = client(town)
    leader.post(f"/floor/lines/{line.pk}/close_line", {"why": "机房检修"}, headers=SCRIPT)
    page = leader.get("/floor/").content.decode()
    assert "电力专线已关闭" in page
    assert "机房检修" in page
    leader.post(f"/floor/lines/{line.pk}/open_line", headers=SCRIPT)
    assert "电力专线已关闭" not in leader.get("/floor/").content.decode()


def test_a_notice_stands_on_every_desk_until_its_end(town: Town) -> None:
    leader, operator = client(town), client(town, "op28")
    with clock.frozen(at(9)):
        given = {"said": "虹桥停水到十二点。", "valid_until": "2012-09-26T12:00"}
        assert leader.post("/floor/notices/post_notice", given, headers=SCRIPT).status_code == 204
        assert "虹桥停水" in operator.get("/desk/").content.decode()
        assert "虹桥停水" in operator.get("/desk/troubles").content.decode()
        wrong = given | {"valid_until": "2012-09-26T08:00"}
        assert leader.post("/floor/notices/post_notice", wrong, headers=SCRIPT).status_code == 409
        assert "虹桥停水" in leader.get("/floor/?wall").content.decode()
        with clock.frozen(at(12)):
            later = client(town, "op28").get("/desk/troubles")
            assert later.status_code == 200
            assert "虹桥停水" not in later.content.decode()
        [notice] = Notice.objects.all()
        leader.post(f"/floor/notices/{notice.pk}/end_notice", headers=SCRIPT)
        assert "虹桥停水" not in operator.get("/desk/troubles").content.decode()


def test_the_floor_is_the_leaders(town: Town) -> None:
    call = a_call(town, Status.WAITING)
    operator = client(town, "op28")
    assert operator.get("/floor/").status_code == 403
    assert operator.post(f"/floor/calls/{call.pk}/requeue").status_code == 403
    assert 'href="/floor/"' not in operator.get("/desk/").content.decode()
    assert 'href="/floor/"' in client(town).get("/desk/").content.decode()


@pytest.mark.parametrize("path", ["/floor/now", "/floor/now?wall"])
def test_a_full_floor_asks_no_more_than_an_empty_one(town: Town, path: str) -> None:
    leader = client(town)

    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert leader.get(path).status_code == 200
        return len(statements)

    a_call(town, Status.WAITING)
    asked()
    few = asked()
    a_day(town)
    for n, who in enumerate(("op28", "op21", "callback")):
        call = a_call(
            town, Status.TALKING, answered_at=clock.now(),
            caller=town.caller("", f"1390000000{n}"),
        )  # fmt: skip
        a_seat(town.people[who], SeatState.TALKING, call)
        a_call(town, Status.WAITING, caller=town.caller("", f"1380000000{n}"))
    assert asked() == few
