"""One page of the journal as an auditor asks for it: found by the last row of the page before, never by counting.

Each question has its index: by person, by subject, by act. Several acts or kinds are asked one by one and merged, so that
the answer costs the same however long the journal is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.journal.queries import Told

from .groups import GROUPS

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an auditor wants to see."""

    group: str = ""
    by: int | None = None
    about: str = ""
    reach: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """What `about` takes in: a case with all that hangs on it, a caller with his calls, papers and requests."""
    kind: str = ""
    from_on: date | None = None
    until_on: date | None = None

    @property
    def address(self) -> dict[str, str]:
        """Return it as an address has it."""
        said = {
            "group": self.group,
            "by": self.by,
            "about": self.about,
            "kind": self.kind,
            "from_on": self.from_on,
            "until_on": self.until_on,
        }
        return {name: str(value) for name, value in said.items() if value}


@dataclass(frozen=True)
class Page:
    """Some entries, the latest first, and from where the next page goes on."""

    entries: list[Told]
    before: int | None = None


def page(asked: Asked, *, before: int | None = None, most: int = PAGE) -> Page:
    """Return one page, in three queries."""
    keys = _keys(asked, before, most + 1)
    shown = keys[:most]
    entries = journal.tell(Entry.objects.filter(pk__in=shown))
    entries.sort(key=lambda told: -told.entry.pk)
    return Page(entries, shown[-1] if len(keys) > most else None)


def _keys(asked: Asked, before: int | None, most: int) -> list[int]:
    first, *others = (
        rows.order_by("-pk").values_list("pk", flat=True)[:most]
        for rows in _branches(asked, before)
    )
    if not others:
        return list(first)
    return list(first.union(*others, all=True).order_by("-id")[:most])


def _branches(asked: Asked, before: int | None) -> list[QuerySet[Entry]]:
    """Return the questions whose answers make the page, each with an index of its own."""
    group, rows = GROUPS[asked.group], _narrowed(asked, before)
    if asked.reach:
        rows = rows.filter(act__in=group.acts) if group.acts else rows
        return [rows.filter(kind=kind, subject__in=keys) for kind, keys in asked.reach]
    if asked.by is not None or not group.acts:
        return [rows.filter(act__in=group.acts) if group.acts else rows]
    return [rows.filter(act=act) for act in group.acts]


def _narrowed(asked: Asked, before: int | None) -> QuerySet[Entry]:
    given: dict[str, Any] = {
        "by": asked.by,
        "kind": asked.kind or None,
        "pk__lt": before,
        "at__gte": _midnight(asked.from_on),
        "at__lt": _midnight(asked.until_on and asked.until_on + timedelta(days=1)),
    }
    rows = Entry.objects.filter(
        **{name: value for name, value in given.items() if value is not None}
    )
    but = GROUPS[asked.group].but
    return rows.exclude(act__in=but) if but else rows


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None
