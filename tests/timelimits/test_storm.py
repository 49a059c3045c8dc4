"""Storm mode: what starts while it is on goes by the storm's rules, to the second; what started before or after does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.timelimits import actions, queries
from hotline.timelimits.life import Status
from hotline.timelimits.limits import Clock
from hotline.timelimits.models import Storm
from hotline.worktime.calendar import CHINA

NIGHT = datetime(2026, 8, 11, 22, 0, 0, tzinfo=CHINA)
SECOND = timedelta(seconds=1)
URGENT = 3


@pytest.fixture(autouse=True)
def _night() -> Iterator[None]:
    with clock.frozen(NIGHT):
        yield


def sign(at: datetime, urgency: int = URGENT) -> str:
    held = queries.limit(Clock.SIGN, kind="help", urgency=urgency, unit=None, at=at)
    return str(held.length)


def test_the_storms_rules_hold_for_what_starts_while_it_is_on(leader: Person) -> None:
    storm = actions.switch_on("台风“海神”", by=leader, why="气象台发布红色预警")
    assert storm.status == Status.ON
    with clock.frozen(NIGHT + timedelta(hours=30)):
        storm = actions.switch_off(storm, by=leader, why="警报解除")
        over = clock.now()
    assert sign(NIGHT - SECOND) == "30 min"
    assert sign(NIGHT) == "10 min"
    assert sign(over - SECOND) == "10 min"
    assert sign(over) == "30 min"
    assert sign(NIGHT, urgency=1) == "2 h"
    assert sign(over, urgency=1) == "1 working day"


def test_what_began_in_a_storm_keeps_its_rules_after_it(leader: Person) -> None:
    storm = actions.switch_on("台风", by=leader, why="红色预警")
    began = NIGHT + timedelta(minutes=5)
    with clock.frozen(NIGHT + timedelta(hours=1)):
        actions.switch_off(storm, by=leader, why="解除")
    with clock.frozen(NIGHT + timedelta(days=3)):
        found = queries.reckon(Clock.REPLY, kind="help", urgency=URGENT, unit=None, start=began)
    assert found.due.at == began + timedelta(hours=12)


def test_one_storm_at_a_time(leader: Person) -> None:
    storm = actions.switch_on("台风", by=leader, why="红色预警")
    with pytest.raises(NotNow, match="已经开着"):
        actions.switch_on("又一个", by=leader, why="x")
    actions.switch_off(storm, by=leader, why="解除")
    with pytest.raises(NotNow), transaction.atomic():
        actions.switch_off(storm, by=leader, why="解除")
    assert actions.switch_on("又一个", by=leader, why="x").status == Status.ON


def test_only_a_leader_switches_it_and_says_why(leader: Person) -> None:
    operator = people.engage("op", name="-", role=Role.OPERATOR, by=None)
    with pytest.raises(NotYours):
        actions.switch_on("台风", by=operator, why="x")
    with pytest.raises(NotSo):
        actions.switch_on("台风", by=leader, why=" ")
    storm = actions.switch_on("台风", by=leader, why="红色预警")
    with pytest.raises(NotYours):
        actions.switch_off(storm, by=operator, why="x")


def test_each_of_its_acts_is_on_record_with_its_reason(leader: Person) -> None:
    storm = actions.switch_on("台风", by=leader, why="红色预警")
    actions.note(storm, by=leader, said="登陆")
    actions.switch_off(storm, by=leader, why="解除")
    told = journal.story(storm)
    assert [one.entry.act for one in told] == ["switch_on", "note", "switch_off"]
    assert [one.said.get("why") or one.said.get("said") for one in told] == [
        "红色预警", "登陆", "解除",
    ]  # fmt: skip


def test_staff_know_of_storms_and_nobody_else(leader: Person) -> None:
    clerk = people.engage("clerk", name="-", role=Role.DEPARTMENT, by=None)
    actions.switch_on("台风", by=leader, why="红色预警")
    assert Storm.objects.seen_by(leader).count() == 1
    assert Storm.objects.seen_by(clerk).count() == 0
