"""What is watched: what is due and overdue by unit, what is supervised, what does not come right by itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hotline.assignments.life import DECIDES
from hotline.desks.assigning import queries
from hotline.desks.assigning.frame import paged, show
from hotline.desks.operator import shell
from hotline.people.guards import role_required


@role_required(DECIDES)
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Show what is overdue and what soon will be; of one unit alone where one is named."""
    person = shell.reader(request)
    units = queries.by_unit(person)
    chosen = next((one for one in units if str(one.unit) == request.GET.get("unit")), None)
    kept = {"unit": chosen.unit} if chosen else {}
    given = {
        "units": units,
        "chosen": chosen,
        "overdue": queries.overdue(person).filter(**kept)[: queries.MOST],
        "near": queries.near(person).filter(**kept)[: queries.MOST],
        "which": queries.which,
        "n": {
            "overdue": sum(one.overdue for one in units if chosen in (None, one)),
            "near": sum(one.near for one in units if chosen in (None, one)),
        },
    }
    return show(request, "due.html", "due", given)


@role_required(DECIDES)
@require_safe
def supervised(request: HttpRequest) -> HttpResponse:
    """Show what is supervised, at which level, and by when the unit owes an answer."""
    page = paged(request, queries.supervised(shell.reader(request)))
    return show(request, "supervised.html", "supervised", {"page": page})


@role_required(DECIDES)
@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """Show what does not come right by itself, with the reasons."""
    page = paged(request, queries.stuck(shell.reader(request)))
    given = {"page": page, "why": queries.why_stuck}
    return show(request, "stuck.html", "stuck", given)
