"""Lines are founded, changed and retired; each refusal is a sentence, each act one entry with what was and what is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.lines import actions, plans, queries
from hotline.lines.models import Line
from hotline.lines.plans import Plan
from tests.town import Town

POWER = Plan("电力专线", numbers=("95598",))
MAIN = Plan("主线")


def found(town: Town, code: str, plan: Plan) -> Line:
    line = actions.found_line(code, plan=plan, by=town.leader)
    queries.forget()  # the commit does it; a test's transaction is taken back
    return line


def test_a_line_is_founded_changed_and_its_story_told(town: Town) -> None:
    main = found(town, "main", MAIN)
    line = found(town, "power", replace(POWER, numbers=(" 95598", "0577-6581 2345", "95598")))
    assert line.numbers == ["95598", "057765812345"]
    assert queries.of_number("057765812345") == line
    assert queries.of_number("81890") == main
    changed = replace(POWER, hours="20:00-06:00", special=True, overflow=main)
    actions.change_line(line, plan=changed, by=town.people["admin"])
    queries.forget()
    line.refresh_from_db()
    assert (line.hours, line.special, line.overflow) == ("20:00-06:00", True, main)
    assert queries.of_number("057765812345") == main
    told = journal.story(line)
    assert [one.entry.act for one in told] == ["found_line", "change_line"]
    assert told[0].said["now"]["numbers"] == ["95598", "057765812345"]
    assert told[1].said == {
        "was": {
            "numbers": ["95598", "057765812345"],
            "hours": "00:00-24:00",
            "special": False,
        },
        "now": {
            "numbers": ["95598"],
            "hours": "20:00-06:00",
            "special": True,
            "overflow": main.about,
        },
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "  "}, "请写名称"),
        ({"numbers": ("955x8",)}, "“955x8”不是拨打号码"),
        ({"numbers": ("95598",)}, "95598 已经是电力专线的号码"),
        ({"numbers": ()}, "主线没有自己的号码"),
        ({"hours": "8点到20点"}, "服务时间要写成"),
        ({"hours": "08:00-08:00"}, "服务时间要写成"),
        ({"most_waiting": 0}, "最多排队要在 1 到"),
        ({"most_waiting": 1000}, "最多排队要在 1 到"),
        ({"dialect": "话" * 21}, "最多 20 个字"),
    ],
)
def test_what_no_line_can_be_is_refused(town: Town, wrong: dict[str, object], said: str) -> None:
    found(town, "main", MAIN)
    found(town, "power", POWER)
    water = found(town, "water", Plan("水务专线", numbers=("96390",)))
    plan = replace(Plan("水务专线", numbers=("96390",)), **wrong)  # type: ignore[arg-type]
    with pytest.raises(NotSo, match=said), transaction.atomic():
        actions.change_line(water, plan=plan, by=town.leader)
    new = plan if "numbers" in wrong else replace(plan, numbers=("12315",))
    with pytest.raises(NotSo, match=said), transaction.atomic():
        actions.found_line("new", plan=new, by=town.leader)
    assert [one.entry.act for one in journal.story(water)] == ["found_line"]
    assert Line.objects.count() == 3


def test_a_code_is_used_once_and_written_plainly(town: Town) -> None:
    found(town, "power", POWER)
    for code, said in (("power", "已经有专线"), ("电力", "代码只用"), ("", "代码只用")):
        with pytest.raises(NotSo, match=said), transaction.atomic():
            actions.found_line(code, plan=MAIN, by=town.leader)


def test_a_line_never_helps_itself_in_the_end(town: Town) -> None:
    power = found(town, "power", POWER)
    water = found(town, "water", Plan("水务", numbers=("96390",), overflow=power))
    gas = found(town, "gas", Plan("燃气", numbers=("95158",), overflow=water))
    for helper in (power, water, gas):
        with pytest.raises(NotSo, match="溢出绕了一圈"), transaction.atomic():
            actions.change_line(power, plan=replace(POWER, overflow=helper), by=town.leader)


def test_only_who_sets_rules_sets_lines_up(town: Town) -> None:
    line = found(town, "power", POWER)
    for who in ("op28", "reviewer", "auditor", "callback"):
        by = town.people[who]
        for act in (
            lambda by=by: actions.found_line("x", plan=MAIN, by=by),
            lambda by=by: actions.change_line(line, plan=MAIN, by=by),
            lambda by=by: actions.retire_line(line, by=by, why="x"),
            lambda by=by: actions.give_skill(town.operator_28, line=line, level=5, by=by),
            lambda by=by: actions.take_skill(town.operator_28, line=line, by=by),
            lambda by=by: actions.set_skills(town.operator_28, levels={}, dialects=["x"], by=by),
        ):
            with pytest.raises(NotYours), transaction.atomic():
                act()


def test_nothing_changed_is_no_change(town: Town) -> None:
    line = found(town, "power", POWER)
    with pytest.raises(NotSo, match="没有要改的"), transaction.atomic():
        actions.change_line(line, plan=POWER, by=town.leader)


def test_a_line_is_retired_after_it_was_closed_and_its_number_is_free(town: Town) -> None:
    power = found(town, "power", POWER)
    water = found(town, "water", Plan("水务", numbers=("96390",), overflow=power))
    actions.give_skill(town.operator_28, line=power, level=9, by=town.leader)
    with pytest.raises(NotNow, match="先在大厅关闭"), transaction.atomic():
        actions.retire_line(power, by=town.leader, why="并入主线")
    actions.close_line(power, by=town.leader, why="并入主线")
    with pytest.raises(NotSo, match="请写明"), transaction.atomic():
        actions.retire_line(power, by=town.leader, why=" ")
    with pytest.raises(NotSo, match="水务还溢出到它"), transaction.atomic():
        actions.retire_line(power, by=town.leader, why="并入主线")
    actions.change_line(water, plan=Plan("水务", numbers=("96390",)), by=town.leader)
    actions.retire_line(power, by=town.leader, why="并入主线")
    queries.forget()
    assert queries.of_number("95598") is None
    assert list(queries.seen(town.leader)) == [water]
    assert town.operator_28.pk not in queries.skills(), "he serves the ordinary lines again"
    assert journal.story(power)[-1].said["why"] == "并入主线"
    for act in (
        lambda: actions.retire_line(power, by=town.leader, why="再停"),
        lambda: actions.change_line(power, plan=MAIN, by=town.leader),
        lambda: actions.open_line(power, by=town.leader),
        lambda: actions.give_skill(town.people["op21"], line=power, level=5, by=town.leader),
    ):
        with pytest.raises(NotNow, match="已经停用"), transaction.atomic():
            act()
    plan = Plan("水务", numbers=("96390",), overflow=power)
    with pytest.raises(NotSo, match="它已经停用"), transaction.atomic():
        actions.change_line(water, plan=plan, by=town.leader)
    assert found(town, "power2", POWER).numbers == ["95598"]


@given(
    st.dictionaries(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 6))),
    st.integers(0, 6),
    st.integers(0, 6),
)
def test_who_helps_whom_is_followed_to_its_end(
    helpers: dict[int, int | None], line: int, to: int
) -> None:
    """By walking as many steps as there are lines: more lead nowhere new."""
    walked: list[int] = []
    one: int | None = to
    for _step in range(8):
        if one is None:
            break
        walked.append(one)
        one = helpers.get(one)
    assert plans.leads_back(line, to, helpers) == (line in walked)
