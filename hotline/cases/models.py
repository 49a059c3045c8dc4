"""The tables of cases: what was asked, where, how urgently, who has it, how it ended. Who asked stands in `callers`."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.areas.models import Area
from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.catalogue.models import Service
from hotline.departments import queries as departments
from hotline.life.models import Living
from hotline.people.roles import STAFF, Role

from . import numbers
from .life import ALIVE, Emergency, NotOurs, Result, Status


class Kind(models.TextChoices):
    """What sort of asking it is."""

    QUESTION = "question", _("咨询")
    HELP = "help", _("求助")
    SERVICE = "service", _("服务")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")
    THANKS = "thanks", _("表扬")


class Source(models.TextChoices):
    """How it reached the line."""

    PHONE = "phone", _("电话")
    WEB = "web", _("网上")
    MAIL = "mail", _("来信")
    WALK_IN = "walk_in", _("来访")


class Urgency(models.IntegerChoices):
    """How soon somebody is needed."""

    ORDINARY = 1, _("一般")
    SOON = 2, _("较急")
    URGENT = 3, _("紧急")

    @classmethod
    def of(cls, service: Service | None) -> Urgency:
        """Return how soon somebody is needed for a service, unless its caller says otherwise."""
        return cls.URGENT if service is not None and service.urgent else cls.ORDINARY


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a provider's worker, a unit's people see those that it has or had, as a part too."""
        if person.role & STAFF:
            return self
        there = "dispatches__provider__members__"  # one who was let go sees none any more
        mine = Q(**{f"{there}person": person, f"{there}ended_at": None})
        if person.role & Role.DEPARTMENT:
            mine |= Q(assignments__unit__in=departments.units_of(person))
        return self.filter(mine).distinct()

    def address_shown(self) -> Self:
        """Keep those of which whoever does the work may know where and who."""
        return self.exclude(secret=True, consented_at__isnull=True)

    def alive(self) -> Self:
        """Keep those that somebody still has to do something about."""
        return self.filter(status__in=ALIVE)

    def numbered(self, text: str) -> Self:
        """Keep the one that a number means, as people write it: "20120926-00031" or "31"."""
        serial = numbers.read(text)
        return self.none() if serial is None else self.filter(serial=serial)

    def troubles(self) -> Self:
        """Keep the troubles of many that go on, the latest first."""
        return self.filter(declared_at__isnull=False, status__in=ALIVE).order_by("-declared_at")

    def unmet(self) -> Self:
        """Keep what was asked for and is not offered: the list from which the catalogue grows, newest first."""
        return self.filter(outside_catalogue=True).order_by("-taken_at")


class Case(Living):
    """What one citizen asks, and how it ends."""

    KIND: ClassVar[str] = "case"

    serial = models.BigIntegerField(unique=True, editable=False)
    query_code = models.CharField(_("查询码"), max_length=10, editable=False)
    taken_at = models.DateTimeField(_("受理时间"))
    entered_at = models.DateTimeField(_("补录时间"), null=True)
    """When it was entered that had been written on paper: then `taken_at` is the true time."""
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,  # the partial index below serves the only question asked
        verbose_name=_("受理员"),
    )
    source = models.TextField(_("来源"), choices=Source, default=Source.PHONE)
    kind = models.TextField(_("类别"), choices=Kind, default=Kind.SERVICE)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("小项")
    )
    outside_catalogue = models.BooleanField(_("目录外"), default=False)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区域")
    )
    address = models.CharField(_("地址"), max_length=300, blank=True, default="")
    said = models.TextField(_("说了什么"))
    asked = models.CharField(_("要求"), max_length=500, blank=True, default="")
    urgency = models.PositiveSmallIntegerField(_("紧急"), choices=Urgency, default=Urgency.ORDINARY)
    secret = models.BooleanField(_("保密"), default=False)
    consented_at = models.DateTimeField(_("同意提供地址"), null=True)
    """Since when whoever does the work may know the address of a secret case."""
    caller = models.ForeignKey(
        Caller,
        models.PROTECT,
        db_index=False,  # `case_by_caller` begins with it
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("来电人"),
    )
    calls = models.ManyToManyField(Call, related_name="cases", verbose_name=_("通话"))
    handler = models.CharField(_("谁在办"), max_length=120, blank=True, default="")
    ran_out_at = models.DateTimeField(_("无人可派"), null=True)
    """When everybody had been asked and nobody came, until whoever took the case in says that he knows."""
    due_at = models.DateTimeField(_("时限"), null=True)
    due_from_at = models.DateTimeField(null=True)
    result = models.TextField(_("结果"), choices=Result, blank=True, default="")
    ground = models.TextField(_("不受理依据"), choices=NotOurs, blank=True, default="")
    passed_to = models.TextField(_("转给"), choices=Emergency, blank=True, default="")
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined", verbose_name=_("并入")
    )
    wants_call_back = models.BooleanField(_("要回电"), default=True)
    """Of a joined case: its caller wants to be called when the main one is answered."""
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="splits", verbose_name=_("拆自")
    )
    notice = models.CharField(_("口径"), max_length=500, blank=True, default="")
    """Of a trouble of many: what every operator reads out."""
    declared_at = models.DateTimeField(_("宣布时间"), null=True)
    times_urged = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    urged_at = models.DateTimeField(_("上次催办"), null=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    times_reopened = models.PositiveSmallIntegerField(_("重办次数"), default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("工单")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | ~Q(result=""), name="case_closed_has_result"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.JOINED) | Q(joined_to__isnull=False),
                name="case_joined_to_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"], name="case_alive_by_clock", condition=Q(status__in=ALIVE)
            ),
            models.Index(
                fields=["status", "due_at", "id"],
                name="case_alive_by_status",
                condition=Q(status__in=ALIVE),
            ),
            models.Index(
                fields=["taken_by", "due_at"],
                name="case_alive_by_taker",
                condition=Q(status__in=ALIVE),
            ),
            models.Index(fields=["caller", "-taken_at"], name="case_by_caller"),
            models.Index(fields=["query_code"], name="case_by_code"),
            models.Index(
                fields=["-declared_at"],
                name="case_troubles",
                condition=Q(declared_at__isnull=False, status__in=ALIVE),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="case_alive_urged",
                condition=Q(status__in=ALIVE, times_urged__gt=0),
            ),
            models.Index(
                fields=["-closed_at"], name="case_by_closing", condition=Q(closed_at__isnull=False)
            ),
            models.Index(
                fields=["-taken_at"],
                name="case_outside_catalogue",
                condition=Q(outside_catalogue=True),
            ),
            models.Index(
                fields=["taken_by"], name="case_ran_out", condition=Q(ran_out_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return the number that the caller is told: the day and a rising count, "20120926-00031"."""
        return f"{self.day}-{self.serial:05d}"

    @property
    def day(self) -> str:
        """Return the day it was taken in, in the line's own time."""
        return timezone.localtime(self.taken_at).strftime("%Y%m%d")

    @property
    def address_hidden(self) -> bool:
        """Say whether whoever does the work must not know where and who: a secret case without consent."""
        return self.secret and self.consented_at is None

    @property
    def visiting_address(self) -> str:
        """Return the address as whoever does the work may know it: nothing of a secret one without consent."""
        return "" if self.address_hidden else self.address

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return f"/cases/{self.pk}/"


class Draft(models.Model):
    """What somebody is typing and has not yet done; sealed, because callers' words are in it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.TextField()
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="cases_draft_once")
        ]
