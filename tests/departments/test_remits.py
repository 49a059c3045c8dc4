"""Remits: begun, changed and ended from a day on; what held before stays to be read. Contests are ruled, and rulings bind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.departments import actions as departments
from hotline.departments import queries
from hotline.departments.life import Contested
from hotline.departments.models import Contest, Remit
from hotline.departments.queries import About
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.today import today
from tests.stories.steps import as_it_is
from tests.town import Town

DAY = date(2012, 1, 1)


def power(town: Town) -> Remit:
    """Return what the power company answers for."""
    return Remit.objects.get(lead=town.units["供电公司"])


def lead_on(town: Town, day: date, service: str = "电路维修") -> str:
    """Say who led for a service in the city on a day."""
    rows = Remit.objects.holding_on(day).filter(code=town.services[service].code)
    return ",".join(str(one.lead.short) for one in rows)


def test_who_is_given_a_remit_has_it_until_the_day_on_which_another_begins(town: Town) -> None:
    old, change = power(town), today() + timedelta(days=10)
    new = departments.change_remit(
        old, lead=town.units["执法局"], from_on=change, why="移交", by=town.leader
    )
    assert lead_on(town, change - timedelta(days=1)) == "供电公司"
    assert lead_on(town, change) == "执法局"
    old = Remit.objects.get(pk=old.pk)
    assert (old.until_on, new.from_on, new.until_on, new.follows) == (change, change, None, old)
    assert [one.short for one in old.co_units.all()] == ["安阳街道"]  # as it was


def test_a_remit_that_ends_on_a_day_is_passed_on_until_that_day_only(town: Town) -> None:
    old, end = power(town), today() + timedelta(days=30)
    departments.end_remit(old, until_on=end, why="试点", by=town.leader)
    new = departments.change_remit(
        old, lead=town.units["执法局"], from_on=today(), why="移交", by=town.leader
    )
    assert new.until_on == end
    with pytest.raises(NotSo, match="就停止"), transaction.atomic():
        departments.change_remit(new, lead=old.lead, from_on=end, why="x", by=town.leader)


def test_what_begins_today_can_be_changed_today_and_never_came_to_hold(town: Town) -> None:
    lamp = departments.assign_remit(town.units["执法局"], from_on=today(), by=town.leader, why="试")
    departments.change_remit(
        lamp, lead=town.units["供电公司"], from_on=today(), why="写错了", by=town.leader
    )
    lamp = Remit.objects.get(pk=lamp.pk)
    assert lamp.until_on == lamp.from_on
    anything = Remit.objects.holding_on(today()).filter(code="", group=None, area=None)
    assert [one.lead.short for one in anything] == ["供电公司"]


def test_the_past_is_not_changed(town: Town) -> None:
    yesterday = today() - timedelta(days=1)
    with pytest.raises(NotSo, match="今天以前"), transaction.atomic():
        departments.change_remit(
            power(town), lead=town.units["执法局"], from_on=yesterday, why="x", by=town.leader
        )
    with pytest.raises(NotSo, match="今天以前"), transaction.atomic():
        departments.end_remit(power(town), until_on=yesterday, why="x", by=town.leader)
    later = departments.assign_remit(
        town.units["执法局"], from_on=today() + timedelta(days=5), by=town.leader
    )
    with pytest.raises(NotSo, match="才开始"), transaction.atomic():
        departments.end_remit(later, until_on=today(), why="x", by=town.leader)


def test_for_one_thing_in_one_place_one_unit_leads(town: Town) -> None:
    city, power_ = town.places["瑞安"], town.services["电路维修"]
    for from_on, until_on in ((DAY, None), (date(2010, 1, 1), date(2012, 1, 2)), (today(), None)):
        with pytest.raises(NotSo, match="请在那一条上更改"), transaction.atomic():
            departments.assign_remit(
                town.units["执法局"], service=power_, area=city, from_on=from_on,
                until_on=until_on, by=town.leader,
            )  # fmt: skip
    earlier = departments.assign_remit(
        town.units["执法局"], service=power_, area=city, from_on=date(2010, 1, 1),
        until_on=DAY, by=town.leader,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Remit.objects.filter(pk=earlier.pk).update(until_on=None)


def test_one_for_everything_everywhere_is_one_too(town: Town) -> None:
    departments.assign_remit(town.units["执法局"], from_on=DAY, by=town.leader)
    with pytest.raises(NotSo, match="请在那一条上更改"), transaction.atomic():
        departments.assign_remit(town.units["供电公司"], from_on=today(), by=town.leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remit.objects.create(lead=town.units["供电公司"], from_on=today())


def test_a_remit_is_for_a_service_or_for_a_group(town: Town) -> None:
    service = town.services["电路维修"]
    with pytest.raises(NotSo, match="只选一个"), transaction.atomic():
        departments.assign_remit(
            town.units["执法局"], service=service, group=service.group, from_on=DAY, by=town.leader
        )
    with pytest.raises(NotSo, match="晚于开始日期"), transaction.atomic():
        departments.assign_remit(
            town.units["执法局"], from_on=today(), until_on=today(), by=town.leader
        )


def test_who_leads_does_not_also_help(town: Town) -> None:
    bureau = town.units["执法局"]
    remit = departments.assign_remit(
        bureau, co_units=[bureau, town.units["供电公司"]], from_on=DAY, by=town.leader
    )
    assert [one.short for one in remit.co_units.all()] == ["供电公司"]


@pytest.mark.parametrize("who", ["op28", "reviewer", "callback", "auditor", "lin", "clerk"])
def test_only_leaders_and_administrators_say_who_answers_for_what(town: Town, who: str) -> None:
    by, remit, unit = town.people[who], power(town), town.units["执法局"]
    for act in (
        lambda: departments.assign_remit(unit, from_on=DAY, by=by),
        lambda: departments.change_remit(remit, lead=unit, from_on=today(), why="x", by=by),
        lambda: departments.end_remit(remit, until_on=today(), why="x", by=by),
    ):
        with pytest.raises(NotYours), transaction.atomic():
            act()


def test_a_remit_tells_its_life_in_entries(town: Town) -> None:
    old = power(town)
    new = departments.change_remit(
        old, lead=town.units["执法局"], from_on=today(), why="移交", by=town.leader
    )
    departments.end_remit(new, until_on=today() + timedelta(days=2), why="停", by=town.leader)
    assert [one.entry.act for one in journal.story(old)] == ["assign_remit"]
    told = journal.story(new)
    assert [one.entry.act for one in told] == ["change_remit", "end_remit"]
    assert [one.said["why"] for one in told] == ["移交", "停"]


# contests


def contested(town: Town) -> Contest:
    """Let the power company say that it is not its own."""
    return departments.contest(power(town), by=town.people["power"], claim="表后线归住户")


def test_a_unit_contests_only_what_it_leads(town: Town) -> None:
    for who in ("anyang", "clerk", "lin", "auditor"):
        with pytest.raises(NotYours), transaction.atomic():
            departments.contest(power(town), by=town.people[who], claim="x")
    assert (
        departments.contest(power(town), by=town.operator_28, claim="电话里说的").unit
        == (town.units["供电公司"])
    )


def test_a_contested_remit_waits_for_the_ruling(town: Town) -> None:
    contested(town)
    unit = town.units["执法局"]
    for act in (
        lambda: contested(town),
        lambda: departments.change_remit(
            power(town), lead=unit, from_on=today(), why="x", by=town.leader
        ),
        lambda: departments.end_remit(power(town), until_on=today(), why="x", by=town.leader),
    ):
        with pytest.raises(NotNow, match="待裁定"), transaction.atomic():
            act()


def test_a_ruling_for_the_line_is_shown_with_the_next_proposal_and_binds(town: Town) -> None:
    one = contested(town)
    for who in ("op28", "power", "reviewer"):
        with pytest.raises(NotYours), transaction.atomic():
            departments.uphold(one, by=town.people[who], why="x")
    departments.uphold(one, by=town.leader, why="表前线归供电公司")
    about = About(town.services["电路维修"], town.places["虹桥"])
    [ruling] = queries.proposed(about).rulings
    assert (ruling.bound, ruling.ruling, ruling.ruled_by) == (
        town.units["供电公司"], "表前线归供电公司", town.leader
    )  # fmt: skip
    with (
        pytest.raises(NotNow, match="已经裁定，不能再提争议：表前线归供电公司"),
        transaction.atomic(),
    ):
        contested(town)


def test_a_ruling_for_the_unit_gives_the_remit_to_another_whom_it_binds(town: Town) -> None:
    one, old = contested(town), power(town)
    with pytest.raises(NotSo, match="请选别的单位"), transaction.atomic():
        departments.reassign(one, unit=town.units["供电公司"], by=town.leader, why="x")
    departments.reassign(one, unit=town.units["执法局"], by=town.leader, why="路灯归执法局")
    assert as_it_is(one).status == Contested.MOVED
    about = About(town.services["电路维修"], town.places["虹桥"])
    found = queries.proposed(about)
    assert found.unit == town.units["执法局"]
    assert [one.short for one in found.co_units] == ["安阳街道"]
    assert [one.ruling for one in found.rulings] == ["路灯归执法局"]
    assert Remit.objects.get(pk=old.pk).until_on == today()
    assert found.remit is not None
    with pytest.raises(NotNow, match="不能再提争议"), transaction.atomic():
        departments.contest(found.remit, by=town.people["clerk"], claim="也不归我们")


def test_a_ruling_binds_no_longer_when_the_line_gives_the_remit_away(town: Town) -> None:
    departments.uphold(contested(town), by=town.leader, why="归供电公司")
    departments.change_remit(
        power(town), lead=town.units["执法局"], from_on=today(), why="移交", by=town.leader
    )
    about = About(town.services["电路维修"], town.places["瑞安"])
    assert queries.proposed(about).rulings == []


def test_a_ruling_that_bound_a_unit_before_another_had_the_remit_binds_it_no_more(
    town: Town,
) -> None:
    one, code, now = town.units["供电公司"], power(town).code, clock.now()
    departments.uphold(contested(town), by=town.leader, why="归供电公司")
    about = About(town.services["电路维修"], town.places["瑞安"])
    for days, lead in ((1, town.units["执法局"]), (2, one)):
        with clock.frozen(now + timedelta(days=days)):
            there = Remit.objects.holding_on(today()).get(code=code)
            departments.change_remit(there, lead=lead, from_on=today(), why="移交", by=town.leader)
    with clock.frozen(now + timedelta(days=2)):
        assert queries.proposed(about).unit == one
        assert queries.proposed(about).rulings == []
        there = Remit.objects.holding_on(today()).get(code=code)
        again = departments.contest(there, by=town.people["power"], claim="又来了")
        departments.uphold(again, by=town.leader, why="还是供电")
        assert [one.ruling for one in queries.proposed(about).rulings] == ["还是供电"]


def test_a_ruling_binds_on_when_only_the_helpers_change(town: Town) -> None:
    departments.uphold(contested(town), by=town.leader, why="归供电公司")
    lead = town.units["供电公司"]
    departments.change_remit(power(town), lead=lead, from_on=today(), why="换", by=town.leader)
    about = About(town.services["电路维修"], town.places["瑞安"])
    assert [one.ruling for one in queries.proposed(about).rulings] == ["归供电公司"]


def test_a_contest_that_is_taken_back_leaves_all_as_it_was(town: Town) -> None:
    one = departments.withdraw(contested(town), by=town.people["power"], why="弄错了")
    assert one.status == Contested.WITHDRAWN
    about = About(town.services["电路维修"], town.places["瑞安"])
    assert queries.proposed(about).rulings == []
    assert contested(town).status == Contested.OPEN


def test_what_has_ended_is_not_contested(town: Town) -> None:
    departments.end_remit(power(town), until_on=today(), why="停", by=town.leader)
    with pytest.raises(NotNow, match="已经停止"), transaction.atomic():
        departments.contest(Remit.objects.get(code="SD02"), by=town.operator_28, claim="x")
