"""Areas: drawn, served from a day, found in what was said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.areas import actions as areas
from hotline.areas import queries
from hotline.areas.models import Area, Kind
from hotline.journal import queries as journal
from hotline.life.errors import NotSo, NotYours
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role

FIRST_DAY = date(2012, 9, 26)
WIDER = date(2012, 12, 13)
WHOLE = date(2013, 6, 30)
DAY = timedelta(days=1)


@pytest.fixture
def leader(db: None) -> Person:
    queries.forget()
    return people.engage("leader", name="-", role=Role.LEADER, by=None)


@pytest.fixture
def city(leader: Person) -> Area:
    return areas.draw("0", name="Rivertown", kind=Kind.CITY, served_from=WHOLE, by=leader)


@pytest.fixture
def centre(leader: Person, city: Area) -> Area:
    return areas.draw(
        "1", name="East Street", short="East", kind=Kind.TOWN, within=city,
        served_from=FIRST_DAY, by=leader,
    )  # fmt: skip


@pytest.fixture
def village(leader: Person, centre: Area) -> Area:
    return areas.draw("1-1", name="Bridge", kind=Kind.COMMUNITY, within=centre, by=leader)


@pytest.fixture
def hills(leader: Person, city: Area) -> Area:
    return areas.draw("9", name="Hills", kind=Kind.TOWN, within=city, by=leader)


def acts(area: Area) -> list[str]:
    return [told.entry.act for told in journal.story(area)]


def test_a_community_is_served_as_the_town_it_lies_in(village: Area) -> None:
    assert not queries.is_served(village, on=FIRST_DAY - DAY)
    assert queries.is_served(village, on=FIRST_DAY)


def test_a_town_without_a_day_of_its_own_is_served_as_the_city(hills: Area) -> None:
    assert not queries.is_served(hills, on=WHOLE - DAY)
    assert queries.is_served(hills, on=WHOLE)


def test_a_village_in_such_a_town_is_served_as_the_city_too(hills: Area, leader: Person) -> None:
    spring = areas.draw("9-1", name="Spring", kind=Kind.COMMUNITY, within=hills, by=leader)
    assert not queries.is_served(spring, on=WHOLE - DAY)
    assert queries.is_served(spring, on=WHOLE)


def test_a_town_can_be_served_earlier_than_the_city(hills: Area, leader: Person) -> None:
    areas.serve(hills, on=WIDER, by=leader)
    assert queries.is_served(hills, on=WIDER)
    assert not queries.is_served(hills, on=WIDER - DAY)
    assert acts(hills) == ["draw", "serve"]


def test_a_dissolved_area_is_neither_served_nor_heard(village: Area, leader: Person) -> None:
    areas.dissolve(village, on=WIDER, by=leader)
    assert queries.is_served(village, on=WIDER - DAY)
    assert not queries.is_served(village, on=WIDER)
    assert queries.find("at the Bridge", on=WIDER - DAY) == village
    assert queries.find("at the Bridge", on=WIDER) is None


def test_a_place_that_is_not_yet_served_is_found_all_the_same(hills: Area) -> None:
    assert queries.find("up in the Hills", on=FIRST_DAY) == hills


def test_a_place_drawn_later_is_heard_at_once(centre: Area, leader: Person) -> None:
    assert queries.find("Market", on=WHOLE) is None
    market = areas.draw("1-2", name="Market", kind=Kind.COMMUNITY, within=centre, by=leader)
    assert queries.find("Market", on=WHOLE) == market


def test_hearing_a_place_again_costs_two_queries(village: Area) -> None:
    queries.find("Bridge", on=WHOLE)
    with CaptureQueriesContext(connection) as asked:
        queries.find("Bridge", on=WHOLE)
    assert len(asked) == 2


def test_a_community_lies_in_a_town_and_in_nothing_else(city: Area, leader: Person) -> None:
    with pytest.raises(NotSo):
        areas.draw("x", name="Lost", kind=Kind.COMMUNITY, within=city, by=leader)
    with pytest.raises(NotSo):
        areas.draw("x", name="Lost", kind=Kind.TOWN, by=leader)
    assert not Area.objects.filter(code="x").exists()


def test_a_code_names_one_area(centre: Area, city: Area, leader: Person) -> None:
    with pytest.raises(NotSo, match=centre.code):
        areas.draw(centre.code, name="Another", kind=Kind.TOWN, within=city, by=leader)


def test_an_operator_cannot_redraw_the_map(centre: Area) -> None:
    operator = people.engage("28", name="-", role=Role.OPERATOR, by=None)
    with pytest.raises(NotYours):
        areas.serve(centre, on=WHOLE, by=operator)
    assert acts(centre) == ["draw"]


def test_everybody_sees_every_area(centre: Area) -> None:
    provider = people.engage("plumber", name="-", role=Role.PROVIDER, by=None)
    assert centre in Area.objects.seen_by(provider)
