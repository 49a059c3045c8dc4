"""The catalogue asks for a permit anew: who lacks it is told the same day, is off from the day of the terms, and on again with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.catalogue import actions as catalogue
from hotline.catalogue.models import PriceMode, Service
from hotline.catalogue.permits import Permit
from hotline.catalogue.terms import Terms
from hotline.dispatch import queries as choice
from hotline.dispatch.ranking import LeftOut
from hotline.journal.models import Entry
from hotline.outbox.models import Message
from hotline.providers.credentials import actions as papers
from hotline.providers.credentials import queries as admission
from hotline.providers.models import Credential, Offer, PaperKind, Provider
from hotline.today import today
from tests.desks.conftest import at
from tests.stories.steps import the_house_reacts
from tests.town import Town

__all__ = ["at"]
At = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _a_day_later() -> Iterator[None]:
    """Let the services have been offered for a while: terms hold at least a day."""
    with clock.frozen(clock.now() + timedelta(days=3)):
        yield


def asks(town: Town, *permits: Permit, days: int = 0) -> Service:
    """Let the mending of pipes ask for permits from a day on, and let the house react."""
    now = Service.objects.filter(code="SD01").latest("valid_from")
    given: dict[str, Any] = {name: _of(now, name) for name in Terms.__dataclass_fields__}
    terms = Terms(**given)
    made = catalogue.offer(
        "SD01", group=now.group, terms=replace(terms, permits=tuple(permits)),
        by=town.leader, valid_from=today() + timedelta(days=days),
    )  # fmt: skip
    the_house_reacts()
    return made


def _of(service: Service, name: str) -> object:
    value = getattr(service, name)
    if name == "price_mode":
        return PriceMode(value)
    return tuple(value) if isinstance(value, list) else value


def days_pass(days: int) -> None:
    clock.pass_time(timedelta(days=days))
    the_house_reacts()


def until(provider: Provider) -> date | None:
    return Offer.objects.get(provider=provider, service__code="SD01").until_on


def is_asked(town: Town, provider: Provider) -> bool:
    service = Service.objects.offered_on(today()).get(code="SD01")
    found = choice.ranking(service, town.places["虹桥"])
    return provider.pk not in found.removed.get(LeftOut.PAPER, ())


def licensed(town: Town, provider: Provider, days: int | None = None) -> Credential:
    return papers.add_paper(
        provider, by=town.leader, kind=PaperKind.PERMIT, permit=Permit.GAS_FITTER,
        until_on=None if days is None else today() + timedelta(days=days),
    )  # fmt: skip


def told(provider: Provider) -> list[str]:
    rows = Message.objects.filter(to=provider.short_name, text__contains="水管维修")
    return list(rows.order_by("pk").values_list("text", flat=True))


def test_who_lacks_what_is_asked_anew_is_off_the_same_day_and_told(town: Town) -> None:
    home, pan = town.providers["家家乐"], town.providers["老潘水电"]
    licensed(town, pan)
    asks(town, Permit.GAS_FITTER)
    assert (until(home), until(pan)) == (today(), None)
    assert (is_asked(town, home), is_asked(town, pan)) == (False, True)
    [words] = told(home)
    assert str(Permit.GAS_FITTER.label) in words
    assert today().isoformat() in words
    assert told(pan) == []
    assert Entry.objects.get(kind="provider", act="lack").subject == home.pk


def test_terms_of_a_day_to_come_take_it_off_on_that_day_and_not_before(town: Town) -> None:
    home = town.providers["家家乐"]
    asks(town, Permit.GAS_FITTER, days=5)
    assert until(home) == today() + timedelta(days=5)
    assert len(told(home)) == 1
    days_pass(4)
    assert is_asked(town, home)
    days_pass(1)
    assert not is_asked(town, home)
    assert len(told(home)) == 1


def test_who_brings_it_in_time_stays_on_and_who_brings_it_late_is_on_again(town: Town) -> None:
    home, pan = town.providers["家家乐"], town.providers["老潘水电"]
    asks(town, Permit.GAS_FITTER, days=2)
    licensed(town, pan)
    assert until(pan) is None
    days_pass(3)
    assert (is_asked(town, pan), is_asked(town, home)) == (True, False)
    licensed(town, home, days=100)
    assert is_asked(town, home)
    assert until(home) == today() + timedelta(days=101)


def test_a_permit_that_ends_before_the_terms_begin_counts_for_nothing(town: Town) -> None:
    home = town.providers["家家乐"]
    licensed(town, home, days=3)
    asks(town, Permit.GAS_FITTER, days=10)
    assert until(home) == today() + timedelta(days=10)
    assert len(told(home)) == 1


def test_what_is_asked_no_longer_keeps_nobody_off(town: Town) -> None:
    home = town.providers["家家乐"]
    asks(town, Permit.GAS_FITTER)
    days_pass(1)
    asks(town, days=3)
    assert until(home) is not None
    assert not is_asked(town, home)
    days_pass(3)
    assert until(home) is None
    assert is_asked(town, home)
    assert len(told(home)) == 1


def test_terms_that_ask_for_nothing_new_write_to_nobody(town: Town) -> None:
    asks(town)
    assert not Entry.objects.filter(act="lack").exists()
    assert told(town.providers["家家乐"]) == []


def test_what_is_lacking_is_listed_with_when_it_counts(at: At, town: Town) -> None:
    home = town.providers["家家乐"]
    asks(town, Permit.GAS_FITTER, days=5)
    shown = at("op28").get("/providers/ending/").content.decode()
    assert "小项要的证照还没有" in shown
    assert f"{today() + timedelta(days=5)} 零点停" in shown
    asked = admission.lacks(town.leader, today=today(), days=30)
    assert home in {one.offer.provider for one in asked}
    assert admission.lacks(town.people["lin"], today=today(), days=30)
    assert not admission.lacks(town.people["lin"], today=today(), days=4)
    days_pass(5)
    assert "已停派" in at("op28").get("/providers/ending/").content.decode()
    assert str(Permit.GAS_FITTER.label) in admission.lacking(home, today=today())
    for provider in Provider.objects.all():
        licensed(town, provider)
    assert "小项要的证照还没有" not in at("op28").get("/providers/ending/").content.decode()


def test_the_list_asks_as_much_for_many_as_for_one(town: Town) -> None:
    asks(town, Permit.GAS_FITTER)
    with CaptureQueriesContext(connection) as asked:
        found = admission.lacks(town.leader, today=today(), days=30)
    assert len(found) > 1
    assert len(asked) == 3


def test_the_provider_sees_on_its_own_pages_what_it_has_to_bring(at: At, town: Town) -> None:
    asks(town, Permit.GAS_FITTER, days=5)
    lin, day = at("lin"), today() + timedelta(days=5)
    shown = lin.get("/jobs/papers/").content.decode()
    assert f"水管维修要有{Permit.GAS_FITTER.label}，{day} 起没有就停派" in shown
    assert "有 1 个小项要的证照还没有" in lin.get("/jobs/").content.decode()
    licensed(town, town.providers["家家乐"])
    assert "起没有就停派" not in lin.get("/jobs/papers/").content.decode()
