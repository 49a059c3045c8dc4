"""Who asks: the person a request's session belongs to, read anew for each request, so that whoever is sent away is gone.

As Django's own middleware does it, but by one statement made once. A session is good while its person is active and
its signature is that of his password and round.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from hotline.journal import rows

from .models import Person

_READ = "SELECT {columns} FROM {table} t WHERE t.id = %s AND t.is_active"


def signed_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Say on each request who is signed in."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.user = person_of(request) or AnonymousUser()
        return get_response(request)

    return handle


def person_of(request: HttpRequest) -> Person | None:
    """Return whose session it is; one that is no longer good is emptied."""
    session = request.session
    key = session.get(SESSION_KEY)
    if key is None:
        return None
    found = rows.returned(Person, _READ, [int(key)])
    if not found:
        return None
    signed = session.get(HASH_SESSION_KEY) or ""
    if not constant_time_compare(signed, found[0].get_session_auth_hash()):
        session.flush()
        return None
    return found[0]
