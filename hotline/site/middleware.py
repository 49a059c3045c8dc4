"""What happens around every page: the id of the request, who asks in which language, and errors said as sentences."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hotline.journal import clicks
from hotline.life.errors import NotDone, NotYours
from hotline.people import idle, sessions

WATCHMENS = ("/healthz", "/metrics")
Handler = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: Handler) -> Handler:
    """Give each request an id that its entries and jobs carry."""

    def handle(request: HttpRequest) -> HttpResponse:
        with clicks.of(""):
            response = get_response(request)
            response["X-Request-Id"] = clicks.request_id.get()
        return response

    return handle


def watchmen(get_response: Handler) -> Handler:
    """Ask nobody's name where watchmen ask how we are: a session is a row, and the rows may be away."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path in WATCHMENS:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return handle


def signed_in(get_response: Handler) -> Handler:
    """Say who asks. Read anew for each request, so that whoever is sent away is gone at once."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.user = sessions.person_of(request.session) or AnonymousUser()
        return get_response(request)

    return handle


def locale_of_person(get_response: Handler) -> Handler:
    """Speak the language of whoever is signed in; Chinese to everybody else unless the cookie says otherwise."""

    def handle(request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get("language") or ""
        wanted = wanted or getattr(request.user, "locale", "")
        language = wanted if wanted in ("zh-hans", "en") else "zh-hans"
        with translation.override(language):
            return get_response(request)

    return handle


def idle_time(get_response: Handler) -> Handler:
    """End the session of somebody who has long done nothing; the guards then show him the door."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.idle_ended = idle.check(request)  # type: ignore[attr-defined]
        return get_response(request)

    return handle


class say_what_was_not_done:  # noqa: N801  (used as the functions beside it are)
    """Turn `NotDone` into an answer: a sentence for scripts, the page before with the sentence for others."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle the request as it is."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer for an act that was not done; leave real faults to Django."""
        if isinstance(fault, DataError) and "NUL" in str(fault):
            said = _("内容里有不能保存的字符，请删去后再试。")
            return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
        if not isinstance(fault, NotDone):
            return None
        status = 403 if isinstance(fault, NotYours) else 409
        back = request.headers.get("Referer", "")
        ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        if request.headers.get("X-Requested-With") or not ours:
            return HttpResponse(str(fault), status=status, content_type="text/plain; charset=utf-8")
        messages.error(request, str(fault))
        return HttpResponseRedirect(back)
