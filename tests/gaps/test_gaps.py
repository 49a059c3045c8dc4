"""Where providers are lacking: counted from what went wrong, held beside who serves there; each figure opens into its cases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as some

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.dispatch.life import Refusal
from hotline.gaps.counting import Part, Sign, Spot, Told, count, serves
from hotline.gaps.queries import Lacking
from hotline.providers import actions as providers
from hotline.rules import actions as rules
from tests.dispatch.test_actions import refuse_all
from tests.stories.steps import minutes_pass, the_house_reacts
from tests.town import FIRST_DAY, Town, at

WATER, POWER = "SD01", "SD02"


# -- counting -------------------------------------------------------------------------------------


def told(service: str, town: int, part: Part, sign: Sign, case: int) -> Told:
    return Told(Spot(service, town, part), sign, case)


def test_a_hand_worked_quarter() -> None:
    night, noon = Part.NIGHT, Part.AFTERNOON
    signs = [
        told(WATER, 1, night, Sign.REFUSED, 1), told(WATER, 1, night, Sign.REFUSED, 1),
        told(WATER, 1, night, Sign.RAN_OUT, 1), told(WATER, 1, night, Sign.LAPSED, 2),
        told(POWER, 1, noon, Sign.REFUSED, 3), told(POWER, 1, noon, Sign.REFUSED, 4),
        told(POWER, 1, noon, Sign.REFUSED, 5), told("", 2, night, Sign.UNMET, 6),
    ]  # fmt: skip
    gaps = count(signs, serving=lambda spot: {WATER: 1, POWER: 3}[spot.service], least=2)
    assert [(gap.spot.service, gap.cases, gap.serving, gap.short) for gap in gaps] == [
        (WATER, 2, 1, True),
        ("", 1, None, True),
        (POWER, 3, 3, False),  # they say no, but there are enough of them
    ]
    assert gaps[0].signs == {Sign.REFUSED: 1, Sign.RAN_OUT: 1, Sign.LAPSED: 1}


spots = some.builds(
    Spot, some.sampled_from(["", WATER, POWER]), some.integers(0, 2), some.sampled_from(Part)
)
signs_ = some.lists(some.builds(Told, spots, some.sampled_from(Sign), some.integers(1, 6)))


@given(found=signs_, data=some.data(), least=some.integers(0, 3))
def test_in_any_order_it_is_the_same_and_nothing_is_lost(
    found: list[Told], data: some.DataObject, least: int
) -> None:
    def serving(spot: Spot) -> int:
        return spot.town

    gaps = count(found, serving=serving, least=least)
    assert gaps == count(data.draw(some.permutations(found)), serving=serving, least=least)
    assert {gap.spot for gap in gaps} == {one.spot for one in found}
    for gap in gaps:
        here = [one for one in found if one.spot == gap.spot]
        assert gap.cases == len({one.case for one in here})
        for sign in Sign:
            assert gap.signs.get(sign, 0) == len({one.case for one in here if one.sign == sign})
        assert gap.short == (not gap.spot.service or gap.spot.town < least)


@pytest.mark.parametrize(
    ("hours", "parts"),
    [
        ("00:00-24:00", set(Part)),
        ("06:00-18:00", {Part.MORNING, Part.AFTERNOON}),
        ("07:30-20:00", {Part.AFTERNOON}),
        ("18:00-06:00", {Part.EVENING, Part.NIGHT}),
        ("20:00-06:00", {Part.NIGHT}),
        ("18:00-12:00", {Part.EVENING, Part.NIGHT, Part.MORNING}),
        ("22:00-05:00", set()),
    ],
)
def test_whoever_works_a_whole_part_of_the_day_serves_it(hours: str, parts: set[Part]) -> None:
    assert {part for part in Part if serves(hours, part)} == parts


@given(hour=some.integers(0, 23))
def test_every_hour_has_its_part(hour: int) -> None:
    part = Part.of(at(hour))
    assert int(part) <= hour < int(part) + 6


# -- what is told ---------------------------------------------------------------------------------


def leak(town: Town, *, service: str = "水管维修", area: str = "虹桥") -> Case:
    asked = cases.Asked(said="漏水", service=town.services[service], area=town.places[area])
    return cases.take_in(asked, by=town.operator_28)


def test_who_refuses_who_lets_lapse_and_that_nobody_comes_is_told_where_and_when(
    town: Town,
) -> None:
    with clock.frozen(at(23, 0)):
        case = leak(town)
        dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
        minutes_pass(5)  # 家家乐 lets it lapse, and 老潘水电 is asked
        refuse_all(case)
        [gap] = Lacking(town.leader).gaps
    assert gap.spot == Spot(WATER, town.places["安阳"].pk, Part.EVENING)
    assert gap.signs == {Sign.LAPSED: 1, Sign.REFUSED: 1, Sign.RAN_OUT: 1}
    assert (gap.cases, gap.serving, gap.short) == (1, 2, False)


def test_what_is_not_offered_is_told_by_place_and_hour(town: Town) -> None:
    with clock.frozen(at(0, 30)):
        asked = cases.Asked(said="叫出租车", area=town.places["安阳"], outside_catalogue=True)
        taxi = cases.take_in(asked, by=town.operator_28)
        nowhere = cases.take_in(
            cases.Asked(said="叫车", outside_catalogue=True), by=town.operator_28
        )
        lacking = Lacking(town.leader)
        spots_ = {gap.spot: gap for gap in lacking.gaps}
        here = Spot("", town.places["安阳"].pk, Part.NIGHT)
        assert set(spots_) == {here, Spot("", 0, Part.NIGHT)}
        assert spots_[here].signs == {Sign.UNMET: 1}
        assert lacking.cases(here) == [taxi]
        assert lacking.cases(Spot("", 0, Part.NIGHT), Sign.UNMET) == [nowhere]


def test_who_serves_is_who_may_be_sent_to_the_whole_town_for_the_whole_quarter(town: Town) -> None:
    admin, water = town.people["admin"], town.services["水管维修"]
    with clock.frozen(at(23, 0)):
        dispatch.offer(leak(town), to=town.providers["家家乐"], by=town.operator_28)
        minutes_pass(5)
        evening = Spot(WATER, town.places["安阳"].pk, Part.EVENING)

        def there() -> int:
            return Lacking(town.leader).serving(evening)

        assert there() == 2
        providers.serve(
            town.providers["老潘水电"],
            water,
            areas=[town.places["瑞安"]],
            hours="08:00-20:00",
            by=admin,
        )
        assert there() == 1
        providers.serve(
            town.providers["老潘水电"], water, areas=[town.places["虹桥"]], by=admin
        )  # one community of the town is not the town
        assert there() == 1
        providers.suspend(town.providers["家家乐"], by=town.leader, why="x")
        assert there() == 0
        [gap, *_others] = Lacking(town.leader).gaps
        assert gap.short


def test_every_figure_opens_into_its_cases(town: Town) -> None:
    with clock.frozen(at(9, 0)):
        for _n in range(3):
            job = dispatch.offer(leak(town), to=town.providers["家家乐"], by=town.operator_28)
            dispatch.refuse(job, by=town.people["lin"], ground=Refusal.BUSY)
        the_house_reacts()
        refuse_all(job.case)
        lacking = Lacking(town.leader)
        for gap in lacking.gaps:
            assert len(lacking.cases(gap.spot)) == gap.cases
            for sign in Sign:
                assert len(lacking.cases(gap.spot, sign)) == gap.signs.get(sign, 0)


def test_what_is_long_ago_is_not_told_any_more(town: Town) -> None:
    with clock.frozen(at(9, 0)):
        job = dispatch.offer(leak(town), to=town.providers["家家乐"], by=town.operator_28)
        dispatch.refuse(job, by=town.people["lin"], ground=Refusal.BUSY)
    for days, told_ in ((90, 1), (91, 0)):
        with clock.frozen(at(8, 59, day=FIRST_DAY + timedelta(days=days))):
            assert len(Lacking(town.leader).gaps) == told_
    with clock.frozen(at(9, 0, day=date(2012, 12, 1))):
        rules.set_rule("lack_days", value=30, by=town.leader, why="x")
        assert Lacking(town.leader).gaps == []


@pytest.mark.parametrize("n", [1, 5])
def test_it_takes_as_many_questions_for_many_cases_as_for_one(town: Town, n: int) -> None:
    with clock.frozen(at(9, 0)):
        for _n in range(n):
            case = leak(town)
            dispatch.offer_best(case, by=town.operator_28)
            refuse_all(case)
            leak(town)
        assert Lacking(town.leader).gaps  # the book of rules is read once for all
        with CaptureQueriesContext(connection) as took:
            lacking = Lacking(town.leader)
            [gap] = lacking.gaps
            assert (gap.cases, len(lacking.names)) == (n, 1)
    assert len(took) == 8
