"""Tickets to the live stream: signed by the pages, read by the stream, good for a minute."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse

TICKET_SALT = "hotline.live"
TICKET_AGE_S = 60


def ticket(person: str, *, only: tuple[str, ...] = ()) -> str:
    """Return a ticket for a person's browser; *only* limits it to news about these things."""
    return signing.dumps({"person": person} | ({"only": only} if only else {}), salt=TICKET_SALT)


def live_ticket(request: HttpRequest) -> HttpResponse:
    """Give one of the line's own people a ticket for everything."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    if not request.user.is_staff:
        return HttpResponse(status=403)
    return JsonResponse({"ticket": ticket(request.user.about)})
