"""Drafts: what somebody is typing and has not yet done, kept for him alone and sealed, because callers' words are in it.

A draft has no life and leaves no entry; it goes in the transaction of the act it was written for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hotline import clock
from hotline.callers import sealing
from hotline.life.errors import NotSo
from hotline.people.models import Person

from .models import Draft

MOST_BYTES = 60_000
"""As much as a browser sends while it leaves a page."""

KEPT = timedelta(days=7)
"""How long a draft is kept that nobody comes back to."""

Fields = Mapping[str, "str | list[str]"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it was last kept."""

    fields: Fields
    at: datetime


class Unreadable(NotSo):
    """What was sent is no draft: not an object of texts."""


def keep(key: str, fields: Any, *, by: Person) -> datetime:
    """Keep what *by* has typed so far under *key*; return when."""
    _check(fields)
    at = clock.now()
    draft = Draft(
        person=by,
        key=key,
        sealed=sealing.seal(json.dumps(fields, ensure_ascii=False), _place(by.pk, key)),
        kept_at=at,
    )
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["person", "key"],
        update_fields=["sealed", "kept_at"],
    )
    return at


def read(key: str, *, by: Person) -> Kept | None:
    """Return what *by* kept under *key*, if anything that can still be opened."""
    draft = Draft.objects.filter(person=by, key=key).first()
    if draft is None:
        return None
    try:
        text = sealing.open_(bytes(draft.sealed), _place(by.pk, key))
    except sealing.SealBroken:
        return None
    return Kept(json.loads(text), draft.kept_at)


def drop(key: str, *, by: Person) -> None:
    """Forget the draft: it was done, or is not wanted."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_draft WHERE person_id = %s AND key = %s", [by.pk, key])


def forget_old() -> int:
    """Delete drafts that nobody came back to; return how many."""
    return Draft.objects.filter(kept_at__lt=clock.now() - KEPT).delete()[0]


def begun(*, by: Person, since: datetime | None = None) -> list[str]:
    """Return the keys of what *by* has begun and not done, or typed in *since* then, the latest first."""
    rows = Draft.objects.filter(person=by).order_by("-kept_at")
    if since is not None:
        rows = rows.filter(kept_at__gte=since)
    return list(rows.values_list("key", flat=True))


def place(draft: Draft) -> str:
    """Name the place a kept draft is sealed for, so that it opens for nobody else and nowhere else."""
    return _place(draft.person_id, draft.key)


def _place(person: int, key: str) -> str:
    return f"draft:{person}:{key}"


def _check(fields: Any) -> None:
    texts = isinstance(fields, dict) and all(
        isinstance(value, str)
        or (isinstance(value, list) and all(isinstance(one, str) for one in value))
        for value in fields.values()
    )
    if not texts:
        raise Unreadable("a draft is an object of texts")
