"""What the clock does about deposits."""

from __future__ import annotations

from hotline.people.queries import the_clock

from . import actions
from .models import Account


def nobody_topped_up(account: int) -> None:
    """Put on record that a deposit stays below what was agreed."""
    actions.fall_behind(Account.objects.get(pk=account), by=the_clock())
