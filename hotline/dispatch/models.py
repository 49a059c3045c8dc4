"""The table of dispatches."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.cases.models import Case
from hotline.journal.models import Recorded
from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .life import OPEN, TAKEN, Refusal
from .ranking import OF_SERVICE, Mode


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Questions about dispatches that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees his provider's."""
        return self if person.role & STAFF else self.filter(provider__members__person=person)

    def open(self) -> Self:
        """Keep those that somebody is on."""
        return self.filter(status__in=OPEN)


class Dispatch(Living):
    """One case offered to one provider."""

    KIND: ClassVar[str] = "dispatch"

    case = models.ForeignKey(Case, models.PROTECT, related_name="dispatches")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="dispatches")
    offered_at = models.DateTimeField(_("派单时间"))
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accept_by_at = models.DateTimeField(_("接单时限"))
    accepted_at = models.DateTimeField(_("接单时间"), null=True)
    arrive_by_at = models.DateTimeField(_("到达时限"), null=True)
    contacted_at = models.DateTimeField(_("联系时间"), null=True)
    arrived_at = models.DateTimeField(_("到达时间"), null=True)
    done_at = models.DateTimeField(_("完工时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    refusal = models.TextField(_("不接原因"), choices=Refusal, blank=True, default="")
    amount = models.DecimalField(_("收费"), max_digits=9, decimal_places=2, null=True)
    parts = models.CharField(_("换了什么"), max_length=500, blank=True, default="")
    warranty_until_on = models.DateField(_("保修至"), null=True)
    mode = models.TextField(
        _("派单方式"), choices=Mode, default=Mode.PICKED, db_default=Mode.PICKED.value
    )
    code = models.CharField(_("小项编码"), max_length=8, blank=True, default="", db_default="")
    """Of the service asked for, which keeps it when its terms change: whose turn it is goes by it."""
    ranked = models.JSONField(_("当时的排序"), default=list)
    """The choice as it stood at the offer (`record`): why this one, and why not the others."""

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("派单")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], name="dispatch_one_taken", condition=Q(status__in=TAKEN)
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["provider", "status"],
                name="dispatch_of_provider",
                condition=Q(status__in=OPEN),
            ),
            models.Index(
                fields=["status"],
                name="dispatch_open_by_status",
                condition=Q(status__in=OPEN),
            ),
            models.Index(fields=["provider", "-offered_at"], name="dispatch_by_offer"),
            models.Index(
                fields=["code", "-offered_at"],
                include=["provider"],
                name="dispatch_by_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.provider}"


class ServiceModeQuerySet(models.QuerySet["ServiceMode"]):
    """Questions about how services are given out."""

    def seen_by(self, _person: Any) -> Self:
        """How the line chooses is no secret."""
        return self


class ServiceMode(Recorded):
    """How it is settled who is asked for a service; one without a row is given to the best."""

    KIND: ClassVar[str] = "mode"

    code = models.CharField(_("小项编码"), max_length=8, unique=True)
    mode = models.TextField(_("派单方式"), choices=[(one.value, one.label) for one in OF_SERVICE])

    objects = ServiceModeQuerySet.as_manager()

    class Meta:
        verbose_name = _("派单方式")

    def __str__(self) -> str:
        return self.code
