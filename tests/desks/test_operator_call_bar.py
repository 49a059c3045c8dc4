"""The bar of a call: what it shows of where the call stands, what may be done and by which key; who waits; whom to draw in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hotline import clock
from hotline.calls.models import Call, Seat
from hotline.calls.states import Direction, Ending, SeatState, Status, Talk, Third
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.journal.models import Entry
from hotline.lines import queries as lines
from hotline.lines.models import Line
from hotline.people.queries import the_clock
from hotline.wishes import actions as wishes
from hotline.wishes.models import Because
from tests.desks.papers import At, a_case
from tests.desks.test_operator_screen import a_call
from tests.stories.steps import the_house_reacts
from tests.town import Town
from tests.town import at as moment

SHOP = {"id": "c1-t2", "seat": 0, "who": Third.PROVIDER, "address": "tel:13800000001"}
NIGHT = moment(2, 30)


def stands(call: Call, **how: Any) -> Call:
    """Let a call stand otherwise."""
    third = how.pop("third", None)
    if third is not None:
        call.legs = {**call.legs, "third": third}
        call.save(update_fields=["legs"])
    Call.objects.filter(pk=call.pk).update(**how) if how else None
    return call


def bar(desk: Client) -> str:
    return desk.get("/desk/call_bar").content.decode()


def acts(page: str) -> dict[str, str]:
    """Return what each key of a page does, by the last word of the address it is sent to."""
    found = {}
    for form in re.findall(r"<form.*?</form>", page, re.S):
        action = re.search(r'action="[^"]*/(\w+)"', form)
        for key in re.findall(r'data-key="([^"]+)"', form):
            found[key] = action[1] if action else ""
    return found


def test_in_a_call_every_act_has_its_key(town: Town, desk: Client) -> None:
    a_call(town)
    page = bar(desk)
    keys = acts(page)
    assert {"F4": "hold", "F7": "park", "F10": "hang_up"}.items() <= keys.items()
    assert [keys[f"Ctrl+Alt+{n}"] for n in (1, 2, 3, 4)] == ["ask"] * 4
    assert re.search(r'data-key="F8"[^>]*data-opens="third"|data-opens="third"', page)
    assert {"110", "119", "120", "122"} <= set(re.findall(r"\b1\d\d\b", page))


def test_who_is_held_is_taken_back(town: Town, desk: Client) -> None:
    stands(a_call(town), talk=Talk.HELD)
    page = bar(desk)
    assert acts(page)["F4"] == "resume"
    assert "保持" in page
    assert 'data-talk="held"' in page


def test_who_is_asked_aside_is_named_and_may_join_or_take_over(town: Town, desk: Client) -> None:
    stands(a_call(town), talk=Talk.ASIDE, third={**SHOP, "up": True})
    page = bar(desk)
    assert "家家乐" in page
    assert "咨询中" in page
    keys = acts(page)
    assert (keys["F4"], keys["F8"], keys["F9"]) == ("resume", "pass_on", "join")
    assert "F7" not in keys


def test_who_has_not_picked_up_can_only_be_let_go(town: Town, desk: Client) -> None:
    stands(a_call(town), third={**SHOP, "who": Third.EMERGENCY, "address": "tel:120", "up": False})
    page = bar(desk)
    assert "正在呼叫" in page
    keys = acts(page)
    assert keys["F4"] == "resume"
    assert not {"F8", "F9", "F7"} & keys.keys()


def test_in_a_talk_of_three_the_caller_can_be_left_with_the_third(town: Town, desk: Client) -> None:
    stands(a_call(town), talk=Talk.THREE, third={**SHOP, "up": True})
    page = bar(desk)
    assert "三方通话" in page
    assert acts(page)["F8"] == "pass_on"
    assert "F9" not in acts(page)


def test_whoever_was_drawn_in_may_pick_up_and_leave_and_nothing_else(town: Town, at: At) -> None:
    call = a_call(town)
    guest = Seat.objects.create(
        operator=town.people["op21"], address="seat:21", phone="simulated", call=call,
        state=SeatState.RINGING, since_at=clock.now(), lease_until=clock.now(),
    )  # fmt: skip
    stands(call, third={**SHOP, "who": Third.SEAT, "seat": guest.pk, "up": False})
    assert acts(bar(at("op21"))).items() >= {"F2": "answer", "F9": "hang_up"}.items()
    assert "21 号" in bar(at("op28"))
    Seat.objects.filter(pk=guest.pk).update(state=SeatState.TALKING)
    assert acts(bar(at("op21"))) == {"F10": "hang_up"}


@pytest.mark.parametrize(
    ("status", "word"),
    [(Status.PARKED, "驻留"), (Status.PASSED, "已转出"), (Status.RATING, "正在评价")],
)
def test_a_call_that_goes_on_without_its_operator_says_so(
    town: Town, desk: Client, status: Status, word: str
) -> None:
    call = stands(a_call(town), status=status)
    Seat.objects.update(call=None, state=SeatState.AFTER, lease_until=clock.now())
    page = desk.get(f"/desk/call_bar?call={call.pk}").content.decode()
    assert word in page
    assert acts(page) == ({"F2": "take"} if status == Status.PARKED else {})


def test_an_ended_call_shows_what_its_caller_thought_of_it(town: Town, desk: Client) -> None:
    call = stands(a_call(town), attitude=3, result=2, note="说过两遍")
    Call.objects.filter(pk=call.pk).update(status=Status.ENDED, ended_at=clock.now())
    Seat.objects.update(call=None, state=SeatState.AFTER)
    page = bar(desk)
    assert "不满意" in page
    assert "正在办" in page
    assert "说过两遍" in page
    assert acts(page)["Ctrl+Enter"] == "note"


# -- the seat -------------------------------------------------------------------------------------


def test_writing_up_has_its_time_and_a_break_its_reason(town: Town, desk: Client) -> None:
    a_call(town)
    since = clock.now() - timedelta(seconds=150)
    Seat.objects.update(call=None, state=SeatState.AFTER, since_at=since)
    page = desk.get("/desk/seat").content.decode()
    assert re.search(r"<due-clock[^>]*data-state=\"late\"", page)
    assert acts(page).items() >= {"1": "take_break", "4": "take_break"}.items()
    Seat.objects.update(state=SeatState.AWAY, why="meal")
    page = desk.get("/desk/seat").content.decode()
    assert "用餐" in page
    assert "due-clock" not in page
    Seat.objects.update(why="no_answer")
    assert "没有接起" in desk.get("/desk/seat").content.decode()


# -- who waits ------------------------------------------------------------------------------------


def test_whoever_waits_or_was_parked_stands_on_the_screen_and_can_be_taken(
    town: Town, desk: Client
) -> None:
    call = a_call(town)
    for status, number in ((Status.WAITING, "13800002001"), (Status.PARKED, "13800002002")):
        Call.objects.create(
            direction=Direction.IN, status=status, caller=town.caller("李", number),
            arrived_at=clock.now(), answered_at=clock.now() if status == Status.PARKED else None,
        )  # fmt: skip
    page = desk.get("/desk/waiting").content.decode()
    assert page.index("138****2002") < page.index("138****2001")
    assert "/take" not in page, "whoever speaks takes no other call"
    Seat.objects.filter(call=call).update(call=None, state=SeatState.READY)
    page = desk.get("/desk/waiting").content.decode()
    assert page.count("/take") == 2
    assert acts(page)["Alt+W"] == "take"


def test_where_nobody_waits_there_is_nothing(desk: Client, town: Town) -> None:
    assert desk.get("/desk/waiting").content.decode().strip() == ""


# -- whom to draw in ------------------------------------------------------------------------------


def offered(desk: Client, call: Call, q: str = "") -> dict[str, str]:
    found = desk.get("/desk/thirds", {"call": str(call.pk), "q": q}).json()
    return {one["value"]: one["text"] for one in found}


def test_colleagues_who_are_ready_the_cases_providers_emergencies_and_lines_are_offered(
    town: Town, desk: Client
) -> None:
    call, case = a_call(town), a_case(town)
    case.calls.add(call)
    dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    line = Line.objects.create(code="water", name="供水")
    lines.forget()
    free, busy = (
        Seat.objects.create(
            operator=town.people[who], address=f"seat:{who}", state=state, since_at=clock.now()
        )
        for who, state in (("op21", SeatState.READY), ("leader", SeatState.TALKING))
    )
    found = offered(desk, call)
    assert found[f"seat:{free.pk}"] == "21 号"
    assert f"seat:{busy.pk}" not in found
    assert found[f"provider:{town.providers['家家乐'].pk}"] == "家家乐"
    assert found["emergency:120"] == "120"
    assert found[f"line:{line.pk}"] == "供水"
    lines.forget()


def test_a_number_is_offered_as_it_is_written(town: Town, desk: Client) -> None:
    call = a_call(town)
    found = offered(desk, call, "0577-65800001")
    assert found["outside:057765800001"] == found["department:057765800001"] == "0577 6580 0001"
    assert offered(desk, call, "家家") == {
        f"provider:{town.providers['家家乐'].pk}": "家家乐",
    }


# -- ringing out from a case ----------------------------------------------------------------------


def at_seat(town: Town) -> None:
    """Let operator 28 sit free at a telephone."""
    Seat.objects.create(
        operator=town.operator_28, address="seat:28", state=SeatState.READY, since_at=clock.now(),
        lease_until=clock.now() + timedelta(hours=1),
    )  # fmt: skip


def rings(desk: Client, path: str, **given: str) -> tuple[int, str]:
    answer = desk.post(path, given)
    return answer.status_code, answer.content.decode()


def test_a_department_is_rung_from_a_case_with_its_reason(town: Town, desk: Client) -> None:
    case = a_case(town)
    at_seat(town)
    assert f'action="/cases/{case.pk}/dial"' in desk.get(f"/cases/{case.pk}/").content.decode()
    assert rings(desk, f"/cases/{case.pk}/dial", number="0577-65800001")[0] == 422
    given = {"number": "0577-65800001", "why": "问路灯归谁管"}
    assert rings(desk, f"/cases/{case.pk}/dial", **given)[0] == 204
    call = Call.objects.get(direction=Direction.OUT)
    assert (call.far, call.provider_number, call.subject) == (
        "department", "057765800001", case.about,
    )  # fmt: skip
    assert Entry.objects.get(kind="call", act="call_out").said["to"] == "department"


def test_whoever_does_not_work_the_telephone_rings_nobody(town: Town, at: At) -> None:
    case = a_case(town)
    for path in (f"/cases/{case.pk}/dial", f"/cases/{case.pk}/ring"):
        assert rings(at("auditor"), path)[0] == 403
    assert "打给" not in at("auditor").get(f"/cases/{case.pk}/").content.decode()


def done(town: Town, case: Case) -> None:
    """Let a provider finish it; the citizen is owed a call-back."""
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    dispatch.accept(job, by=town.people["lin"])
    dispatch.finish(job, by=town.people["lin"], answer="修好了")
    the_house_reacts()


def test_at_night_a_citizen_is_rung_while_his_matter_is_in_hand_and_just_after(
    town: Town, at: At
) -> None:
    with clock.frozen(NIGHT):
        desk = at("op28")
        at_seat(town)
        case = a_case(town)
        assert rings(desk, f"/cases/{case.pk}/ring")[0] == 204
        Seat.objects.update(call=None, state=SeatState.READY)
        done(town, case)
        owed = case.followups.get()
        assert rings(desk, f"/followups/{owed.pk}/ring")[0] == 204
        Seat.objects.update(call=None, state=SeatState.READY)
        clock.pass_time(timedelta(hours=3))
        desk = at("op28")
        status, said = rings(desk, f"/followups/{owed.pk}/ring")
        assert (status, "休息时间" in said) == (409, True)
        wishes.wish(Case.objects.get(pk=case.pk), by=town.operator_28)
        assert rings(desk, f"/cases/{case.pk}/ring")[0] == 204, "he asked to be called"


def test_at_night_whoever_rang_in_vain_is_rung_from_the_list(town: Town, at: At) -> None:
    with clock.frozen(NIGHT):
        at_seat(town)
        caller = town.caller("陈", "13800002001")
        call = Call.objects.create(
            direction=Direction.IN, status=Status.ENDED, how=Ending.MISSED, caller=caller,
            arrived_at=clock.now(), ended_at=clock.now(),
        )  # fmt: skip
        owed = wishes.owe(call, because=Because.MISSED, by=the_clock())
        assert owed is not None
        desk = at("op28")
        assert f'action="/wishes/{owed.pk}/ring"' in desk.get("/followups/").content.decode()
        assert rings(desk, f"/wishes/{owed.pk}/ring")[0] == 204
        assert Call.objects.get(direction=Direction.OUT).subject == owed.about
        Seat.objects.update(call=None, state=SeatState.READY)
        wishes.fulfil(owed, by=town.operator_28)
        assert rings(desk, f"/wishes/{owed.pk}/ring")[0] == 404, "nobody is owed a call any more"
