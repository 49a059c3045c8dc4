"""Whatever is done with deposits, by whomever: every entry balances, no deposit is below nought, all together is nought.

A model in plain words runs beside the ledger and must come to the same sums.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from hotline.deposits import actions as deposits
from hotline.deposits.models import Draw, Voucher
from hotline.life.errors import NotDone
from tests.deposits.ledger import check_the_books, held, second

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.town import Town

NAMES = ("家家乐", "老潘水电")
STEPS = 90


class Purses:
    """What each provider has with the line, kept as one would on paper: only what was done counts."""

    def __init__(self, town: Town, dice: random.Random) -> None:
        self.town, self.dice = town, dice
        self.held = dict.fromkeys(NAMES, Decimal(0))
        self.people = [town.leader, second(town), town.people["admin"], town.operator_28]
        self.done = self.refused = 0

    def step(self) -> None:
        """Let somebody do something."""
        acts = [
            self.pay_in,
            self.pay_in,
            self.ask,
            self.ask,
            self.answer,
            self.answer,
            self.reverse,
        ]
        act, by = self.dice.choice([*acts, self.agree]), self.dice.choice(self.people)
        name = self.dice.choice(NAMES)
        before = dict(self.held)
        try:
            with transaction.atomic():
                act(name, by)
            self.done += 1
        except NotDone:
            self.held = before
            self.refused += 1

    @property
    def amount(self) -> Decimal:
        """Return some amount, mostly a good one."""
        return Decimal(self.dice.choice([0, -10, *range(1, 90_000, 7_700)])) / 100

    def pay_in(self, name: str, by: object) -> None:
        amount = self.amount
        self.held[name] += amount
        deposits.pay_in(self.town.providers[name], by=by, amount=amount, why="x")  # type: ignore[arg-type]

    def agree(self, name: str, by: object) -> None:
        deposits.agree_deposit(self.town.providers[name], by=by, yuan=self.amount)  # type: ignore[arg-type]

    def ask(self, name: str, by: object) -> None:
        deposits.ask_draw(self.town.providers[name], by=by, amount=self.amount, why="x")  # type: ignore[arg-type]

    def answer(self, _name: str, by: object) -> None:
        draw = self.some(list(Draw.objects.select_related("account__provider")))
        acts: list[Callable[..., object]] = [deposits.refuse, deposits.withdraw]
        if self.dice.random() < 0.8:
            self.held[draw.account.provider.short_name] -= draw.amount
            deposits.approve(draw, by=by)  # type: ignore[arg-type]
        else:
            self.dice.choice(acts)(draw, by=by, why="x")

    def reverse(self, _name: str, by: object) -> None:
        voucher = self.some(list(Voucher.objects.all()))
        mine = voucher.postings.get(account__provider__isnull=False)
        self.held[mine.account.provider.short_name] -= mine.amount
        deposits.reverse(voucher, by=by, why="x")  # type: ignore[arg-type]

    def some(self, rows: list):  # type: ignore[no-untyped-def, type-arg]
        """Return one of several; refuse where there is none."""
        if not rows:
            raise NotDone
        return self.dice.choice(rows)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_the_books_are_right(town: Town, seed: int) -> None:
    purses = Purses(town, random.Random(seed))
    deposits.agree_deposit(town.providers["家家乐"], by=town.leader, yuan=Decimal(500))
    deposits.agree_deposit(town.providers["老潘水电"], by=town.leader, yuan=Decimal(0))
    for _ in range(STEPS):
        purses.step()
        check_the_books()
        assert {name: held(town, name) for name in NAMES} == purses.held
    assert purses.done > STEPS / 5
    assert purses.refused > STEPS / 20
