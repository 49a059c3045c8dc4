"""The table of call-backs."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.cases.models import Case
from hotline.life.models import Living
from hotline.people.roles import STAFF

from .life import Liking, Status, YesNo


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Questions about call-backs that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see them: what a citizen said is not for those it is about."""
        return self if person.role & STAFF else self.none()


class FollowUp(Living):
    """One asking of one citizen about one case; tried until reached."""

    KIND: ClassVar[str] = "followup"

    case = models.ForeignKey(Case, models.PROTECT, related_name="followups")
    due_at = models.DateTimeField(_("时限"))
    tries = models.PositiveSmallIntegerField(_("次数"), default=0)
    tried_hours = models.JSONField(default=list)
    asked_at = models.DateTimeField(_("回访时间"), null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered = models.TextField(choices=YesNo, blank=True, default="")
    solved = models.TextField(choices=YesNo, blank=True, default="")
    attitude = models.TextField(choices=Liking, blank=True, default="")
    outcome = models.TextField(choices=Liking, blank=True, default="")
    speed = models.TextField(choices=Liking, blank=True, default="")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("回访")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], name="followup_one_due", condition=Q(status=Status.DUE)
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"], name="followup_due", condition=Q(status=Status.DUE)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} #{self.pk}"

    @property
    def content(self) -> bool:
        """Say whether the citizen got what was owed: solved, and nothing called bad."""
        likings = (self.attitude, self.outcome, self.speed)
        return self.solved == YesNo.YES and Liking.NOT not in likings
