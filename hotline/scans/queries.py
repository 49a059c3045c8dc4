"""Questions about scans: which papers have one, which are kept too long, which files belong to none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hotline.journal.models import Entry
from hotline.providers.life import GONE
from hotline.providers.models import Credential, Provider

from .models import Scan, ScanQuerySet
from .store import STORE

SETTLED_S = 3600.0
"""A file this old has its row, or will never have one: no act takes so long."""
_GOES = ("leave", "refuse", "expel")


def scanned(papers: Iterable[Credential], person: Any) -> dict[int, int]:
    """Return the scans that *person* may see of these papers, each under the key of its paper."""
    rows = Scan.objects.seen_by(person).kept().filter(paper__in=papers)
    return dict(rows.values_list("paper_id", "pk"))


def over(*, before: datetime) -> ScanQuerySet:
    """Return those whose paper has shown nothing since a moment: ended, replaced, taken back, or its owner gone."""
    day = timezone.localdate(before)
    since = Entry.objects.filter(
        kind=Provider.KIND, subject=OuterRef("paper__provider"), act__in=_GOES, at__gte=before
    )
    gone = Q(paper__provider__status__in=GONE) & ~Exists(since)
    ended = Q(paper__until_on__lt=day) | Q(paper__withdrawn_at__lt=before)
    replaced = Q(paper__followed_by__checked_at__lt=before)
    left = Q(paper__member__ended_at__lt=before)
    return Scan.objects.kept().filter(gone | ended | replaced | left).order_by("pk")


def orphans() -> list[str]:
    """Return the names of files that no scan has."""
    old = set(STORE.older_than(SETTLED_S))
    if not old:
        return []
    return sorted(old - set(Scan.objects.filter(file__in=old).values_list("file", flat=True)))
