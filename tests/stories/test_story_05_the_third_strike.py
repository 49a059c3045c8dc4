"""Story 5 (after 81890's rules): a provider with a yellow and a red card is found at fault a third time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.cases.life import Status as CaseStatus
from hotline.discipline import actions as discipline
from hotline.discipline.cards import Colour, Fault
from hotline.discipline.models import Card
from hotline.dispatch.life import Status as Work
from hotline.dispatch.models import Dispatch
from hotline.followups.life import Liking
from hotline.journal import verify
from hotline.life.errors import NotSo, NotYours
from hotline.outbox.models import Message
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.providers import actions as providers
from hotline.providers.life import Status as Standing
from hotline.today import today
from tests.discipline import hands
from tests.stories.steps import as_it_is, minutes_pass, the_house_reacts
from tests.town import Town, at


def another_leader(town: Town) -> Person:
    """Return a leader who has decided nothing."""
    role = Role.LEADER | Role.OPERATOR
    return people.engage("leader2", name="李值班", number="02", role=role, by=town.people["admin"])


def is_at_fault_again(town: Town, number: str) -> Card:
    """A citizen, called back, is not satisfied; the complaint that this opens is found true."""
    job = hands.done(town, number=number)
    hands.called_back(job, town, outcome=Liking.SO_SO, words="修完又漏")
    [complaint] = job.complaints.all()
    hands.heard(complaint, town)
    discipline.find_true(complaint, by=town.leader, fault=Fault.QUALITY, why="录音和照片为证")
    the_house_reacts()
    return Card.objects.get(complaint=complaint)


def test_the_third_strike(town: Town) -> None:
    with clock.frozen(at(9)):
        jia, pan = town.providers["家家乐"], town.providers["老潘水电"]
        assert is_at_fault_again(town, "13800005301").colour == Colour.YELLOW
        minutes_pass(60)
        assert is_at_fault_again(town, "13800005302").colour == Colour.RED
        assert as_it_is(jia).share_pct == 50

        # It has jobs in hand when it is found at fault the third time.
        minutes_pass(60)
        jobs = [hands.taken(town, number=f"138000054{n:02d}") for n in range(2)]
        assert is_at_fault_again(town, "13800005303").colour == Colour.OUT

        # It is expelled; its open jobs go to others, and those who wait for it are told.
        assert as_it_is(jia).status == Standing.EXPELLED
        for job in jobs:
            assert as_it_is(job).status == Work.CANCELLED
            assert job.case.dispatches.open().get().provider == pan
            assert as_it_is(job.case).status == CaseStatus.IN_HAND
            assert (
                "老潘水电"
                in Message.objects.get(about=job.about, telephone__startswith="number:").text
            )
        assert not Dispatch.objects.open().filter(provider=jia).exists()

        # Nobody can be sent to it any more, and for a year it cannot ask to come back.
        with pytest.raises(NotSo), transaction.atomic():
            hands.taken(town, number="13800005304")
        with pytest.raises(NotSo), transaction.atomic():
            providers.apply_again(as_it_is(jia), by=town.leader, why="想回来")
        clock.pass_time(timedelta(days=365))
        assert providers.apply_again(as_it_is(jia), by=town.leader, why="改好了")
    assert verify.run() == []


def test_a_grave_fault_expels_at_once(town: Town) -> None:
    second, jia = another_leader(town), town.providers["家家乐"]
    complaint = hands.heard(hands.noticed(town), town)
    discipline.find_grave(complaint, by=town.leader, fault=Fault.CHEATING, why="假冒配件")
    assert as_it_is(jia).status == Standing.TRIAL, "one alone expels nobody"
    with pytest.raises(NotYours), transaction.atomic():
        discipline.veto(complaint, by=town.leader, why="我再批一次")
    discipline.veto(complaint, by=second, why="证据确凿")
    assert as_it_is(jia).status == Standing.EXPELLED


def test_an_appeal_is_won_and_the_provider_comes_back(town: Town) -> None:
    second, jia = another_leader(town), town.providers["家家乐"]
    providers.sign(jia, by=town.leader, until_on=today() + timedelta(days=300))
    complaint = hands.heard(hands.noticed(town), town)
    discipline.find_grave(complaint, by=town.leader, fault=Fault.CHEATING, why="假冒配件")
    discipline.veto(complaint, by=second, why="证据确凿")
    the_house_reacts()
    card = Card.objects.get()
    discipline.appeal(card, by=town.people["lin"], words="配件是正品，有进货单")
    for had_a_hand_in_it in (town.leader, second):
        with pytest.raises(NotYours), transaction.atomic():
            discipline.overturn(card, by=had_a_hand_in_it, why="x")
    discipline.overturn(card, by=town.people["admin"], why="厂家证明是正品")
    the_house_reacts()
    assert (as_it_is(jia).status, as_it_is(jia).barred_until_on) == (Standing.SIGNED, None)
    assert hands.taken(town, number="13800005305").provider == jia
