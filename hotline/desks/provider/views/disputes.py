"""What citizens do not agree on, as the provider reads and answers it on a phone. It learns nothing of who the citizen is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.desks.provider.frame import around, member_of, worker
from hotline.desks.provider.waiting import Waiting, waits
from hotline.disputes import queries
from hotline.disputes.life import LIFE, Status
from hotline.disputes.models import Dispute
from hotline.journal import queries as journal
from hotline.life.asks import StepForm
from hotline.people.guards import role_required
from hotline.people.roles import Role
from hotline.providers.models import Member

workers_only = role_required(Role.PROVIDER)
TOLD = {"open_dispute": "why", "answer": "words", "settle": "why", "dismiss": "why"}
"""Of which acts the provider reads the words, and which of them: what the citizen said himself may name him."""


@waits
def to_answer(member: Member) -> Iterator[Waiting]:
    """Say which disputes wait for the provider: to be answered, or to be paid."""
    rows = Dispute.objects.seen_by(member.person).going()
    unheard = Q(status=Status.OPEN, provider_heard_at=None)
    told = rows.aggregate(unheard=Count("pk", unheard), due=Count("pk", Q(status=Status.DUE)))
    for n, words, tone in (
        (told["unheard"], _("有 %(n)s 件争议要答复"), "soon"),
        (told["due"], _("有 %(n)s 件争议要赔付"), "late"),
    ):
        yield Waiting(
            page="disputes", words=words % {"n": n}, href=reverse("disputes"), count=n, tone=tone
        )


@workers_only
@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """Show what is said against one's provider's work, and what became of it."""
    person = worker(request)
    given = {"going": queries.going(person), "ended": queries.ended(person)[:20]}
    return render(request, "provider/disputes.html", given | around(member_of(request), "disputes"))


@workers_only
@require_safe
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one dispute, and let it be answered."""
    person = worker(request)
    found = get_object_or_404(queries.one(person), pk=pk)
    told = [one for one in journal.story(found) if one.entry.act in TOLD]
    given: dict[str, Any] = {
        "dispute": found,
        "said": {
            name: [one.said.get(TOLD[name]) for one in told if one.entry.act == name]
            for name in TOLD
        },
        "acts": [
            (step, StepForm(step.asks, auto_id=f"{step.name}-%s"))
            for step in LIFE.open_to(found, person)
        ],
    }
    return render(request, "provider/dispute.html", given | around(member_of(request), "disputes"))
