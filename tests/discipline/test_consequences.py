"""What follows from a card by itself: share, plan, the end of the membership, the jobs in hand; and what an appeal takes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from hotline import clock
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.discipline import actions as discipline
from hotline.discipline.cards import Colour, Fault
from hotline.discipline.life import CardStatus, PlanStatus, Status
from hotline.discipline.models import Card, Complaint, Rectification
from hotline.discipline.rectifying import actions as rectifying
from hotline.dispatch.life import Status as Work
from hotline.dispatch.models import Dispatch
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from hotline.people.models import Person
from hotline.providers import actions as providers
from hotline.providers.life import Status as Standing
from hotline.providers.models import Provider
from hotline.rules import actions as rules
from hotline.today import today
from tests.discipline import hands
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town
from tests.town import at as moment

DAY = timedelta(days=1)


def colours(provider: Provider) -> list[str]:
    return [one.colour for one in Card.objects.filter(provider=provider).standing()]


def jia(town: Town) -> Provider:
    return as_it_is(town.providers["家家乐"])


def test_yellow_warns_red_halves_the_third_sends_off(town: Town) -> None:
    hands.shown_a_card(town)
    assert (jia(town).share_pct, jia(town).status) == (100, Standing.TRIAL)
    red = hands.shown_a_card(town)
    assert (jia(town).share_pct, red.rectification.status) == (50, PlanStatus.OWED)
    hands.shown_a_card(town)
    assert colours(jia(town)) == [Colour.YELLOW, Colour.RED, Colour.OUT]
    assert jia(town).status == Standing.EXPELLED
    assert jia(town).barred_until_on == today() + 365 * DAY
    assert verify.run() == []


def test_every_card_is_told_to_the_provider_with_its_term(town: Town) -> None:
    card = hands.shown_a_card(town)
    sent = Message.objects.get(about=card.about)
    assert "黄牌" in sent.text
    assert "申诉" in sent.text


def test_a_red_card_that_counts_no_more_gives_the_share_back(town: Town) -> None:
    with clock.frozen(moment(8)):
        hands.shown_a_card(town)
        hands.shown_a_card(town)
        clock.pass_time(364 * DAY)
        the_house_reacts()
        assert jia(town).share_pct == 50
        clock.pass_time(DAY)
        the_house_reacts()
        assert jia(town).share_pct == 100
        assert hands.shown_a_card(town).colour == Colour.YELLOW, "the ladder begins anew"


def test_the_numbers_of_the_ladder_are_rules(town: Town) -> None:
    for name, value in (
        ("red_card_faults", 3),
        ("expel_faults", 4),
        ("red_card_share_pct", 30),
        ("readmission_days", 10),
    ):
        rules.set_rule(name, value=value, by=town.leader, why="试")
    cards = [hands.shown_a_card(town).colour for _ in range(4)]
    assert cards == [Colour.YELLOW, Colour.YELLOW, Colour.RED, Colour.OUT]
    assert jia(town).share_pct == 30
    assert jia(town).barred_until_on == today() + 10 * DAY


# -- the veto -------------------------------------------------------------------------------------


def grave(town: Town) -> Complaint:
    found = hands.heard(hands.noticed(town), town)
    return discipline.find_grave(found, by=town.leader, fault=Fault.SAFETY, why="私接燃气")


def test_a_grave_fault_expels_at_once_on_two_approvals_by_two_people(
    town: Town, second: Person
) -> None:
    found = grave(town)
    assert (found.status, jia(town).status) == (Status.GRAVE, Standing.TRIAL)
    with pytest.raises(NotYours, match="两个人"), transaction.atomic():
        discipline.veto(found, by=town.leader, why="我自己再批一次")
    discipline.veto(found, by=second, why="同意")
    card = Card.objects.get()
    assert (card.colour, card.grave, jia(town).status) == (Colour.OUT, True, Standing.EXPELLED)
    assert (card.complaint.decided_by, card.complaint.seconded_by) == (town.leader, second)


def test_who_opened_it_does_not_second_it(town: Town, second: Person) -> None:
    found = hands.heard(hands.noticed(town, by=second), town)
    discipline.find_grave(found, by=town.leader, fault=Fault.SAFETY, why="私接燃气")
    with pytest.raises(NotYours), transaction.atomic():
        discipline.veto(found, by=second, why="同意")


def test_the_second_may_find_it_ordinary_or_untrue(town: Town, second: Person) -> None:
    discipline.find_ordinary(grave(town), by=second, why="没有造成危险")
    assert colours(jia(town)) == [Colour.YELLOW]
    discipline.find_untrue(grave(town), by=second, why="不是他家接的")
    assert colours(jia(town)) == [Colour.YELLOW]
    assert jia(town).status == Standing.TRIAL


def test_only_what_the_rules_call_grave_is_grave(town: Town) -> None:
    found = hands.heard(hands.noticed(town), town)
    with pytest.raises(NotSo, match="不属严重"), transaction.atomic():
        discipline.find_grave(found, by=town.leader, fault=Fault.MANNER, why="x")
    with pytest.raises(NotSo, match="一次否决"), transaction.atomic():
        discipline.find_true(found, by=town.leader, fault=Fault.SAFETY, why="x")


# -- a provider that is gone ----------------------------------------------------------------------


def busy(town: Town, jobs: int) -> list[Dispatch]:
    """Give 家家乐 as many jobs, in every state, and let another have room for all."""
    Provider.objects.update(most_open=jobs + 1)
    return [hands.taken(town, number=f"138000052{n:02d}") for n in range(jobs)]


def test_twelve_open_jobs_go_to_others_when_a_provider_is_expelled(
    town: Town, second: Person
) -> None:
    jobs = busy(town, 12)
    found = grave(town)
    discipline.veto(found, by=second, why="同意")
    the_house_reacts()
    pan = town.providers["老潘水电"]
    for job in jobs:
        assert as_it_is(job).status == Work.CANCELLED
        assert [one.provider for one in job.case.dispatches.open()] == [pan]
        assert as_it_is(job.case).status == CaseStatus.IN_HAND
    told = Message.objects.filter(
        about__in=[job.about for job in jobs], telephone__startswith="number:"
    )
    assert {one.about for one in told} == {job.about for job in jobs}
    assert all("老潘水电" in one.text and "家家乐" in one.text for one in told)
    assert len({one.telephone for one in told}) == 12
    assert not Dispatch.objects.open().filter(provider=jia(town)).exists()
    assert verify.run() == []


def test_where_nobody_else_can_come_no_job_is_lost_and_its_operator_hears(
    town: Town, second: Person
) -> None:
    jobs = busy(town, 3)
    providers.suspend(town.providers["老潘水电"], by=town.leader, why="歇业")
    discipline.veto(grave(town), by=second, why="同意")
    the_house_reacts()
    for case in Case.objects.filter(pk__in=[job.case_id for job in jobs]):
        assert (case.status, case.ran_out_at is not None) == (CaseStatus.OPEN, True)
    assert Message.objects.filter(text__contains="正在另找企业").count() == 3


def test_whom_no_message_reaches_is_owed_a_call(town: Town, second: Person) -> None:
    Provider.objects.update(most_open=9)
    secret = hands.taken(town, secret=True)  # type: ignore[arg-type]
    discipline.veto(grave(town), by=second, why="同意")
    the_house_reacts()
    assert as_it_is(secret.case).wishes.open().count() == 1
    assert not Message.objects.filter(telephone__startswith="number:").exists()


def test_the_jobs_of_one_that_leaves_go_to_others_too(town: Town) -> None:
    [job] = busy(town, 1)
    providers.leave(town.providers["家家乐"], by=town.leader, why="关门")
    the_house_reacts()
    assert job.case.dispatches.open().get().provider == town.providers["老潘水电"]


def test_who_was_expelled_may_ask_again_only_after_the_term(town: Town, second: Person) -> None:
    with clock.frozen(moment(8)):
        discipline.veto(grave(town), by=second, why="同意")
        the_house_reacts()
        with pytest.raises(NotSo), transaction.atomic():
            providers.apply_again(jia(town), by=town.leader, why="想回来")
        clock.pass_time(365 * DAY)
        providers.apply_again(jia(town), by=town.leader, why="改好了")
        assert jia(town).status == Standing.APPLIED


# -- appeals --------------------------------------------------------------------------------------


def appealed(card: Card, town: Town) -> Card:
    return discipline.appeal(card, by=town.people["lin"], words="那天是停水，不是我们")


def test_an_appeal_is_answered_by_somebody_who_had_no_hand_in_it(
    town: Town, second: Person
) -> None:
    card = appealed(hands.shown_a_card(town), town)
    for act in (discipline.uphold, discipline.overturn):
        with pytest.raises(NotYours, match="另一位"), transaction.atomic():
            act(card, by=town.leader, why="我说了算")
    assert discipline.uphold(card, by=second, why="查过录音").status == CardStatus.UPHELD
    with pytest.raises(NotNow), transaction.atomic():
        appealed(card, town)


def test_both_who_decided_a_veto_are_kept_from_judging_it(town: Town, second: Person) -> None:
    discipline.veto(grave(town), by=second, why="同意")
    the_house_reacts()
    card = appealed(Card.objects.get(), town)
    for by in (town.leader, second):
        with pytest.raises(NotYours), transaction.atomic():
            discipline.overturn(card, by=by, why="x")
    discipline.overturn(card, by=town.people["admin"], why="检测报告证明不是他家")
    the_house_reacts()
    assert (jia(town).status, jia(town).barred_until_on) == (Standing.TRIAL, None)
    assert as_it_is(card.complaint).status == Status.SET_ASIDE


def test_an_appeal_has_its_term(town: Town) -> None:
    with clock.frozen(moment(8)):
        card = hands.shown_a_card(town)
        clock.pass_time(7 * DAY + timedelta(minutes=1))
        with pytest.raises(NotNow, match="申诉期"), transaction.atomic():
            appealed(card, town)


def test_an_appeal_that_nobody_answers_is_put_on_record(town: Town) -> None:
    with clock.frozen(moment(8)):
        card = appealed(hands.shown_a_card(town), town)
        clock.pass_time(7 * DAY)
        the_house_reacts()
        assert Entry.objects.filter(kind="card", act="linger", subject=card.pk).exists()
        assert as_it_is(card).status == CardStatus.APPEALED


def test_a_card_overturned_is_as_if_never_given_and_the_journal_keeps_both(
    town: Town, second: Person
) -> None:
    first, red = hands.shown_a_card(town), hands.shown_a_card(town)
    discipline.overturn(appealed(first, town), by=second, why="认错了人")
    the_house_reacts()
    assert colours(jia(town)) == [Colour.YELLOW], "what was red because of it is yellow"
    assert jia(town).share_pct == 100
    assert as_it_is(red.rectification).status == PlanStatus.DROPPED
    acts = [one.entry.act for one in journal.story(first)]
    assert acts == ["give", "appeal", "overturn"]
    changed = journal.story(red)[-1]
    assert (changed.entry.act, changed.entry.said["to"]) == ("recolour", Colour.YELLOW)
    assert hands.shown_a_card(town).colour == Colour.RED, "the next fault is the second"


def test_an_expulsion_that_rested_on_an_overturned_card_is_lifted(
    town: Town, second: Person
) -> None:
    providers.sign(town.providers["家家乐"], by=town.leader, until_on=today() + 400 * DAY)
    first = hands.shown_a_card(town)
    hands.shown_a_card(town)
    hands.shown_a_card(town)
    assert jia(town).status == Standing.EXPELLED
    discipline.overturn(appealed(first, town), by=second, why="认错了人")
    the_house_reacts()
    assert colours(jia(town)) == [Colour.YELLOW, Colour.RED]
    assert (jia(town).status, jia(town).barred_until_on) == (Standing.SIGNED, None)
    assert jia(town).share_pct == 50, "the second red card asks for its share and its plan"
    assert Rectification.objects.open().get().card.colour == Colour.RED
    assert verify.run() == []


def test_an_expulsion_that_rests_on_another_card_too_stays(town: Town, second: Person) -> None:
    first = hands.shown_a_card(town)
    discipline.veto(grave(town), by=second, why="同意")
    the_house_reacts()
    discipline.overturn(appealed(first, town), by=second, why="认错了人")
    the_house_reacts()
    assert jia(town).status == Standing.EXPELLED


# -- plans ----------------------------------------------------------------------------------------


def test_a_plan_is_handed_in_sent_back_accepted_and_carried_out(town: Town) -> None:
    with clock.frozen(moment(8)):
        hands.shown_a_card(town)
        plan = hands.shown_a_card(town).rectification
        lin, leader = town.people["lin"], town.leader
        rectifying.hand_in(plan, by=lin, plan="以后注意")
        rectifying.send_back(plan, by=leader, why="太空")
        rectifying.hand_in(plan, by=lin, plan="三名师傅重新培训，逐单拍照")
        with pytest.raises(NotSo), transaction.atomic():
            rectifying.accept(plan, by=leader, until_on=today() - DAY)
        rectifying.accept(plan, by=leader, until_on=today() + 10 * DAY)
        done = rectifying.complete(plan, by=leader, seen="看了照片")
        assert (done.status, done.due_at) == (PlanStatus.DONE, None)
        assert jia(town).share_pct == 50, "a plan carried out does not make the card count less"
        clock.pass_time(20 * DAY)
        the_house_reacts()
        assert not Entry.objects.filter(kind="rectification", act="fall_behind").exists()


@pytest.mark.parametrize("is_accepted", [False, True])
def test_a_plan_that_is_late_is_put_on_record(town: Town, is_accepted: bool) -> None:
    with clock.frozen(moment(8)):
        hands.shown_a_card(town)
        plan = hands.shown_a_card(town).rectification
        if is_accepted:
            rectifying.hand_in(plan, by=town.people["lin"], plan="培训")
            rectifying.accept(plan, by=town.leader, until_on=today())
        clock.pass_time(3 * DAY)
        the_house_reacts()
        assert Entry.objects.filter(kind="rectification", act="fall_behind").count() == 1
