"""The table of wishes to be called: about which case, by when."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.cases.models import Case
from hotline.life.models import Living
from hotline.people.roles import STAFF

from .life import Status


class WishQuerySet(models.QuerySet["Wish"]):
    """Questions about wishes that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see them: it is they who call."""
        return self if person.role & STAFF else self.none()

    def open(self) -> Self:
        """Keep those that a citizen waits for."""
        return self.filter(status=Status.OPEN)


class Wish(Living):
    """A citizen's wish that a person call about one case."""

    KIND: ClassVar[str] = "wish"

    case = models.ForeignKey(Case, models.PROTECT, related_name="wishes", verbose_name=_("工单"))
    wished_at = models.DateTimeField(_("提出时间"))
    due_at = models.DateTimeField(_("时限"))

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("请回电")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], name="wish_one_open", condition=Q(status=Status.OPEN)
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="wish_open", condition=Q(status=Status.OPEN))
        ]

    def __str__(self) -> str:
        return f"{self.case} #{self.pk}"
