"""What a unit's people have of oversight on one page: what they owe, and the meetings that they are invited to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hotline.desks.department.frame import clerk, units_only
from hotline.desks.oversight.frame import show
from hotline.inspections import queries as inspections
from hotline.meetings import queries
from hotline.meetings.life import OWED
from hotline.meetings.models import Resolution

PAST = 30


@units_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what somebody's units owe, what they have done, the meetings they are invited to, what was found and said of them."""
    person = clerk(request)
    rows = Resolution.objects.seen_by(person).select_related("unit", "meeting").order_by("-pk")
    given = {
        "owed": list(queries.owed(person)),
        "done": list(rows.exclude(status__in=OWED)[:PAST]),
        "meetings": list(queries.meetings(person)[:PAST]),
        "inspections": list(inspections.inspections(person)[:PAST]),
        "citations": list(inspections.citations(person)[:PAST]),
    }
    return show(request, "own.html", "own", given)
