"""Verifying the journal: recomputes every chain and says in sentences what does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.apps import apps
from django.utils.translation import gettext as _

from . import chain
from .models import Entry, Recorded


def run() -> list[str]:
    """Return one sentence for each fault found; an empty list when every chain holds."""
    return list(_faults())


def heads() -> Iterator[tuple[str, int, bytes]]:
    """Yield kind, key and head of every row that the journal speaks about."""
    for model in apps.get_models():
        if issubclass(model, Recorded):
            for pk, head in model._base_manager.values_list("pk", "head").iterator():
                yield model.KIND, pk, bytes(head)


def _faults() -> Iterator[str]:
    remembered = {(kind, pk): head for kind, pk, head in heads()}
    rows = Entry.objects.order_by("kind", "subject", "id").iterator(chunk_size=5000)
    for (kind, subject), entries in groupby(rows, key=lambda e: (e.kind, e.subject)):
        before = b""
        for entry in entries:
            if bytes(entry.before) != before:
                yield _("%(about)s: the entry before %(entry)s was altered, added or removed.") % {
                    "about": f"{kind}:{subject}", "entry": f"#{entry.pk} {entry.act}",
                }  # fmt: skip
            before = digest_of(entry)
        head = remembered.pop((kind, subject), None)
        if head != before:
            yield _("%(about)s: the last entry was altered, added or removed.") % {
                "about": f"{kind}:{subject}"
            }
    for (kind, subject), head in remembered.items():
        if head:
            yield _("%(about)s: its entries are gone.") % {"about": f"{kind}:{subject}"}


def digest_of(entry: Entry) -> bytes:
    """Recompute an entry's hash from what is stored."""
    return chain.digest(
        at=entry.at, by=entry.by_id, act=entry.act, kind=entry.kind, subject=entry.subject,
        said=entry.said, was=entry.was, now=entry.now, request=entry.request,
        before=bytes(entry.before),
    )  # fmt: skip
