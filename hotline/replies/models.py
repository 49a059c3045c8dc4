"""The table of reply templates."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.life.models import Living
from hotline.people.roles import STAFF

from .life import Status


class TemplateQuerySet(models.QuerySet["Template"]):
    """Questions about templates that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; who speaks for a unit its own and those of the units below it."""
        if person.role & STAFF:
            return self
        return self.filter(unit__in=departments.units_of(person))

    def kept(self) -> Self:
        """Keep those that a reply may begin from."""
        return self.filter(status=Status.KEPT)


class Template(Living):
    """The words of a reply without what differs from case to case."""

    KIND: ClassVar[str] = "template"

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="templates", verbose_name=_("承办单位")
    )
    title = models.CharField(_("叫什么"), max_length=40)
    account = models.CharField(_("办理情况"), max_length=2000, blank=True, default="")
    answer = models.CharField(_("公开答复"), max_length=2000)
    kept_at = models.DateTimeField(_("添加时间"))
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("答复模板")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                name="template_titled_once",
                condition=models.Q(status=Status.KEPT),
            )
        ]

    def __str__(self) -> str:
        return self.title
