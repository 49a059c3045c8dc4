"""The ladder: which card a fault brings. Pure; the numbers come from the book of rules.

The rule (81890): the first fault is a yellow card, the second a red one, the third sends the provider off; a grave fault sends
it off at once (一次否决). A fault counts until its day, whatever else has happened meanwhile; one that was overturned was never.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.rules.book import Book


class Colour(TextChoices):
    """What a card says."""

    YELLOW = "yellow", _("黄牌")  # be warned
    RED = "red", _("红牌")  # half the offers, and a plan how it gets better
    OUT = "out", _("清退")  # it is not sent any more


class Fault(TextChoices):
    """What a provider can be at fault in."""

    QUALITY = "quality", _("质量不合格")
    MANNER = "manner", _("态度恶劣")
    PRICE = "price", _("乱收费")
    LATE = "late", _("无故迟到")
    NO_SHOW = "no_show", _("接单不去")
    SAFETY = "safety", _("危及安全")
    CHEATING = "cheating", _("欺诈、弄虚作假")


NONE, ORDINARY, GRAVE = 0, 1, 2
"""How heavy a fault is: it brings nothing, a card by the ladder, or the end."""


def weight(fault: Fault, book: Book) -> int:
    """Return how heavy a kind of fault is by the rules: `NONE`, `ORDINARY` or `GRAVE`."""
    return book[
        {
            Fault.QUALITY: "fault_quality",
            Fault.MANNER: "fault_manner",
            Fault.PRICE: "fault_price",
            Fault.LATE: "fault_late",
            Fault.NO_SHOW: "fault_no_show",
            Fault.SAFETY: "fault_safety",
            Fault.CHEATING: "fault_cheating",
        }[fault]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One founded fault of a provider: when its card was given, until when it counts, and by which numbers."""

    at: datetime
    until: datetime
    book: Book
    """The rules that held when it was given: a later change makes no old card another."""
    grave: bool = False


def colours(given: Sequence[Given]) -> list[Colour]:
    """Return what each of a provider's cards says, in the order in which they were given."""
    return [_colour(one, given[:n]) for n, one in enumerate(given)]


def _colour(one: Given, before: Sequence[Given]) -> Colour:
    which = 1 + sum(earlier.until > one.at for earlier in before)
    if one.grave or which >= one.book["expel_faults"]:
        return Colour.OUT
    return Colour.RED if which >= one.book["red_card_faults"] else Colour.YELLOW
