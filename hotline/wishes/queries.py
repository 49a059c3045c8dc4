"""Questions about wishes: who waits to be called."""

from __future__ import annotations

from typing import Any

from .models import Wish, WishQuerySet


def waiting(person: Any) -> WishQuerySet:
    """Return the wishes that a citizen waits for, the one with the least time first."""
    rows = Wish.objects.seen_by(person).open()
    return rows.select_related("case__service").order_by("due_at", "id")
