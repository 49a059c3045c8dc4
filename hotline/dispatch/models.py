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
        if person.role & STAFF:
            return self
        there = {"provider__members__person": person, "provider__members__ended_at": None}
        return self.filter(**there)

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
    arrived_place = models.CharField(_("到达位置"), max_length=24, blank=True, default="")
    """Where the worker stood when he said so, if he would tell: degrees, rounded to about a hundred metres."""
    done_at = models.DateTimeField(_("完工时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    refusal = models.TextField(_("不接原因"), choices=Refusal, blank=True, default="")
    amount = models.DecimalField(_("收费"), max_digits=9, decimal_places=2, null=True)
    above_list = models.DecimalField(_("多收"), max_digits=9, decimal_places=2, null=True)
    """By how many yuan that is more than was promised; why stands in the journal. None: it is not."""
    parts = models.CharField(_("换了什么"), max_length=500, blank=True, default="")
    warranty_until_on = models.DateField(_("保修至"), null=True)
    under_warranty = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="mended_by",
        verbose_name=_("保修返工"),
    )
    """The work that this mends within its warranty: the citizen pays nothing."""
    owed_by = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("费用由谁承担"),
    )
    """Whose warranty it is, where somebody else mends it: he owes what that costs."""
    mode = models.TextField(
        _("派单方式"), choices=Mode, default=Mode.PICKED, db_default=Mode.PICKED.value
    )
    code = models.CharField(_("小项编码"), max_length=8, blank=True, default="", db_default="")
    """Of the service asked for, which keeps it when its terms change: whose turn it is goes by it."""
    liked_pct = models.PositiveSmallIntegerField(_("市民满意（%）"), null=True)
    """What the citizen's word was worth (`queries.WORTH_PCT`); None as long as nobody has asked him."""
    ranked = models.JSONField(_("当时的排序"), default=list)
    """The choice as it stood at the offer (`record`): why this one, and why not the others."""

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("派单")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], name="dispatch_one_taken", condition=Q(status__in=TAKEN)
            ),
            models.CheckConstraint(
                condition=Q(owed_by=None) | Q(under_warranty__isnull=False),
                name="dispatch_owed_is_warranted",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["under_warranty"],
                name="dispatch_mended",
                condition=Q(under_warranty__isnull=False),
            ),
            models.Index(
                fields=["owed_by"], name="dispatch_owed", condition=Q(owed_by__isnull=False)
            ),
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

    @property
    def free(self) -> bool:
        """Say whether its provider mends its own work, for which it may take nothing from anybody."""
        return self.under_warranty_id is not None and self.owed_by_id is None


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
