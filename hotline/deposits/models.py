"""The tables of the ledger: accounts, vouchers with their postings, and what somebody asks to have drawn.

Vouchers and postings are only added to; a trigger refuses to change or delete one, and refuses one that does not balance or
brings a deposit below nought (`migrations/0002_only_added.py`). A balance is always the sum of an account's postings.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded
from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .books import Act, Kind


class AccountQuerySet(models.QuerySet["Account"]):
    """Questions about accounts that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees his own provider's, never the line's own."""
        if person.role & STAFF:
            return self
        return self.filter(provider__in=Provider.objects.seen_by(person))


class Account(Recorded):
    """What is kept in one name: a provider's deposit, or one of the line's own accounts."""

    KIND: ClassVar[str] = "account"

    whose = models.CharField(_("账户"), max_length=10, choices=Kind)
    provider = models.OneToOneField(
        Provider, models.PROTECT, null=True, related_name="deposit", verbose_name=_("加盟企业")
    )
    agreed = models.DecimalField(_("约定保证金"), max_digits=9, decimal_places=2, default=0)
    top_up_by_at = models.DateTimeField(_("补足期限"), null=True)
    """By when it is to be topped up; None: there is enough."""

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("保证金账户")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="deposits_account_has_its_provider",
                condition=Q(whose=Kind.DEPOSIT, provider__isnull=False)
                | (~Q(whose=Kind.DEPOSIT) & Q(provider__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["whose"], name="deposits_account_of_the_line", condition=Q(provider=None)
            ),
        ]

    def __str__(self) -> str:
        return self.provider.short_name if self.provider else str(self.get_whose_display())


class DrawQuerySet(models.QuerySet["Draw"]):
    """Questions about draws that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees what is drawn from his own provider's deposit."""
        return (
            self
            if person.role & STAFF
            else self.filter(account__in=Account.objects.seen_by(person))
        )


class Draw(Living):
    """What one asks to have taken out of a deposit, for a claim or to be paid back, and another approves."""

    KIND: ClassVar[str] = "draw"

    account = models.ForeignKey(Account, models.PROTECT, related_name="draws")
    act = models.CharField(
        _("用途"),
        max_length=10,
        choices=[(one.value, one.label) for one in (Act.DRAW, Act.PAY_BACK)],
    )
    amount = models.DecimalField(_("金额"), max_digits=9, decimal_places=2)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("批准时间"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("扣划")
        constraints: ClassVar = [
            models.CheckConstraint(name="deposits_draw_above_nought", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="deposits_draw_on_two_words",
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} #{self.pk}"


class VoucherQuerySet(models.QuerySet["Voucher"]):
    """Questions about vouchers that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees those of his own provider's deposit."""
        if person.role & STAFF:
            return self
        return self.filter(postings__account__in=Account.objects.seen_by(person)).distinct()


class Voucher(models.Model):
    """One booking, as it was made; a wrong one is reversed by another that names it."""

    act = models.CharField(_("事由"), max_length=10, choices=Act)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    draw = models.OneToOneField(Draw, models.PROTECT, null=True, related_name="voucher")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("冲销凭证")
    )

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("凭证")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Posting(models.Model):
    """What a voucher does to one account: more, or less."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    amount = models.DecimalField(_("金额"), max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = _("分录")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["voucher", "account"], name="deposits_posting_once"),
            models.CheckConstraint(name="deposits_posting_moves", condition=~Q(amount=0)),
        ]
