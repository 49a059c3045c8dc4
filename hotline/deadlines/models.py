"""The table of clocks that run."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hotline.journal.models import Claimable


class Deadline(Claimable):
    """Something must have happened to a thing by `due_at`; else the act named by `name` is done.

    A running one has neither `closed_at` nor `paused_at`. `met` says how a closed one ended: in time by an act,
    or by the clock.
    """

    kind = models.TextField()
    subject = models.BigIntegerField()
    name = models.TextField()
    start_at = models.DateTimeField()
    request = models.TextField(default="", db_default="")
    """The id of the click that let it run."""
    paused_at = models.DateTimeField(null=True)
    met = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject", "name"],
                name="deadline_one_running",
                condition=models.Q(closed_at=None),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], name="deadline_open", condition=models.Q(closed_at=None)
            )
        ]
