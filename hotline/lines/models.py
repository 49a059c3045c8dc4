"""The lines of the house and who serves them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded
from hotline.people.roles import STAFF
from hotline.worktime.hours import ROUND_THE_CLOCK


class LineQuerySet(models.QuerySet["Line"]):
    """Questions about lines that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see every line."""
        return self if person.role & STAFF else self.none()


class Line(Recorded):
    """One service under numbers of its own: when it is open, how many may wait, who helps out."""

    KIND: ClassVar[str] = "line"

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    numbers = ArrayField(
        models.CharField(max_length=20), verbose_name=_("拨打号码"), default=list, blank=True
    )
    """What is dialled to reach it; the line without numbers of its own takes all others."""
    special = models.BooleanField(_("专席"), default=False)
    """Only seats that are named for it serve it; an ordinary line is served by every seat."""
    dialect = models.CharField(_("方言或语言"), max_length=20, default="", blank=True)
    hours = models.CharField(_("服务时间"), max_length=11, default=ROUND_THE_CLOCK)
    most_waiting = models.PositiveSmallIntegerField(_("最多排队"), default=50)
    """Who comes when so many wait hears that the house is full."""
    overflow = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("溢出到")
    )
    """Whose seats help out when a caller has waited too long."""
    rates = models.BooleanField(_("通话后评价"), default=True)
    closed_at = models.DateTimeField(_("临时关闭"), null=True, editable=False)
    closed_why = models.CharField(_("关闭原因"), max_length=200, default="", blank=True)
    retired_at = models.DateTimeField(_("停用"), null=True, editable=False)
    """Since when it takes no calls any more. Its row stays: calls point at it."""

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("专线")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(overflow=None) | ~models.Q(overflow=models.F("id")),
                name="lines_line_not_its_own_overflow",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SkillQuerySet(models.QuerySet["Skill"]):
    """Questions about skills that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see who can do what."""
        return self if person.role & STAFF else self.none()


class Skill(models.Model):
    """That somebody serves a line, and how well: 1 helps out, 9 is the first to be asked; or that he speaks a dialect.

    Who speaks it, speaks it: among those the router asks how well they serve the line, not how well they speak.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="skills")
    line = models.ForeignKey(Line, models.CASCADE, null=True, related_name="skills")
    dialect = models.CharField(_("方言或语言"), max_length=20, default="", blank=True)
    level = models.PositiveSmallIntegerField(_("熟练"), default=5)

    objects = SkillQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "person", "line", "dialect", name="lines_skill_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(line=None, dialect__gt="")
                | models.Q(line__isnull=False, dialect=""),
                name="lines_skill_of_line_or_dialect",
            ),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=9), name="lines_skill_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.line or self.dialect} {self.level}"
