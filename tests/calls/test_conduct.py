"""What an operator does in a call, from the act to the telephones: who hears whom, on the exchange in memory."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from hotline.calls import actions
from hotline.calls.conduct import actions as conduct
from hotline.calls.conduct import queries as under_way
from hotline.calls.conduct.whom import Whom
from hotline.calls.models import Call, Request
from hotline.calls.states import Ending, SeatState, Status, Talk, Third
from hotline.lines import queries as lines
from hotline.lines.models import Line
from hotline.people.models import Person
from hotline.telephony.handset import Handset, HandsetState
from tests.calls.exchange import Town, at_seat, db, seat_of, until

CHEN, SHOP = "13800002001", "057765800001"
CITIZEN, SEAT, OTHER = f"tel:{CHEN}", "seat:28", "seat:29"
SHOP_RINGS = Whom(who=Third.PROVIDER, number=SHOP)
pytestmark = pytest.mark.usefixtures("committed")


class Conversation:
    """A call in which Ms Chen and operator 28 speak."""

    def __init__(self, town: Town, operator: Person, call: Call) -> None:
        self.town, self.operator, self.call = town, operator, call

    @property
    def now(self) -> Call:
        """Return the call as it stands."""
        return Call.objects.get(pk=self.call.pk)

    async def does(self, act: Any, *, by: Person | None = None, **given: Any) -> None:
        """Let the operator do something in the call."""
        await db(lambda: act(self.now, by=by or self.operator, **given))()

    async def hear(self, *each: set[str]) -> None:
        """Wait until exactly these telephones hear each other."""
        await until(lambda: sorted(map(sorted, each)) == sorted(map(sorted, self._rooms())))

    async def music(self, *addresses: str) -> None:
        """Wait until exactly these telephones hear music."""
        await until(lambda: set(addresses) == self._at(self.town.exchange.waiting))

    async def stands(self, status: Status, talk: Talk = Talk.TOGETHER) -> Call:
        """Wait until the call stands so."""
        stood: Call = await until(
            lambda: Call.objects.filter(pk=self.call.pk, status=status, talk=talk).first()
        )
        return stood

    def _rooms(self) -> list[set[str]]:
        rooms = [self._at(legs) for legs in self.town.exchange.rooms.values()]
        return [room for room in rooms if len(room) > 1]

    def _at(self, legs: set[str]) -> set[str]:
        there = self.town.exchange.legs
        return {there[leg].phone.address for leg in legs if leg in there}


async def talk(town: Town, operator: Person) -> Conversation:
    """Let Ms Chen ring and the operator answer."""
    await town.phone(CHEN).ring("81890")
    call: Call = await until(lambda: Call.objects.filter(on_seat__operator=operator).first())
    await db(lambda: actions.answer(call, by=operator))()
    there = Conversation(town, operator, call)
    await there.hear({CITIZEN, SEAT})
    return there


async def with_shop(town: Town, operator: Person) -> Conversation:
    """Let the operator ask a provider aside while Ms Chen hears music."""
    there = await talk(town, operator)
    await there.does(conduct.ask, whom=SHOP_RINGS)
    shop = town.phone(SHOP)
    await until(lambda: shop.state is HandsetState.RINGING)
    await shop.answer()
    await there.hear({SEAT, f"tel:{SHOP}"})
    return there


async def test_a_held_caller_hears_music_until_he_is_taken_back(
    town: Town, operator: Person
) -> None:
    async with town.switchboard():
        there = await talk(town, operator)
        await there.does(conduct.hold)
        await there.music(CITIZEN)
        await there.stands(Status.TALKING, Talk.HELD)
        await there.does(conduct.resume)
        await there.hear({CITIZEN, SEAT})


async def test_a_provider_is_asked_aside_and_sees_the_line_alone(
    town: Town, operator: Person
) -> None:
    async with town.switchboard():
        there = await with_shop(town, operator)
        await there.music(CITIZEN)
        assert town.phone(SHOP).shows == "81890"
        other = await db(lambda: under_way.third_of(there.now))()
        assert other is not None
        assert (other.kind, other.name, other.up) == ("加盟企业", "0577 6580 0001", True)
        await there.does(conduct.join)
        await there.hear({CITIZEN, SEAT, f"tel:{SHOP}"})
        await there.does(conduct.resume)
        await there.hear({CITIZEN, SEAT})
        assert town.phone(SHOP).state is HandsetState.IDLE


async def test_a_caller_is_left_with_whom_was_asked(town: Town, operator: Person) -> None:
    async with town.switchboard():
        there = await with_shop(town, operator)
        await there.does(conduct.pass_on)
        await there.hear({CITIZEN, f"tel:{SHOP}"})
        await there.stands(Status.PASSED)
        await until(lambda: seat_of(operator).state == SeatState.AFTER)
        await town.phone(SHOP).hang_up()
        call = await there.stands(Status.ENDED)
    assert call.how == Ending.ANSWERED


async def test_a_caller_is_sent_to_a_number_without_waiting_for_it(
    town: Town, operator: Person
) -> None:
    async with town.switchboard():
        there = await talk(town, operator)
        await there.does(conduct.send, whom=Whom(who=Third.OUTSIDE, number=SHOP))
        await there.music(CITIZEN)
        await until(lambda: seat_of(operator).state == SeatState.AFTER)
        await until(lambda: town.phone(SHOP).state is HandsetState.RINGING)
        await town.phone(SHOP).answer()
        await there.hear({CITIZEN, f"tel:{SHOP}"})


async def test_a_colleague_takes_over_whom_he_is_sent(town: Town, operator: Person) -> None:
    colleague = await db(at_seat)("29")
    async with town.switchboard():
        there = await talk(town, operator)
        seat = await db(seat_of)(colleague)
        await there.does(conduct.send, whom=Whom(who=Third.SEAT, seat=seat))
        await until(lambda: seat_of(colleague).state == SeatState.RINGING)
        await there.does(actions.answer, by=colleague)
        await there.hear({CITIZEN, OTHER})
        call = await there.stands(Status.TALKING)
    assert call.operator_id == colleague.pk


async def test_a_colleague_who_was_drawn_in_leaves_and_the_two_speak_on(
    town: Town, operator: Person
) -> None:
    colleague = await db(at_seat)("29")
    async with town.switchboard():
        there = await talk(town, operator)
        seat = await db(seat_of)(colleague)
        await there.does(conduct.ask, whom=Whom(who=Third.SEAT, seat=seat), aside=False)
        await until(lambda: seat_of(colleague).state == SeatState.RINGING)
        await there.does(actions.answer, by=colleague)
        await there.hear({CITIZEN, SEAT, OTHER})
        await there.does(actions.hang_up, by=colleague)
        await there.hear({CITIZEN, SEAT})
        await until(lambda: seat_of(colleague).state == SeatState.AFTER)


async def test_a_colleague_who_turns_it_away_leaves_the_two_as_they_were(
    town: Town, operator: Person
) -> None:
    colleague = await db(at_seat)("29")
    async with town.switchboard():
        there = await talk(town, operator)
        seat = await db(seat_of)(colleague)
        await there.does(conduct.ask, whom=Whom(who=Third.SEAT, seat=seat))
        await until(lambda: seat_of(colleague).state == SeatState.RINGING)
        await there.does(actions.hang_up, by=colleague)
        await there.hear({CITIZEN, SEAT})
        away = await until(lambda: (seat := seat_of(colleague)).state == SeatState.AWAY and seat)
    assert away.why == "refused"


async def test_an_emergency_is_rung_into_the_talk_and_left_alone_with_the_caller(
    town: Town, operator: Person
) -> None:
    async with town.switchboard():
        there = await talk(town, operator)
        heard = len(town.phone(CHEN).heard)
        emergency = Whom(who=Third.EMERGENCY, number="120")
        await there.does(conduct.ask, whom=emergency, aside=False)
        await until(lambda: town.phone("120").state is HandsetState.RINGING)
        await there.hear({CITIZEN, SEAT})
        await town.phone("120").answer()
        await there.hear({CITIZEN, SEAT, "tel:120"})
        assert "music" not in [one.kind for one in town.phone(CHEN).heard[heard:]]
        await there.does(conduct.pass_on)
        await there.hear({CITIZEN, "tel:120"})


async def test_a_parked_caller_is_picked_up_by_a_colleague(town: Town, operator: Person) -> None:
    colleague = await db(at_seat)("29")
    async with town.switchboard():
        there = await talk(town, operator)
        await there.does(conduct.park)
        await there.music(CITIZEN)
        await there.stands(Status.PARKED)
        n, rows = await db(lambda: under_way.waiting(colleague))()
        assert (n, rows[0].call.pk, rows[0].number) == (1, there.call.pk, "138****2001")
        await there.does(conduct.take, by=colleague)
        await until(lambda: seat_of(colleague).state == SeatState.RINGING)
        await there.does(actions.answer, by=colleague)
        await there.hear({CITIZEN, OTHER})


def two_lines() -> Line:
    """Open the main line and one of the water works, which nobody serves; return that."""
    Line.objects.create(code="main", name="主线")
    return Line.objects.create(code="water", name="供水", numbers=["81891"], special=True)


async def test_a_caller_waits_again_on_another_line(town: Town, operator: Person) -> None:
    water = await db(two_lines)()
    await db(lines.forget)()
    async with town.switchboard():
        there = await talk(town, operator)
        await there.does(conduct.requeue, line=water)
        await there.music(CITIZEN)
        call = await there.stands(Status.WAITING)
        await until(lambda: seat_of(operator).state == SeatState.AFTER)
    assert call.line_id == water.pk


def _is_taken(phone: Handset) -> bool:
    """Say whether the line has picked up: the caller hears that he waits."""
    return phone.state is HandsetState.TALKING


async def test_a_waiting_call_is_taken_out_of_its_order(town: Town, operator: Person) -> None:
    await db(lambda: actions.take_break(operator))()
    async with town.switchboard():
        for phone in (town.phone("13800002002"), town.phone(CHEN)):
            await phone.ring("81890")
            await until(partial(_is_taken, phone))
        later = await until(lambda: Call.objects.order_by("-pk").first())
        await db(lambda: conduct.take(later, by=operator))()
        await until(lambda: seat_of(operator).call_id == later.pk)
        await db(lambda: actions.answer(later, by=operator))()
        await Conversation(town, operator, later).hear({CITIZEN, SEAT})


async def test_a_seat_that_was_given_a_call_meanwhile_is_not_rung_for_another(
    town: Town, operator: Person
) -> None:
    """Both want the seat before the switchboard is there: one call gets it, the other waits."""
    await town.phone(CHEN).ring("81890")
    async with town.switchboard():
        await until(lambda: seat_of(operator).state == SeatState.RINGING)
        await db(lambda: actions.hang_up(Call.objects.get(), by=operator))()
        await until(lambda: seat_of(operator).state == SeatState.AWAY)
        await town.phone("13800002002").ring("81890")
        await until(lambda: Call.objects.filter(status=Status.WAITING).count() == 2)
    first, second = await db(lambda: list(Call.objects.order_by("pk")))()
    for call in (first, second):
        await db(lambda call=call: conduct.take(call, by=operator))()
    async with town.switchboard():
        await until(lambda: not Request.objects.filter(taken_at=None).exists())
        assert (await db(seat_of)(operator)).call_id == first.pk
        assert (await db(Call.objects.get)(pk=second.pk)).status == Status.WAITING


async def test_keys_reach_the_far_end(town: Town, operator: Person) -> None:
    async with town.switchboard():
        there = await talk(town, operator)
        await there.does(conduct.press, digits="12#")
        await until(lambda: [one.text for one in town.phone(CHEN).heard if one.kind == "keys"])
