"""The table of providers' prices. A price is dated: what was promised is never rewritten, a new one is a new row."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.catalogue.models import PriceMode, Service
from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .charges import Charge
from .life import Status

MODES = (PriceMode.FIXED, PriceMode.FROM, PriceMode.VISIT_FEE)
"""How a provider may name its price; that something is free or quoted is the catalogue's word for all."""


class PriceQuerySet(models.QuerySet["Price"]):
    """Questions about prices that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees his own provider's."""
        if person.role & STAFF:
            return self
        return self.filter(provider__in=Provider.objects.seen_by(person))

    def agreed_at(self, at: datetime) -> Self:
        """Keep those that had been agreed at a moment and held on its day, whichever of them came last."""
        day = timezone.localdate(at)
        return self.filter(status=Status.AGREED, decided_at__lte=at, from_on__lte=day)


class Price(Living):
    """What one provider asks for one service, from a day on."""

    KIND: ClassVar[str] = "price"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="prices")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("小项"))
    """The service on the terms it had when the price was named."""
    code = models.CharField(_("编码"), max_length=8)
    """By which it holds on whatever terms the service is offered later."""
    mode = models.CharField(
        _("计价方式"), max_length=10, choices=[(one.value, one.label) for one in MODES]
    )
    yuan = models.DecimalField(_("价格（元）"), max_digits=8, decimal_places=2)
    unit = models.CharField(_("单位"), max_length=10)
    from_on = models.DateField(_("开始日期"))
    proposed_at = models.DateTimeField(_("提出时间"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = PriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("价目")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "code"],
                name="price_one_proposed",
                condition=Q(status=Status.PROPOSED),
            ),
            models.CheckConstraint(name="price_above_nought", condition=Q(yuan__gt=0)),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["code", "provider", "-from_on"],
                name="price_agreed",
                condition=Q(status=Status.AGREED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider.short_name} {self.service} {self.charge.words}"

    @property
    def charge(self) -> Charge:
        """Return it as a citizen is told it."""
        mode = PriceMode(self.mode)
        return Charge(mode=mode, yuan=self.yuan, unit=self.unit, agreed=True)
