"""The call screen: what it shows of a call, of the caller, and of whom to send."""

from __future__ import annotations

from django.test import Client

from hotline import clock
from hotline.calls.models import Call, Seat
from hotline.calls.states import Direction, SeatState
from hotline.calls.states import Status as CallStatus
from hotline.cases.models import Case
from hotline.catalogue.models import Service
from hotline.journal.models import Entry
from tests.desks.papers import At, a_case, written
from tests.town import Town, at


def a_call(town: Town, *, status: CallStatus = CallStatus.TALKING) -> Call:
    """Let Ms Chen be on operator 28's telephone."""
    state = SeatState.RINGING if status == CallStatus.RINGING else SeatState.TALKING
    now = clock.now()
    call = Call.objects.create(
        direction=Direction.IN,
        status=status,
        line_number="81890",
        caller=town.caller("陈", "13800005126"),
        operator=town.operator_28,
        arrived_at=now,
        answered_at=now if status == CallStatus.TALKING else None,
    )
    Seat.objects.update_or_create(
        operator=town.operator_28,
        defaults={
            "address": "seat:28", "state": state, "since_at": now, "lease_until": now, "call": call,
        },
    )  # fmt: skip
    return call


def test_without_a_call_the_screen_takes_visits_and_letters(town: Town, desk: Client) -> None:
    page = desk.get("/desk/").content.decode()
    assert "没有通话" in page
    assert 'name="number"' in page
    assert "来访" in page


def test_in_a_call_the_caller_and_what_was_asked_before_are_there(town: Town, desk: Client) -> None:
    before = a_case(town, "马桶堵住")
    call = a_call(town)
    page = desk.get("/desk/").content.decode()
    assert f'id="writing-call-{call.pk}"' in page
    assert f'value="{call.pk}"' in page
    assert "马桶堵住" in page
    assert f"/cases/{before.pk}/" in page
    assert 'name="number"' not in page  # whoever rings is known


def test_the_whole_number_is_put_on_record_once_in_a_call(town: Town, desk: Client) -> None:
    call = a_call(town)
    for _time in range(3):
        assert "138 0000 5126" in desk.get("/desk/call_bar").content.decode()
    shown = Entry.objects.filter(kind="caller", act="unmask")
    assert [entry.said["in_call"] for entry in shown] == [call.about]


def test_another_operator_sees_the_number_masked(town: Town, at: At) -> None:
    call = a_call(town)
    page = at("op21").get(f"/desk/?call={call.pk}").content.decode()
    assert "138 0000 5126" not in page
    assert "138****5126" in page


def test_one_call_becomes_several_cases(town: Town, desk: Client) -> None:
    call = a_call(town)
    for said in ("水管漏水", "路灯不亮"):
        answer = desk.post("/desk/write", written(town, said=said, call=call.pk, number=""))
        assert answer.status_code == 204
        assert "Location" not in answer  # the telephone stays where it is
    assert Case.objects.filter(calls=call).count() == 2
    assert {case.caller for case in Case.objects.all()} == {call.caller}
    column = desk.get("/desk/who").content.decode()
    assert "这通电话记下的" in column
    assert "路灯不亮" in column


def test_a_ringing_call_shows_itself_on_the_other_pages(town: Town, desk: Client) -> None:
    assert "ring" not in desk.get("/desk/ring").content.decode()
    a_call(town, status=CallStatus.RINGING)
    said = desk.get("/desk/ring").content.decode()
    assert 'data-key="F2"' in said
    assert "陈" in said
    assert "138****5126" in said


def test_what_was_said_suggests_the_service_and_the_place(town: Town, desk: Client) -> None:
    said = desk.post("/desk/hear", {"said": "我住虹桥社区，厨房水管漏水"}).content.decode()
    assert 'data-key="Alt+1"' in said
    assert f'data-value="{town.services["水管维修"].pk}"' in said
    assert "虹桥社区" in said


def test_services_and_places_are_found_by_initials(town: Town, desk: Client) -> None:
    assert "水管维修" in [
        one["text"].split(" › ")[1] for one in desk.get("/desk/services?q=sgwx").json()
    ]
    assert [one["text"] for one in desk.get("/desk/places?q=hqsq").json()] == [
        "安阳街道 · 虹桥社区"
    ]


def test_the_candidates_say_why_they_stand_where_they_stand(town: Town, desk: Client) -> None:
    service, area = town.services["水管维修"].pk, town.places["虹桥"].pk
    page = desk.get(f"/desk/whom?service={service}&area={area}").content.decode()
    assert page.index("家家乐") < page.index("老潘水电")
    assert "手上空" in page
    assert "2 家能接" in page


def test_what_is_urgent_by_default_brings_its_urgency_along(town: Town, desk: Client) -> None:
    for name, usual in (("电路维修", "3"), ("水管维修", "1")):
        service = town.services[name].pk
        page = desk.get(f"/desk/whom?service={service}").content.decode()
        assert f'data-of="{service}" data-usual="{usual}"' in page
        assert ("默认加急" in page) == (usual == "3")


def test_a_service_by_day_alone_is_said_to_be_so_at_night(town: Town, desk: Client) -> None:
    service = town.services["水管维修"]
    asleep, address = "不是全天候的", f"/desk/whom?service={service.pk}"
    with clock.frozen(at(23, 30)):
        assert asleep not in desk.get(address).content.decode()
        case = a_case(town)
        Service.objects.filter(pk=service.pk).update(around_the_clock=False)
        assert asleep in desk.get(address).content.decode()
        assert asleep in desk.get(f"/cases/{case.pk}/").content.decode()
    with clock.frozen(at(10)):
        assert asleep not in desk.get(address).content.decode()


def test_the_same_matter_is_pointed_out(town: Town, desk: Client) -> None:
    other = a_case(town, "五楼漏水到四楼")
    service, area = town.services["水管维修"].pk, town.places["虹桥"].pk
    page = desk.get(f"/desk/whom?service={service}&area={area}").content.decode()
    assert f"/cases/{other.pk}/" in page


def test_a_caller_is_described(town: Town, desk: Client) -> None:
    caller = town.caller("陈", "13800005126")
    sent = {"name": "陈", "title": "ms", "dialect": "瑞安话", "wishes": "白天打", "key": "k"}
    assert desk.post(f"/desk/callers/{caller.pk}/describe", sent).status_code == 204
    caller.refresh_from_db()
    assert (caller.title, caller.dialect) == ("ms", "瑞安话")
    assert caller.opened("wishes") == "白天打"


def test_a_call_back_under_way_leads_back_to_its_questions(town: Town, desk: Client) -> None:
    call = a_call(town)
    assert 'href="/desk/"' in desk.get("/desk/ring").content.decode()
    Call.objects.filter(pk=call.pk).update(direction=Direction.OUT, subject="followup:7")
    said = desk.get("/desk/ring").content.decode()
    assert 'href="/followups/7/"' in said
    assert f"/calls/{call.pk}/hang_up" in said
