"""Callers who arrive while the database is away: they are received, and written down as they came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from hotline import clock
from hotline.calls import doorstep
from hotline.calls.models import Call, Telephone
from hotline.calls.states import Ending, Status
from hotline.people.models import Person
from hotline.telephony.handset import HandsetState
from tests.away import away
from tests.calls.exchange import Town, let_go, until

CHEN, WANG = "13800002001", "13800002002"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorstep, "PATIENCE_S", 0.1)


async def by_ear(town: Town, number: str, *kinds: str) -> None:
    """Wait, without the database, until a telephone has heard all these."""
    for _ in range(1000):
        if set(kinds) <= {one.kind for one in town.phone(number).heard}:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{number} heard {town.phone(number).heard}")


@asynccontextmanager
async def in_its_swing(town: Town) -> AsyncIterator[None]:
    """Run a switchboard that has caught up with the switch and found seat 28's telephone."""
    async with town.switchboard():
        await until(lambda: Telephone.objects.filter(address="seat:28").exists())
        let_go()
        yield


async def test_who_arrives_while_the_database_is_away_hears_a_prompt_and_music_and_is_taken(
    committed: str, town: Town, operator: Person
) -> None:
    async with in_its_swing(town):
        with away(committed):
            began = clock.now()
            await town.phone(CHEN).ring("81890")
            await by_ear(town, CHEN, "prompt", "music")
            assert town.phone(CHEN).heard[0].text == "please_wait"
            assert town.phone(CHEN).state is HandsetState.TALKING
            waited_until = clock.now()
        call: Call = await until(lambda: Call.objects.filter(on_seat__operator=operator).first())
    assert call.status == Status.RINGING
    assert began - timedelta(seconds=1) <= call.arrived_at < waited_until


async def test_who_gives_up_while_the_database_is_away_is_a_missed_call(
    committed: str, town: Town, operator: Person
) -> None:
    async with in_its_swing(town):
        with away(committed):
            await town.phone(WANG).ring("81890")
            await by_ear(town, WANG, "prompt")
            await town.phone(WANG).hang_up()
            gave_up_at = clock.now()
            await asyncio.sleep(0.3)
        call: Call = await until(lambda: Call.objects.filter(status=Status.ENDED).first())
    assert call.how == Ending.MISSED
    assert call.ended_at is not None
    assert call.ended_at <= gave_up_at
    assert not town.exchange.legs


async def test_who_is_written_down_at_once_hears_nothing_of_it(
    town: Town, operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorstep, "PATIENCE_S", 2.0)  # a machine under load is late, too
    async with in_its_swing(town):
        await town.phone(CHEN).ring("81890")
        await until(lambda: Call.objects.filter(on_seat__operator=operator).first())
        await asyncio.sleep(2.2)
        assert "please_wait" not in [one.text for one in town.phone(CHEN).heard]
