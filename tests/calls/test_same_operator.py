"""An operator's telephone breaks in a talk: the caller is kept a moment for him, and then for anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.calls import actions
from hotline.calls.models import Call, Phone, Seat
from hotline.calls.states import Status
from hotline.people.models import Person
from hotline.rules import queries as rules
from hotline.rules.book import Book
from hotline.telephony.handset import HandsetState
from tests.calls.exchange import Town, at_seat, db, seat_of, until
from tests.calls.test_switchboard import talk

CHEN = "13800002001"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SETTLED", timedelta(seconds=0.3))


def _registers(operator: Person) -> None:
    Seat.objects.filter(operator=operator).update(phone=Phone.BROWSER, online=True)


async def _broken(town: Town, operator: Person) -> None:
    """Let Chen talk with the operator, another be free, and the operator's telephone break."""
    await talk(town, operator)
    await db(at_seat)("21")
    await db(_registers)(operator)
    town.exchange.unplug("seat:28")
    await until(lambda: Call.objects.filter(status=Status.WAITING).exists())
    assert (await db(seat_of)(operator)).why == "phone_lost"


async def test_who_is_back_in_a_moment_gets_his_caller_again(town: Town, operator: Person) -> None:
    async with town.switchboard():
        await _broken(town, operator)
        phone = town.seat("28")
        await until(lambda: phone.state is HandsetState.RINGING)
        assert town.seat("21").state is HandsetState.IDLE
        await phone.answer()
        call: Call = await until(lambda: Call.objects.filter(status=Status.TALKING).first())
    assert call.operator_id == operator.pk


async def test_who_stays_away_leaves_his_caller_to_the_next(
    town: Town, operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = rules.book
    monkeypatch.setattr(rules, "book", lambda: Book({**book().numbers, "return_s": 1}))
    async with town.switchboard():
        await _broken(town, operator)
        await db(lambda: Seat.objects.filter(operator=operator).update(online=False))()
        assert town.seat("21").state is HandsetState.IDLE
        await until(lambda: town.seat("21").state is HandsetState.RINGING)
