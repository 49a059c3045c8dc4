"""Questions about call-backs: which are owed, by the clock."""

from __future__ import annotations

from typing import Any

from .life import Status
from .models import FollowUp, FollowUpQuerySet


def due(person: Any) -> FollowUpQuerySet:
    """Return the call-backs that are owed, the one with the least time first."""
    rows = FollowUp.objects.seen_by(person).filter(status=Status.DUE)
    return rows.select_related("case__area__parent", "case__service").order_by("due_at", "id")
