"""What providers ask: what waits for a yes or no, and the price list of one."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.members import acts
from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.life.door import filled
from hotline.people import guards
from hotline.people.models import Person
from hotline.pricelists import actions as pricelists
from hotline.pricelists import queries
from hotline.pricelists.forms import PriceForm
from hotline.pricelists.life import LIFE, PROPOSES, Status
from hotline.pricelists.models import Price
from hotline.providers.life import DECIDES
from hotline.providers.models import Provider

TONES = {Status.PROPOSED: "soon", Status.AGREED: "done"}
PAST = 50


@guards.staff_only
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show every price that waits for a yes or no, beside what holds now."""
    person = shell.reader(request)
    rows = [(one, now, _acts(one, person)) for one, now in queries.waiting(person)]
    given = {"rows": rows, "may_carry": bool(person.role & DECIDES)}
    return show(request, "prices.html", "prices", given)


@guards.staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the price list of one provider: what holds, what will hold, what waits, what there was."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    past = list(queries.of_provider(provider, person)[:PAST])
    told = journal.stories(past)
    given = {
        "list": [(line, _acts(line.proposed, person)) for line in queries.listed(provider)],
        "past": past,
        "why": {row.entry.subject: row.said["why"] for row in told if row.said.get("why")},
        "form": PriceForm(provider=provider, auto_id="price-%s"),
        "may_propose": bool(person.role & PROPOSES),
        "tone": TONES,
    }
    return show_one(request, "price_list.html", "prices", provider, given)


@guards.staff_only
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a price for a provider; somebody else agrees to it."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    form = PriceForm(request.POST, provider=provider)
    return filled(request, form, partial(pricelists.propose, provider), _("已登记，等另一位同意"))


def _acts(price: Price | None, person: Person) -> list[acts.Act]:
    """Return what may be done with a price; who entered it does not agree to it."""
    if price is None:
        return []
    own = price.proposed_by_id == person.pk
    found = acts.open_to(LIFE, price, person, "pricelists:")
    return [one for one in found if (one.step.name == "withdraw") == own]
