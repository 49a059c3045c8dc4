"""Questions about call-backs: which are owed, by the clock."""

from __future__ import annotations

from typing import Any

from hotline.cases.life import Result
from hotline.cases.models import Case

from .life import Status
from .models import FollowUp, FollowUpQuerySet


def owed(case: Case) -> FollowUp | None:
    """Return the call-back that is owed about a case."""
    return FollowUp.objects.filter(case=case, status=Status.DUE).first()


def answered_as(case: Case) -> Result:
    """Return how whoever answered the case said that it ends: in so many words to all who called about it, else just "done"."""
    main = case.joined_to or case
    return Result(main.result or Result.SOLVED)


def due(person: Any) -> FollowUpQuerySet:
    """Return the call-backs that are owed, the one with the least time first."""
    rows = FollowUp.objects.seen_by(person).filter(status=Status.DUE)
    return rows.select_related("case__area__parent", "case__service").order_by("due_at", "id")
