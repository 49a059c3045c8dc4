"""The table of absences."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .life import Status


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Questions about absences that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees his provider's."""
        return self if person.role & STAFF else self.filter(provider__members__person=person)

    def standing(self, at: datetime) -> Self:
        """Keep those that hold at a moment or will hold after it."""
        return self.filter(status=Status.STANDS, until_at__gt=at)


class Absence(Living):
    """A time in which a provider is sent nowhere."""

    KIND: ClassVar[str] = "absence"

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="absences", verbose_name=_("加盟企业")
    )
    from_at = models.DateTimeField(_("从"))
    until_at = models.DateTimeField(_("到"))
    why = models.CharField(_("原因"), max_length=200)
    entered_at = models.DateTimeField(_("登记时间"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    ended_at = models.DateTimeField(_("提前结束时间"), null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("请假")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")), name="absence_ends_after_it_begins"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["until_at"], name="absence_standing", condition=Q(status=Status.STANDS)
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} #{self.pk}"
