"""A dispute: both are heard, the adviser is asked, it is settled, and paid by a day or out of the deposit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.deposits import actions as deposits
from hotline.deposits.models import Draw
from hotline.disputes import actions as disputes
from hotline.disputes import queries
from hotline.disputes.life import About, Kind
from hotline.disputes.models import Dispute, Opinion
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.privacy import queries as privacy
from hotline.today import today
from tests.deposits.ledger import check_the_books, held, paid_in, second
from tests.disputes.quarrel import OPINION, advised, heard, job, opened, settled
from tests.stories.steps import as_it_is, the_house_reacts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.town import Town

WHY = "x"


def test_a_dispute_is_about_work_that_was_done(town: Town) -> None:
    work = job(town, done=False)
    with pytest.raises(NotSo, match="做完的派单"), transaction.atomic():
        disputes.open_dispute(work, by=town.operator_28, about_what=About.PRICE, why="多收")
    assert not Dispute.objects.exists()


def test_about_one_job_one_dispute_goes_on_at_a_time(town: Town) -> None:
    one = opened(town)
    again: dict[str, Any] = {"by": town.operator_28, "about_what": About.PRICE, "why": "多收"}
    with pytest.raises(NotNow, match="已经有一件争议"), transaction.atomic():
        disputes.open_dispute(one.dispatch, **again)
    disputes.withdraw(one, by=town.operator_28, why="私下谈好了")
    assert disputes.open_dispute(one.dispatch, **again).status == "open"


def test_only_the_line_opens_one_and_says_about_what(town: Town) -> None:
    work = job(town)
    for who in ("lin", "auditor", "clerk"):
        with pytest.raises(NotYours), transaction.atomic():
            disputes.open_dispute(work, by=town.people[who], about_what=About.PRICE, why="多收")
    with pytest.raises(NotSo), transaction.atomic():
        disputes.open_dispute(work, by=town.operator_28, about_what=About.PRICE, why=" ")


def test_nobody_is_judged_before_both_were_heard(town: Town) -> None:
    advice: dict[str, Any] = {
        "by": town.people["reviewer"], "adviser": "郑顾问", "office": "律师", "given_on": today(),
        "opinion": OPINION,
    }  # fmt: skip
    one = disputes.answer(opened(town), by=town.people["lin"], words="没有的事")
    with pytest.raises(NotSo, match="先听取双方"), transaction.atomic():
        disputes.advise(one, **advice)
    with pytest.raises(NotNow), transaction.atomic():
        disputes.settle(one, by=town.leader, kind=Kind.REFUND, amount=Decimal(5), why=WHY)
    one = disputes.hear_citizen(one, by=town.operator_28, words="水漫到客厅")
    assert disputes.advise(one, **advice).status == "advised"


@pytest.mark.parametrize(
    "wrong",
    [
        {"adviser": " "},
        {"office": ""},
        {"opinion": "  "},
        {"given_on": today() + timedelta(days=1)},
    ],
)
def test_an_opinion_says_who_as_what_when_and_what(town: Town, wrong: dict[str, Any]) -> None:
    advice: dict[str, Any] = {
        "adviser": "郑顾问",
        "office": "律师",
        "given_on": today(),
        "opinion": OPINION,
    } | wrong
    one = heard(town)
    with pytest.raises(NotSo), transaction.atomic():
        disputes.advise(one, by=town.people["reviewer"], **advice)
    assert as_it_is(one).status == "open"


def test_an_opinion_is_written_once(town: Town) -> None:
    one = advised(town)
    [advice] = queries.advice(one)
    assert (advice.opinion.adviser, advice.words) == ("郑顾问", OPINION)
    assert advice.opinion.entered_by == town.people["reviewer"]
    for order in ("UPDATE disputes_opinion SET adviser = 'x'", "DELETE FROM disputes_opinion"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(order)
    with connection.cursor() as cursor:  # not even by the owner, whom no grant keeps back
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'disputes_opinion'::regclass")
        assert "disputes_opinion_hold" in {row[0] for row in cursor.fetchall()}
    again = disputes.advise(
        one, by=town.people["reviewer"], adviser="郑顾问", office="律师", given_on=today(),
        opinion="补充：保修期内。",
    )  # fmt: skip
    assert [said.words for said in queries.advice(again)] == [OPINION, "补充：保修期内。"]
    assert Opinion.objects.count() == 2


def test_what_is_settled_is_due_by_a_day_and_lateness_is_put_on_record(town: Town) -> None:
    with pytest.raises(NotSo, match="大于 0"), transaction.atomic():
        settled(town, 0)
    one = settled(town)
    assert (one.status, one.settled_by) == ("due", town.leader)
    assert one.amount == 300
    assert one.pay_by_at
    assert one.settled_at
    assert round((one.pay_by_at - one.settled_at) / timedelta(days=1)) == 10
    with clock.frozen(one.pay_by_at + timedelta(minutes=1)):
        deadlines.take()
    assert journal.story(one)[-1].entry.act == "overrun"
    paid = disputes.pay(one, by=town.operator_28, receipt="微信转账 12-01，陈女士已收")
    assert (paid.status, bool(paid.ended_at)) == ("paid", True)


def test_what_is_paid_in_time_is_never_late(town: Town) -> None:
    one = disputes.pay(settled(town), by=town.operator_28, receipt="收条")
    with clock.frozen(clock.now() + timedelta(days=99)):
        deadlines.take()
    assert journal.story(one)[-1].entry.act == "pay"


def test_it_is_drawn_from_the_deposit_on_two_peoples_word(town: Town) -> None:
    paid_in(town)
    one = disputes.ask_draw(settled(town), by=town.leader, why="企业逾期未赔")
    assert one.status == "due"
    assert held(town) == 1000
    with pytest.raises(NotYours, match="另一位"), transaction.atomic():
        deposits.approve(Draw.objects.get(), by=town.leader)
    deposits.approve(Draw.objects.get(), by=second(town))
    the_house_reacts()
    one = as_it_is(one)
    assert one.status == "drawn"
    assert held(town) == 700
    assert journal.story(one)[-1].entry.act == "draw"
    with clock.frozen(clock.now() + timedelta(days=99)):
        deadlines.take()
    assert as_it_is(one).status == "drawn"
    check_the_books()


def test_what_is_being_drawn_is_not_paid_beside_it(town: Town) -> None:
    paid_in(town)
    one = disputes.ask_draw(settled(town), by=town.leader, why="逾期")
    acts: tuple[Callable[[], Dispute], ...] = (
        lambda: disputes.pay(one, by=town.operator_28, receipt="收条"),
        lambda: disputes.ask_draw(one, by=town.leader, why="再申请"),
        lambda: disputes.go_to_court(one, by=town.operator_28, why="起诉"),
    )
    for act in acts:
        with pytest.raises(NotNow, match="已经申请从保证金扣划 300 元"), transaction.atomic():
            act()
    deposits.approve(Draw.objects.get(), by=second(town))  # and not before the house has reacted
    with pytest.raises(NotNow), transaction.atomic():
        disputes.pay(one, by=town.operator_28, receipt="收条")


def test_a_draw_that_is_refused_leaves_it_due(town: Town) -> None:
    paid_in(town)
    one = disputes.ask_draw(settled(town), by=town.leader, why="逾期")
    deposits.refuse(Draw.objects.get(), by=second(town), why="企业说明天付")
    the_house_reacts()
    assert [told.entry.act for told in journal.story(one)][-1] == "fail_to_draw"
    assert disputes.pay(one, by=town.operator_28, receipt="收条").status == "paid"
    assert held(town) == 1000


def test_a_deposit_that_does_not_hold_so_much_pays_nothing(town: Town) -> None:
    paid_in(town, "100")
    one = settled(town)
    with pytest.raises(NotSo, match="只有 100 元"), transaction.atomic():
        disputes.ask_draw(one, by=town.leader, why="逾期")
    assert as_it_is(one).drawing is None


def test_it_ends_without_payment_too(town: Town) -> None:
    dismissed = disputes.dismiss(advised(town), by=town.leader, why="没有过错")
    assert (dismissed.status, dismissed.amount) == ("dismissed", None)
    court = disputes.go_to_court(settled(town), by=town.operator_28, why="起诉到法院")
    assert court.status == "court"
    with clock.frozen(clock.now() + timedelta(days=99)):
        deadlines.take()
    assert journal.story(court)[-1].entry.act == "go_to_court"
    assert {one.pk for one in queries.ended(town.leader)} == {dismissed.pk, court.pk}
    assert not queries.going(town.leader).exists()


def test_a_worker_knows_of_his_own_providers_disputes_alone(town: Town) -> None:
    one = opened(town)
    knows = [
        who for who in ("lin", "pan", "op28", "clerk")
        if Dispute.objects.seen_by(town.people[who]).filter(pk=one.pk).exists()
    ]  # fmt: skip
    assert knows == ["lin", "op28"]
    with pytest.raises(NotYours), transaction.atomic():
        disputes.hear_citizen(one, by=town.people["lin"], words="她不怪我们")


def test_whoever_has_a_dispute_is_not_forgotten_before_it_ends(town: Town) -> None:
    one = opened(town)
    case = as_it_is(one.dispatch.case)
    assert case.caller
    the_house_reacts()
    followups.ask(
        case.followups.get(), by=town.operator_28, answered=YesNo.YES, solved=YesNo.YES,
        attitude=Liking.VERY, outcome=Liking.VERY, speed=Liking.VERY,
    )  # fmt: skip
    the_house_reacts()
    assert privacy.under_way(case.caller) == [case.number]
    disputes.withdraw(one, by=town.operator_28, why="算了")
    assert privacy.under_way(case.caller) == []
