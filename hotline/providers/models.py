"""Providers, what each serves where and when, and the people it sends."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.areas.models import Area
from hotline.catalogue.models import Service
from hotline.journal.models import Recorded
from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.worktime.hours import ROUND_THE_CLOCK


class Form(models.TextChoices):
    """What a provider is in law."""

    COMPANY = "company", _("企业")
    SOLE = "sole", _("个体")
    PERSON = "person", _("个人")


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Questions about providers that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees his own."""
        return self if person.role & STAFF else self.filter(members__person=person)


class Provider(Living):
    """A company or person that the line sends, once it is vetted."""

    KIND: ClassVar[str] = "provider"

    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=40)
    form = models.CharField(_("性质"), max_length=10, choices=Form, default=Form.COMPANY)
    telephone = models.CharField(_("电话"), max_length=20)
    address_area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所在区域")
    )
    most_open = models.PositiveSmallIntegerField(_("最多同时在手"), default=5)
    since_on = models.DateField(_("加盟日"))
    legal_person = models.CharField(_("法定代表人"), max_length=40, blank=True, default="")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    """Who read its papers: somebody else lets it in."""
    contract_until_on = models.DateField(_("合同到期日"), null=True, blank=True)
    barred_until_on = models.DateField(_("不得重新申请至"), null=True)
    """Until when one who was expelled may not ask again, that day excluded."""
    share_pct = models.PositiveSmallIntegerField(_("派单份额（%）"), default=100)
    """How much of its turn it gets: a red card halves it."""
    permits = ArrayField(models.TextField(), default=list, blank=True, verbose_name=_("证照"))
    services: models.ManyToManyField[Service, Offer] = models.ManyToManyField(
        Service, through="Offer", related_name="providers"
    )

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("加盟企业")

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """One service that a provider renders, in some areas, at some hours."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="offers")
    service = models.ForeignKey(Service, models.PROTECT, related_name="offers")
    areas = models.ManyToManyField(Area, related_name="+", verbose_name=_("区域"))
    """Cities, subdistricts or towns; a place within one of them is served."""
    hours = models.CharField(_("时间"), max_length=11, default=ROUND_THE_CLOCK)
    until_on = models.DateField(_("有效至"), null=True)
    """From when on a paper that it needs is no longer good; None: none of them ends."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "service"], name="providers_offer_once")
        ]


class Member(Recorded):
    """A worker whom a provider sends to people's homes."""

    KIND: ClassVar[str] = "member"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="members")
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="member", verbose_name=_("账号")
    )
    telephone = models.CharField(_("电话"), max_length=20)
    certificates = ArrayField(models.TextField(), default=list, blank=True, verbose_name=_("证书"))
    answers_offers = models.BooleanField(_("接单人"), default=False)
    """Whether the link to a new job goes to this member."""

    class Meta:
        verbose_name = _("师傅")

    def __str__(self) -> str:
        return self.person.name
