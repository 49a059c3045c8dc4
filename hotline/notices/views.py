"""What somebody of a unit opens without signing in: the page of one link, and its one button."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotline.life.door import answer, key_of
from hotline.life.once import once
from hotline.people import lockout

from . import actions, links, queries
from .queries import Opened


def linked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open what a link names; say what to do when it is over, and count those that are none of ours."""

    @wraps(view)
    def handle(request: HttpRequest, token: str) -> HttpResponse:
        try:
            opened = queries.opened(links.read(token))
        except links.LinkForged:
            return _forged(request, token)
        except links.LinkOver:
            opened = None
        if opened is None:
            return _over(request, status=410)
        response = view(request, opened, token)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"  # the address is the key
        return response

    handle.public = "the signed link is the key"  # type: ignore[attr-defined]
    return handle


def _forged(request: HttpRequest, token: str) -> HttpResponse:
    address = lockout.address_of(request)
    try:
        left = lockout.count(links.Guess(token, address))
    except lockout.TooMany:
        return _over(request, status=429)
    if left.address == 0:
        actions.lock_out(address=address)
    return _over(request, status=410)


def _over(request: HttpRequest, *, status: int) -> HttpResponse:
    given = {**around(), "too_many": status == 429}
    return render(request, "notices/over.html", given, status=status)


@require_safe
@linked
def page(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """Show what is to be signed for; looking changes nothing."""
    given = {
        **around(),
        "opened": opened,
        "assignment": opened.assignment,
        "case": opened.assignment.case,
        "signs_at": reverse("notices:sign", args=[token]),
    }
    return render(request, "notices/link.html", given)


@require_POST
@linked
def sign(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """Sign for it, once."""
    address = lockout.address_of(request)
    key = key_of(request)
    said = once(opened.person, key, lambda: actions.sign_by_link(opened, address=address))
    return answer(request, said, to=reverse("notices:link", args=[token]))


def around() -> dict[str, Any]:
    """Return what every page of a link has around it."""
    line = settings.CONFIGURATION.line_number
    return {"line": line, "phone": {"brand": line, "home": "/"}}
