"""The table of papers: what was added to which case by whom, and under which names its files lie in the store."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from hotline.cases.models import Case
from hotline.departments import queries as departments
from hotline.life.models import Living
from hotline.people.roles import STAFF, Role

from .life import Status


class Kind(models.TextChoices):
    """What sort of paper it is."""

    PHOTO = "photo", _("照片")
    LETTER = "letter", _("文件")


class Taken(models.TextChoices):
    """What a worker's photo shows: the place as he found it, or as he left it."""

    BEFORE = "before", _("修前")
    AFTER = "after", _("修后")


class PaperQuerySet(models.QuerySet["Paper"]):
    """Questions about papers that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Whoever sees the case sees its papers, but of a secret one not before its caller consents: a photo shows where.

        What was withdrawn the line's own people see alone. A unit sees what was there as long as it had the case, a helper
        no paper that shows what another did.
        """
        if person.role & STAFF:
            return self
        if person.role & Role.DEPARTMENT:
            return self.kept().filter(_read_by(departments.units_of(person)))
        return self.kept().filter(case__in=Case.objects.seen_by(person).address_shown())

    def kept(self) -> Self:
        """Keep those that are part of their case."""
        return self.filter(status=Status.KEPT)

    def by_the_citizen(self) -> Self:
        """Keep those that the citizen has added."""
        return self.filter(added_by__roles__contains=[str(Role.CITIZEN.name).lower()])


def _read_by(units: set[int]) -> Q:
    """Return the condition that one of these units reads a paper; of a secret case nothing once it is through with it."""
    there = Case.objects.filter(pk=OuterRef("case"))
    has = Q(assignments__ended_at=None) & (Q(secret=False) | Q(consented_at__isnull=False))
    had = Q(assignments__ended_at__gte=OuterRef("added_at"), secret=False)
    lead = there.filter(has | had, assignments__unit__in=units, assignments__part="lead")
    part = there.filter(has | had, assignments__unit__in=units)
    shows = there.filter(assignments__proofs__paper=OuterRef("pk"))
    own = there.filter(assignments__proofs__paper=OuterRef("pk"), assignments__unit__in=units)
    return Q(Exists(lead)) | Q(Exists(part)) & (Q(~Exists(shows)) | Q(Exists(own)))


class Paper(Living):
    """A photo or a letter that belongs to a case."""

    KIND: ClassVar[str] = "paper"

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers", verbose_name=_("工单"))
    kind = models.TextField(_("类别"), choices=Kind)
    title = models.CharField(_("标题"), max_length=80, blank=True, default="")
    taken = models.TextField(_("修前修后"), choices=Taken, blank=True, default="")
    format = models.TextField(editable=False)
    """What it is, as found in it: "image/jpeg", "image/png", "application/pdf"."""
    pages = models.PositiveSmallIntegerField(_("页数"), default=1)
    size_bytes = models.PositiveIntegerField(_("大小"))
    added_at = models.DateTimeField(_("添加时间"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("添加人")
    )
    whole = models.CharField(max_length=32, blank=True, default="", editable=False)
    preview = models.CharField(max_length=32, blank=True, default="", editable=False)
    """Names in the store, made at random; empty when the files were erased."""

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        constraints: ClassVar = [
            models.UniqueConstraint("whole", name="paper_file_once", condition=~models.Q(whole=""))
        ]

    def __str__(self) -> str:
        """Name it as pages do: by its title, else by its kind."""
        return self.title or f"{self.get_taken_display()}{Kind(self.kind).label}"

    @property
    def is_kept(self) -> bool:
        """Say whether it is part of its case."""
        return self.status == Status.KEPT

    @property
    def ending(self) -> str:
        """Return the ending of a file that holds it."""
        return {"image/jpeg": "jpg", "image/png": "png"}.get(self.format, "pdf")
