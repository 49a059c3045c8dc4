"""The journal's tables: entries, the words said beside them, and what somebody still has to do about them.

An entry never changes. It holds no personal data: free text lives in `Words`, which can be erased while the entry
keeps its salted hash, and people are pointed to by key.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Recorded(models.Model):
    """Something the journal speaks about: its row carries the hash of its last entry."""

    KIND: ClassVar[str] = ""
    """The word for it in the journal, the addresses and the news: "case", "dispatch"."""

    head = models.BinaryField(default=b"", editable=False)

    class Meta:
        abstract = True

    @property
    def about(self) -> str:
        """Name this row as the journal and the news do: "case:42"."""
        return f"{self.KIND}:{self.pk}"


class Entry(models.Model):
    """One act, as it was done."""

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    act = models.TextField()
    kind = models.TextField()
    subject = models.BigIntegerField()
    said = models.JSONField(default=dict)
    was = models.TextField(default="")
    now = models.TextField(default="")
    request = models.TextField(default="")
    before = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "subject", "id"], name="journal_entry_subject"),
            BrinIndex(fields=["at"], name="journal_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject} {self.act}"


class Words(models.Model):
    """What somebody said in his own words beside an entry; erasable, salted, so that the entry stays whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.TextField()
    subject = models.BigIntegerField()
    salt = models.BinaryField()
    text = models.TextField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "subject"], name="journal_words_subject")]


class Claimable(models.Model):
    """A row that must be acted on once, when its time has come, by whichever worker takes it first."""

    due_at = models.DateTimeField()
    next_at = models.DateTimeField()
    """When a worker may take it (again): `due_at` at first, then the end of the taker's lease."""
    closed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(default="")

    class Meta:
        abstract = True


class Reaction(Claimable):
    """Something that follows from an entry and is still to be done; at most once for each entry."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="reactions")
    name = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "name"], name="journal_reaction_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], name="journal_reaction_open", condition=models.Q(closed_at=None)
            )
        ]
