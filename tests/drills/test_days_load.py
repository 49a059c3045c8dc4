"""A day's load in ten minutes: thirty seats take as many calls as a city's line has in a day, and none is lost, doubled or miscounted.

Everything is real but the people: Asterisk, the system as its user runs it, telephones that ring, pick up and hang up over SIP.
What the telephones have seen is held against what the line wrote down and what its leader is shown, call by call.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotline.telephony.ari import server
from hotline.telephony.ari.configuration import Trunk
from hotline.telephony.ari.server import AsteriskServer
from hotline.telephony.ari.switch import MUSIC
from tests import drills
from tests.calls.exchange import db, let_go, until
from tests.running import Hotline
from tests.soundless import Phones
from tests.stories.conftest import LINE

if TYPE_CHECKING:
    from hotline.calls.service_level import Counted
    from tests.drills.crowd import Day
    from tests.town import Town

pytestmark = pytest.mark.asterisk

CALLS, SEATS = (3000 if drills.IS_WHOLE else 300), 30
NEAR_S = 3.0
"""How far apart two clocks may be that look at the same moment: whole seconds of each, and a busy machine."""


@dataclass(frozen=True)
class Told:
    """A call as it is written down."""

    pk: int
    number: str
    how: str
    operator: int | None
    answered_at: datetime | None
    ended_at: datetime | None
    wait_s: int
    talk_s: int


@pytest.fixture
def asterisk(tmp_path: Path, network: str) -> Iterator[AsteriskServer]:
    """An Asterisk of this drill's own, with room for its calls: what is left in it afterwards was left by them."""
    running = server.start(
        tmp_path / "asterisk",
        sip_address=f"{network}1",
        media_address=f"{network}1",
        rtp_ports=(10000, 19999),
        trunk=Trunk(contact=f"{network}2:5070", networks=(f"{network}2/32",)),
    )
    yield running
    running.stop()


async def test_no_call_is_lost_or_doubled_and_the_figures_are_those_of_the_telephones(
    hotline: Hotline,
    asterisk: AsteriskServer,
    cast: Town,
    network: str,
    record_property: Callable[[str, object], None],
) -> None:
    from tests.drills.crowd import PATIENCE_S, Day

    await db(_have_room)()
    there = (asterisk.configuration.sip_address, asterisk.sip_port)
    carrier = Phones((f"{network}2", 5070), there, line=LINE)
    async with carrier, Phones((f"{network}4", 5070), there) as floor:
        day = Day(carrier, floor, calls=CALLS, seed=drills.SEED)
        await day.staff(SEATS)
        await day.pass_by()
        await until(_is_quiet, for_s=PATIENCE_S)
        assert carrier.unheard == floor.unheard == []

        told = await db(_written)()
        assert len(carrier.calls) == len(told) == len(day.callers)
        assert sorted(one.number for one in told) == sorted(day.callers)
        apart_s = _as_the_telephones_saw(day, told)
        figures = await db(_leaders)(cast)
        gave_up = {one.number for one in day.callers.values() if one.gives_up_s is not None}
        assert figures.arrived == CALLS
        assert (figures.abandoned, figures.unserved) == (len(gave_up), 0)
        assert figures.answered == sum(len(one.talks) for one in day.operators.values())
        owed = await db(_owed)()
        assert owed.keys() == gave_up
    assert _left_in(asterisk) == ([], [MUSIC])
    assert await db(_faults)() == []
    assert "Traceback" not in hotline.log
    record_property(
        "a day's load",
        f"{CALLS} calls over {SEATS} seats, {figures.answered} answered, {figures.abandoned} gave up and are owed a call,"
        f" {sum(owed.values())} of them by an operator who was free, the others by the shift leader;"
        f" {figures.in_time} answered in time, the longest wait {max(one.wait_s for one in told)} s;"
        f" line and telephones at most {apart_s:.1f} s apart; seed {drills.SEED}",
    )
    let_go()


def _as_the_telephones_saw(day: Day, told: list[Told]) -> float:
    """Hold what is written down against what each telephone saw; return how far apart their clocks were at most, in s."""
    spoke = {pk: name for name, one in day.operators.items() for pk in one.talks}
    apart = [0.0]
    assert len(spoke) == sum(len(one.talks) for one in day.operators.values())
    assert {one.most_at_once for one in day.operators.values()} == {1}
    for one in told:
        caller = day.callers[one.number]
        assert caller.ring is not None
        if caller.gives_up_s is not None:
            assert (one.how, one.operator, one.pk in spoke) == ("missed", None, False)
            continue
        operator = day.operators[spoke[one.pk]]
        assert (one.how, one.operator) == ("answered", operator.person.pk)
        talk = operator.talks[one.pk]
        apart.append(abs(talk.answered_at - caller.ring.rung_at - one.wait_s))
        apart.append(abs(talk.over_at - talk.answered_at - one.talk_s))
    assert list(_two_at_once(told)) == []
    assert max(apart) < NEAR_S
    return max(apart)


def _two_at_once(told: list[Told]) -> Iterator[tuple[Told, Told]]:
    """Find calls that one operator spoke in at the same time."""
    talks = sorted((one.operator, one.answered_at, one.pk) for one in told if one.operator)
    by_key = {one.pk: one for one in told}
    for one, other in pairwise(by_key[pk] for _operator, _at, pk in talks):
        assert one.ended_at
        assert other.answered_at
        if one.operator == other.operator and one.ended_at > other.answered_at:
            yield one, other


def _have_room() -> None:
    """Let as many wait as there are, and ask nobody how it was."""
    from hotline.lines.models import Line

    Line.objects.create(code="day", name="day", numbers=[LINE], most_waiting=CALLS, rates=False)


def _is_quiet() -> bool:
    """Say whether no call goes on, and all that follows from them is done."""
    from hotline.calls.models import Call
    from hotline.journal.models import Reaction

    return not (Call.objects.alive().exists() or Reaction.objects.filter(closed_at=None).exists())


def _written() -> list[Told]:
    """Return every call that is written down, with its number."""
    from hotline.callers import queries as callers
    from hotline.calls.models import Call

    found = []
    for one in Call.objects.select_related("caller").order_by("pk"):
        number = callers.first_number(one.caller) if one.caller else None
        said = number.opened.dialled if number else ""
        when = (one.answered_at, one.ended_at, one.wait_s or 0, one.talk_s or 0)
        found.append(Told(one.pk, said, one.how, one.operator_id, *when))
    return found


def _leaders(cast: Town) -> Counted:
    """Return what the leader's floor counts."""
    from hotline import clock
    from hotline.calls.service_level import total
    from hotline.desks.leader import figures
    from hotline.rules import queries as rules

    within_s = rules.book()["answer_within_s"]
    return total(figures.quarters(cast.leader, clock.now(), within_s=within_s).values())


def _owed() -> dict[str, bool]:
    """Return the numbers that must be called back, and whether an operator must: while all talk it is the leader's matter."""
    from hotline.callers import queries as callers
    from hotline.wishes.models import Because, Wish

    found = {}
    for one in Wish.objects.open().filter(because=Because.MISSED):
        number = callers.first_number(one.caller) if one.caller else None
        assert number
        assert number.opened.dialled not in found
        found[number.opened.dialled] = one.owner_id is not None
    return found


def _left_in(asterisk: AsteriskServer) -> tuple[list[str], list[str]]:
    """Return the legs and rooms that are still there, as Asterisk says itself."""
    found = []
    for what in ("channels", "bridges"):
        asked = urllib.request.Request(
            f"{asterisk.url}/ari/{what}", headers={"Authorization": asterisk.access.authorization}
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            found.append([one["id"] for one in json.load(answer)])
    return found[0], found[1]


def _faults() -> list[str]:
    from hotline.journal import verify

    return verify.run()
