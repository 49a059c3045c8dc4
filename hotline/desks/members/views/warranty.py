"""What others have mended in a provider's stead, within its warranty: whose cost that is."""

from __future__ import annotations

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hotline.desks.members.frame import show_one
from hotline.desks.operator import shell
from hotline.dispatch import queries
from hotline.people import guards
from hotline.providers.models import Provider

MOST = 200


@guards.staff_only
@require_safe
def of_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a provider owes for work that it did not mend."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    rows = queries.owed(provider, person)
    given = {"rows": rows[:MOST], "whole": rows.aggregate(whole=Sum("amount"))["whole"] or 0}
    return show_one(request, "provider_warranty.html", "warranty", provider, given)
