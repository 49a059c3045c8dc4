"""Where a worker's own provider has people in training, and their certificates."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.desks.provider.frame import around, member_of, worker
from hotline.people.guards import role_required
from hotline.people.roles import Role
from hotline.today import today
from hotline.training import queries

MOST = 100


@role_required(Role.PROVIDER)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show a signed-in worker what his provider's people learn, and until when their certificates are good."""
    member = member_of(request)
    places = queries.of_provider(member.provider, worker(request))[:MOST]
    given = {"places": places, "today": today()}
    return render(request, "provider/training.html", given | around(member, "training"))
