"""The switchboard's loop on the exchange in memory and a real database: calls from the first ring to the last."""

from __future__ import annotations

import asyncio

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.callers import numbers
from hotline.calls import actions, inbox
from hotline.calls import commands as do
from hotline.calls.ledger import Ledger, Todo
from hotline.calls.models import Call, Request, Telephone, Utterance
from hotline.calls.states import Ending, SeatState, Status
from hotline.journal.models import Entry
from hotline.people.models import Person
from hotline.telephony import port
from hotline.telephony.handset import HandsetState
from tests.calls.exchange import Town, at_seat, db, only_call, seat_of, until

CHEN = "13800002001"
pytestmark = pytest.mark.usefixtures("committed")


def has(status: Status) -> object:
    return Call.objects.filter(status=status).first()


def acts(call: Call) -> list[str]:
    return list(
        Entry.objects.filter(kind="call", subject=call.pk)
        .order_by("pk")
        .values_list("act", flat=True)
    )


async def talk(town: Town, operator: Person, number: str = CHEN) -> Call:
    """Let a citizen ring and the operator answer."""
    await town.phone(number).ring("81890")
    call: Call = await until(lambda: Call.objects.filter(on_seat__operator=operator).first())
    await db(lambda: actions.answer(call, by=operator))()
    await until(lambda: has(Status.TALKING))
    await until(lambda: any(len(room) == 2 for room in town.exchange.rooms.values()))
    return call


async def test_the_first_call_rings_is_answered_and_is_written_down(
    town: Town, operator: Person
) -> None:
    async with town.switchboard():
        call = await talk(town, operator)
        seat = await db(seat_of)(operator)
        assert seat.state == SeatState.TALKING
        assert seat.call_id == call.pk
        await town.phone(CHEN).hang_up()
        call = await until(lambda: has(Status.ENDED))
    assert call.how == Ending.ANSWERED
    assert call.operator_id == operator.pk
    assert call.recording
    assert call.wait_s is not None
    assert call.talk_s is not None
    assert await db(acts)(call) == ["answer", "end"]
    assert (await db(seat_of)(operator)).state == SeatState.AFTER
    assert not town.exchange.legs


async def test_the_number_is_nowhere_in_the_call(town: Town, operator: Person) -> None:
    async with town.switchboard():
        await talk(town, operator)
        row = await db(lambda: Call.objects.values().get())()
    assert CHEN not in str(row)
    assert row["caller_id"]


async def test_the_same_number_is_the_same_caller(town: Town, operator: Person) -> None:
    async with town.switchboard():
        for _time in range(2):
            await talk(town, operator)
            await town.phone(CHEN).hang_up()
            await until(lambda: seat_of(operator).state == SeatState.AFTER)
            await db(lambda: actions.ready(operator))()
    callers = await db(lambda: set(Call.objects.values_list("caller_id", flat=True)))()
    assert len(callers) == 1


async def test_a_caller_waits_until_a_seat_is_ready(town: Town, operator: Person) -> None:
    await db(lambda: actions.take_break(operator))()
    async with town.switchboard(tick_s=60):
        await town.phone(CHEN).ring("81890")
        await until(lambda: has(Status.WAITING))
        await until(lambda: bool(town.exchange.waiting))
        await db(lambda: actions.ready(operator))()
        await until(lambda: has(Status.RINGING))
        await until(lambda: town.seat("28").state is HandsetState.RINGING)


async def test_the_first_to_wait_is_the_first_to_be_served(town: Town, operator: Person) -> None:
    await db(lambda: actions.take_break(operator))()
    async with town.switchboard():
        for n in (1, 2):
            await town.phone(f"1380000200{n}").ring("81890")
            await until(lambda n=n: Call.objects.count() == n)  # type: ignore[misc]
        await db(lambda: actions.ready(operator))()
        ringing = await until(lambda: has(Status.RINGING))
    first = await db(lambda: Call.objects.order_by("arrived_at").first())()
    assert ringing == first


async def test_who_gives_up_is_missed_and_leaves_an_entry(town: Town, operator: Person) -> None:
    await db(lambda: actions.take_break(operator))()
    async with town.switchboard():
        await town.phone(CHEN).ring("81890")
        await until(lambda: has(Status.WAITING))
        await town.phone(CHEN).hang_up()
        call = await until(lambda: has(Status.ENDED))
    assert call.how == Ending.MISSED
    assert await db(acts)(call) == ["miss"]


async def test_a_seat_that_does_not_answer_is_set_aside_and_the_next_rings(
    town: Town, operator: Person
) -> None:
    other = await db(at_seat)("29")
    async with town.switchboard():
        await town.phone(CHEN).ring("81890")
        await until(lambda: seat_of(other).state == SeatState.RINGING)
        first = await db(seat_of)(operator)
        assert (first.state, first.why) == (SeatState.AWAY, "no_answer")


async def test_the_operator_hangs_up_from_his_page(town: Town, operator: Person) -> None:
    async with town.switchboard():
        call = await talk(town, operator)
        await db(lambda: actions.hang_up(call, by=operator))()
        await until(lambda: has(Status.ENDED))
        await until(lambda: town.phone(CHEN).state is HandsetState.IDLE)
        await until(lambda: not town.exchange.legs)


async def test_a_ringing_call_that_is_turned_away_goes_to_the_next(
    town: Town, operator: Person
) -> None:
    other = await db(at_seat)("29")
    async with town.switchboard():
        await town.phone(CHEN).ring("81890")
        call = await until(lambda: Call.objects.filter(on_seat__operator=operator).first())
        await db(lambda: actions.hang_up(call, by=operator))()
        await until(lambda: seat_of(other).state == SeatState.RINGING)


async def test_words_typed_on_both_telephones_stand_beside_the_call(
    town: Town, operator: Person
) -> None:
    async with town.switchboard():
        call = await talk(town, operator)
        await db(lambda: inbox.ask("speak", address=f"tel:{CHEN}", text="leak"))()
        await until(lambda: Utterance.objects.filter(call=call, speaker="far", text="leak").count())
        await db(lambda: actions.say(call, by=operator, text="where"))()
        await until(lambda: Utterance.objects.filter(speaker="operator", text="where").count())
        await until(lambda: "where" in [one.text for one in town.phone(CHEN).heard])
        shown = await until(lambda: Telephone.objects.filter(address=f"tel:{CHEN}").first())
        assert shown.state == "talking"


async def test_who_withholds_his_number_is_nobody_and_is_understood_all_the_same(
    town: Town, operator: Person
) -> None:
    async with town.switchboard():
        given = {"withheld": True}
        await db(lambda: inbox.ask("ring", address=f"tel:{CHEN}", text="81890", given=given))()
        call = await until(lambda: has(Status.RINGING))
        assert call.caller_id is None
        assert CHEN not in repr(await db(lambda: list(Call.objects.values()))())
        await db(lambda: actions.answer(call, by=operator))()
        await until(lambda: has(Status.TALKING))
        await until(lambda: Telephone.objects.filter(leg=call.leg, state="talking").exists())
        await db(lambda: inbox.ask("speak", address=f"tel:{CHEN}", text="leak"))()
        await until(lambda: Utterance.objects.filter(call=call, speaker="far", text="leak").count())


async def test_calling_out_shows_the_far_end_the_line_alone(town: Town, operator: Person) -> None:
    number = numbers.read(CHEN)
    phone = town.phone(CHEN)
    async with town.switchboard():
        await db(lambda: actions.call_citizen(number, by=operator, why="back", alive=True))()
        await until(lambda: phone.state is HandsetState.RINGING)
        assert phone.shows == "81890"
        assert town.seat("28").state is HandsetState.TALKING
        await phone.answer()
        call = await until(lambda: has(Status.TALKING))
        assert call.recording
        await phone.hang_up()
        call = await until(lambda: has(Status.ENDED))
        assert call.how == Ending.ANSWERED
        assert await db(acts)(call) == ["call_out", "connect", "end"]
        assert (await db(seat_of)(operator)).state == SeatState.AFTER


async def test_a_refused_call_out_fails(town: Town, operator: Person) -> None:
    phone = town.phone("13900000001")
    async with town.switchboard():
        await db(lambda: actions.call_provider("13900000001", by=operator, why="job"))()
        await until(lambda: phone.state is HandsetState.RINGING)
        await phone.refuse()
        call = await until(lambda: has(Status.ENDED))
    assert (call.how, call.cause) == (Ending.FAILED, "refused")


async def test_a_switch_that_breaks_down_loses_the_calls_and_the_house_knows(
    town: Town, operator: Person
) -> None:
    async with town.switchboard():
        await talk(town, operator)
        town.exchange.break_down()
        town.exchange.restart()
        call = await until(lambda: has(Status.ENDED))
    assert call.how == Ending.LOST
    assert (await db(acts)(call))[-1] == "lose"
    assert (await db(seat_of)(operator)).state == SeatState.AFTER


async def test_a_call_that_came_while_nobody_listened_is_taken_up(
    town: Town, operator: Person
) -> None:
    await town.phone(CHEN).ring("81890")
    async with town.switchboard():
        await until(lambda: has(Status.RINGING))
    assert await db(Call.objects.count)() == 1


async def test_a_leg_that_belongs_to_no_call_is_hung_up(town: Town, operator: Person) -> None:
    town.exchange.handset("tel:13900000009")
    town.exchange.call("stranger", "tel:13900000009", "81890", 600, record=False)
    town.exchange.rooms["strange-room"] = set()
    async with town.switchboard():
        await until(lambda: not town.exchange.legs)
        await until(lambda: not town.exchange.rooms)


async def test_a_lapsed_seat_gets_no_call(town: Town, operator: Person) -> None:
    from datetime import timedelta

    from hotline import clock
    from hotline.calls.models import Seat

    await db(Seat.objects.update)(lease_until=clock.now() - timedelta(seconds=1))
    async with town.switchboard():
        await town.phone(CHEN).ring("81890")
        await until(lambda: seat_of(operator).state == SeatState.AWAY)
        assert (await db(only_call)()).status == Status.WAITING  # type: ignore[union-attr]


async def test_two_switchboards_never_take_one_request_twice(town: Town, operator: Person) -> None:
    heard = Town()
    heard.exchange._arrived = 1000  # two exchanges give no leg the same name
    phones = [f"138000030{n:02}" for n in range(20)]
    for number in phones:
        town.phone(number)
    async with town.switchboard(), heard.switchboard():
        for number in phones:
            await db(lambda n=number: inbox.ask("ring", address=f"tel:{n}", text="81890"))()
        await until(lambda: not Request.objects.filter(taken_at=None).exists())
        await asyncio.sleep(0.2)
    rung = [
        leg.phone.number
        for exchange in (town.exchange, heard.exchange)
        for leg in exchange.legs.values()
        if leg.inbound
    ]
    assert sorted(rung) == phones


async def test_what_the_legs_of_an_ended_call_still_say_needs_no_look_at_the_database(
    town: Town, operator: Person
) -> None:
    ledger = Ledger(lambda _call: 0)

    def look(event: port.Event) -> tuple[list[Todo], int]:
        with CaptureQueriesContext(connection) as asked:
            return ledger.take(event), len(asked)

    now = clock.now()
    await db(ledger.arrive)(port.CallArrived(now, "from-carrier", CHEN, "81890"))
    call = await db(only_call)()
    assert call
    _told, asked = await db(look)(port.LegGone(now, "from-carrier", "hung_up"))
    assert asked
    assert await db(lambda: has(Status.ENDED))()
    assert await db(look)(port.LegFailed(now, f"c{call.pk}-s1", "cancelled")) == ([], 0)
    late, asked = await db(look)(port.LegAnswered(now, f"c{call.pk}-s1"))
    assert (late[0].commands, asked) == ((do.HangUp(f"c{call.pk}-s1"),), 0)
