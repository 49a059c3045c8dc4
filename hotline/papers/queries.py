"""Questions about papers: those of a case, and which files belong to none."""

from __future__ import annotations

from typing import Any

from hotline.cases.models import Case

from . import store
from .models import Paper, PaperQuerySet

SETTLED_S = 3600.0
"""A file this old has its row, or will never have one: no act takes so long."""


def of_case(case: Case) -> PaperQuerySet:
    """Return the papers that are part of a case, the first first."""
    return Paper.objects.filter(case=case).kept().select_related("added_by").order_by("pk")


def shown(case: Case, person: Any) -> PaperQuerySet:
    """Return the papers of a case that *person* sees, those withdrawn last."""
    rows = Paper.objects.seen_by(person).filter(case=case).select_related("added_by", "case")
    return rows.order_by("status", "pk")


def orphans() -> list[str]:
    """Return the names of files that no paper has."""
    old = set(store.older_than(SETTLED_S))
    if not old:
        return []
    rows = Paper.objects.filter(whole__in=old) | Paper.objects.filter(preview__in=old)
    named = {name for pair in rows.values_list("whole", "preview") for name in pair}
    return sorted(old - named)
