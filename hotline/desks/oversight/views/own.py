"""What a unit's people have of oversight on one page: what they owe, and the meetings that they are invited to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hotline.desks.department.frame import clerk, units_only
from hotline.desks.oversight.frame import show
from hotline.inspections import queries as inspections
from hotline.inspections.life import Status
from hotline.meetings import queries
from hotline.meetings.life import OWED
from hotline.meetings.models import Resolution

PAST = 30
"""So many of what is past are shown unless all are asked for; what is owed is always shown whole."""


@units_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what somebody's units owe, what they have done, the meetings they are invited to, what was found and said of them."""
    person = clerk(request)
    rows = Resolution.objects.seen_by(person).select_related("unit", "meeting").order_by("-pk")
    past: dict[str, QuerySet[Any]] = {
        "done": rows.exclude(status__in=OWED),
        "meetings": queries.meetings(person),
        "inspections": inspections.inspections(person).exclude(status=Status.FOUND),
        "citations": inspections.citations(person),
    }
    most = None if request.GET.get("show") == "all" else PAST
    counts = {name: found.count() for name, found in past.items()}
    given = {
        "owed": list(queries.owed(person)),
        "rectify": list(inspections.owed(person)),
        "count": counts,
        "cut": most is not None and max(counts.values()) > most,
        **{name: list(found[:most]) for name, found in past.items()},
    }
    return show(request, "own.html", "own", given)
