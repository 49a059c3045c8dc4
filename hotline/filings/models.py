"""The table of filings."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.providers.models import Credential, Member, Provider

from .life import Status, What


class FilingQuerySet(models.QuerySet["Filing"]):
    """Questions about filings that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees his provider's."""
        if person.role & STAFF:
            return self
        return self.filter(provider__in=Provider.objects.seen_by(person))

    def waiting(self) -> Self:
        """Keep those that nobody has looked at."""
        return self.filter(status=Status.FILED)


class Filing(Living):
    """What a provider asks to have written down: a newer paper, a worker who comes, one who goes."""

    KIND: ClassVar[str] = "filing"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="filings")
    what = models.TextField(_("申报什么"), choices=What)
    filed_at = models.DateTimeField(_("申报时间"))
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    paper = models.ForeignKey(Credential, models.PROTECT, null=True, related_name="+")
    """The paper that a newer one is to take the place of."""
    number = models.CharField(_("编号"), max_length=60, blank=True, default="")
    issued_on = models.DateField(_("生效日"), null=True)
    until_on = models.DateField(_("有效至"), null=True)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=60, blank=True, default="")
    telephone = models.CharField(_("电话"), max_length=20, blank=True, default="")
    photo = models.BinaryField(default=b"")
    """A picture of the paper, until somebody has looked at it."""
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("申报")
        indexes: ClassVar = [
            models.Index(fields=["provider", "-filed_at"], name="filing_of_provider"),
            models.Index(
                fields=["filed_at"], name="filing_waiting", condition=models.Q(status=Status.FILED)
            ),
        ]

    def __str__(self) -> str:
        of = self.paper or self.member or self.name
        return str(_("%(what)s：%(of)s") % {"what": What(self.what).label, "of": of})
