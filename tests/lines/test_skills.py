"""Who serves a line how well, and speaks what: given, changed and taken, each with one entry about the person."""

from __future__ import annotations

import pytest
from django.db import transaction

from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo
from hotline.lines import actions, queries
from hotline.lines.models import Line, Skill
from hotline.lines.plans import Plan
from tests.town import Town


@pytest.fixture
def line(town: Town) -> Line:
    return actions.found_line("power", plan=Plan("电力", numbers=("95598",)), by=town.leader)


def told(town: Town) -> list[tuple[str, object, object]]:
    story = journal.story(town.operator_28)
    return [
        (one.entry.act, one.said.get("was"), one.said.get("now"))
        for one in story
        if one.entry.act.endswith("_skill")
    ]


def test_a_skill_is_given_changed_and_taken(town: Town, line: Line) -> None:
    who, by = town.operator_28, town.leader
    for level in (7, 3):
        actions.give_skill(who, line=line, level=level, by=by)
    actions.give_skill(who, dialect=" 温州话 ", level=9, by=by)
    queries.forget()
    assert queries.skills()[who.pk] == ({line.pk: 3}, frozenset({"温州话"}))
    actions.take_skill(who, line=line, by=by)
    actions.take_skill(who, dialect="温州话", by=by)
    assert not Skill.objects.exists()
    assert told(town) == [
        ("give_skill", None, 7),
        ("give_skill", 7, 3),
        ("give_skill", None, 9),
        ("take_skill", 3, None),
        ("take_skill", 9, None),
    ]
    with pytest.raises(NotNow, match="没有这项技能"), transaction.atomic():
        actions.take_skill(who, line=line, by=by)


@pytest.mark.parametrize("level", [0, 10, -1])
def test_a_level_out_of_bounds_is_refused(town: Town, line: Line, level: int) -> None:
    with pytest.raises(NotSo, match="1 到 9"), transaction.atomic():
        actions.give_skill(town.operator_28, line=line, level=level, by=town.leader)


def test_a_skill_is_for_one_thing_and_for_who_takes_calls(town: Town, line: Line) -> None:
    who, by = town.operator_28, town.leader
    for of in ({}, {"line": line, "dialect": "温州话"}, {"dialect": " "}):
        with pytest.raises(NotSo, match="请选一条专线"), transaction.atomic():
            actions.give_skill(who, level=5, by=by, **of)
    with pytest.raises(NotSo, match="最多 20 个字"), transaction.atomic():
        actions.give_skill(who, dialect="话" * 21, level=5, by=by)
    with pytest.raises(NotSo, match="不接电话"), transaction.atomic():
        actions.give_skill(town.people["lin"], line=line, level=5, by=by)
    actions.give_skill(who, line=line, level=5, by=by)
    with pytest.raises(NotSo, match="没有要改的"), transaction.atomic():
        actions.give_skill(who, line=line, level=5, by=by)
    assert len(told(town)) == 1


def test_skills_set_together_leave_an_entry_for_what_differs(town: Town, line: Line) -> None:
    who, by = town.operator_28, town.leader
    water = actions.found_line("water", plan=Plan("水务", numbers=("96390",)), by=by)
    gas = actions.found_line("gas", plan=Plan("燃气", numbers=("95158",)), by=by)
    actions.give_skill(who, line=gas, level=2, by=by)
    actions.set_skills(who, levels={line: 8, water: None}, dialects=["温州话"], by=by)
    assert queries.levels(by)[who.pk] == ({gas.pk: 2, line.pk: 8}, {"温州话": 5})
    actions.set_skills(who, levels={line: None, gas: 2}, dialects=["闽南话"], by=by)
    assert queries.levels(by)[who.pk] == ({gas.pk: 2}, {"闽南话": 5})
    assert len(told(town)) == 6
    with pytest.raises(NotSo, match="没有要改的"), transaction.atomic():
        actions.set_skills(who, levels={gas: 2}, dialects=["闽南话"], by=by)
