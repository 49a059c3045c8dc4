"""The tables of visits and of the tasks that follow. What was said and seen stands in the journal, where it can be erased."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .life import Status, TaskStatus


class VisitQuerySet(models.QuerySet["Visit"]):
    """Questions about visits that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see them: what somebody saw at a provider's is the line's own note."""
        return self if person.role & STAFF else self.none()


class Visit(Living):
    """Somebody of the line goes to see a provider, on a day."""

    KIND: ClassVar[str] = "visit"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="visits")
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁去")
    )
    plan_on = models.DateField(_("哪天去"))
    visited_on = models.DateField(_("哪天去的"), null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("走访")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider"],
                name="visits_one_planned",
                condition=models.Q(status=Status.PLANNED),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["provider", "-visited_on"], name="visits_of_provider")
        ]

    def __str__(self) -> str:
        return self.about


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about tasks that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see them."""
        return self if person.role & STAFF else self.none()

    def open(self) -> Self:
        """Keep those that somebody still has to do."""
        return self.filter(status=TaskStatus.OPEN)


class Task(Living):
    """What somebody has to do after a visit, until a day."""

    KIND: ClassVar[str] = "task"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="tasks", verbose_name=_("走访"))
    what = models.CharField(_("做什么"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁办")
    )
    due_on = models.DateField(_("最迟哪天"))

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("走访后的任务")
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                name="visits_task_due",
                condition=models.Q(status=TaskStatus.OPEN),
            )
        ]

    def __str__(self) -> str:
        return self.what
