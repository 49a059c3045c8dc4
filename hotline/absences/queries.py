"""Questions about absences: which hold or are to come, and which are past."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from hotline.providers.models import Provider

from .life import Status
from .models import Absence, AbsenceQuerySet


def standing(provider: Provider, *, person: Any, at: datetime) -> AbsenceQuerySet:
    """Return the absences of a provider that hold or are to come, the next first."""
    return _of(provider, person).standing(at).order_by("from_at", "pk")


def past(provider: Provider, *, person: Any, at: datetime, most: int = 20) -> AbsenceQuerySet:
    """Return those that are over, the latest first."""
    over = _of(provider, person).filter(Q(status=Status.ENDED) | Q(until_at__lte=at))
    return over.order_by("-from_at", "-pk")[:most]


def _of(provider: Provider, person: Any) -> AbsenceQuerySet:
    rows = Absence.objects.seen_by(person).filter(provider=provider)
    return rows.select_related("entered_by")
