"""The tables of restraints, and of the calls that show why."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.life.models import Living
from hotline.people.roles import STAFF

from .life import OPEN


class RestraintQuerySet(models.QuerySet["Restraint"]):
    """Questions about restraints that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see them: each of them may be asked about it."""
        return self if person.role & STAFF else self.none()

    def open(self) -> Self:
        """Keep those that somebody must decide on, and those in force."""
        return self.filter(status__in=OPEN)


class Restraint(Living):
    """How far one caller may go on calling, why, who said so and until when."""

    KIND: ClassVar[str] = "restraint"

    caller = models.ForeignKey(
        Caller, models.PROTECT, related_name="restraints", verbose_name=_("来电人")
    )
    noted_at = models.DateTimeField(_("登记时间"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    until_at = models.DateTimeField(_("到期"), null=True)
    appealed_at = models.DateTimeField(_("申诉时间"), null=True)
    """Since when an appeal waits for an answer."""

    objects = RestraintQuerySet.as_manager()

    class Meta:
        verbose_name = _("来电限制")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["caller"],
                name="restraint_one_open",
                condition=models.Q(status__in=OPEN),
            )
        ]

    def __str__(self) -> str:
        return self.about


class Evidence(models.Model):
    """A call that shows why. What was said of it stands in the journal."""

    restraint = models.ForeignKey(Restraint, models.CASCADE, related_name="evidence")
    call = models.ForeignKey(Call, models.PROTECT, related_name="+", verbose_name=_("通话"))
    added_at = models.DateTimeField(_("登记时间"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("恶意来电")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["restraint", "call"], name="restraint_evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.restraint_id}.{self.call_id}"
