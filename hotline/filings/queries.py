"""Questions about filings: what waits for the line, what became of a provider's."""

from __future__ import annotations

from typing import Any

from hotline.providers.models import Provider

from .life import Status
from .models import Filing, FilingQuerySet

_WITH = (
    "provider", "filed_by", "decided_by", "paper__member__person", "member__person",
)  # fmt: skip


def listed(person: Any) -> FilingQuerySet:
    """Return the filings that somebody may know of, with whom they are about; not their pictures."""
    return Filing.objects.seen_by(person).select_related(*_WITH).defer("photo")


def waiting(person: Any) -> FilingQuerySet:
    """Return those that wait to be looked at, the longest first."""
    return listed(person).waiting().order_by("filed_at", "pk")


def ended(person: Any) -> FilingQuerySet:
    """Return those that somebody has decided on, the latest first."""
    return listed(person).exclude(status=Status.FILED).order_by("-decided_at", "-pk")


def of_provider(provider: Provider) -> FilingQuerySet:
    """Return what a provider has filed, what waits first."""
    rows = Filing.objects.filter(provider=provider).select_related(*_WITH).defer("photo")
    return rows.order_by("decided_at", "-pk")


def is_open(provider: Provider, **like: Any) -> bool:
    """Say whether the same is already filed and waits."""
    return Filing.objects.waiting().filter(provider=provider, **like).exists()
