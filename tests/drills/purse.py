"""What the providers of a year leave with the line: counted here a second time, by hand, beside the books."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from hotline.deposits import actions as deposits
from hotline.deposits import queries
from hotline.deposits.books import Act, Kind
from hotline.deposits.models import Account
from hotline.life.errors import NotSo
from hotline.people.models import Person
from hotline.providers.life import WITHIN
from hotline.providers.models import Provider

AGREED = Decimal(3000)


@dataclass
class Purse:
    """The deposits; whatever is booked is added up here as well, by provider and for the line."""

    dice: random.Random
    people: Sequence[Person]
    held: defaultdict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    refused: int = 0
    """How often more was to be drawn than there was."""

    def open(self, one: Provider) -> None:
        """Let a provider agree to a deposit and pay it."""
        deposits.agree_deposit(one, by=self.people[0], yuan=AGREED)
        self.pay_in(one, AGREED)

    def pay_in(self, one: Provider, amount: Decimal) -> None:
        """Pay in; now and then it was booked twice, and somebody else books that back."""
        deposits.pay_in(one, by=self.people[0], amount=amount, why="收据")
        self.held[one.pk] += amount
        if self.dice.random() < 0.1:
            account = deposits.pay_in(one, by=self.people[0], amount=amount, why="又记了一次")
            twice = account.postings.latest("pk").voucher
            deposits.reverse(twice, by=self.people[1], why="记重了")

    def claim(self, one: Provider) -> None:
        """Let damage be paid out of a deposit: asked for by one, approved or refused by another."""
        if one.pk not in self.held:
            return
        amount = Decimal(self.dice.randrange(100, 200_000)) / 100
        asks, approves = self.dice.sample(self.people, 2)
        try:
            with transaction.atomic():
                draw = deposits.ask_draw(one, by=asks, amount=amount, why="赔市民地板")
        except NotSo:
            assert amount > self.held[one.pk], "there was enough, and it was not given"
            self.refused += 1
            return
        if self.dice.random() < 0.2:
            deposits.refuse(draw, by=approves, why="没有凭据")
            return
        deposits.approve(draw, by=approves)
        self.held[one.pk] -= amount

    def day(self) -> None:
        """Let some who lack something top up, and pay back what those had who are with the line no more."""
        for one, account in _accounts():
            lacks = account.top_up_by_at and one.status in WITHIN
            if lacks and self.dice.random() < 0.1:
                self.pay_in(one, AGREED - self.held[one.pk])
        gone = Provider.objects.exclude(status__in=WITHIN).filter(pk__in=self.held)
        for one in gone:
            if self.held[one.pk]:
                asks, approves = self.dice.sample(self.people, 2)
                back = deposits.ask_draw(
                    one, by=asks, amount=self.held[one.pk], why="退还", act=Act.PAY_BACK
                )
                deposits.approve(back, by=approves)
                self.held[one.pk] = Decimal(0)

    def amiss(self) -> Iterator[str]:
        """Say where the books have another sum than was counted here."""
        for one, account in _accounts():
            had, should = queries.balance(account), self.held[one.pk]
            if had != should:
                yield f"{one.about} has {had} in the books and paid {should}"
        if not self.held:
            yield "nobody ever left a deposit"


def _accounts() -> Iterator[tuple[Provider, Account]]:
    for account in Account.objects.filter(whose=Kind.DEPOSIT).select_related("provider"):
        assert account.provider is not None
        yield account.provider, account
