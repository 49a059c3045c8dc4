"""The tables of courses and of the places in them; a certificate is a place that was passed, until its day."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.providers.models import Member, Provider

from .life import PlaceStatus


class CourseQuerySet(models.QuerySet["Course"]):
    """Questions about courses that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker those in which his provider has a place."""
        if person.role & STAFF:
            return self
        theirs = Provider.objects.seen_by(person)
        return self.filter(places__member__provider__in=theirs).distinct()


class Course(Living):
    """One training: what it is about, on which day, by whom."""

    KIND: ClassVar[str] = "course"

    title = models.CharField(_("题目"), max_length=80)
    held_on = models.DateField(_("哪天"))
    tutor = models.CharField(_("谁讲"), max_length=40)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("培训")
        indexes: ClassVar = [models.Index(fields=["-held_on"], name="training_by_day")]

    def __str__(self) -> str:
        return self.title


class PlaceQuerySet(models.QuerySet["Place"]):
    """Questions about places that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker those of his own provider's people."""
        if person.role & STAFF:
            return self
        return self.filter(member__provider__in=Provider.objects.seen_by(person))

    def certified_on(self, day: date) -> Self:
        """Keep the certificates that are good on a day, their last one included."""
        return self.filter(status=PlaceStatus.PASSED, until_on__gte=day)


class Place(Living):
    """One worker in one course."""

    KIND: ClassVar[str] = "place"

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="places", verbose_name=_("培训")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="places", verbose_name=_("师傅")
    )
    until_on = models.DateField(_("证书有效至"), null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("参训")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "member"], name="training_place_once"),
            models.CheckConstraint(
                condition=~models.Q(status=PlaceStatus.PASSED) | models.Q(until_on__isnull=False),
                name="training_certificate_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.course_id}"
