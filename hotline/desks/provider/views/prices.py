"""The provider's own price list on a phone: what holds, what waits, and naming another price."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.provider.frame import around, member_of, worker
from hotline.life.door import filled
from hotline.people.guards import role_required
from hotline.people.roles import Role
from hotline.pricelists import actions as pricelists
from hotline.pricelists import queries
from hotline.pricelists.forms import PriceForm
from hotline.pricelists.life import Status

workers_only = role_required(Role.PROVIDER)
PAST = 20


@workers_only
@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """Show what one's provider asks for each service."""
    member = member_of(request)
    past = queries.of_provider(member.provider, worker(request))
    given = {
        "list": queries.listed(member.provider),
        "past": past.exclude(status=Status.PROPOSED)[:PAST],
        "form": PriceForm(provider=member.provider, auto_id="price-%s"),
    }
    return render(request, "provider/prices.html", given | around(member, "prices"))


@workers_only
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for another price."""
    provider = member_of(request).provider
    form = PriceForm(request.POST, provider=provider)
    return filled(
        request,
        form,
        partial(pricelists.propose, provider),
        _("已提交，等热线答复"),
        to=reverse("prices"),
    )
