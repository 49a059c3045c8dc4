"""The tables of requests to be forgotten, and of the daily sweeps."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.callers.models import Caller
from hotline.journal.models import Recorded
from hotline.life.models import Living

from .life import DECIDES, OPEN


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Questions about requests that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Those who decide see them; nobody else does."""
        return self if person.role & DECIDES else self.none()


class Erasure(Living):
    """One person's wish to be forgotten, and what was done about it."""

    KIND: ClassVar[str] = "erasure"

    caller = models.ForeignKey(
        Caller, models.PROTECT, related_name="erasures", verbose_name=_("来电人")
    )
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("批准时间"), null=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(_("清除时间"), null=True)
    erased = models.JSONField(_("清除了什么"), default=dict)
    """How many rows of which table were emptied: "cases.case" → 3."""

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("清除申请")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["caller"],
                name="privacy_erasure_one_open",
                condition=models.Q(status__in=OPEN),
            )
        ]

    def __str__(self) -> str:
        return self.about


class SweepQuerySet(models.QuerySet["Sweep"]):
    """Questions about sweeps that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Those who answer for what is kept see what went."""
        return self if person.role & DECIDES else self.none()


class Sweep(Recorded):
    """One day's emptying of what has been kept long enough; taken up again where it was left."""

    KIND: ClassVar[str] = "sweep"

    day_on = models.DateField(_("日期"), unique=True)
    began_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"), null=True)
    erased = models.JSONField(_("清除了什么"), default=dict)

    objects = SweepQuerySet.as_manager()

    class Meta:
        verbose_name = _("到期清除")

    def __str__(self) -> str:
        return self.about
