"""What is booked, and where: pure.

A voucher moves an amount from one account to another: minus here, plus there, so that all accounts together are always nought. A
provider's account holds what the line keeps for it; the till's is the other side of it, below nought by what lies in the bank;
what was drawn for citizens' claims stands in an account of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Whose account it is."""

    DEPOSIT = "deposit", _("企业保证金")
    TILL = "till", _("保证金专户")
    CLAIMS = "claims", _("赔付")


class Act(TextChoices):
    """For what something is booked."""

    PAY_IN = "pay_in", _("缴存")
    DRAW = "draw", _("扣划赔付")
    PAY_BACK = "pay_back", _("退还")
    REVERSE = "reverse", _("冲销")


ENDS = {
    Act.PAY_IN: (Kind.TILL, Kind.DEPOSIT),
    Act.DRAW: (Kind.DEPOSIT, Kind.CLAIMS),
    Act.PAY_BACK: (Kind.DEPOSIT, Kind.TILL),
}
"""From which account to which."""


@dataclass(frozen=True, slots=True)
class Running:
    """One line of an account with what there is after it."""

    amount: Decimal
    balance: Decimal


def running(amounts: Iterable[Decimal]) -> list[Running]:
    """Return each amount with the sum up to it."""
    balance, told = Decimal(0), []
    for amount in amounts:
        balance += amount
        told.append(Running(amount, balance))
    return told
