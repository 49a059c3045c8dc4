"""The deposit: paid in, drawn on two people's word, topped up, paid back; booked twice, never edited."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.deposits import actions as deposits
from hotline.deposits import queries
from hotline.deposits.books import Act, Kind
from hotline.deposits.models import Account, Draw, Posting, Voucher
from hotline.journal import queries as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.providers import actions as providers
from tests.deposits.ledger import asked, check_the_books, held, paid_in, second

if TYPE_CHECKING:
    from tests.town import Town


def test_what_is_paid_in_stands_in_two_accounts(town: Town) -> None:
    account = paid_in(town)
    assert held(town) == 1000
    till = Account.objects.get(whose=Kind.TILL)
    assert queries.balance(till) == -1000
    [line] = queries.lines(account)
    assert line.words == "收据 001"
    assert line.did.amount == line.did.balance == 1000
    check_the_books()


def test_a_draw_is_asked_by_one_and_approved_by_another(town: Town) -> None:
    account = paid_in(town)
    draw = asked(town)
    assert held(town) == 1000
    with pytest.raises(NotYours, match="另一位"), transaction.atomic():
        deposits.approve(draw, by=town.leader)
    with pytest.raises(NotYours), transaction.atomic():
        deposits.approve(draw, by=town.operator_28)
    deposits.approve(draw, by=second(town))
    assert held(town) == 700
    assert queries.balance(Account.objects.get(whose=Kind.CLAIMS)) == 300
    assert [one.words for one in queries.lines(account)] == ["收据 001", "漏水泡了地板"]
    assert [one.did.balance for one in queries.lines(account)] == [1000, 700]
    check_the_books()


def test_the_database_too_wants_two_people(town: Town) -> None:
    paid_in(town)
    draw = asked(town)
    with pytest.raises(DatabaseError, match="two_words"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(approved_by=town.leader)


def test_more_than_there_is_cannot_be_drawn(town: Town) -> None:
    paid_in(town)
    with pytest.raises(NotSo, match="只有 1,000 元"), transaction.atomic():
        asked(town, "1000.01")
    first, then = asked(town, "600"), asked(town, "600")
    deposits.approve(first, by=second(town))
    with pytest.raises(NotSo, match="只有 400 元"), transaction.atomic():
        deposits.approve(then, by=second(town))
    assert held(town) == 400
    then.refresh_from_db()
    assert then.status == "asked"


def test_a_draw_that_is_not_approved_leaves_everything(town: Town) -> None:
    paid_in(town)
    draw = asked(town)
    with pytest.raises(NotYours, match="撤回"), transaction.atomic():
        deposits.refuse(draw, by=town.leader, why="不要了")
    deposits.refuse(draw, by=second(town), why="不是企业的错")
    deposits.withdraw(asked(town), by=town.leader, why="算错了")
    with pytest.raises(NotNow), transaction.atomic():
        deposits.approve(draw, by=second(town))
    assert held(town) == 1000
    assert Voucher.objects.count() == 1


def test_a_wrong_entry_is_reversed_by_one_that_names_it(town: Town) -> None:
    account = paid_in(town)
    wrong = Voucher.objects.get()
    with pytest.raises(NotYours, match="您自己记的"), transaction.atomic():
        deposits.reverse(wrong, by=town.leader, why="多打了一个零")
    deposits.reverse(wrong, by=second(town), why="多打了一个零")
    assert held(town) == 0
    back = wrong.reversed_by
    assert (back.act, back.reverses) == (Act.REVERSE, wrong)
    assert [one.words for one in queries.lines(account)] == ["收据 001", "多打了一个零"]
    for again in (wrong, back):
        with pytest.raises(NotNow, match="冲销过"), transaction.atomic():
            deposits.reverse(again, by=town.people["admin"], why="再冲一次")
    check_the_books()


def test_what_was_drawn_meanwhile_keeps_an_entry_from_being_reversed(town: Town) -> None:
    paid_in(town)
    wrong = Voucher.objects.get()
    deposits.approve(asked(town), by=second(town))
    with pytest.raises(NotSo, match="只有 700 元"), transaction.atomic():
        deposits.reverse(wrong, by=second(town), why="x")
    assert held(town) == 700


def test_a_draw_can_be_reversed(town: Town) -> None:
    paid_in(town)
    deposits.approve(asked(town), by=second(town))
    drawn = Voucher.objects.get(act=Act.DRAW)
    deposits.reverse(drawn, by=town.leader, why="市民退了回来")
    assert held(town) == 1000
    check_the_books()


@pytest.mark.parametrize("table", ["deposits_voucher", "deposits_posting"])
@pytest.mark.parametrize(
    "order", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_nothing_that_is_booked_can_be_edited(town: Town, table: str, order: str) -> None:
    paid_in(town)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(order.format(table))
    with connection.cursor() as cursor:  # not even by the owner, whom no grant keeps back
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [table])
        held_by = {row[0] for row in cursor.fetchall()}
    assert {f"{table}_hold", f"{table}_hold_all"} <= held_by


def booked(town: Town, *moved: tuple[Account, int]) -> None:
    """Book something behind the actions' backs."""
    with transaction.atomic():
        one = Voucher.objects.create(act=Act.DRAW, at=clock.now(), by=town.leader)
        for account, amount in moved:
            Posting.objects.create(voucher=one, account=account, amount=amount)
        check_the_books()


def test_the_database_lets_no_voucher_be_out_of_balance(town: Town) -> None:
    account = paid_in(town)
    with pytest.raises(DatabaseError, match="does not balance"):
        booked(town, (account, 5))


def test_the_database_lets_no_deposit_fall_below_nought(town: Town) -> None:
    account, till = paid_in(town), Account.objects.get(whose=Kind.TILL)
    with pytest.raises(DatabaseError, match="below nought"):
        booked(town, (account, -1001), (till, 1001))


def test_below_what_was_agreed_a_clock_runs_until_it_is_topped_up(town: Town) -> None:
    provider = town.providers["家家乐"]
    with clock.frozen(clock.now()):
        account = deposits.agree_deposit(provider, by=town.leader, yuan=Decimal(1000))
        assert account.top_up_by_at == clock.now() + timedelta(days=15)
    assert paid_in(town).top_up_by_at is None
    deposits.approve(asked(town), by=second(town))
    account.refresh_from_db()
    assert account.top_up_by_at is not None
    assert [one.held for one in queries.accounts(town.leader)] == [700]  # type: ignore[attr-defined]
    with clock.frozen(account.top_up_by_at + timedelta(minutes=1)):
        deadlines.take()
    assert [one.entry.act for one in journal.story(account)][-1] == "fall_behind"
    assert paid_in(town, "300").top_up_by_at is None
    with clock.frozen(clock.now() + timedelta(days=60)):
        deadlines.take()
    acts = [one.entry.act for one in journal.story(account)]
    assert acts.count("fall_behind") == 1


def test_it_is_paid_back_to_whoever_has_left_and_to_nobody_else(town: Town) -> None:
    provider = town.providers["家家乐"]
    deposits.agree_deposit(provider, by=town.leader, yuan=Decimal(1000))
    paid_in(town)
    back = {"amount": Decimal(1000), "why": "已退出", "act": Act.PAY_BACK}
    with pytest.raises(NotSo, match="还在册"), transaction.atomic():
        deposits.ask_draw(provider, by=town.leader, **back)  # type: ignore[arg-type]
    gone = providers.leave(provider, by=town.leader, why="不做了")
    draw = deposits.ask_draw(gone, by=town.leader, **back)  # type: ignore[arg-type]
    deposits.approve(draw, by=second(town))
    account = Account.objects.get(provider=provider)
    assert held(town) == account.agreed == 0
    assert account.top_up_by_at is None
    assert queries.balance(Account.objects.get(whose=Kind.TILL)) == 0
    check_the_books()


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1000000.01"])
def test_an_amount_that_cannot_be_changes_nothing(town: Town, amount: str) -> None:
    with pytest.raises(NotSo), transaction.atomic():
        paid_in(town, amount)
    with pytest.raises(NotSo), transaction.atomic():
        asked(town, amount)
    assert not Account.objects.exists()


def test_deposits_are_the_leaders_and_administrators(town: Town) -> None:
    provider = town.providers["家家乐"]
    for who in ("op28", "reviewer", "auditor", "lin"):
        by = town.people[who]
        with pytest.raises(NotYours), transaction.atomic():
            deposits.pay_in(provider, by=by, amount=Decimal(5), why="x")
        with pytest.raises(NotYours), transaction.atomic():
            deposits.agree_deposit(provider, by=by, yuan=Decimal(5))
        with pytest.raises(NotYours), transaction.atomic():
            deposits.ask_draw(provider, by=by, amount=Decimal(5), why="x")


def test_a_worker_sees_his_own_providers_ledger_alone(town: Town) -> None:
    paid_in(town)
    draw = asked(town)
    for who, knows in (("lin", True), ("pan", False), ("op28", True), ("clerk", False)):
        by = town.people[who]
        assert bool(queries.of_provider(town.providers["家家乐"], by)) is knows, who
        assert Voucher.objects.seen_by(by).exists() is knows, who
        assert Draw.objects.seen_by(by).filter(pk=draw.pk).exists() is knows, who
    assert not Account.objects.seen_by(town.people["lin"]).filter(provider=None).exists()
