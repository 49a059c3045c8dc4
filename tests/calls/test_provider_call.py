"""One press on a case's page rings the provider who has the work: from the address to the talk and its record."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from tests.calls.exchange import Town, db, seat_of, until

if TYPE_CHECKING:
    from django.test import Client

    from hotline.dispatch.models import Dispatch
    from hotline.people.models import Person

FIRM = "13800000001"


@pytest.fixture
def job(committed: str) -> Dispatch:
    """Ms Chen's pipe, offered to 家家乐 by operator 28, who is ready at his desk."""
    from hotline.calls import actions
    from hotline.calls.models import Phone
    from hotline.cases import actions as cases
    from hotline.dispatch import actions as dispatch
    from tests import town as cast

    named = cast.build()
    me = named.operator_28
    asked = cases.Asked(said="漏水", service=named.services["水管维修"], area=named.places["虹桥"])
    case = cases.take_in(asked, by=me, caller=named.caller("陈", "13800005126"))
    actions.sign_in(me, phone=Phone.SIMULATED)
    actions.ready(me)
    return dispatch.offer(case, to=named.providers["家家乐"], by=me)


def signed_in(person: Person) -> Client:
    """Sit at somebody's desk."""
    from django.test import Client

    from tests.desks.conftest import BACKEND

    client = Client(headers={"X-Requested-With": "step-form"})
    client.force_login(person, backend=BACKEND)
    return client


async def test_the_operator_rings_the_provider_about_its_work(town: Town, job: Dispatch) -> None:
    from hotline.calls.models import Call
    from hotline.calls.states import Direction, Ending, SeatState, Status
    from hotline.journal.models import Entry
    from hotline.telephony.handset import HandsetState

    me, firm = job.offered_by, town.phone(FIRM)

    def press() -> tuple[int, str]:
        answer = signed_in(me).post(f"/dispatches/{job.pk}/call", {"key": "a"})
        return answer.status_code, answer["X-Toast"]

    def has(status: Status) -> Call | None:
        return Call.objects.filter(status=status).first()

    async with town.switchboard():
        status, toast = await db(press)()
        assert status == HTTPStatus.NO_CONTENT
        assert toast
        assert await db(press)() == (status, toast)  # the same press: the same answer, one call
        await until(lambda: firm.state is HandsetState.RINGING)
        assert firm.shows == "81890"
        assert town.seat("28").state is HandsetState.TALKING
        await firm.answer()
        call = await until(lambda: has(Status.TALKING))
        assert (call.direction, call.subject) == (Direction.OUT, job.about)
        assert (call.provider_number, call.caller_id) == (FIRM, None)
        assert (await db(seat_of)(me)).call_id == call.pk
        await firm.hang_up()
        call = await until(lambda: has(Status.ENDED))
    assert (call.how, call.operator_id) == (Ending.ANSWERED, me.pk)
    assert (await db(seat_of)(me)).state == SeatState.AFTER
    told = await db(lambda: list(Entry.objects.filter(kind="call").order_by("pk")))()
    assert [entry.act for entry in told] == ["call_out", "connect", "end"]
    assert await db(lambda: Call.objects.count())() == 1


async def test_nobody_is_rung_for_whoever_has_no_seat(town: Town, job: Dispatch) -> None:
    from hotline.calls.models import Call
    from hotline.people.models import Person

    def press(who: str) -> int:
        client = signed_in(Person.objects.get(username=who))
        return client.post(f"/dispatches/{job.pk}/call", {"key": who}).status_code

    assert await db(press)("op21") == HTTPStatus.CONFLICT  # has not signed in to a seat
    assert await db(press)("reviewer") == HTTPStatus.FORBIDDEN
    assert await db(press)("lin") == HTTPStatus.FORBIDDEN
    assert await db(lambda: Call.objects.count())() == 0
