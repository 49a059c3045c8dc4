"""What a case goes through beside its straight way: urged, split, declared, consented to, entered from paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Status
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.journal import queries as journal
from hotline.life.errors import NotSo
from hotline.outbox.models import Message
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import FIRST_DAY, Town, at


@pytest.fixture
def case(town: Town) -> Case:
    return cases.take_in(
        cases.Asked(
            said="厨房漏水；另外路灯不亮",
            service=town.services["水管维修"],
            area=town.places["虹桥"],
            address="隆山东路 218 号",
            secret=True,
        ),
        by=town.operator_28,
        caller=town.caller("陈", "13800005126"),
    )


def test_an_urging_is_counted_and_tells_whoever_has_the_case(town: Town, case: Case) -> None:
    cases.urge(case, by=town.operator_28)
    the_house_reacts()
    assert not Message.objects.exists()  # nobody has it yet
    dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    cases.urge(case, by=town.people["op21"], words="等了一上午")
    the_house_reacts()
    urged = as_it_is(case)
    assert (urged.times_urged, urged.status) == (2, Status.IN_HAND)
    assert any("已催 2 次" in message.text for message in Message.objects.all())
    assert [t.said["words"] for t in journal.story(urged) if t.said.get("words")] == ["等了一上午"]


def test_a_second_matter_becomes_a_case_of_its_own(town: Town, case: Case) -> None:
    cases.split(case, by=town.operator_28, said="路灯不亮")
    [new] = Case.objects.filter(split_from=case)
    assert (new.said, new.caller, new.status) == ("路灯不亮", case.caller, Status.OPEN)
    assert (new.service, new.address, new.secret) == (None, case.address, True)
    pointed = [one.said.get("into") for one in journal.story(as_it_is(case))]
    assert new.about in pointed
    assert journal.story(new)[0].said["split_from"] == case.about


def test_consent_is_recorded_with_words_and_may_be_taken_back(town: Town, case: Case) -> None:
    assert case.address_hidden
    cases.consent(case, by=town.operator_28, words="可以告诉师傅")
    assert not as_it_is(case).address_hidden
    told = journal.story(as_it_is(case))[-1]
    assert (told.entry.act, told.said["words"], told.entry.by) == (
        "consent", "可以告诉师傅", town.operator_28,
    )  # fmt: skip
    cases.revoke(case, by=town.operator_28)
    assert as_it_is(case).address_hidden


def test_consent_is_asked_for_what_is_secret_alone(town: Town) -> None:
    plain = cases.take_in(cases.Asked(said="漏水"), by=town.operator_28)
    assert not plain.address_hidden
    with pytest.raises(NotSo, match="不必"), transaction.atomic():
        cases.consent(plain, by=town.operator_28, words="可以")


def test_what_stood_on_paper_has_its_true_time_and_its_clock_runs_from_then(town: Town) -> None:
    with clock.frozen(at(9, 0)):
        case = cases.take_in(
            cases.Asked(said="停机时记的"), by=town.operator_28, happened_at=at(7, 30)
        )
        assert (case.taken_at, case.entered_at) == (at(7, 30), at(9, 0))
        assert case.due_at == at(7, 40)
        assert case.number.startswith("20120926-")
        the_house_reacts()
        assert journal.story(as_it_is(case))[-1].entry.act == "overrun"


@pytest.mark.parametrize(
    ("shift", "why"), [(timedelta(minutes=1), "还没有到"), (-timedelta(days=2), "早于热线开通")]
)
def test_a_time_that_cannot_be_is_refused(town: Town, shift: timedelta, why: str) -> None:
    with clock.frozen(at(9, 0, day=FIRST_DAY)), pytest.raises(NotSo, match=why):
        cases.take_in(cases.Asked(said="记"), by=town.operator_28, happened_at=clock.now() + shift)
    assert not Case.objects.exists()


def test_only_what_was_declared_is_called_off_or_answered_for_all(town: Town, case: Case) -> None:
    with pytest.raises(NotSo, match="没有列为"), transaction.atomic():
        cases.call_off(case, by=town.operator_28)
    cases.declare(case, by=town.operator_28, notice="停水到十点")
    assert list(Case.objects.troubles()) == [case]
    cases.call_off(case, by=town.operator_28)
    assert not Case.objects.troubles().exists()
