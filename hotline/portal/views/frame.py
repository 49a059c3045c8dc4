"""What every page without an account has: its language, that nobody keeps or lists it, and the line's number."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
LANGUAGES = {"zh-hans", "en"}


def spoken(view: View[P]) -> View[P]:
    """Speak the language that was chosen, else the browser's; and let nobody keep or list the page."""

    @wraps(view)
    def handle(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        chosen = request.GET.get("language")
        if chosen in LANGUAGES:
            response: HttpResponse = redirect(request.path)
            response.set_cookie("language", chosen, max_age=365 * 24 * 3600, samesite="Lax")
            return response
        known = request.COOKIES.get("language") in LANGUAGES or request.user.is_authenticated
        own = (
            translation.get_language() if known else translation.get_language_from_request(request)
        )
        with translation.override(own):
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return handle


def around() -> dict[str, Any]:
    """Return what stands around a page."""
    line = settings.CONFIGURATION.line_number
    return {"line": line, "phone": {"brand": line, "home": reverse("track:ask")}}
