"""The provider's own deposit on a phone: what there is, what is lacking, each line with what there was after it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline import clock
from hotline.deposits import queries
from hotline.desks.provider.frame import around, member_of, worker
from hotline.desks.provider.waiting import Waiting, waits
from hotline.people.guards import role_required
from hotline.people.roles import Role
from hotline.providers.models import Member
from hotline.ui import times


@waits
def to_top_up(member: Member) -> Iterator[Waiting]:
    """Say that the deposit is to be topped up, and by when."""
    account = queries.of_provider(member.provider, member.person)
    if account is not None and account.top_up_by_at is not None:
        words = _("保证金要在 %(when)s 前补足") % {"when": times.day_hm(account.top_up_by_at)}
        late = account.top_up_by_at < clock.now()
        tone = "late" if late else "soon"
        yield Waiting(page="deposit", words=words, href=reverse("deposit"), tone=tone)


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
