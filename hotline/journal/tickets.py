"""Tickets to the live stream: signed by a page that knows its reader, read by the stream, good for a minute."""

from __future__ import annotations

from typing import Any

from django.core import signing

AGE_S = 60
SALT = "hotline.live"


def ticket(person: str, *, only: tuple[str, ...] = ()) -> str:
    """Return a ticket for a person's browser; *only* limits it to news about these things."""
    return signing.dumps({"person": person} | ({"only": only} if only else {}), salt=SALT)


def read(given: str) -> dict[str, Any] | None:
    """Return what a ticket says; None when it is old or forged."""
    try:
        said: dict[str, Any] = signing.loads(given, salt=SALT, max_age=AGE_S)
    except signing.BadSignature:
        return None
    return said
