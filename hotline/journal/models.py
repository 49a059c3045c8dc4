"""The journal's tables: entries, the words said beside them, the seals over them, and what somebody still has to do about them.

An entry never changes. It holds no personal data: free text lives in `Words`, which can be erased while the entry
keeps its salted hash, and people are pointed to by key.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

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

    @property
    def of(self) -> tuple[str, ...]:
        """Name whose it is: who listens to these hears its news too, be it new to him."""
        return ()


class Entry(models.Model):
    """One act, as it was done.

    `cluster` and `xid` say in which transaction of which server: the database writes them, and seals go by them.
    """

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
    cluster = models.BigIntegerField(
        db_default=models.Func(function="journal_cluster"), editable=False
    )
    xid = models.BigIntegerField(db_default=models.Func(function="journal_xid"), editable=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "subject", "id"], name="journal_entry_subject"),
            models.Index(fields=["by", "id"], name="journal_entry_by"),
            models.Index(fields=["act", "id"], name="journal_entry_act"),
            BrinIndex(fields=["at"], name="journal_entry_at"),
            BrinIndex(fields=["xid"], name="journal_entry_xid", autosummarize=True),
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


class SealQuerySet(models.QuerySet["Seal"]):
    """Questions about seals that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Keep all for whoever reads the journal, nothing for others."""
        return self if person.may("read_journal") else self.none()


class Seal(Recorded):
    """All entries of a stretch of transactions, each by its hash, and the hash of the seal before; its key is its number."""

    KIND: ClassVar[str] = "seal"

    at = models.DateTimeField()
    cluster = models.BigIntegerField()
    from_xid = models.BigIntegerField()
    until_xid = models.BigIntegerField()
    """The first transaction that is not in it any more: all before it had ended."""
    entries = models.PositiveIntegerField()
    first_id = models.BigIntegerField(null=True)
    last_id = models.BigIntegerField()
    """The highest entry in this seal or any before it."""
    members = models.BinaryField()
    before = models.BinaryField()
    hash = models.BinaryField()

    objects = SealQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def printed(self) -> str:
        """Write the hash as one copies it onto paper: eight groups of eight."""
        text = bytes(self.hash).hex()
        return " ".join(text[n : n + 8] for n in range(0, len(text), 8))


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
