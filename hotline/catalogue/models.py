"""The tables of groups and services. A service is dated: new terms are a new row.

What was promised is never rewritten: a case of last March keeps last March's price. Which service
a caller means: `matching.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded

from .permits import Permit


class PriceMode(models.TextChoices):
    """How the reference price is to be read out."""

    FIXED = "fixed", _("一口价")
    FROM = "from", _("起价")
    VISIT_FEE = "visit_fee", _("上门费")
    QUOTE = "quote", _("面议")
    FREE = "free", _("免费")


class HandledBy(models.TextChoices):
    """Whom a case of the service goes to."""

    PROVIDER = "provider", _("加盟企业")
    DEPARTMENT = "department", _("承办单位")
    EITHER = "either", _("加盟企业或承办单位")


DAYS = models.Func("valid_from", "valid_until", function="DATERANGE", output_field=DateRangeField())
"""The days of a version, the last one excluded, as PostgreSQL's own range."""


class GroupQuerySet(models.QuerySet["Group"]):
    """Questions about groups."""

    def seen_by(self, _person: Any) -> Self:
        """What the line offers is no secret."""
        return self

    def offered_on(self, day: date) -> Self:
        """Keep the groups with at least one service on *day*."""
        offered = Service.objects.offered_on(day).filter(group=models.OuterRef("pk"))
        return self.filter(models.Exists(offered))


class Group(Recorded):
    """A handful of kindred services under one heading."""

    KIND: ClassVar[str] = "group"

    code = models.CharField(_("编码"), max_length=8)
    name = models.CharField(_("大项"), max_length=40)
    description = models.TextField(_("说明"), default="")

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("大项")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint("code", name="catalogue_group_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceQuerySet(models.QuerySet["Service"]):
    """Questions about services."""

    def seen_by(self, _person: Any) -> Self:
        """What the line offers is no secret."""
        return self

    def offered_on(self, day: date) -> Self:
        """Keep the version of each service that holds on *day*."""
        return self.filter(
            models.Q(valid_until=None) | models.Q(valid_until__gt=day), valid_from__lte=day
        )


class Service(Recorded):
    """One thing that the line can get done, as offered from a day until before another."""

    KIND: ClassVar[str] = "service"

    group = models.ForeignKey(
        Group, models.PROTECT, related_name="services", verbose_name=_("大项")
    )
    code = models.CharField(_("编码"), max_length=8)
    name = models.CharField(_("小项"), max_length=40)
    aliases = ArrayField(models.TextField(), default=list, verbose_name=_("俗称"))
    keywords = ArrayField(models.TextField(), default=list, verbose_name=_("常用说法"))
    initials = ArrayField(models.TextField(), default=list, verbose_name=_("拼音首字母"))
    description = models.TextField(_("受理说明"))
    price_mode = models.CharField(_("计价方式"), max_length=10, choices=PriceMode.choices)
    reference_price = models.DecimalField(_("参考价"), max_digits=8, decimal_places=2, null=True)
    unit = models.CharField(_("单位"), max_length=10)
    urgent = models.BooleanField(_("默认加急"))
    around_the_clock = models.BooleanField(_("全天候"))
    permits = ArrayField(
        models.CharField(max_length=20, choices=Permit.choices),
        default=list,
        verbose_name=_("所需证照"),
    )
    promised_arrival_min = models.PositiveIntegerField(_("承诺到达（分钟）"), null=True)
    warranty_days = models.PositiveIntegerField(_("保修（天）"))
    handled_by = models.CharField(_("承办"), max_length=10, choices=HandledBy.choices)
    valid_from = models.DateField(_("开始日期"))
    valid_until = models.DateField(_("停止日期"), null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("小项")
        ordering: ClassVar = ["code", "valid_from"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="catalogue_service_one_version_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="catalogue_service_ends_after_it_begins",
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gt=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="catalogue_service_price_fits_its_mode",
                condition=models.Q(price_mode=PriceMode.QUOTE, reference_price=None)
                | models.Q(price_mode=PriceMode.FREE, reference_price=0)
                | (
                    ~models.Q(price_mode__in=[PriceMode.QUOTE, PriceMode.FREE])
                    & models.Q(reference_price__gt=0)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
