"""The table of circulars: of what time each is, its words, the figures as they were counted, what is behind them, who stands by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.assessment.models import begins
from hotline.life.models import Living
from hotline.people.roles import STAFF, Role

from . import spans
from .figures import Figures, read
from .life import GONE, OUT, Span
from .wording import Drafted

PERSON = settings.AUTH_USER_MODEL


class CircularQuerySet(models.QuerySet["Circular"]):
    """Questions about circulars that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; units' people what was published, also where it was withdrawn; nobody else any."""
        if person.role & STAFF:
            return self
        return self.filter(status__in=OUT) if person.role & Role.DEPARTMENT else self.none()

    def light(self) -> Self:
        """Leave figures and marks in the database."""
        return self.defer("figures", "marks")


class Circular(Living):
    """What a day, a week or a month was like."""

    KIND: ClassVar[str] = "circular"

    span = models.TextField(_("日报、周报、月报"), choices=Span)
    from_on = models.DateField(_("从"))
    until_on = models.DateField(_("到"))
    title = models.CharField(_("标题"), max_length=80)
    opening = models.CharField(_("导语"), max_length=2000, blank=True, default="")
    findings = models.CharField(_("突出情况"), max_length=2000, blank=True, default="")
    asks = models.CharField(_("工作要求"), max_length=2000, blank=True, default="")
    figures = models.JSONField(default=dict)
    """As they were counted (`figures.read`)."""
    marks = models.JSONField(default=dict)
    """Unit → the keys of its assignments, which measures each is about, for which it counts: what a figure opens by."""
    counted_at = models.DateTimeField(_("取数时间"))
    drafted_at = models.DateTimeField(_("出草稿"))
    submitted_at = models.DateTimeField(_("送审时间"), null=True)
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("批准时间"), null=True)
    approved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("发布时间"), null=True)
    year = models.PositiveSmallIntegerField(_("年"), null=True)
    issue = models.PositiveIntegerField(_("期数"), null=True)

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = _("通报")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["span", "from_on"],
                name="circular_one_of_a_time",
                condition=~Q(status__in=GONE),
            ),
            models.UniqueConstraint(
                fields=["span", "year", "issue"], name="circular_numbered_once"
            ),
            models.CheckConstraint(
                name="circular_on_two_words",
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="circular_published_is_numbered",
                condition=~Q(status__in=OUT) | Q(issue__isnull=False, approved_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-until_on", "-id"], name="circular_latest")]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> spans.Days:
        """Return the days that it is about."""
        return spans.Days(self.from_on, self.until_on)

    @property
    def between(self) -> tuple[datetime, datetime]:
        """Return its first moment and the first after it, in the line's own zone."""
        return begins(self.from_on), begins(self.until_on + timedelta(days=1))

    @property
    def counted(self) -> Figures:
        """Return its figures."""
        return read(self.figures)

    @property
    def words(self) -> Drafted:
        """Return its words as they stand."""
        return Drafted(self.title, self.opening, self.findings, self.asks)

    @property
    def number(self) -> str:
        """Return its number in its year; before it is published it has none."""
        if self.issue is None:
            return gettext("未编期")
        return gettext("%(year)s 年第 %(n)s 期") % {"year": self.year, "n": self.issue}

    @property
    def is_out(self) -> bool:
        """Say whether units read it, or did."""
        return self.status in OUT
