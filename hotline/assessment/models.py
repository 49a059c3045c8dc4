"""The tables of assessment: months, how each unit stands in them, objections, exclusions, and what each measure weighs from when.

A month keeps what it was counted from: the rules, each unit's counts, and which assignments are behind them. What happens to an
assignment afterwards changes no figure of a month that was published.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.assignments.models import Assignment
from hotline.departments import tree
from hotline.departments.models import Unit
from hotline.journal.models import Recorded
from hotline.life.models import Living
from hotline.people.roles import STAFF, Role

from .life import Excluded, Objected, Status
from .measures import Measure
from .score import Count, Place

HIDDEN = (Status.RUNNING, Status.DRAFT)
"""While only the line's own people read a month."""
PLACES = [
    (Place.RANKED.value, _("排名")),
    (Place.FEW.value, _("件数不够")),
    (Place.NONE.value, _("没有件")),
]


def mine(person: Any) -> Any:
    """Return the units that somebody speaks for, and all below them."""
    return tree.of_person(person.pk)


class MonthQuerySet(models.QuerySet["Month"]):
    """Questions about months that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; units those that were sent out to them, and that one was taken back; nobody else any."""
        if person.role & STAFF:
            return self
        out = ~Q(status__in=HIDDEN) | Q(taken_back_at__isnull=False)
        return self.filter(out) if person.role & Role.DEPARTMENT else self.none()


class Month(Living):
    """A calendar month: what fell due in it is counted."""

    KIND: ClassVar[str] = "month"

    first_on = models.DateField(_("月份"), unique=True)
    draft_at = models.DateTimeField(_("出草稿"))
    """When the clock drafts it."""
    counted_at = models.DateTimeField(_("取数时间"), null=True)
    object_by_at = models.DateTimeField(_("核对截止"), null=True)
    published_at = models.DateTimeField(_("发布时间"), null=True)
    taken_back_at = models.DateTimeField(_("收回时间"), null=True)
    """Since when the units, who have read it, wait for it to be sent out again."""
    terms = models.JSONField(_("规则"), default=dict)
    """Group → measure → weight, threshold, slope, as they held for this month."""
    least = models.PositiveIntegerField(_("最少件数"), default=0)

    objects = MonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("月度考核")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="assessment_month_begins_on_the_first", condition=Q(first_on__day=1)
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on:%Y-%m}"

    @property
    def between(self) -> tuple[datetime, datetime]:
        """Return its first moment and the first after it, in the line's own zone."""
        return begins(self.first_on), begins(after(self.first_on))


def begins(day: date) -> datetime:
    """Return the first moment of a day in the line's own zone."""
    return timezone.make_aware(datetime.combine(day, time()))


def after(first_on: date) -> date:
    """Return the first day of the next month."""
    year, month = divmod(first_on.year * 12 + first_on.month, 12)
    return date(year, month + 1, 1)


class StandingQuerySet(models.QuerySet["Standing"]):
    """Questions about standings that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a unit's people its own once it is sent out, and everybody's once it is published."""
        if person.role & STAFF:
            return self
        if not person.role & Role.DEPARTMENT:
            return self.none()
        out = Q(month__status=Status.PUBLISHED)
        return self.filter(out | (Q(unit__in=mine(person)) & ~Q(month__status__in=HIDDEN)))

    def light(self) -> Self:
        """Leave the lists of assignments in the database."""
        return self.defer(
            "assignments", "abouts", "hits", "left_out", "left_out_abouts", "left_out_hits"
        )


class Standing(models.Model):
    """How one unit stands in a month: its counts, its score, its rank in its group, and the assignments behind each figure."""

    month = models.ForeignKey(Month, models.CASCADE, related_name="standings")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="standings", verbose_name=_("承办单位")
    )
    group = models.CharField(_("类别"), max_length=20, blank=True, default="")
    name = models.CharField(_("单位"), max_length=60)
    volume = models.PositiveIntegerField(_("件数"), default=0)
    counts = models.JSONField(default=dict)
    """Measure → [hits, of]."""
    assignments = ArrayField(models.BigIntegerField(), default=list)
    abouts = ArrayField(models.IntegerField(), default=list)
    """For each of the assignments, by bits, which measures it is about (`measures.BITS`)."""
    hits = ArrayField(models.IntegerField(), default=list)
    """And for which of these it counts."""
    left_out = ArrayField(models.BigIntegerField(), default=list)
    """What two people have left out: assignments, and the marks that they have had; it may come to count again."""
    left_out_abouts = ArrayField(models.IntegerField(), default=list)
    left_out_hits = ArrayField(models.IntegerField(), default=list)
    place = models.CharField(max_length=10, choices=PLACES, default=Place.NONE.value)
    rank = models.PositiveIntegerField(_("名次"), null=True)
    tied = models.BooleanField(_("并列"), default=False)
    hundredths = models.PositiveIntegerField(_("总分"), null=True)
    """The score in hundredths of a point."""

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位月度成绩")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "unit"], name="assessment_standing_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.month_id}"

    def count(self, measure: str) -> Count:
        """Return what was counted for a measure."""
        return Count(*self.counts.get(measure, (0, 0)))


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Questions about objections that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a unit's people its own and those of the units below it."""
        return self if person.role & STAFF else self.filter(standing__unit__in=mine(person))

    def open(self) -> Self:
        """Keep those that wait for an answer, the oldest first."""
        return self.filter(status=Objected.OPEN).order_by("made_at", "pk")


class Objection(Living):
    """What a unit says is wrong with its month: with a figure, or with one assignment in it. Its words stand in the journal."""

    KIND: ClassVar[str] = "objection"

    standing = models.ForeignKey(
        Standing, models.PROTECT, related_name="objections", verbose_name=_("成绩")
    )
    measure = models.CharField(_("指标"), max_length=12, choices=Measure, blank=True, default="")
    """Empty: with all of it."""
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, related_name="+", verbose_name=_("交办件")
    )
    made_at = models.DateTimeField(_("提出时间"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("考核异议")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["standing", "measure", "assignment"],
                name="assessment_objection_one_open",
                condition=Q(status=Objected.OPEN),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.standing_id} #{self.pk}"


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    """Questions about exclusions that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a unit's people those of their own assignments."""
        return self if person.role & STAFF else self.filter(assignment__unit__in=mine(person))


class Exclusion(Living):
    """One assignment that does not count in a month's measure, or in any; on two people's word. The reason stands in the journal."""

    KIND: ClassVar[str] = "exclusion"

    standing = models.ForeignKey(
        Standing, models.PROTECT, null=True, related_name="exclusions", verbose_name=_("成绩")
    )
    """In which month it does not count, and whose; empty: of a month that was not counted yet, as they once were."""
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="exclusions", verbose_name=_("交办件")
    )
    measure = models.CharField(_("指标"), max_length=12, choices=Measure, blank=True, default="")
    """Empty: it does not count at all."""
    objection = models.ForeignKey(
        Objection, models.PROTECT, null=True, related_name="exclusions", verbose_name=_("异议")
    )
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("批准时间"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("考核剔除")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="assessment_exclusion_on_two_words",
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="assessment_exclusion_has_its_approver",
                condition=~Q(status__in=[Excluded.APPROVED, Excluded.LIFTED])
                | Q(approved_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["standing", "assignment", "measure"],
                name="assessment_exclusion_once_a_month",
                condition=Q(status__in=[Excluded.ASKED, Excluded.APPROVED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} #{self.pk}"


class WeightQuerySet(models.QuerySet["Weight"]):
    """Questions about weights that keep to who may know."""

    def seen_by(self, _person: Any) -> Self:
        """By what it is measured, everybody may know."""
        return self


class Weight(Recorded):
    """What a measure weighs from a month on, for a group or for all; never changed, only followed by another."""

    KIND: ClassVar[str] = "weight"

    group = models.CharField(_("类别"), max_length=20, blank=True, default="")
    """Empty: for every group that has none of its own."""
    measure = models.CharField(_("指标"), max_length=12, choices=Measure)
    weight = models.DecimalField(_("分值"), max_digits=5, decimal_places=2)
    threshold = models.DecimalField(_("达标线"), max_digits=5, decimal_places=2)
    slope = models.DecimalField(_("每差一个百分点扣"), max_digits=5, decimal_places=2)
    from_on = models.DateField(_("从哪个月起"))
    set_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(_("理由"), max_length=500)

    objects = WeightQuerySet.as_manager()

    class Meta:
        verbose_name = _("考核分值")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="assessment_weight_from_a_first", condition=Q(from_on__day=1)
            ),
            models.CheckConstraint(
                name="assessment_weight_within_bounds",
                condition=Q(weight__range=(0, 100), threshold__range=(0, 100), slope__gte=0),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["from_on"], name="assessment_weight_from")]

    def __str__(self) -> str:
        return f"{self.measure} {self.weight}"
