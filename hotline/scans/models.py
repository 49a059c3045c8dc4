"""The table of scans: which paper each shows, and under which name it lies in the store."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded
from hotline.providers.life import VETS
from hotline.providers.models import Credential


class ScanQuerySet(models.QuerySet["Scan"]):
    """Questions about scans that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Keep all for whoever reads papers, nothing for anybody else: one shows an identity card."""
        return self if person.role & VETS else self.none()

    def kept(self) -> Self:
        """Keep those that were not thrown away."""
        return self.exclude(file="")


class Scan(Recorded):
    """The picture of a paper, as it was looked at when the paper was written down."""

    KIND: ClassVar[str] = "scan"

    paper = models.OneToOneField(Credential, models.PROTECT, related_name="scan")
    kept_at = models.DateTimeField(_("收进时间"))
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file = models.CharField(max_length=32, blank=True, default="", editable=False)
    """Its name in the store, made at random; empty when the picture was thrown away."""

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("材料照片")
        constraints: ClassVar = [
            models.UniqueConstraint("file", name="scan_file_once", condition=~models.Q(file=""))
        ]

    def __str__(self) -> str:
        return str(self.paper)
