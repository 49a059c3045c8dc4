"""The tables of meetings: who is invited, what is on the agenda and why, what was said of it, what was resolved for whom until when."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.assignments.models import Assignment
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.life.models import Living
from hotline.people.roles import STAFF

from .life import OWED, PLANNED, Resolved, Sort, Status

PERSON = settings.AUTH_USER_MODEL


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about meetings that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a unit's people those that their units are invited to, from the call on."""
        if person.role & STAFF:
            return self
        invited = Invitation.objects.filter(unit__in=departments.units_of(person))
        return self.filter(pk__in=invited.values("meeting"))


class Meeting(Living):
    """A meeting of the line with units."""

    KIND: ClassVar[str] = "meeting"

    sort = models.TextField(_("会议类别"), choices=Sort)
    title = models.CharField(_("会议名称"), max_length=120)
    starts_at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=120)
    chair = models.ForeignKey(
        PERSON, models.PROTECT, related_name="+", db_index=False, verbose_name=_("主持人")
    )
    called_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    held_at = models.DateTimeField(_("召开时间"), null=True)
    minutes = models.CharField(_("会议纪要"), max_length=8000, blank=True, default="")
    approved_at = models.DateTimeField(_("定稿时间"), null=True)
    approved_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("会议")
        indexes: ClassVar = [models.Index(fields=["-starts_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_planned(self) -> bool:
        """Say whether its agenda may still grow."""
        return self.status in PLANNED

    def is_read_by(self, person: Any) -> bool:
        """Say whether somebody reads all of it: staff at any time, who is invited once its minutes are approved."""
        return bool(person.role & STAFF) or self.status == Status.MINUTED


class Invitation(models.Model):
    """A unit that is invited, and whether it came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    came = models.BooleanField(_("到会"), null=True)
    """Nobody knows before it was held."""

    class Meta:
        verbose_name = _("邀请单位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="meeting_invites_once")
        ]

    def __str__(self) -> str:
        return self.unit.short


class AgendaItem(models.Model):
    """What is talked about: an assignment that is stuck, with the reasons and figures of then, or something else."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    place = models.IntegerField(_("次序"))
    title = models.CharField(_("议题"), max_length=200)
    """Never in a citizen's words: everybody who is invited reads it."""
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, related_name="+", verbose_name=_("交办")
    )
    reasons = models.JSONField(_("卡在哪里"), default=list)
    figures = models.JSONField(default=dict)
    """How the assignment stood when it was put on."""
    why = models.CharField(_("为什么要上会"), max_length=2000, blank=True, default="")
    outcome = models.CharField(_("结论"), max_length=2000, blank=True, default="")

    class Meta:
        verbose_name = _("议题")
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "assignment"], name="meeting_item_once")
        ]

    def __str__(self) -> str:
        return self.title


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    """Questions about resolutions that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a unit's people those it leads or helps with, once they are given."""
        if person.role & STAFF:
            return self
        mine = departments.units_of(person)
        helped = Resolution.co_units.through.objects.filter(unit__in=mine).values("resolution")
        given = self.exclude(given_at=None)
        return given.filter(Q(unit__in=mine) | Q(pk__in=helped))

    def owed(self) -> Self:
        """Keep those that nobody has closed."""
        return self.filter(status__in=OWED)


class Resolution(Living):
    """What a meeting resolved that a unit does, until when."""

    KIND: ClassVar[str] = "resolution"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="resolutions")
    text = models.CharField(_("要办什么"), max_length=2000)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="resolutions", verbose_name=_("牵头单位")
    )
    co_units: models.ManyToManyField[Unit, Any] = models.ManyToManyField(
        Unit, related_name="shared_resolutions", verbose_name=_("配合单位")
    )
    days = models.PositiveSmallIntegerField(_("几个工作日"))
    """Working days of its unit, from the day on which the minutes were approved, it was sent back or extended."""
    given_at = models.DateTimeField(_("交办时间"), null=True)
    counted_from_at = models.DateTimeField(_("从何时起算"), null=True)
    due_at = models.DateTimeField(_("时限"), null=True)
    reported_at = models.DateTimeField(_("报告时间"), null=True)
    account = models.CharField(_("怎么落实的"), max_length=2000, blank=True, default="")
    closed_at = models.DateTimeField(_("核销时间"), null=True)
    times_sent_back = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    late = models.BooleanField(_("逾期"), default=False)
    """Once late stays late."""

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("议定事项")
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "due_at", "id"],
                name="resolution_owed",
                condition=Q(status__in=OWED),
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def is_overdue(self) -> bool:
        """Say whether its unit owes it now and is late."""
        return (
            self.status == Resolved.OPEN and self.due_at is not None and clock.now() > self.due_at
        )
