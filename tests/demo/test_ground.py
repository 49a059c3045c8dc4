"""The sample town's catalogue and areas in the house: laid, sized, asked in callers' words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hotline.areas import queries as areas
from hotline.areas.models import Area
from hotline.catalogue import queries as catalogue
from hotline.catalogue.matching import Entry, Index
from hotline.catalogue.models import Group
from hotline.demo import ground, records
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.search.initials import initials

FIRST_DAY = date(2012, 9, 26)
YEAR_LATER = date(2013, 9, 26)
SAID = [(row["said"], row["service"]) for row in records.rows("utterances")]
MEANT = [(said, code) for said, code in SAID if code != records.NONE]
UNMET = [said for said, code in SAID if code == records.NONE]

Ask = Callable[[str], list[str]]


@pytest.fixture
def leader(db: None) -> Person:
    catalogue.forget()
    areas.forget()
    return people.engage("leader", name="-", role=Role.LEADER, by=None)


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Ask the whole catalogue; gives the codes suggested."""
    index = Index(
        Entry(
            service.code,
            service.terms.name,
            service.terms.aliases,
            service.terms.keywords,
            service.terms.description,
            [initials(word) for word in (service.terms.name, *service.terms.aliases)],
        )
        for service in records.services()
    )
    return lambda said: [match.code for match in index.match(said)]


def test_the_catalogue_is_laid_as_large_as_it_was(leader: Person) -> None:
    ground.lay_catalogue(by=leader)
    assert catalogue.size(on=FIRST_DAY) == (10, 25)
    assert catalogue.size(on=YEAR_LATER) == (17, 129)
    assert Group.objects.count() == 17


def test_what_is_offered_later_is_not_suggested_today(leader: Person) -> None:
    services = ground.lay_catalogue(by=leader)
    later = services["1102"]
    assert later.valid_from > FIRST_DAY
    assert later not in [one.service for one in catalogue.suggest(later.name, on=FIRST_DAY)]
    assert catalogue.suggest(later.name, on=YEAR_LATER)[0].service == later


def test_pinyin_initials_suggest_their_service(leader: Person) -> None:
    ground.lay_catalogue(by=leader)
    assert catalogue.suggest("sgwx", on=FIRST_DAY)[0].service.code == "0101"


def test_every_place_is_heard_when_it_is_said_with_its_town(leader: Person) -> None:
    laid = ground.lay_areas(by=leader)
    assert Area.objects.served_on(FIRST_DAY).filter(kind="town").count() == 3
    for area in laid.values():
        if area.parent is not None:
            assert areas.find(f"{area.parent.short}{area.name}", on=FIRST_DAY) == area


def test_what_callers_say_finds_the_service_they_mean(ask: Ask) -> None:
    assert len(MEANT) >= 60
    found = [(code, ask(said)) for said, code in MEANT]
    first = sum(codes[:1] == [code] for code, codes in found)
    third = sum(code in codes[:3] for code, codes in found)
    assert first >= 0.85 * len(MEANT)
    assert third >= 0.95 * len(MEANT)


def test_callers_use_their_own_words(ask: Ask) -> None:
    """A table that repeats the catalogue's words would prove nothing."""
    terms = {service.code: service.terms for service in records.services()}
    named = [said for said, code in MEANT if terms[code].name in said]
    assert len(named) <= 0.05 * len(MEANT)
    assert len({code for _said, code in MEANT}) >= 100


def test_every_service_is_found_first_by_its_name_and_its_aliases(ask: Ask) -> None:
    for service in records.services():
        for word in (service.terms.name, *service.terms.aliases):
            assert ask(word)[0] == service.code, word


@pytest.mark.parametrize("said", UNMET)
def test_who_asks_for_a_car_is_offered_nothing(said: str, ask: Ask) -> None:
    assert ask(said) == []
