"""The tables of bulletins, and of who was told and has read."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.catalogue.models import Service
from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .life import Status


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    """Questions about bulletins that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees what his provider was told."""
        if person.role & STAFF:
            return self
        own = Receipt.objects.filter(provider__in=Provider.objects.seen_by(person))
        return self.filter(pk__in=own.values("bulletin"))


class Bulletin(Living):
    """Something that the line tells its providers: all, those of a service, or one."""

    KIND: ClassVar[str] = "bulletin"

    title = models.CharField(_("标题"), max_length=60)
    words = models.TextField(_("内容"), max_length=4000)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, related_name="+", verbose_name=_("小项")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, null=True, related_name="+", verbose_name=_("企业")
    )
    """To whom it went: to those of a service, or to one; without either, to all."""
    must_confirm = models.BooleanField(_("须确认阅知"), default=True)
    until_on = models.DateField(_("有效至"))
    """Its last day."""
    posted_at = models.DateTimeField(_("发布时间"))
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(_("提醒时间"), null=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(service=None) | models.Q(provider=None),
                name="bulletin_to_one_sort",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["-posted_at"], name="bulletin_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_good(self) -> bool:
        """Say whether it still holds."""
        return self.status == Status.POSTED


class Receipt(models.Model):
    """That a provider was told, and who of it confirmed when that it has read."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="receipts")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("阅知时间"), null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("阅知回执")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bulletin", "provider"], name="bulletin_receipt_once"),
            models.CheckConstraint(
                condition=models.Q(read_at=None, read_by=None)
                | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="bulletin_read_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} → {self.provider_id}"
