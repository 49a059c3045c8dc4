"""What is done to providers: what they need to be sent, how they stand, and who may say so."""

from __future__ import annotations

import pytest
from django.db import transaction

from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.journal import queries as journal
from hotline.life.errors import NotSo, NotYours
from hotline.providers import actions as providers
from hotline.providers.models import Offer, Provider, Standing
from tests.town import FIRST_DAY, Town


@pytest.fixture
def wiring(town: Town) -> Service:
    """Electric work, for which one needs a licence and the right to work at height."""
    service = town.services["电路维修"]
    Service.objects.filter(pk=service.pk).update(
        permits=[Permit.ELECTRICIAN, Permit.WORK_AT_HEIGHT]
    )
    service.refresh_from_db()
    return service


def enter(town: Town, *permits: Permit) -> Provider:
    return providers.enter(
        "新光电气", telephone="13800000009", since_on=FIRST_DAY, permits=permits,
        by=town.people["admin"],
    )  # fmt: skip


def test_a_provider_without_the_permits_is_refused_and_told_which(
    town: Town, wiring: Service
) -> None:
    entered = enter(town, Permit.ELECTRICIAN)
    with (
        pytest.raises(NotSo, match=r"新光电气 缺少这个小项要的证照：高处作业证$"),
        transaction.atomic(),
    ):
        providers.serve(entered, wiring, areas=[town.places["瑞安"]], by=town.people["admin"])
    assert not Offer.objects.filter(provider=entered).exists()
    assert [told.entry.act for told in journal.story(entered)] == ["enter"]


def test_one_who_has_them_serves_and_said_again_it_is_changed(town: Town, wiring: Service) -> None:
    entered = enter(town, *Permit)
    for hours in ("00:00-24:00", "08:00-18:00"):
        providers.serve(
            entered, wiring, areas=[town.places["安阳"]], hours=hours, by=town.people["leader"]
        )
    assert Offer.objects.get(provider=entered).hours == "08:00-18:00"
    assert [told.entry.act for told in journal.story(entered)] == ["enter", "serve", "serve"]


def test_hours_that_nobody_can_read_are_refused(town: Town) -> None:
    with pytest.raises(NotSo, match="07:30-20:00"), transaction.atomic():
        providers.serve(
            enter(town), town.services["水管维修"], areas=[], hours="白天", by=town.leader
        )


def test_a_standing_is_changed_with_its_reason_and_both_are_on_record(town: Town) -> None:
    one = town.providers["家家乐"]
    providers.set_standing(one, Standing.SUSPENDED, by=town.leader, why="保险到期")
    assert as_provider(one).standing == Standing.SUSPENDED
    told = journal.story(one)[-1]
    assert (told.entry.act, told.entry.was, told.entry.now) == (
        "set_standing",
        "trial",
        "suspended",
    )
    assert told.said["why"] == "保险到期"
    providers.set_standing(one, Standing.SIGNED, by=town.leader, why="已续保")
    assert as_provider(one).standing == Standing.SIGNED


@pytest.mark.parametrize("who", ["op28", "reviewer", "callback", "auditor", "lin", "clerk"])
def test_only_leaders_and_administrators_say_how_a_provider_stands(town: Town, who: str) -> None:
    one = town.providers["家家乐"]
    with pytest.raises(NotYours), transaction.atomic():
        providers.set_standing(one, Standing.LEFT, by=town.people[who], why="x")
    assert as_provider(one).standing == Standing.TRIAL


def as_provider(one: Provider) -> Provider:
    """Return a provider as it stands now."""
    return Provider.objects.get(pk=one.pk)
