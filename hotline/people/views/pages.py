"""Pages for everybody who is signed in: the table of rights, and one's own account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.people import factors, guards, permissions, queries
from hotline.people.factors import queries as shown
from hotline.people.models import Person
from hotline.people.roles import LABELS

from .frame import framed


@guards.signed_in
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Show who may do what, as one table."""
    given = {"columns": permissions.columns(), "chapters": permissions.table()}
    return render(request, "people/rights.html", framed(request, "rights", **given))


@guards.signed_in
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show somebody his own account."""
    assert isinstance(request.user, Person)
    given = {
        "who": request.user,
        "labels": LABELS,
        "factors": shown.of(request.user),
        "demanded": factors.are_demanded_of(request.user),
        "sessions": queries.sessions_of(request.user),
        "here": request.session.session_key,
    }
    return render(request, "people/me.html", framed(request, "me", **given))
