"""The last offers of a provider's services that went to others, and why: from the record, without whose they were."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.desks.provider.frame import around, member_of
from hotline.dispatch import answers, queries
from hotline.people.guards import role_required
from hotline.people.roles import Role


@role_required(Role.PROVIDER)
@require_safe
def missed(request: HttpRequest) -> HttpResponse:
    """Show the last offers that went to others, each with the reason."""
    member = member_of(request)
    told = [(one, answers.said(one.why)) for one in queries.missed(member.provider)]
    return render(request, "provider/missed.html", {"missed": told} | around(member, "missed"))
