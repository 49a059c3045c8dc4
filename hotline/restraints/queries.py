"""Questions about restraints: which wait for a word, which are in force, what stands against one caller."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F

from .life import OPEN
from .models import Restraint, RestraintQuerySet

_WITH = ("caller", "noted_by", "decided_by")


def waiting(person: Any) -> RestraintQuerySet:
    """Return those that are noted, appealed against or in force; who has waited longest for an answer first."""
    rows = Restraint.objects.seen_by(person).open().select_related(*_WITH)
    return rows.annotate(calls=Count("evidence")).order_by(
        F("appealed_at").asc(nulls_last=True), "until_at", "pk"
    )


def ended(person: Any) -> RestraintQuerySet:
    """Return those that are over, the latest first."""
    rows = Restraint.objects.seen_by(person).exclude(status__in=OPEN).select_related(*_WITH)
    return rows.annotate(calls=Count("evidence")).order_by("-pk")


def of_caller(caller: int | None) -> Restraint | None:
    """Return what stands against a caller now; None for most."""
    if caller is None:
        return None
    return Restraint.objects.open().filter(caller=caller).first()


def came_again(restraint: Restraint) -> bool:
    """Say whether there was such a call after the last decision: without one nobody goes on to the next."""
    return restraint.evidence.filter(added_at__gt=restraint.decided_at).exists()
