"""The provider's own deposit on a phone: what there is, what is lacking, each line with what there was after it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.deposits import queries
from hotline.desks.provider.frame import around, member_of, worker
from hotline.people.guards import role_required
from hotline.people.roles import Role


@role_required(Role.PROVIDER)
@require_safe
def deposit(request: HttpRequest) -> HttpResponse:
    """Show the ledger of one's provider."""
    member = member_of(request)
    account = queries.of_provider(member.provider, worker(request))
    lines = queries.lines(account) if account else []
    given = {
        "account": account,
        "held": lines[-1].did.balance if lines else queries.NOUGHT,
        "lines": lines[::-1],
    }
    return render(request, "provider/deposit.html", given | around(member, "deposit"))
