"""Questions about deposits: how much there is, what came and went, what is lacking, what waits for a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from hotline.journal import queries as journal
from hotline.providers.models import Provider

from .books import Kind, Running, running
from .life import Status
from .models import Account, AccountQuerySet, Draw, DrawQuerySet, Posting, Voucher

NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an account: the voucher, what it did, what there was after it, what was said."""

    voucher: Voucher
    did: Running
    words: str


def balance(account: Account) -> Decimal:
    """Return how much there is in an account."""
    return account.postings.aggregate(sum=Sum("amount"))["sum"] or NOUGHT


def of_provider(provider: Provider, person: Any) -> Account | None:
    """Return a provider's account; None where nothing was ever agreed or paid in."""
    rows = Account.objects.seen_by(person).select_related("provider")
    return rows.filter(provider=provider).first()


def accounts(person: Any) -> AccountQuerySet:
    """Return every provider's account with its balance, those that are to be topped up first."""
    mine = Posting.objects.filter(account=OuterRef("pk")).values("account")
    sums = Subquery(mine.annotate(sum=Sum("amount")).values("sum"))
    rows = Account.objects.seen_by(person).filter(whose=Kind.DEPOSIT)
    rows = rows.annotate(held=Coalesce(sums, NOUGHT)).select_related("provider")
    return rows.order_by("top_up_by_at", "provider__name")


def lines(account: Account) -> list[Line]:
    """Return what came and went, the first first, each with the balance after it."""
    rows = Posting.objects.filter(account=account).order_by("voucher_id")
    postings = list(
        rows.select_related(
            "voucher__by", "voucher__draw", "voucher__reverses", "voucher__reversed_by"
        )
    )
    words = _words(account, [one.voucher.draw for one in postings if one.voucher.draw])
    told = running(one.amount for one in postings)
    return [
        Line(one.voucher, did, words.get(one.voucher_id, ""))
        for one, did in zip(postings, told, strict=True)
    ]


def asked(person: Any) -> DrawQuerySet:
    """Return what waits for a second person's word, the longest first."""
    rows = Draw.objects.seen_by(person).filter(status=Status.ASKED)
    return rows.select_related("account__provider", "asked_by").order_by("asked_at", "pk")


def draws_of(account: Account, person: Any) -> DrawQuerySet:
    """Return every draw on an account, the latest first."""
    rows = Draw.objects.seen_by(person).filter(account=account)
    return rows.select_related("asked_by", "approved_by").order_by("-pk")


def why(draws: Iterable[Draw]) -> dict[int, str]:
    """Return the words with which draws were asked for, by their keys."""
    told = journal.stories(list(draws))
    return {
        one.entry.subject: one.said.get("why") or "" for one in told if one.entry.act == "ask_draw"
    }


def _words(account: Account, draws: list[Draw]) -> dict[int, str]:
    """Return what was said at each booking, by its voucher's key."""
    told = journal.story(account)
    said = {one.said["voucher"]: one.said.get("why") or "" for one in told if "voucher" in one.said}
    asked_for = why(draws)
    for draw in draws:
        said[draw.voucher.pk] = asked_for.get(draw.pk, "")
    return said
