"""The table of yearly appraisals, each with the figures it was drafted from. What was said in words stands in the journal."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .life import Status


class AppraisalQuerySet(models.QuerySet["Appraisal"]):
    """Questions about appraisals that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker those of his own provider that were published."""
        if person.role & STAFF:
            return self
        theirs = Provider.objects.seen_by(person)
        return self.filter(provider__in=theirs, status=Status.PUBLISHED)


class Appraisal(Living):
    """What is said of one provider at the end of one year."""

    KIND: ClassVar[str] = "appraisal"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="appraisals")
    year = models.PositiveIntegerField(_("年份"))
    figures = models.JSONField(_("全年数字"))
    """The year's figures as they were when it was drafted: name → number."""
    tenths = models.PositiveSmallIntegerField(_("总分"), null=True)
    """The score in tenths of a point; None where it had too few jobs."""
    stars = models.PositiveSmallIntegerField(_("星级"), null=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    worded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度考评")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "year"], name="league_appraisal_once")
        ]
        indexes: ClassVar = [models.Index(fields=["-year"], name="league_by_year")]

    def __str__(self) -> str:
        return f"{self.provider_id} · {self.year}"
