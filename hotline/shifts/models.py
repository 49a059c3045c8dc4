"""The tables of shifts: the roster, what is said today, and the sheets of the handovers."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded
from hotline.life.models import Living
from hotline.people.roles import STAFF

from . import life as life  # its steps are known as soon as its table is
from .turns import Shift, Turn


class DutyQuerySet(models.QuerySet["Duty"]):
    """Questions about the roster that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see who works when."""
        return self if person.role & STAFF else self.none()

    def standing(self) -> Self:
        """Keep those that nobody was released from."""
        return self.filter(released_at=None)


class Duty(Recorded):
    """That somebody works a shift of a day, and since when he is there."""

    KIND: ClassVar[str] = "duty"

    works_on = models.DateField(_("日期"))
    shift = models.TextField(_("班次"), choices=Shift.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties", verbose_name=_("人员")
    )
    signed_on_at = models.DateTimeField(_("到岗"), null=True)
    released_at = models.DateTimeField(_("撤班"), null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("排班")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["works_on", "shift", "person"],
                name="shifts_duty_once",
                condition=Q(released_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.works_on} {Shift(self.shift).label} {self.person}"

    @property
    def turn(self) -> Turn:
        """Return the shift that is worked."""
        return Turn(self.works_on, Shift(self.shift))


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people read what is said today."""
        return self if person.role & STAFF else self.none()


class Notice(Recorded):
    """What every operator says about something, from when until when."""

    KIND: ClassVar[str] = "notice"

    said = models.CharField(_("口径"), max_length=500)
    valid_from = models.DateTimeField(_("从何时起"))
    valid_until = models.DateTimeField(_("到何时止"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁写的")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("口径")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="shifts_notice_ends_later"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["valid_until"], name="shifts_notice_until")]

    def __str__(self) -> str:
        return self.said


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Questions about handovers that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people read what was left to whom."""
        return self if person.role & STAFF else self.none()


class Handover(Living):
    """What one shift leaves the next: the sheet as it was when it was drawn up, and who signed it."""

    KIND: ClassVar[str] = "handover"

    works_on = models.DateField(_("日期"))
    shift = models.TextField(_("班次"), choices=Shift.choices)
    """The shift that goes."""
    drawn_at = models.DateTimeField(_("填写时间"))
    sheet = models.JSONField(_("交接单"), editable=False)
    """What was open at that moment; see `sheet.py`."""
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("交班人"),
    )  # fmt: skip
    handed_at = models.DateTimeField(_("交班时间"), null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("接班人"),
    )  # fmt: skip
    taken_at = models.DateTimeField(_("接班时间"), null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("交接班")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["works_on", "shift"], name="shifts_handover_once"),
            models.CheckConstraint(
                condition=Q(taken_by=None) | ~Q(taken_by=F("handed_by")),
                name="shifts_handover_signed_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.works_on} {Shift(self.shift).label}"

    @property
    def turn(self) -> Turn:
        """Return the shift that goes."""
        return Turn(self.works_on, Shift(self.shift))
