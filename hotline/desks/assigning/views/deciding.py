"""What waits for a word: pleas of units, replies to be reviewed, cases of which no remit says whose they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hotline.assignments import queries as assignments
from hotline.assignments.life import DECIDES
from hotline.desks.assigning import queries
from hotline.desks.assigning.frame import paged, show
from hotline.desks.operator import assigned, shell
from hotline.people.guards import role_required


@role_required(DECIDES)
@require_safe
def pleas(request: HttpRequest) -> HttpResponse:
    """Show what units ask, the longest waiting first, each with what can be said to it."""
    person = shell.reader(request)
    page = paged(request, assignments.waiting(person).select_related("asked_by"))
    given = {"page": page, "waiting": assigned.asking(list(page), person)}
    return show(request, "pleas.html", "pleas", given)


@role_required(DECIDES)
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Show the replies that nobody has reviewed, each with what the citizen asked."""
    person = shell.reader(request)
    rows = assignments.to_review(person).select_related("case", "unit", "sent_by", "reviewed_by")
    page = paged(request, rows)
    given = {"page": page, "replies": assigned.shown(list(page), person)}
    return show(request, "review.html", "review", given)


@role_required(DECIDES)
@require_safe
def uncovered(request: HttpRequest) -> HttpResponse:
    """Show the cases of which no remit says whose they are, each with why."""
    found, many = queries.uncovered(shell.reader(request))
    given = {"found": found, "counted": {"uncovered": many}}
    return show(request, "uncovered.html", "uncovered", given)
