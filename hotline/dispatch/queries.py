"""Questions about dispatches: who can be asked for a case, and what a provider has in hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from hotline import clock
from hotline.areas.models import Area
from hotline.cases.models import Case
from hotline.catalogue.models import Service
from hotline.journal.models import Entry
from hotline.providers.models import MAY_BE_SENT, Offer
from hotline.worktime import hours

from .life import OPEN, Status
from .models import Dispatch
from .ranking import Candidate, Facts, rank

LOOK_BACK = timedelta(days=30)
OPENED_AGAIN = ("do_again", "reopen")
"""Acts on a case after which whoever was asked before may be asked anew."""


def candidates(
    service: Service | None,
    area: Area | None,
    *,
    at: datetime | None = None,
    asked: Iterable[int] = (),
) -> list[Candidate]:
    """Return every provider of *service*, ranked for a job in *area* now; three queries."""
    if service is None:
        return []
    at = at or clock.now()
    offers = list(
        # by code: a provider goes on serving what is offered on new terms
        Offer.objects.filter(service__code=service.code)
        .select_related("provider")
        .prefetch_related("areas")
        .order_by("provider_id", "-service__valid_from")
        .distinct("provider_id")
    )
    if not offers:
        return []
    work = _work([offer.provider_id for offer in offers], at)
    places = _within(area)
    local, before = timezone.localtime(at), set(asked)
    facts = [
        Facts(
            provider=offer.provider_id,
            name=offer.provider.short_name,
            in_standing=offer.provider.standing in MAY_BE_SENT,
            here=not places or any(place.pk in places for place in offer.areas.all()),
            now=hours.covers(offer.hours, local),
            asked=offer.provider_id in before,
            most_open=offer.provider.most_open,
            **work.get(offer.provider_id, {}),
        )
        for offer in offers
    ]
    return rank(facts, at=at)


def asked_before(case: Case) -> list[int]:
    """Return the providers that this case was offered to since it was last opened and that did not take it."""
    rows = Dispatch.objects.filter(case=case, status__in=(Status.REFUSED, Status.LAPSED))
    if case.times_reopened:
        again = Entry.objects.filter(kind=Case.KIND, subject=case.pk, act__in=OPENED_AGAIN)
        rows = rows.filter(offered_at__gte=again.latest("at").at)
    return list(rows.values_list("provider_id", flat=True))


def _work(providers: list[int], at: datetime) -> dict[int, dict[str, Any]]:
    """Return each provider's open jobs, usual time to accept and last offer, in one query."""
    from django.db.models import Aggregate, DurationField, ExpressionWrapper, F

    class Median(Aggregate):
        function = "PERCENTILE_CONT"
        template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
        output_field = DurationField()

    took = ExpressionWrapper(F("accepted_at") - F("offered_at"), output_field=DurationField())
    rows = (
        Dispatch.objects.filter(provider__in=providers)
        .filter(Q(offered_at__gte=at - LOOK_BACK) | Q(status__in=OPEN))
        .values("provider_id")
        .annotate(
            open_jobs=Count("id", filter=Q(status__in=OPEN)),
            accept_median=Median(took),
            last_offered_at=Max("offered_at"),
        )
    )
    return {row.pop("provider_id"): row for row in (dict(row) for row in rows)}


def _within(area: Area | None) -> set[int]:
    """Return the area and everything it lies in."""
    found: set[int] = set()
    while area is not None:
        found.add(area.pk)
        area = area.parent
    return found
