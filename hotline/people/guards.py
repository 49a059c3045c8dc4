"""Who may open a page: the decorators every view of the house wears.

Whoever is signed out goes to the sign-in page and comes back afterwards; a script gets 401. Whoever
has another role gets 403 and a sentence that says what to do. Which rows a person sees is left to
`seen_by`, which steps to the lives.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from .models import Person
from .roles import NOBODY, RIGHTS, STAFF, Role, home_of, named

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

ANYBODY = ~NOBODY
"""Every role: whoever is signed in."""


def role_required(role: Role) -> Callable[[View], View]:
    """Let only people with one of these roles in; the view carries `guard`, which tests read."""

    def guarded(view: View) -> View:
        @wraps(view)
        def handle(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            refused = refusal(request, role)
            if refused is not None:
                return refused
            response = view(request, *args, **kwargs)
            # After signing out, nobody finds a caller's name by pressing "back".
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        handle.guard = role  # type: ignore[attr-defined]
        return cast(View, handle)

    return guarded


def right(name: str) -> Callable[[View], View]:
    """Let only those in who have a right of `roles.RIGHTS`."""
    return role_required(RIGHTS[name])


signed_in = role_required(ANYBODY)
"""Let everybody in who is signed in."""
staff_only = role_required(STAFF)
"""Let the line's own people in."""


def refusal(request: HttpRequest, role: Role) -> HttpResponse | None:
    """Return the answer for somebody who may not pass; None for somebody who may."""
    person = request.user
    if not isinstance(person, Person):
        return to_sign_in(request)
    return None if person.role & role else not_yours(request, person, role)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a person to the door, from where he comes back; tell a script that he is signed out."""
    if is_script(request):
        said = _("已退出登录，请重新登录")
        return HttpResponse(said, status=401, content_type="text/plain; charset=utf-8")
    asked = {"next": page_of(request)} | (
        {"idle": "1"} if getattr(request, "idle_ended", False) else {}
    )
    return redirect("/sign-in/?" + urlencode({k: v for k, v in asked.items() if v}))


def not_yours(request: HttpRequest, person: Person, role: Role) -> HttpResponse:
    """Say that a page is for others, for whom, and what to do."""
    given = {"needed": named(role), "has": named(person.role), "home": home_of(person.role)}
    if is_script(request):
        said = _("这里由%(needed)s办理，您是%(has)s") % given
        return HttpResponse(said, status=403, content_type="text/plain; charset=utf-8")
    return render(request, "people/not_yours.html", given, status=403)


def is_script(request: HttpRequest) -> bool:
    """Say whether a script asks rather than a person who sees the answer as a page."""
    asked = request.headers
    return bool(
        asked.get("X-Requested-With")
        or asked.get("HX-Request")
        or asked.get("X-Background")
        or asked.get("Sec-Fetch-Mode") in ("cors", "same-origin", "no-cors")
    )


def is_ours(request: HttpRequest, address: str) -> bool:
    """Say whether an address leads to a page of ours other than the door."""
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return ours and address.startswith("/") and not address.startswith("/sign-")


def page_of(request: HttpRequest) -> str:
    """Return the page somebody is on: this one, or the one that held the form he sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(came_from)
    return parts.path + (f"?{parts.query}" if parts.query else "")
