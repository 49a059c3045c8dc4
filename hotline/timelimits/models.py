"""The tables of time limits: dated rules, seasons, the official calendar, office hours, storms.

No row is changed once it holds: a change ends the old one on the day before and begins a new one. A unit is a key: who it
is, is known above. A row that nobody set was laid down with the house, after the national rules.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded
from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.worktime import Counting, Length

from .life import Status
from .limits import Clock, Dated, Scope, within


class OpenQuerySet(models.QuerySet[Any]):
    """Questions about rows that are no secret, and of which some were withdrawn before their time."""

    def seen_by(self, _person: Any) -> Self:
        """Whoever must keep to a limit may know it, and how it came about."""
        return self

    def standing(self) -> Self:
        """Keep what holds, held or will hold: not what was withdrawn before its time."""
        return self.filter(withdrawn_at=None)


class StormQuerySet(models.QuerySet["Storm"]):
    """Questions about storms that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people know of every one; others are told of a storm by its limits."""
        return self if person.role & STAFF else self.none()


class SetDown(Recorded):
    """Something that was set by somebody, when and why; nobody: laid down with the house."""

    set_at = models.DateTimeField(_("设定时间"), null=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("谁定的"),
    )
    why = models.TextField(_("为什么"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        abstract = True


class Season(Recorded):
    """A part of every year, from a day to a day, over New Year too: "12-01" to "02-28". Its days never change."""

    KIND: ClassVar[str] = "season"

    name = models.CharField(_("名称"), max_length=20)
    starts = models.CharField(_("从"), max_length=5)
    ends = models.CharField(_("到"), max_length=5)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("设定时间"))

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("季节")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="timelimits_season_name")
        ]

    def __str__(self) -> str:
        return self.name

    def covers(self, on: Any) -> bool:
        """Say whether a day lies in it."""
        return within(self.starts, self.ends, on)


class TimeLimit(SetDown):
    """How long something may take, for what it speaks of, from a day until a day."""

    KIND: ClassVar[str] = "time_limit"

    clock = models.CharField(_("计时"), max_length=20, choices=Clock)
    kind = models.CharField(_("类别"), max_length=20, blank=True, default="")
    urgency = models.PositiveSmallIntegerField(_("紧急"), null=True)
    unit = models.BigIntegerField(_("单位"), null=True)
    season = models.ForeignKey(
        Season, models.PROTECT, null=True, related_name="+", verbose_name=_("季节")
    )
    storm = models.BooleanField(_("风暴模式"), default=False)
    length = models.CharField(_("时限"), max_length=30)
    counting = models.CharField(max_length=10, default=Counting.NEXT_DAY.value)
    from_on = models.DateField(_("从哪天起"))
    until_on = models.DateField(_("到哪天止"), null=True)
    """Its last day; the rule that followed began the day after."""

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理时限")
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("clock"), F("kind"), F("urgency"), F("unit"), F("season"), F("storm"),
                condition=Q(withdrawn_at=None, until_on=None),
                name="timelimits_one_open",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="timelimits_ends_after",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.clock} {self.length}"

    @property
    def scope(self) -> Scope:
        """Return for what it holds."""
        return Scope(self.clock, self.unit, self.kind, self.urgency, self.season_id, self.storm)

    @property
    def dated(self) -> Dated:
        """Return it as pure code reads it."""
        return Dated(
            self.pk, self.scope, Length.parse(self.length), Counting(self.counting),
            self.from_on, self.until_on,
        )  # fmt: skip


class Sort(models.TextChoices):
    """What becomes of a day."""

    FREE = "free", _("放假")
    WORKED = "worked", _("上班")


class Holiday(SetDown):
    """One day of the official calendar, or one that the city itself declared free or worked."""

    KIND: ClassVar[str] = "holiday"

    on = models.DateField(_("日期"))
    sort = models.CharField(_("放假或上班"), max_length=6, choices=Sort)
    name = models.CharField(_("节日"), max_length=40)
    official = models.BooleanField(_("国家安排"), default=True)
    source = models.CharField(_("依据"), max_length=100)

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("放假安排")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["on", "official"], condition=Q(withdrawn_at=None),
                name="timelimits_holiday_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class OfficeHours(SetDown):
    """When an office is open, from a day on; without a unit, every office that has not said otherwise."""

    KIND: ClassVar[str] = "office_hours"

    unit = models.BigIntegerField(_("单位"), null=True)
    weekdays = models.CharField(_("周一至周五"), max_length=60)
    saturday = models.CharField(_("周六"), max_length=60, blank=True, default="")
    sunday = models.CharField(_("周日"), max_length=60, blank=True, default="")
    moved = models.CharField(_("调休上班日"), max_length=60)
    from_on = models.DateField(_("从哪天起"))

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("办公时间")
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("unit"), F("from_on"), condition=Q(withdrawn_at=None),
                name="timelimits_hours_once", nulls_distinct=False,
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.weekdays


class Storm(Living):
    """A time in which the storm's rules hold for what starts."""

    KIND: ClassVar[str] = "storm"

    name = models.CharField(_("名称"), max_length=40)
    why = models.TextField(_("为什么"))
    began_at = models.DateTimeField(_("开启时间"))
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("关闭时间"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = StormQuerySet.as_manager()

    class Meta:
        verbose_name = _("风暴模式")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status=Status.ON.value), name="timelimits_one_storm"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["-began_at"], name="timelimits_storms")]

    def __str__(self) -> str:
        return self.name
