"""Questions about dispatches: who can be asked for a case, and what a provider has in hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from hotline import clock
from hotline.areas.models import Area
from hotline.cases.models import Case
from hotline.catalogue.models import Service
from hotline.journal.models import Entry
from hotline.pricelists import queries as pricelists
from hotline.pricelists.charges import Charge
from hotline.providers.life import MAY_BE_SENT
from hotline.providers.models import Offer, Provider
from hotline.worktime import hours

from . import warranty
from .life import OPEN, WORKED, Status
from .models import Dispatch, DispatchQuerySet
from .ranking import Candidate, Facts, rank

LOOK_BACK = timedelta(days=30)
LATEST = 200
_OPEN = ", ".join(f"'{status}'" for status in OPEN)
_WORK = f"""SELECT p.id, in_hand.open_jobs, lately.accept_median, lately.last_offered_at
    FROM providers_provider p
    CROSS JOIN LATERAL (SELECT count(*) AS open_jobs FROM (
        SELECT FROM dispatch_dispatch d WHERE d.provider_id = p.id AND d.status IN ({_OPEN})
        LIMIT p.most_open) theirs) in_hand
    CROSS JOIN LATERAL (SELECT
        percentile_cont(0.5) WITHIN GROUP (ORDER BY accepted_at - offered_at) AS accept_median,
        max(offered_at) AS last_offered_at FROM (
        SELECT d.accepted_at, d.offered_at FROM dispatch_dispatch d
        WHERE d.provider_id = p.id AND d.offered_at >= %(since)s
        ORDER BY d.offered_at DESC LIMIT {LATEST}) theirs) lately
    WHERE p.id = ANY(%(providers)s)"""  # noqa: S608  (only our own words are put in)
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
            in_standing=offer.provider.status in MAY_BE_SENT,
            here=not places or any(place.pk in places for place in offer.areas.all()),
            now=hours.covers(offer.hours, local),
            asked=offer.provider_id in before,
            most_open=offer.provider.most_open,
            **work.get(offer.provider_id, {}),
        )
        for offer in offers
    ]
    return rank(facts, at=at)


def charge(dispatch: Dispatch) -> Charge:
    """Return the price that holds for a job: as it stood when it was accepted, or stands now while it is offered."""
    at = dispatch.accepted_at
    return pricelists.promised(dispatch.provider, dispatch.case.service, at=at)


def asked_before(case: Case) -> list[int]:
    """Return the providers that this case was offered to since it was last opened and that did not take it."""
    rows = Dispatch.objects.filter(case=case, status__in=(Status.REFUSED, Status.LAPSED))
    if case.times_reopened:
        again = Entry.objects.filter(kind=Case.KIND, subject=case.pk, act__in=OPENED_AGAIN)
        rows = rows.filter(offered_at__gte=again.latest("at").at)
    return list(rows.values_list("provider_id", flat=True))


def within_warranty(
    *, at: datetime, caller: int | None, area: int | None, address: str, case: int | None = None
) -> list[Dispatch]:
    """Return the work under warranty when the citizen rang: done for the same caller, at the same place or on this very case.

    What was mended since is its mender's to warrant, and what somebody is mending now is in good hands.
    """
    same = Q(case=case)
    if caller is not None:
        same |= Q(case__caller=caller)
    if area is not None and address.strip():
        same |= Q(case__area=area, case__address=address.strip())
    rows = Dispatch.objects.filter(
        same, status__in=WORKED, done_at__lte=at, warranty_until_on__gte=timezone.localdate(at)
    )
    rows = rows.exclude(mended_by__done_at__isnull=False).exclude(mended_by__status__in=OPEN)
    return list(rows.select_related("provider", "case__service").order_by("-done_at", "-pk")[:5])


def under_warranty(case: Case) -> list[Dispatch]:
    """Return the work that a case may be about and that was under warranty when its caller rang."""
    at = case.taken_at
    if case.times_reopened:
        again = Entry.objects.filter(kind=Case.KIND, subject=case.pk, act__in=OPENED_AGAIN)
        at = again.latest("at").at
    return within_warranty(
        at=at, caller=case.caller_id, area=case.area_id, address=case.address, case=case.pk
    )


def still_to_mend(case: Case) -> Dispatch | None:
    """Return the work that whoever was asked last did not mend: whoever is asked next mends it in his stead."""
    last = case.dispatches.select_related("under_warranty__provider").order_by("-pk").first()
    given_up = last is not None and last.status in (Status.REFUSED, Status.LAPSED)
    return last.under_warranty if last is not None and given_up else None


def owed(provider: Provider, person: Any) -> DispatchQuerySet:
    """Return what others have mended in a provider's stead: the amount of each is owed by it."""
    rows = Dispatch.objects.seen_by(person).filter(owed_by=provider, done_at__isnull=False)
    return rows.select_related("provider", "case", "under_warranty__case").order_by("-done_at")


def works_from(provider: Provider, service: Service | None, *, at: datetime) -> datetime:
    """Return from when a provider can be asked about a service: at once within its hours, else when they begin."""
    rows = Offer.objects.filter(provider=provider, service__code=service.code if service else "")
    written = rows.order_by("-service__valid_from").values_list("hours", flat=True).first()
    return warranty.works_from(written or hours.ROUND_THE_CLOCK, timezone.localtime(at))


def _work(providers: list[int], at: datetime) -> dict[int, dict[str, Any]]:
    """Return each provider's open jobs, usual time to accept and last offer, in one query that reads no more of a busy one.

    Open jobs are counted as far as he may have any; what is usual, by his latest offers of the last month.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WORK, {"providers": providers, "since": at - LOOK_BACK})
        names = [column[0] for column in cursor.description]
        return {key: dict(zip(names[1:], told, strict=True)) for key, *told in cursor.fetchall()}


def _within(area: Area | None) -> set[int]:
    """Return the area and everything it lies in."""
    found: set[int] = set()
    while area is not None:
        found.add(area.pk)
        area = area.parent
    return found
