"""Reading the journal: the story of one thing, with the words that were said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .models import Entry, Recorded, Words


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with its words put back where they were said; erased ones are None."""

    entry: Entry
    said: dict[str, Any]


def story(about: Recorded) -> list[Told]:
    """Return everything that happened to *about*, oldest first, in two queries."""
    return tell(Entry.objects.filter(kind=about.KIND, subject=about.pk))


def stories(abouts: Sequence[Recorded]) -> list[Told]:
    """Return what happened to several things as one story: a case with its dispatches and call-backs."""
    rows = Entry.objects.none()
    by_kind: dict[str, list[int]] = {}
    for about in abouts:
        by_kind.setdefault(about.KIND, []).append(about.pk)
    for kind, subjects in by_kind.items():
        rows = rows | Entry.objects.filter(kind=kind, subject__in=subjects)
    return tell(rows)


def tell(entries: Any) -> list[Told]:
    """Join entries with their people and their words."""
    found = list(entries.select_related("by").order_by("at", "id"))
    wanted = [
        value["words"]
        for entry in found
        for value in entry.said.values()
        if isinstance(value, dict) and "words" in value
    ]
    texts = (
        {
            str(w.id): w.text if w.erased_at is None else None
            for w in Words.objects.filter(id__in=wanted)
        }
        if wanted
        else {}
    )
    return [
        Told(entry, {name: _word(value, texts) for name, value in entry.said.items()})
        for entry in found
    ]


def last(about: Recorded) -> Entry | None:
    """Return the latest entry about something, with who made it."""
    rows = Entry.objects.filter(kind=about.KIND, subject=about.pk).select_related("by")
    return rows.order_by("-id").first()


def _word(value: Any, texts: dict[str, str | None]) -> Any:
    return texts.get(value["words"]) if isinstance(value, dict) and "words" in value else value
