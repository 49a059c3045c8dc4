"""Who does what with deposits in these tests, and what must hold of the books whatever was done."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Sum

from hotline.deposits import actions as deposits
from hotline.deposits import queries
from hotline.deposits.books import Kind
from hotline.deposits.models import Account, Draw, Posting, Voucher
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role

if TYPE_CHECKING:
    from tests.town import Town


def second(town: Town) -> Person:
    """Return another leader, who did nothing yet."""
    known = Person.objects.filter(username="leader2").first()
    return known or people.engage(
        "leader2", name="李值班", number="02", role=Role.LEADER, by=town.people["admin"]
    )


def paid_in(town: Town, amount: str = "1000", name: str = "家家乐") -> Account:
    """Let a provider have paid its deposit."""
    return deposits.pay_in(
        town.providers[name], by=town.leader, amount=Decimal(amount), why="收据 001"
    )


def asked(town: Town, amount: str = "300", name: str = "家家乐") -> Draw:
    """Let the leader have asked for a draw."""
    return deposits.ask_draw(
        town.providers[name], by=town.leader, amount=Decimal(amount), why="漏水泡了地板"
    )


def held(town: Town, name: str = "家家乐") -> Decimal:
    """Return how much there is."""
    return queries.balance(Account.objects.get(provider=town.providers[name]))


def check_the_books() -> None:
    """Demand what always holds, of the rows and by the database's own word."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for voucher in Voucher.objects.annotate(sum=Sum("postings__amount")):
        assert voucher.sum == 0, voucher  # type: ignore[attr-defined]
        assert voucher.postings.count() == 2, voucher
    for account in Account.objects.filter(whose=Kind.DEPOSIT):
        assert queries.balance(account) >= 0, account
        lacks = queries.balance(account) < account.agreed
        assert (account.top_up_by_at is not None) == lacks, account
    assert (Posting.objects.aggregate(sum=Sum("amount"))["sum"] or 0) == 0
