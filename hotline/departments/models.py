"""Units in a tree with their people, what each answers for from which day until which, and contests about it.

A remit is never rewritten: where it goes to another, the old row ends on the day on which the new one begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from hotline.areas.models import Area
from hotline.catalogue.models import Group, Service
from hotline.journal.models import Recorded
from hotline.life.models import Living
from hotline.people.roles import STAFF

from . import tree
from .life import RULED, Contested, Part, Status

DAYS = models.Func("from_on", "until_on", function="DATERANGE", output_field=DateRangeField())
"""The days of a remit, the last one excluded."""
NONE = models.Value(0, output_field=models.BigIntegerField())
"""What stands for "no such key" where two rows are compared: NULL is not equal to NULL."""


class UnitQuerySet(models.QuerySet["Unit"]):
    """Questions about units that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; who speaks for a unit sees it and all below it."""
        return self if person.role & STAFF else self.filter(pk__in=tree.of_person(person.pk))

    def in_service(self) -> Self:
        """Keep those to which a case can be given."""
        return self.filter(status=Status.IN_SERVICE)


class Unit(Living):
    """A bureau, a town, a utility, or a part of one."""

    KIND: ClassVar[str] = "unit"

    name = models.CharField(_("名称"), max_length=60, unique=True)
    short = models.CharField(_("简称"), max_length=20)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("上级单位"),
    )
    group = models.CharField(_("类别"), max_length=20, blank=True, default="")
    """Like units are ranked together: bureaus, towns, utilities."""
    telephone = models.CharField(_("电话"), max_length=20, blank=True, default="")
    email = models.EmailField(_("邮箱"), max_length=120, blank=True, default="")
    address = models.CharField(_("地址"), max_length=120, blank=True, default="")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("承办单位")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="departments_unit_not_below_itself", condition=~Q(parent=F("pk"))
            )
        ]

    def __str__(self) -> str:
        return self.name


class LiaisonQuerySet(models.QuerySet["Liaison"]):
    """Questions about who speaks for a unit."""

    def seen_by(self, person: Any) -> Self:
        """Whoever sees a unit knows who speaks for it."""
        return self.filter(unit__in=Unit.objects.seen_by(person))

    def standing(self) -> Self:
        """Keep those who were not dismissed."""
        return self.filter(ended_at=None)


class Liaison(models.Model):
    """Somebody who speaks for a unit, and through whom it is reached."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="liaisons")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="liaisons", verbose_name=_("账号")
    )
    part = models.CharField(_("身份"), max_length=10, choices=Part, default=Part.LIAISON)
    began_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("离开时间"), null=True)

    objects = LiaisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("联络人")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "unit"],
                name="departments_liaison_once",
                condition=Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.short} {self.person}"


class RemitQuerySet(models.QuerySet["Remit"]):
    """Questions about remits that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; who speaks for a unit sees those of it and of all below it, lead or not."""
        if person.role & STAFF:
            return self
        mine = tree.of_person(person.pk)
        shared = Remit.co_units.through.objects.filter(unit__in=mine).values("remit")
        return self.filter(Q(lead__in=mine) | Q(pk__in=shared))

    def holding_on(self, day: date) -> Self:
        """Keep those that hold on *day*."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=day), from_on__lte=day)

    def same_cell(self, remit: Remit) -> Self:
        """Keep those for the same service, in whichever version of it, and the same area."""
        return self.same_cells([remit])

    def same_cells(self, remits: Iterable[Remit]) -> Self:
        """Keep those that are for the same as any of some remits."""
        cells = {one.cell for one in remits}
        about = [
            Q(code=code, group=group, area=area) for code, group, area in sorted(cells, key=str)
        ]
        return self.filter(reduce(or_, about)) if about else self.none()


class Remit(Recorded):
    """What a unit answers for: a service, a group of them or every one; in an area and all that lies in it, or anywhere."""

    KIND: ClassVar[str] = "remit"

    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("小项")
    )
    code = models.CharField(max_length=8, blank=True, default="", editable=False)
    """The service's code: it is the same in every version of it."""
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("大项")
    )
    """Every service of it; where neither it nor a service is named, every service there is."""
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区域")
    )
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="remits", verbose_name=_("主办"))
    co_units: models.ManyToManyField[Unit, Any] = models.ManyToManyField(
        Unit, related_name="shared_remits", verbose_name=_("协办")
    )
    from_on = models.DateField(_("开始日期"))
    until_on = models.DateField(_("停止日期"), null=True)
    """From that day on it does not hold. The day it begins on: it never came to hold."""
    why = models.CharField(_("理由"), max_length=500, blank=True, default="")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="followed_by", editable=False
    )
    """The row that it was changed from."""

    objects = RemitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位职责")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="departments_remit_of_service_or_group",
                condition=Q(service=None, code="")
                | (Q(service__isnull=False, group=None) & ~Q(code="")),
            ),
            models.CheckConstraint(
                name="departments_remit_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            ExclusionConstraint(
                name="departments_remit_one_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (Coalesce("group", NONE), RangeOperators.EQUAL),
                    (Coalesce("area", NONE), RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["code", "from_on"], name="departments_remit_code")
        ]

    def __str__(self) -> str:
        return f"{self.what} · {self.where}"

    @property
    def cell(self) -> tuple[str, int | None, int | None]:
        """Return what it is for: at most one remit of a cell holds on a day."""
        return self.code, self.group_id, self.area_id

    @property
    def what(self) -> str:
        """Say for what it is: a service, a group, or everything."""
        return str(self.service or self.group or _("所有小项"))

    @property
    def where(self) -> str:
        """Say where it holds."""
        return str(self.area or _("不分区域"))

    @property
    def never_held(self) -> bool:
        """Say whether it was changed before it began."""
        return self.until_on == self.from_on

    @property
    def last_on(self) -> date | None:
        """Return the last day on which it holds; None: it goes on."""
        return self.until_on - timedelta(days=1) if self.until_on else None

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class ContestQuerySet(models.QuerySet["Contest"]):
    """Questions about contests that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; who speaks for a unit sees those that it, or one below it, began, or that bind it."""
        if person.role & STAFF:
            return self
        mine = tree.of_person(person.pk)
        return self.filter(Q(unit__in=mine) | Q(bound__in=mine))

    def open(self) -> Self:
        """Keep those on which nobody has ruled."""
        return self.filter(status=Contested.OPEN)


class Contest(Living):
    """A unit's word that a remit is not its own, and how a leader ruled."""

    KIND: ClassVar[str] = "contest"

    remit = models.ForeignKey(Remit, models.PROTECT, related_name="contests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contests", verbose_name=_("单位"))
    """Which says so: the one that led the remit then."""
    claim = models.CharField(_("为什么不归本单位"), max_length=500)
    opened_at = models.DateTimeField(_("提出时间"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    bound = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="rulings", verbose_name=_("裁定归")
    )
    """Whose it is by the ruling."""
    ruling = models.CharField(_("裁定理由"), max_length=500, blank=True, default="")
    ruled_at = models.DateTimeField(_("裁定时间"), null=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("职责争议")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["remit"],
                name="departments_contest_one_open",
                condition=Q(status=Contested.OPEN),
            ),
            models.CheckConstraint(
                name="departments_contest_ruling_binds_one",
                condition=~Q(status__in=RULED) | (Q(bound__isnull=False) & ~Q(ruling="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short} · {self.remit}"
