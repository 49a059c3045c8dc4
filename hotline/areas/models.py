"""The table of areas, and which of them are served on a day.

Finding one in what a caller said: `matching.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded


class Kind(models.TextChoices):
    """How large an area is: each lies in one of the kind before."""

    CITY = "city", _("市")
    TOWN = "town", _("街道/镇")
    COMMUNITY = "community", _("社区/村")


INSIDE: dict[Kind, Kind | None] = {
    Kind.CITY: None,
    Kind.TOWN: Kind.CITY,
    Kind.COMMUNITY: Kind.TOWN,
}
"""What each kind lies in."""


class AreaQuerySet(models.QuerySet["Area"]):
    """Questions about areas."""

    def seen_by(self, _person: Any) -> Self:
        """Areas are no secret."""
        return self

    def valid_on(self, day: date) -> Self:
        """Keep those that exist on *day*."""
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=day),
            models.Q(valid_until=None) | models.Q(valid_until__gt=day),
        )

    def served_on(self, day: date) -> Self:
        """Keep those that the line serves on *day*, by their own date or that of where they lie."""
        since = Coalesce("served_from", "parent__served_from", "parent__parent__served_from")
        return self.valid_on(day).alias(since=since).filter(since__lte=day)


class Area(Recorded):
    """A place; `served_from` is empty where it is served as what it lies in."""

    KIND: ClassVar[str] = "area"

    code = models.CharField(_("编码"), max_length=20)
    kind = models.CharField(_("层级"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=40)
    short = models.CharField(_("俗称"), max_length=40)
    initials = models.CharField(_("拼音首字母"), max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", verbose_name=_("所属")
    )
    served_from = models.DateField(_("开通日期"), null=True)
    valid_from = models.DateField(_("设立日期"), null=True)
    valid_until = models.DateField(_("撤销日期"), null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("区域")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint("code", name="areas_area_code_once"),
            models.CheckConstraint(
                name="areas_area_lies_in_one",
                condition=models.Q(kind=Kind.CITY, parent=None)
                | (~models.Q(kind=Kind.CITY) & models.Q(parent__isnull=False)),
            ),
            models.CheckConstraint(
                name="areas_area_ends_after_it_begins",
                condition=models.Q(valid_until=None)
                | models.Q(valid_from=None)
                | models.Q(valid_until__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
