"""The table of tables that came in or went out. An uploaded file is kept until it is written, or for two days."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded
from hotline.people.roles import Role


class Direction(models.TextChoices):
    """Which way it went."""

    IN = "in", _("导入")
    OUT = "out", _("导出")


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Questions about tables in and out that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Who answers for the line sees all; others see their own."""
        whole = Role.LEADER | Role.ADMIN | Role.AUDITOR
        return self if person.role & whole else self.filter(by=person)


class Exchange(Recorded):
    """One table that somebody brought or took."""

    KIND: ClassVar[str] = "exchange"

    direction = models.CharField(_("方向"), max_length=3, choices=Direction.choices)
    what = models.CharField(_("内容"), max_length=20)
    """Which table: the word that a desk gives it."""
    name = models.CharField(_("文件名"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    digest = models.CharField(max_length=64)
    """SHA-256 of the file."""
    content = models.BinaryField(default=b"")
    start_on = models.DateField(_("从哪天起"), null=True)
    lines = models.PositiveIntegerField(_("行数"), default=0)
    written_at = models.DateTimeField(_("写入时间"), null=True)
    told = models.JSONField(default=list)
    """What a written table changed, line by line, as it was shown."""

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入导出")
        indexes: ClassVar = [models.Index(fields=["-at"], name="exchanges_latest")]

    def __str__(self) -> str:
        return self.name
