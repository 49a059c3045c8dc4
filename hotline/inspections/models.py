"""The tables of inspections: of which unit, about which assignments, what was found; and what a unit is cited for."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.assessment.models import Month
from hotline.assignments.models import Assignment
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.life.models import Living
from hotline.people.roles import STAFF

from .life import TOLD, Finding, Grade, Sort, Status

PERSON = settings.AUTH_USER_MODEL


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Questions about inspections that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a unit's people those of its own and of units below it, once the findings were told."""
        if person.role & STAFF:
            return self
        return self.filter(status__in=TOLD, unit__in=departments.units_of(person))


class Inspection(Living):
    """A unit is looked at: what it replied is compared with what is so."""

    KIND: ClassVar[str] = "inspection"

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="inspections", verbose_name=_("督查单位")
    )
    subject = models.CharField(_("督查什么"), max_length=200)
    year = models.PositiveSmallIntegerField(_("编号年份"))
    serial = models.PositiveIntegerField(_("编号"))
    plan_on = models.DateField(_("计划日期"))
    inspector = models.ForeignKey(
        PERSON, models.PROTECT, related_name="+", db_index=False, verbose_name=_("督查人")
    )
    planned_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    summary = models.CharField(_("督查情况"), max_length=2000, blank=True, default="")
    found_at = models.DateTimeField(_("通报时间"), null=True)
    answer_by_at = models.DateTimeField(_("整改时限"), null=True)
    counted_from_at = models.DateTimeField(_("从何时起算"), null=True)
    days = models.PositiveSmallIntegerField(_("几个工作日"), null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    rectified = models.CharField(_("整改情况"), max_length=2000, blank=True, default="")
    closed_at = models.DateTimeField(_("结束时间"), null=True)
    late = models.BooleanField(_("逾期"), default=False)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("督查")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="inspection_numbered_once")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "-id"], name="inspection_of_unit")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return its number, counted in its year: “督查〔2012〕3 号”."""
        return gettext("督查〔%(year)s〕%(n)s 号") % {"year": self.year, "n": self.serial}

    @property
    def is_overdue(self) -> bool:
        """Say whether its unit owes an answer and is late."""
        by = self.answer_by_at
        return self.status == Status.FOUND and by is not None and clock.now() > by


class Look(models.Model):
    """One assignment that is looked at, and what was found of it."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="looks")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="looks", verbose_name=_("交办")
    )
    finding = models.TextField(_("结果"), choices=Finding, blank=True, default="")
    words = models.CharField(_("说明"), max_length=2000, blank=True, default="")

    class Meta:
        verbose_name = _("督查的交办")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inspection", "assignment"], name="inspection_looks_once")
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.assignment)


class CitationQuerySet(models.QuerySet["Citation"]):
    """Questions about citations that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a unit's people those that were issued to it or to a unit below it."""
        if person.role & STAFF:
            return self
        return self.exclude(issued_at=None).filter(unit__in=departments.units_of(person))


class Citation(Living):
    """A unit is commended, or held to account, for something."""

    KIND: ClassVar[str] = "citation"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="citations", verbose_name=_("单位"))
    sort = models.TextField(_("表彰或问责"), choices=Sort)
    grade = models.TextField(_("等次"), choices=Grade)
    office = models.CharField(_("职务"), max_length=60, blank=True, default="")
    """Whose deed it was, by office: never a name."""
    grounds = models.CharField(_("事由"), max_length=2000)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, related_name="citations", verbose_name=_("交办")
    )
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, related_name="citations", verbose_name=_("督查")
    )
    month = models.ForeignKey(
        Month, models.PROTECT, null=True, related_name="citations", verbose_name=_("考核月")
    )
    proposed_at = models.DateTimeField(_("提请时间"))
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    approved_at = models.DateTimeField(_("批准时间"), null=True)
    approved_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", db_index=False
    )
    issued_at = models.DateTimeField(_("下达时间"), null=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("表彰问责")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="citation_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="citation_issued_when_approved",
                condition=Q(issued_at=None) | Q(approved_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "-id"], name="citation_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit.short} {self.get_grade_display()}"
