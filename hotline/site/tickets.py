"""The address at which the line's own people fetch their ticket to the live stream."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from hotline.journal.tickets import ticket
from hotline.people.models import Person


def live_ticket(request: HttpRequest) -> HttpResponse:
    """Give one of the line's own people a ticket for everything; 401 says signed out, 403 no news for you."""
    if not isinstance(request.user, Person):
        return HttpResponse(status=401)
    if not request.user.is_staff:
        return HttpResponse(status=403)
    return JsonResponse({"ticket": ticket(request.user.about)})
