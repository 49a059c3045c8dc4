"""The switchboard's inbox: what pages want of it, kept until it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import connection, transaction

from hotline import clock

from .models import Call, Request

CHANNEL = "hotline_switchboard"


def ask(
    wants: str,
    *,
    call: Call | None = None,
    address: str = "",
    text: str = "",
    given: Mapping[str, Any] | None = None,
    key: str = "",
) -> None:
    """Put a request into the inbox and wake the switchboard; the same *key* counts once."""
    request = Request(
        wants=wants,
        call=call,
        address=address,
        text=text,
        given=dict(given or {}),
        key=key or None,
        made_at=clock.now(),
    )
    Request.objects.bulk_create([request], ignore_conflicts=bool(key))
    wake()


def wake() -> None:
    """Let the switchboard look, once this is committed: a seat is ready, a request waits."""
    transaction.on_commit(partial(_notify))


def _notify() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
