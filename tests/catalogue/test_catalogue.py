"""The catalogue: offered, offered on new terms, withdrawn; each on its day, each in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hotline.catalogue import actions as catalogue
from hotline.catalogue import queries
from hotline.catalogue.models import Group, PriceMode, Service
from hotline.catalogue.terms import Terms
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role

START = date(2012, 9, 26)
LATER = date(2013, 3, 1)
DAY = timedelta(days=1)
PIPES = Terms(
    name="\u6c34\u7ba1",
    description="-",
    price_mode=PriceMode.VISIT_FEE,
    reference_price=Decimal(30),
    unit="-",
    keywords=("\u6f0f\u6c34",),
)
DEARER = replace(PIPES, reference_price=Decimal(40))


@pytest.fixture
def leader(db: None) -> Person:
    queries.forget()
    return people.engage("leader", name="-", role=Role.LEADER, by=None)


@pytest.fixture
def group(leader: Person) -> Group:
    return catalogue.open_group("01", name="Water", by=leader)


@pytest.fixture
def pipes(leader: Person, group: Group) -> Service:
    return catalogue.offer("0101", group=group, terms=PIPES, valid_from=START, by=leader)


def acts(service: Service) -> list[str]:
    return [told.entry.act for told in journal.story(service)]


def test_a_service_is_offered_from_its_day_and_not_before(pipes: Service) -> None:
    assert queries.size(on=START - DAY) == (0, 0)
    assert queries.size(on=START) == (1, 1)
    assert acts(pipes) == ["offer"]


def test_initials_are_made_when_it_is_offered(pipes: Service) -> None:
    assert pipes.initials == ["sg"]


def test_new_terms_hold_from_their_day_and_leave_the_old_as_they_were(
    pipes: Service, group: Group, leader: Person
) -> None:
    catalogue.offer("0101", group=group, terms=DEARER, valid_from=LATER, by=leader)
    assert Service.objects.offered_on(LATER - DAY).get().reference_price == 30
    assert Service.objects.offered_on(LATER).get().reference_price == 40


def test_terms_of_the_past_cannot_be_slipped_in(
    pipes: Service, group: Group, leader: Person
) -> None:
    for day in (START, START - DAY):
        with pytest.raises(NotSo):
            catalogue.offer("0101", group=group, terms=DEARER, valid_from=day, by=leader)
    assert Service.objects.get().reference_price == 30


def test_the_database_itself_refuses_two_versions_of_one_day(pipes: Service) -> None:
    pipes.pk = None
    pipes.valid_from = LATER
    with pytest.raises(IntegrityError, match="one_version_a_day"), transaction.atomic():
        pipes.save(force_insert=True)


def test_a_withdrawn_service_is_no_longer_offered_nor_suggested(
    pipes: Service, leader: Person
) -> None:
    catalogue.withdraw(pipes, on=LATER, why="nobody does it", by=leader)
    assert queries.size(on=LATER) == (0, 0)
    assert [one.service for one in queries.suggest(PIPES.name, on=LATER - DAY)] == [pipes]
    assert queries.suggest(PIPES.name, on=LATER) == []
    assert acts(pipes) == ["offer", "withdraw"]


def test_a_service_is_withdrawn_once_and_after_a_day_at_least(
    pipes: Service, leader: Person
) -> None:
    with pytest.raises(NotSo):
        catalogue.withdraw(pipes, on=START, why="-", by=leader)
    catalogue.withdraw(pipes, on=LATER, why="-", by=leader)
    with pytest.raises(NotNow):
        catalogue.withdraw(pipes, on=LATER + DAY, why="-", by=leader)


def test_a_withdrawn_service_can_be_offered_again(
    pipes: Service, group: Group, leader: Person
) -> None:
    catalogue.withdraw(pipes, on=LATER, why="-", by=leader)
    again = catalogue.offer("0101", group=group, terms=DEARER, valid_from=LATER + DAY, by=leader)
    assert not Service.objects.offered_on(LATER).exists()
    assert Service.objects.offered_on(LATER + DAY).get() == again


@pytest.mark.parametrize(
    ("mode", "price"),
    [
        (PriceMode.QUOTE, Decimal(1)),
        (PriceMode.FREE, Decimal(1)),
        (PriceMode.FREE, None),
        (PriceMode.FIXED, None),
        (PriceMode.FROM, Decimal(0)),
        (PriceMode.VISIT_FEE, Decimal(-1)),
    ],
)
def test_a_price_must_fit_its_mode(
    mode: PriceMode, price: Decimal | None, group: Group, leader: Person
) -> None:
    terms = replace(PIPES, price_mode=mode, reference_price=price)
    with pytest.raises(NotSo):
        catalogue.offer("0101", group=group, terms=terms, valid_from=START, by=leader)
    assert not Service.objects.exists()


def test_an_operator_cannot_change_what_is_offered(pipes: Service, group: Group) -> None:
    operator = people.engage("28", name="-", role=Role.OPERATOR, by=None)
    with pytest.raises(NotYours):
        catalogue.withdraw(pipes, on=LATER, why="-", by=operator)
    with pytest.raises(NotYours):
        catalogue.offer("0102", group=group, terms=PIPES, valid_from=START, by=operator)
    with pytest.raises(NotYours):
        catalogue.open_group("02", name="-", by=operator)


def test_a_suggestion_knows_new_terms_at_once(pipes: Service, group: Group, leader: Person) -> None:
    [before] = queries.suggest(PIPES.name, on=LATER)
    catalogue.offer("0101", group=group, terms=DEARER, valid_from=LATER, by=leader)
    [after] = queries.suggest(PIPES.name, on=LATER)
    assert before.service.reference_price == PIPES.reference_price
    assert after.service.reference_price == DEARER.reference_price


def test_a_suggestion_costs_one_query_and_shows_its_words(pipes: Service) -> None:
    queries.suggest(PIPES.name, on=LATER)
    with CaptureQueriesContext(connection) as asked:
        [suggestion] = queries.suggest(PIPES.name, on=LATER)
        assert suggestion.service.group.code == "01"
    assert len(asked) == 1
    assert suggestion.words == (PIPES.name,)


def test_everybody_sees_what_is_offered(pipes: Service) -> None:
    provider = people.engage("plumber", name="-", role=Role.PROVIDER, by=None)
    assert pipes in Service.objects.seen_by(provider)
    assert pipes.group in Group.objects.seen_by(provider)
