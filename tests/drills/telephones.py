"""Who is at the telephone in a drill, and what became of the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Browser

from tests.calls.exchange import db, until
from tests.phones import Baresip, at
from tests.stories import hands
from tests.stories.conftest import CHEN, LINE
from tests.stories.hands import WAIT_S

if TYPE_CHECKING:
    from hotline.calls.models import Call
    from hotline.telephony.ari.server import AsteriskServer
    from tests.running import Hotline
    from tests.town import Town


async def at_work(browser: Browser, hotline: Hotline, cast: Town) -> hands.Operator:
    """Have operator 28 at the desk, ready."""
    operator = await hands.at_desk(browser, hotline.address)
    await operator.sign_in("op28", await db(hands.password)(cast))
    await operator.take_seat()
    return operator


async def talk(chen: Baresip, seat: Baresip, asterisk: AsteriskServer) -> None:
    """Let Ms Chen ring and seat 28 pick up."""
    await chen.dial(LINE, at=at(asterisk))
    await seat.answer()
    await until(lambda: stands(CHEN, "talking"), for_s=WAIT_S)


def calls_of(number: str) -> list[Call]:
    """Return all calls with this number, the first first."""
    from hotline.callers import queries as callers
    from hotline.callers.numbers import read
    from hotline.calls.models import Call

    return list(Call.objects.filter(caller=callers.find_by_number(read(number))).order_by("pk"))


def stands(number: str, *statuses: str) -> bool:
    """Say whether a call with this number stands so."""
    return any(call.status in statuses for call in calls_of(number))


def is_owed(number: str) -> bool:
    """Say whether somebody must call this number back."""
    from hotline.callers import queries as callers
    from hotline.callers.numbers import read
    from hotline.wishes.models import Wish

    return Wish.objects.filter(caller=callers.find_by_number(read(number)), status="open").exists()
