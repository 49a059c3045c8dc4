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
from django.utils.translation import gettext_lazy

from . import chain, log, sealed, seals, spoken
from .models import Recorded
from .sealed import Stand

Told: TypeAlias = Callable[[int, int], None]
"""Is told up to which number, and how many more, entries have been read."""
Row: TypeAlias = tuple[Any, ...]

BULK = 5000
_parsed = json.JSONDecoder().raw_decode
NAMED = {Stand.ADDED: gettext_lazy("是后加的"), Stand.ALTERED: gettext_lazy("被改动")}
READ = f"SELECT id, xid, cluster, {seals.CONTENT} FROM journal_entry ORDER BY id"  # noqa: S608


def run(told: Told | None = None) -> list[str]:
    """Return one sentence for each fault found; an empty list when everything holds."""
    return list(faults(told))


def keep(read: int, found: int, *, by: Any) -> None:
    """Write down that the journal was verified, and how it was found."""
    said = {"entries": read, "faults": found}
    with transaction.atomic():
        log.write(act="verify", about=by, by=by, said=said)


class Progress:
    """How far a reading of the whole journal has come."""

    def __init__(self, show: Callable[[float, int], None]) -> None:
        self.read = 0
        self._show = show
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM journal_entry")
            self._last = int(cursor.fetchone()[0])

    def told(self, pk: int, read: int) -> None:
        """Take note that *read* more entries were read, the last of them *pk*."""
        self.read += read
        self._show(min(pk / self._last, 0.99) if self._last else 0.0, self.read)

    def end(self) -> None:
        """Say that everything has been read."""
        self._show(1.0, self.read)


def faults(told: Told | None = None) -> Iterator[str]:
    """Yield one sentence for each fault, as it is found; all is read as of one moment."""
    with _at_one_moment():
        known = sealed.Sealed()
        yield from known.broken()
        reading = _Reading(known)
        for bulk in _bulks():
            yield from reading.bulk(bulk)
            if told:
                told(bulk[-1][0], len(bulk))
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

    def bulk(self, rows: list[Row]) -> Iterator[str]:
        """Check some entries, and the words said beside them."""
        spoken_of: list[tuple[int, dict[str, Any]]] = []
        known, last, explained = self.known, self.heads, self.known.explained
        for (
            pk,
            xid,
            cluster,
            moment,
            by,
            act,
            kind,
            subject,
            text,
            was,
            now,
            request,
            before,
        ) in rows:
            said = _parsed(text)[0] if text != "{}" else {}
            if said and '"words"' in text:
                spoken_of.append((pk, said))
            digest = chain.hashed(moment, by, act, kind, subject, said, was, now, request, before)
            if known.awaits_before(pk):
                yield from known.gone(before=pk)
            stands = known.stands(pk, xid, cluster, digest)
            if stands is not Stand.WHOLE and stands in NAMED:
                yield named(pk, act, kind, subject, NAMED[stands])
                continue
            key = (kind, subject)
            if before != last.get(key, b"") and before not in explained:
                yield named(pk, act, kind, subject, _("之前的一条被改动、增加或删除"))
            last[key] = digest
            if kind == "seal":
                yield from known.told(subject, said.get("hash", ""))
        yield from spoken.faults(spoken_of)

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


def named(pk: int, act: str, kind: str, subject: int, what: Any) -> str:
    """Say what is wrong with an entry."""
    return _("日志 #%(entry)s（%(about)s %(act)s）%(what)s。") % {
        "entry": pk, "about": f"{kind}:{subject}", "act": act, "what": what,
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
