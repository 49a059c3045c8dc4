"""The window of the telephone in the browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from hotline.desks.operator import shell
from hotline.people.guards import role_required
from hotline.people.roles import DESK


@role_required(DESK)
@require_GET
def window(request: HttpRequest) -> HttpResponse:
    """Show the telephone; it finds out by itself whether its owner's seat has one."""
    return shell.show(request, "operator/phone.html", {})
