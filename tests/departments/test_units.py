"""Units: a tree without circles, people who speak for them, and an end that leaves nothing behind."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments.models import Assignment
from hotline.departments import actions as departments
from hotline.departments import queries
from hotline.departments.life import Part, Status
from hotline.departments.models import Contest, Liaison, Remit, Unit
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people import actions as people
from tests.assignments.hands import monday, signed
from tests.stories.steps import as_it_is
from tests.town import Town

DAY = date(2012, 1, 1)


def below(town: Town, short: str, name: str) -> Unit:
    """Found a unit below another."""
    return departments.found_unit(name, parent=town.units[short], by=town.leader)


def test_a_unit_is_ranked_as_what_it_lies_in_unless_said_otherwise(town: Town) -> None:
    assert town.units["市政一中队"].group == "部门"
    other = departments.found_unit(
        "路灯所", parent=town.units["执法局"], group="公用企业", by=town.leader
    )
    assert other.group == "公用企业"


@pytest.mark.parametrize("who", ["op28", "reviewer", "callback", "auditor", "lin", "clerk"])
def test_only_leaders_and_administrators_keep_the_list(town: Town, who: str) -> None:
    by, unit = town.people[who], town.units["执法局"]
    for act in (
        lambda: departments.found_unit("新单位", by=by),
        lambda: departments.describe_unit(unit, by=by, telephone="1"),
        lambda: departments.retire(unit, by=by, why="x"),
        lambda: departments.move(unit, by=by, why="x"),
        lambda: departments.appoint(unit, by=by, person=town.people["head"], part=Part.LIAISON),
    ):
        with pytest.raises(NotYours), transaction.atomic():
            act()


def test_a_name_is_given_once(town: Town) -> None:
    with pytest.raises(NotSo, match="已经有叫"), transaction.atomic():
        departments.found_unit("市供电公司", by=town.leader)
    with pytest.raises(NotSo, match="已经有叫"), transaction.atomic():
        departments.describe_unit(town.units["执法局"], by=town.leader, name="市供电公司")


def test_what_is_described_anew_leaves_one_entry_and_the_same_leaves_none(town: Town) -> None:
    unit = town.units["执法局"]
    departments.describe_unit(unit, by=town.leader, telephone="0577-65810000", short="执法局")
    departments.describe_unit(unit, by=town.leader, telephone="0577-65810000", short="执法局")
    told = [one.entry for one in journal.story(unit) if one.entry.act == "describe_unit"]
    assert [one.said["changed"] for one in told] == [["telephone"]]
    assert as_it_is(unit).telephone == "0577-65810000"


def test_no_unit_lies_below_itself(town: Town) -> None:
    bureau, squad = town.units["执法局"], town.units["市政一中队"]
    post = departments.found_unit("第三岗亭", parent=squad, by=town.leader)
    for parent in (bureau, squad, post):
        with pytest.raises(NotSo, match="不能做它的上级") as refused, transaction.atomic():
            departments.move(bureau, parent=parent, by=town.leader, why="x")
        assert refused.value.field == "parent"
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=bureau.pk).update(parent=bureau)


def test_a_unit_moves_with_all_below_it(town: Town) -> None:
    squad, company = town.units["市政一中队"], town.units["供电公司"]
    post = departments.found_unit("第三岗亭", parent=squad, by=town.leader)
    departments.move(squad, parent=company, by=town.leader, why="改革")
    assert queries.below(company) == {company.pk, squad.pk, post.pk}
    assert queries.below(town.units["执法局"]) == {town.units["执法局"].pk}
    assert queries.units_of(town.people["power"]) == {company.pk, squad.pk, post.pk}
    departments.move(squad, by=town.leader, why="单列")
    assert as_it_is(squad).parent is None


def test_somebody_who_is_appointed_again_is_what_he_was_made_last(town: Town) -> None:
    unit, clerk = town.units["执法局"], town.people["clerk"]
    with pytest.raises(NotNow, match="已经是联络员"), transaction.atomic():
        departments.appoint(unit, person=clerk, part=Part.LIAISON, by=town.leader)
    departments.appoint(unit, person=clerk, part=Part.HEAD, by=town.leader)
    now = Liaison.objects.standing().get(unit=unit, person=clerk)
    assert now.part == Part.HEAD
    assert Liaison.objects.filter(unit=unit, person=clerk).count() == 2


@pytest.mark.parametrize("who", ["op28", "lin"])
def test_only_a_department_s_account_speaks_for_a_unit(town: Town, who: str) -> None:
    with pytest.raises(NotSo, match="不是承办单位的账号"), transaction.atomic():
        departments.appoint(
            town.units["执法局"], person=town.people[who], part=Part.HEAD, by=town.leader
        )


def test_who_was_dismissed_sees_nothing_of_the_unit_any_more(town: Town) -> None:
    unit, clerk = town.units["执法局"], town.people["clerk"]
    assert queries.units_of(clerk) == {unit.pk, town.units["市政一中队"].pk}
    liaison = Liaison.objects.standing().get(person=clerk)
    with pytest.raises(NotSo, match="不是本单位"), transaction.atomic():
        departments.dismiss(town.units["供电公司"], liaison=liaison, by=town.leader)
    departments.dismiss(unit, liaison=liaison, by=town.leader)
    assert queries.units_of(clerk) == set()
    liaison.refresh_from_db()
    with pytest.raises(NotNow), transaction.atomic():
        departments.dismiss(unit, liaison=liaison, by=town.leader)


def test_a_unit_is_retired_when_nothing_hangs_on_it(town: Town) -> None:
    bureau, squad = town.units["执法局"], town.units["市政一中队"]
    with pytest.raises(NotSo, match="下级单位"), transaction.atomic():
        departments.retire(bureau, by=town.leader, why="合并")
    departments.retire(squad, by=town.leader, why="并入机关")
    with pytest.raises(NotSo, match="职责"), transaction.atomic():
        departments.retire(bureau, by=town.leader, why="合并")
    with pytest.raises(NotSo, match="职责"), transaction.atomic():  # it only helps with one
        departments.retire(town.units["安阳街道"], by=town.leader, why="合并")


def test_a_unit_that_has_cases_in_hand_is_not_retired(town: Town) -> None:
    squad, by = departments.found_unit("城建办", short="城建办", by=town.leader), town.leader
    with clock.frozen(monday(9)):
        first, second = (signed(town, to="供电公司") for _ in range(2))
        for one in (first, second):
            assignments.move(one, to=squad, by=town.operator_28, why="归城建办")
        with pytest.raises(NotSo, match="还有 2 件没有办结"), transaction.atomic():
            departments.retire(squad, by=by, why="合并")
        for one in Assignment.objects.filter(unit=squad):
            assignments.withdraw(one, by=by, why="合并")
        assert departments.retire(squad, by=by, why="合并").status == Status.RETIRED


def test_nothing_goes_to_a_retired_unit_until_it_is_restored(town: Town) -> None:
    squad, by = town.units["市政一中队"], town.leader
    departments.retire(squad, by=by, why="并入机关")
    for act in (
        lambda: departments.found_unit("岗亭", parent=squad, by=by),
        lambda: departments.move(town.units["供电公司"], parent=squad, by=by, why="x"),
        lambda: departments.assign_remit(squad, from_on=DAY, by=by),
        lambda: departments.assign_remit(
            town.units["执法局"], co_units=[squad], from_on=DAY, by=by
        ),
    ):
        with pytest.raises(NotSo, match="已经撤销"), transaction.atomic():
            act()
    with pytest.raises(NotNow), transaction.atomic():
        departments.appoint(squad, person=town.people["head"], part=Part.HEAD, by=by)
    departments.restore(squad, by=by, why="又单列")
    assert as_it_is(squad).status == Status.IN_SERVICE


def test_a_unit_is_not_restored_below_a_retired_one(town: Town) -> None:
    top = departments.found_unit("城建办", by=town.leader)
    part = departments.found_unit("城建办一科", parent=top, by=town.leader)
    for one in (part, top):
        departments.retire(one, by=town.leader, why="撤")
    with pytest.raises(NotSo, match="已经撤销"), transaction.atomic():
        departments.restore(part, by=town.leader, why="x")


def test_staff_see_every_unit_and_a_liaison_its_own_and_those_below(town: Town) -> None:
    bureau, squad = town.units["执法局"], town.units["市政一中队"]
    everything = set(Unit.objects.all())
    for who in ("op28", "leader", "reviewer", "auditor", "admin", "callback"):
        assert set(Unit.objects.seen_by(town.people[who])) == everything
    assert set(Unit.objects.seen_by(town.people["clerk"])) == {bureau, squad}
    assert set(Unit.objects.seen_by(town.people["squad"])) == {squad}
    assert not Unit.objects.seen_by(town.people["lin"]).exists()
    assert {one.person for one in Liaison.objects.seen_by(town.people["squad"])} == {
        town.people["squad"]
    }


def test_a_liaison_sees_the_remits_that_its_unit_leads_or_helps_with(town: Town) -> None:
    power = Remit.objects.get(lead=town.units["供电公司"])
    lane = Remit.objects.get(lead=town.units["安阳街道"])
    assert set(Remit.objects.seen_by(town.people["anyang"])) == {power, lane}
    assert set(Remit.objects.seen_by(town.people["power"])) == {power}
    assert not Remit.objects.seen_by(town.people["squad"]).exists()
    contest = departments.contest(power, by=town.people["power"], claim="路灯不归供电")
    for who, knows in (("power", True), ("anyang", False), ("op28", True), ("lin", False)):
        assert Contest.objects.seen_by(town.people[who]).filter(pk=contest.pk).exists() is knows


def test_an_account_that_was_closed_is_appointed_nowhere(town: Town) -> None:
    gone = town.people["head"]
    people.deactivate(gone, by=town.people["admin"], why="调走")
    gone.refresh_from_db()
    with pytest.raises(NotSo), transaction.atomic():
        departments.appoint(town.units["供电公司"], person=gone, part=Part.LIAISON, by=town.leader)
