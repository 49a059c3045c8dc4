"""Questions about prices: what holds, what held, what waits for a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from hotline import clock
from hotline.catalogue.models import Service
from hotline.providers.models import Provider
from hotline.today import today

from .charges import Charge, of_catalogue
from .life import Status
from .models import Price, PriceQuerySet


@dataclass(frozen=True, slots=True)
class Listed:
    """One service of a provider: what holds now, what will hold, what waits."""

    service: Service
    now: Charge
    coming: tuple[Price, ...] = ()
    proposed: Price | None = None


def price(provider: Provider, service_code: str, *, on: date) -> Charge:
    """Return what a provider asks for a service on a day: as agreed, else as the catalogue names it that day."""
    found = _last(Price.objects.filter(provider=provider, code=service_code), at=_end_of(on))
    if found:
        return found[0].charge
    return of_catalogue(Service.objects.offered_on(on).filter(code=service_code).first())


def promised(provider: Provider, service: Service | None, *, at: datetime | None = None) -> Charge:
    """Return what a citizen was promised at a moment, for a service on the terms of his case.

    What was agreed on later changes nothing of it, be it for the same day.
    """
    if service is None:
        return of_catalogue(None)
    rows = Price.objects.filter(provider=provider, code=service.code)
    found = _last(rows, at=at or clock.now())
    return found[0].charge if found else of_catalogue(service)


def agreed(providers: Iterable[int], service_code: str) -> dict[int, Charge]:
    """Return what each of these providers asks for a service now, where something was agreed; one query."""
    rows = Price.objects.filter(provider__in=list(providers), code=service_code)
    return {one.provider_id: one.charge for one in _last(rows, at=clock.now())}


def holding(*, at: datetime) -> dict[tuple[int, str], Price]:
    """Return every price that holds at a moment, by provider and service; one query."""
    return {(one.provider_id, one.code): one for one in _last(Price.objects.all(), at=at)}


def waiting(person: Any) -> list[tuple[Price, Charge]]:
    """Return what was proposed and waits for a yes or no, the longest first, each beside what holds now; two queries."""
    rows = Price.objects.seen_by(person).filter(status=Status.PROPOSED)
    rows = rows.select_related("provider", "service", "proposed_by").order_by("proposed_at", "pk")
    found = list(rows)
    theirs = Price.objects.filter(
        provider__in=[one.provider_id for one in found], code__in=[one.code for one in found]
    )
    now = {(one.provider_id, one.code): one.charge for one in _last(theirs, at=clock.now())}
    return [
        (one, now.get((one.provider_id, one.code)) or of_catalogue(one.service)) for one in found
    ]


def of_provider(provider: Provider, person: Any) -> PriceQuerySet:
    """Return every price that a provider ever had or asked for, the latest first."""
    rows = Price.objects.seen_by(person).filter(provider=provider)
    return rows.select_related("service", "proposed_by", "decided_by").order_by("-pk")


def listed(provider: Provider) -> list[Listed]:
    """Return the price list of a provider as it stands today, a line for each service that it renders."""
    day, services = today(), {}
    for offer in provider.offers.select_related("service").order_by("service__valid_from"):
        services[offer.service.code] = offer.service
    terms = {one.code: one for one in Service.objects.offered_on(day).filter(code__in=services)}
    rows = Price.objects.filter(provider=provider).select_related("service")
    now = {one.code: one.charge for one in _last(rows, at=clock.now())}
    coming = rows.filter(status=Status.AGREED, from_on__gt=day).order_by("from_on", "pk")
    proposed = {one.code: one for one in rows.filter(status=Status.PROPOSED)}
    return [
        Listed(
            service=terms.get(code, service),
            now=now.get(code) or of_catalogue(terms.get(code, service)),
            coming=tuple(one for one in coming if one.code == code),
            proposed=proposed.get(code),
        )
        for code, service in sorted(services.items())
    ]


def _last(rows: PriceQuerySet, *, at: datetime) -> list[Price]:
    """Return, for each provider and service among *rows*, the price that held at a moment."""
    held = rows.agreed_at(at).select_related("provider", "service")
    order = ("provider_id", "code", F("from_on").desc(), F("decided_at").desc(), "-pk")
    return list(held.order_by(*order).distinct("provider_id", "code"))


def _end_of(day: date) -> datetime:
    """Return the last moment of a day where the line is."""
    midnight = datetime.combine(day + timedelta(days=1), time(), timezone.get_default_timezone())
    return midnight - timedelta(microseconds=1)
