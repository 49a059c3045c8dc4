"""Writing the journal. Whoever changes something calls `write` in the transaction of the change, exactly once."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

from django.db import models, transaction

from hotline import clock

from . import chain, news, reactions, rows
from .clicks import request_id
from .models import Entry, Recorded, Words


class Actor(Protocol):
    """Whoever acts: a person with a key."""

    @property
    def pk(self) -> Any: ...


class Said(str):
    """Free text that the journal keeps apart, erasable."""

    __slots__ = ()


def write(
    *,
    act: str,
    about: Recorded,
    by: Actor,
    said: Mapping[str, Any] | None = None,
    was: str = "",
    now: str = "",
    locked: bool = False,
    told: bool = True,
) -> Entry:
    """Add the entry of one act, move the head of its chain, record who must react, announce it.

    `locked` says that the caller holds the row and will save `about.head` itself. Not `told` its key, the entry has
    none, and nobody waits for the database's answer: where a telephone rings meanwhile.
    """
    if not locked:
        _lock(about)
    entry = rows.new(
        Entry,
        at=clock.now(),
        by_id=by.pk,
        act=act,
        kind=about.KIND,
        subject=about.pk,
        said=_plain(said or {}, about),
        was=was,
        now=now,
        request=request_id.get(),
        before=bytes(about.head),
    )
    about.head = chain.digest(
        at=entry.at, by=by.pk, act=act, kind=entry.kind, subject=entry.subject, said=entry.said,
        was=was, now=now, request=entry.request, before=bytes(entry.before),
    )  # fmt: skip
    if not locked:
        type(about)._base_manager.filter(pk=about.pk).update(head=about.head)
    rows.add(entry, told=told)
    reactions.record(entry)
    news.announce(about.about, act, of=about.of)
    return entry


def _lock(about: Recorded) -> None:
    """Hold the subject's row, so that its chain has one writer at a time."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the journal is written in the transaction of the act")
    held = type(about)._base_manager.select_for_update(no_key=True)
    about.head = held.values_list("head", flat=True).get(pk=about.pk)


def _plain(said: Mapping[str, Any], about: Recorded) -> dict[str, Any]:
    return {name: _value(value, about) for name, value in said.items() if value not in (None, "")}


def _value(value: Any, about: Recorded) -> Any:
    """Turn a value into what JSON keeps exactly; rows become "kind:key", words their hash."""
    if isinstance(value, Said):
        return _keep(value, about)
    if isinstance(value, Enum):
        return _value(value.value, about)
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Recorded):
        return value.about
    if isinstance(value, models.Model):
        return f"{value._meta.model_name}:{value.pk}"
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(one, about) for one in value]
    if isinstance(value, Mapping):
        return _plain(value, about)
    raise TypeError(f"the journal cannot keep {type(value).__name__}")


def _keep(text: Said, about: Recorded) -> dict[str, str]:
    salt = secrets.token_bytes(16)
    words = Words(id=uuid.uuid4(), kind=about.KIND, subject=about.pk, salt=salt, text=str(text))
    rows.add(words)
    return {"words": str(words.id), "hash": chain.salted(salt, text)}
