"""Doing an act once, however often it is asked for: a lost connection, a double click, a repeated request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hotline import clock

from .errors import NotSo
from .models import Once

KEPT = timedelta(days=2)
"""How long a key is remembered; longer than any page keeps trying."""


def once(person: Any, key: str, do: Callable[[], str]) -> str:
    """Do *do* and keep its answer under *key*; a repeat gets the kept answer and does nothing.

    Two at the same time: the second waits for the first to commit. An act that fails leaves no key behind.
    """
    demand(key)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO life_once (person_id, key, at, answer) VALUES (%s, %s, %s, '')"
            " ON CONFLICT (person_id, key) DO NOTHING RETURNING id",
            [person.pk, key, clock.now()],
        )
        new = cursor.fetchone()
        if new is None:
            return Once.objects.values_list("answer", flat=True).get(person=person.pk, key=key)
        answer = do()
        if answer:
            cursor.execute("UPDATE life_once SET answer = %s WHERE id = %s", [answer, new[0]])
    return answer


def demand(key: str) -> None:
    """Refuse an act without a key: sent twice it would be done twice, and nobody could tell."""
    if not key:
        raise NotSo(_("没有办：这一页少带了防重复的编号。请刷新页面，再办一次。"))


def forget_old() -> int:
    """Delete keys that no page can still be trying; return how many."""
    return Once.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
