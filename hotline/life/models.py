"""What a thing with a life has in its row, the keys by which an act is done once, and how a row was before a step."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from hotline.journal.models import Entry, Recorded

from .registry import LIVES


class Living(Recorded):
    """A thing that goes through the steps of a `Life`: only they change its status."""

    status = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def get_status_display(self) -> str:
        """Return where it stands, in words."""
        return str(LIVES[self.KIND].status(self.status).label)


class Once(models.Model):
    """An act already done under a key that its asker chose: a repeat changes nothing and gets the same answer."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="life_once_key")
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="life_once_at")]


class Before(models.Model):
    """How a thing stood before its last step, as long as the step may be taken back."""

    kind = models.TextField()
    subject = models.BigIntegerField()
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    columns = models.JSONField()
    """The columns that the step changed, as text."""
    clocks = models.JSONField()
    """Which of its clocks ran."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "subject"], name="life_before_one")
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="life_before_at")]
