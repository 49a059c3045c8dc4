"""The queue on the exchange in memory and a real database: who keeps his place, who is turned away, what is kept of a call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline import clock
from hotline.callers.models import Caller
from hotline.calls import actions, happenings
from hotline.calls.conduct import actions as conduct
from hotline.calls.conduct.whom import Whom
from hotline.calls.memory import state_of
from hotline.calls.models import Call, Seat
from hotline.calls.states import Ending, Hearing, SeatState, Status, Talk, Third
from hotline.journal.models import Entry
from hotline.lines import actions as line_actions
from hotline.lines import queries as lines
from hotline.lines.models import Line, Skill
from hotline.lines.plans import Plan
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.site import worker
from hotline.telephony.handset import HandsetState
from hotline.wishes.models import Because, Wish
from tests.calls.exchange import Town, at_seat, db, seat_of, until
from tests.calls.test_switchboard import CHEN, acts, has, talk

pytestmark = pytest.mark.usefixtures("committed")
ZHOU = "13800002002"


def a_line(**terms: object) -> Line:
    line = Line.objects.create(code="main", name="主线", **terms)
    lines.forget()
    return line


def heard(town: Town, number: str, kind: str = "prompt") -> list[str]:
    return [it.text for it in town.phone(number).heard if it.kind == kind]


async def now(call: Call) -> Call:
    return await db(lambda: Call.objects.get(pk=call.pk))()


def proved(call: Call) -> bool:
    """Tell a call's story again, and compare with what is stored."""
    call = Call.objects.get(pk=call.pk)
    story = call.happenings.order_by("pk").values_list("what", flat=True)
    return happenings.told_again(story) == happenings.without_numbers(state_of(call))


async def test_a_caller_who_keeps_his_place_is_called_back_in_his_turn(
    town: Town, operator: Person
) -> None:
    await db(lambda: actions.take_break(operator))()
    async with town.switchboard():
        await town.phone(CHEN).ring("81890")
        await until(lambda: has(Status.WAITING))
        await town.phone(ZHOU).ring("81890")
        await until(lambda: Call.objects.filter(status=Status.WAITING).count() == 2)
        await until(lambda: town.phone(CHEN).state is HandsetState.TALKING)
        await town.phone(CHEN).press("1")
        call = await until(lambda: has(Status.PROMISED))
        await until(lambda: town.phone(CHEN).state is HandsetState.IDLE)
        assert "we_call_you_back" in heard(town, CHEN)
        await db(lambda: actions.ready(operator))()
        await until(lambda: Seat.objects.filter(call=call, state=SeatState.RINGING).first())
        await until(lambda: town.seat("28").state is HandsetState.RINGING)
        await town.seat("28").answer()
        await until(lambda: town.phone(CHEN).state is HandsetState.RINGING)
        await town.phone(CHEN).answer()
        await until(lambda: Call.objects.filter(pk=call.pk, status=Status.TALKING).first())
        await town.phone(CHEN).hang_up()
        await until(lambda: Call.objects.filter(pk=call.pk, how=Ending.ANSWERED).first())
    assert await db(acts)(call) == ["promise", "keep_promise", "end"]
    assert await db(proved)(call)


async def test_a_closed_line_says_so_and_an_emergency_is_put_through(town: Town) -> None:
    await db(lambda: a_line(closed_at=clock.now(), closed_why="停电"))()
    town.phone("120")
    async with town.switchboard():
        await town.phone(CHEN).ring("81890")
        call = await until(lambda: has(Status.REFUSED))
        await until(lambda: town.phone(CHEN).state is HandsetState.TALKING)
        await town.phone(CHEN).press("3")
        await until(lambda: town.phone("120").state is HandsetState.RINGING)
        await town.phone("120").answer()
        await until(lambda: any(len(room) == 2 for room in town.exchange.rooms.values()))
        await town.phone(CHEN).speak("有人晕倒了")
        await until(lambda: heard(town, "120", "words") == ["有人晕倒了"])
        await town.phone("120").hang_up()
        call = await until(lambda: has(Status.ENDED))
    assert (call.how, heard(town, CHEN)[:2]) == (Ending.CLOSED, ["line_closed", "emergency_menu"])
    assert await db(proved)(call)


async def test_a_full_house_owes_a_call(town: Town) -> None:
    await db(lambda: a_line(most_waiting=1))()
    async with town.switchboard():
        await town.phone(ZHOU).ring("81890")
        await until(lambda: has(Status.WAITING))
        await town.phone(CHEN).ring("81890")
        call = await until(
            lambda: Call.objects.filter(how=Ending.FULL, status=Status.ENDED).first()
        )
    await db(worker.sweep)()
    owed = await db(lambda: Wish.objects.get(call=call))()
    assert owed.because == Because.FULL


async def test_a_barred_caller_is_turned_away_until_the_end_of_the_bar(
    town: Town, operator: Person
) -> None:
    async with town.switchboard():
        await talk(town, operator)
        await town.phone(CHEN).hang_up()
        await until(lambda: seat_of(operator).state == SeatState.AFTER)
        later = clock.now() + timedelta(days=1)
        await db(lambda: Caller.objects.update(barred_until=later))()
        await db(lambda: actions.ready(operator))()
        await town.phone(CHEN).ring("81890")
        call = await until(lambda: Call.objects.filter(how=Ending.BARRED).first())
        await until(lambda: "barred" in heard(town, CHEN))
        await town.phone(CHEN).hang_up()
        await until(lambda: Call.objects.filter(pk=call.pk, status=Status.ENDED).first())
        await db(lambda: Caller.objects.update(barred_until=clock.now()))()
        await town.phone(CHEN).ring("81890")
        await until(lambda: town.seat("28").state is HandsetState.RINGING)


async def test_a_missed_call_is_owed_a_call_with_an_owner_and_a_clock_and_settled_by_it(
    town: Town, operator: Person
) -> None:
    """Story 11: the caller gives up; the line calls back."""
    await db(lambda: actions.take_break(operator))()
    async with town.switchboard():
        await town.phone(CHEN).ring("81890")
        await until(lambda: has(Status.WAITING))
        await town.phone(CHEN).hang_up()
        missed = await until(lambda: has(Status.ENDED))
        await db(lambda: actions.ready(operator))()
        await db(worker.sweep)()
        owed = await db(lambda: Wish.objects.select_related("owner").get())()
        assert (owed.call_id, owed.because, owed.owner) == (missed.pk, Because.MISSED, operator)
        assert owed.due_at - owed.wished_at == timedelta(minutes=30)
        caller = await db(lambda: Caller.objects.get())()
        await db(
            lambda: actions.call_citizen(
                caller, by=operator, why="未接来电", about=owed.about, alive=True
            )
        )()
        await until(lambda: town.phone(CHEN).state is HandsetState.RINGING)
        await town.phone(CHEN).answer()
        await until(lambda: has(Status.TALKING))
        await db(worker.sweep)()
    assert await db(lambda: Wish.objects.get().status)() == "called"


async def test_who_gave_up_while_no_switchboard_was_there_is_a_missed_call(
    town: Town, operator: Person
) -> None:
    await town.phone(CHEN).ring("81890")
    await town.phone(CHEN).hang_up()
    async with town.switchboard():
        call = await until(lambda: has(Status.ENDED))
        await until(lambda: not town.exchange.missed)
    assert call.how == Ending.MISSED
    async with town.switchboard():  # told again, it is the same call
        await until(lambda: seat_of(operator))
    assert await db(Call.objects.count)() == 1


async def test_a_leader_listens_whispers_and_is_not_heard_by_the_citizen(
    town: Town, operator: Person
) -> None:
    leader = await db(at_seat)("01", Role.LEADER)
    await db(lambda: actions.take_break(leader))()
    async with town.switchboard():
        call = await now(await talk(town, operator))
        await db(lambda: conduct.hear(call, by=leader, how=Hearing.WHISPER))()
        await until(lambda: town.seat("01").state is HandsetState.RINGING)
        await town.seat("01").answer()
        await until(lambda: bool(town.exchange.spies))
        await town.seat("01").speak("问地址")
        await until(lambda: _said(town, "28") == ["问地址"])
        assert heard(town, CHEN, "words") == []
        await db(lambda: conduct.unhear(call, by=leader))()
        await until(lambda: not town.exchange.spies)
    listened = await db(lambda: Entry.objects.get(act="listen_in"))()
    assert listened.by_id == leader.pk


def _said(town: Town, seat: str) -> list[str]:
    return [it.text for it in town.seat(seat).heard if it.kind == "words"]


async def test_a_special_line_rings_at_its_own_seats_alone(town: Town, operator: Person) -> None:
    tutor = await db(at_seat)("51")
    line = await db(lambda: a_line(numbers=["81891"], special=True))()
    await db(lambda: Skill.objects.create(person=tutor, line=line))()
    async with town.switchboard():
        await town.phone(CHEN).ring("81891")
        await until(lambda: town.seat("51").state is HandsetState.RINGING)
    assert (await db(seat_of)(operator)).state == SeatState.READY


async def test_a_line_that_is_set_up_while_it_runs_rings_at_its_most_skilled_seat(
    town: Town, operator: Person
) -> None:
    """The line, its number and who serves it are set through the actions, and the switchboard's memory is of before."""
    second = await db(at_seat)("51")
    leader = await db(lambda: people.engage("l", name="值班长", role=Role.LEADER, by=None))()
    async with town.switchboard():
        await db(line_actions.found_line)(
            "hospital", plan=Plan("陪诊专线", numbers=("81891",), special=True), by=leader
        )
        line = await db(lambda: Line.objects.get(code="hospital"))()
        await db(line_actions.give_skill)(operator, line=line, level=3, by=leader)
        await db(line_actions.give_skill)(second, line=line, level=8, by=leader)
        await town.phone(CHEN).ring("81891")
        await until(lambda: town.seat("51").state is HandsetState.RINGING)
        call = await db(lambda: Call.objects.get())()
        assert (call.line_id, (await db(seat_of)(operator)).state) == (line.pk, SeatState.READY)


async def test_a_call_is_asked_aside_and_passed_on_and_can_be_told_again(
    town: Town, operator: Person
) -> None:
    town.phone("057765800001")
    shop = Whom(who=Third.PROVIDER, number="057765800001")
    async with town.switchboard():
        call = await now(await talk(town, operator))
        await db(lambda: conduct.ask(call, by=operator, whom=shop))()
        await until(lambda: town.phone("057765800001").state is HandsetState.RINGING)
        await town.phone("057765800001").answer()
        await until(lambda: Call.objects.filter(talk=Talk.ASIDE, legs__third__up=True).first())
        call = await db(lambda: Call.objects.get())()
        await until(lambda: f"aside-{call.pk}" in town.exchange.rooms)
        await db(lambda: conduct.pass_on(call, by=operator))()
        await until(lambda: has(Status.PASSED))
        await until(lambda: town.seat("28").state is HandsetState.IDLE)
        await town.phone(CHEN).speak("喂")
        await until(lambda: heard(town, "057765800001", "words") == ["喂"])
        await town.phone(CHEN).hang_up()
        call = await until(lambda: has(Status.ENDED))
    assert await db(acts)(call) == ["answer", "ask", "pass_on", "end"]
    assert await db(proved)(call)
    stored = await db(lambda: str(list(Call.objects.values()) + list(call.happenings.values())))()
    assert "057765800001" not in stored


async def test_a_waiting_call_is_picked_out_of_its_order(town: Town, operator: Person) -> None:
    await db(lambda: actions.take_break(operator))()
    async with town.switchboard():
        for number in (CHEN, ZHOU):
            await town.phone(number).ring("81890")
            await until(lambda: Call.objects.filter(status=Status.WAITING).exists())
        await until(lambda: Call.objects.filter(status=Status.WAITING).count() == 2)
        second = await db(lambda: Call.objects.latest("pk"))()
        await db(lambda: conduct.take(second, by=operator))()
        await until(lambda: Call.objects.filter(pk=second.pk, status=Status.RINGING).first())
