"""Verifying the journal: reads everything once and says in sentences what does not hold, the first row first.

Checked are: each seal and its place among the others; each sealed entry against its seal; each entry against the one
before it of the same subject, the last against the subject's row; the words said beside entries. What was sealed is
believed, what lies in the tables is not: so one altered row is one sentence, however many hashes hang on it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from django.apps import apps
from django.db import connection, transaction
from django.utils.translation import gettext as _

from . import chain, seals, sealed, spoken
from .models import Recorded

Told: TypeAlias = Callable[[int], None]
"""Is told how many entries have been read."""
Row: TypeAlias = tuple[Any, ...]

BULK = 5000
READ = f"SELECT id, xid, cluster, {seals.CONTENT} FROM journal_entry ORDER BY id"  # noqa: S608


def run(told: Told | None = None) -> list[str]:
    """Return one sentence for each fault found; an empty list when everything holds."""
    return list(faults(told))


def faults(told: Told | None = None) -> Iterator[str]:
    """Yield one sentence for each fault, as it is found; all is read as of one moment."""
    with _at_one_moment():
        known = sealed.Sealed()
        yield from known.broken()
        reading = _Reading(known)
        for bulk in _bulks():
            for row in bulk:
                yield from reading.row(row)
            yield from spoken.faults(bulk)
            if told:
                told(len(bulk))
        yield from known.gone()
        yield from reading.ends()
        yield from known.added()


def heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield kind, key and head of every row that the journal speaks about."""
    for model in apps.get_models():
        if issubclass(model, Recorded):
            for pk, head in model._base_manager.values_list("pk", "head").iterator():
                yield model.KIND, pk, bytes(head)


class _Reading:
    """Follows every chain at once, as the entries come by number."""

    def __init__(self, known: sealed.Sealed) -> None:
        self.known = known
        self.heads: dict[tuple[str, int], bytes] = {}

    def row(self, row: Row) -> Iterator[str]:
        """Check one entry."""
        pk, xid, cluster, act, kind, subject, before = *row[:3], row[5], row[6], row[7], row[12]
        digest = seals.read(row[3:])
        yield from self.known.gone(before=pk)
        stands = self.known.stands(pk, xid, cluster, digest)
        if stands is sealed.Stand.ADDED:
            yield _("%(entry)s 是后加的。") % {"entry": named(pk, act, kind, subject)}
            return
        if stands is sealed.Stand.ALTERED:
            yield _("%(entry)s 被改动。") % {"entry": named(pk, act, kind, subject)}
            return
        key = (kind, subject)
        if before != self.heads.get(key, b"") and before not in self.known.explained:
            yield _("%(entry)s 之前的一条被改动、增加或删除。") % {
                "entry": named(pk, act, kind, subject)
            }
        self.heads[key] = digest
        if kind == "seal":
            yield from self.known.told(subject, json.loads(row[8]).get("hash", ""))

    def ends(self) -> Iterator[str]:
        """Compare the last entry of every chain with the row it speaks about."""
        explained = self.known.explained
        for kind, subject, head in heads():
            last = self.heads.pop((kind, subject), b"")
            if head == last or head in explained:
                continue
            yield (
                _("%(about)s 的最后一条日志被改动、增加或删除。")
                if last
                else _("%(about)s 的日志不见了。")
            ) % {"about": f"{kind}:{subject}"}
        for kind, subject in self.heads:
            if not (kind == "seal" and subject in self.known.missing):
                yield _("%(about)s 有日志，却已不在。") % {"about": f"{kind}:{subject}"}


def named(pk: int, act: str, kind: str, subject: int) -> str:
    """Name an entry in a sentence."""
    return _("日志 #%(entry)s（%(about)s %(act)s）") % {
        "entry": pk, "about": f"{kind}:{subject}", "act": act,
    }  # fmt: skip


def _bulks() -> Iterator[list[Row]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(READ)
        while bulk := cursor.fetchmany(BULK):
            yield bulk


@contextmanager
def _at_one_moment() -> Iterator[None]:
    """Read entries and rows of the same moment, while everybody goes on working."""
    within = connection.in_atomic_block
    with transaction.atomic():
        if not within:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
