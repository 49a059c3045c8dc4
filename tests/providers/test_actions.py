"""What is done to providers: what they need to be sent, how they stand, and who may say so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.journal import queries as journal
from hotline.life.errors import NotSo, NotYours
from hotline.providers import actions as providers
from hotline.providers.life import Status
from hotline.providers.models import Offer, Provider
from hotline.today import today
from tests.providers.paperwork import bring_all
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


def test_a_provider_comes_in_by_two_hands_and_each_step_is_on_record(town: Town) -> None:
    asked = providers.apply("新光电气", telephone="13800000009", by=town.operator_28)
    assert asked.status == Status.APPLIED
    bring_all(asked, by=town.people["reviewer"])
    providers.check(asked, by=town.people["reviewer"], seen="执照原件")
    providers.visit(asked, by=town.people["reviewer"], seen="门面一间")
    providers.try_out(asked, by=town.leader, why="资料和门面都好")
    in_a_year = today() + timedelta(days=365)
    providers.sign(asked, by=town.leader, until_on=in_a_year)
    held = as_provider(asked)
    assert (held.status, held.contract_until_on) == (Status.SIGNED, in_a_year)
    told = journal.story(asked)
    acts = [one.entry.act for one in told if one.entry.act != "add_paper"]
    assert acts == ["apply", "check", "visit", "try_out", "sign"]
    assert told[-3].said["seen"] == "门面一间"


def test_who_read_the_papers_does_not_let_it_in(town: Town) -> None:
    asked = providers.apply("新光电气", telephone="13800000009", by=town.operator_28)
    bring_all(asked, by=town.people["reviewer"])
    providers.check(asked, by=town.leader, seen="执照原件")
    providers.visit(asked, by=town.people["reviewer"], seen="门面一间")
    with pytest.raises(NotYours, match="不能自己批准"), transaction.atomic():
        providers.try_out(asked, by=town.leader, why="我看行")
    providers.try_out(asked, by=town.people["admin"], why="看过材料")
    assert as_provider(asked).status == Status.TRIAL


def test_one_name_stands_on_the_list_once(town: Town) -> None:
    with pytest.raises(NotSo, match="名单里已经有“明光电工”"), transaction.atomic():
        providers.apply("明光电工", telephone="13800000009", by=town.operator_28)


@pytest.mark.parametrize("days", [0, -1])
def test_a_contract_ends_after_today(town: Town, days: int) -> None:
    one = town.providers["家家乐"]
    with pytest.raises(NotSo, match="今天以后"), transaction.atomic():
        providers.sign(one, by=town.leader, until_on=today() + timedelta(days=days))
    assert as_provider(one).status == Status.TRIAL


def test_one_who_is_suspended_is_sent_again_under_a_contract_that_still_holds(town: Town) -> None:
    one = town.providers["家家乐"]
    providers.suspend(one, by=town.leader, why="保险到期")
    with pytest.raises(NotSo, match="没有有效的合同"), transaction.atomic():
        providers.resume(one, by=town.leader, why="已续保")
    providers.resume_trial(one, by=town.leader, why="已续保")
    providers.sign(one, by=town.leader, until_on=today() + timedelta(days=30))
    providers.suspend(one, by=town.leader, why="保险又到期")
    providers.resume(one, by=town.leader, why="已续保")
    assert as_provider(one).status == Status.SIGNED


def test_one_who_was_expelled_asks_again_only_after_its_term(town: Town) -> None:
    one = town.providers["家家乐"]
    until = today() + timedelta(days=365)
    providers.expel(one, by=town.leader, why="第三次有责", barred_until_on=until)
    with (
        clock.frozen(clock.now() + timedelta(days=364)),
        pytest.raises(NotSo, match="不能重新申请"),
        transaction.atomic(),
    ):
        providers.apply_again(one, by=town.leader, why="想回来")
    with clock.frozen(clock.now() + timedelta(days=365)):
        providers.apply_again(one, by=town.leader, why="想回来")
    assert as_provider(one).status == Status.APPLIED


@pytest.mark.parametrize("who", ["op28", "reviewer", "callback", "auditor", "lin", "clerk"])
def test_only_leaders_and_administrators_decide_about_a_provider(town: Town, who: str) -> None:
    one = town.providers["家家乐"]
    with pytest.raises(NotYours), transaction.atomic():
        providers.leave(one, by=town.people[who], why="x")
    assert as_provider(one).status == Status.TRIAL


def as_provider(one: Provider) -> Provider:
    """Return a provider as it stands now."""
    return Provider.objects.get(pk=one.pk)
