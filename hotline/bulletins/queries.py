"""Questions about bulletins: whom one goes to, who has read it, what a provider still has to read."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet

from hotline.catalogue.models import Service
from hotline.deadlines.models import Deadline
from hotline.providers.life import WITHIN
from hotline.providers.models import Member, Provider

from .life import Status
from .models import Bulletin, BulletinQuerySet, Receipt


def addressed(*, service: Service | None, provider: Provider | None) -> QuerySet[Provider]:
    """Return who is told now: of the members one, those of a service, or all."""
    rows = Provider.objects.filter(status__in=WITHIN)
    if provider is not None:
        rows = rows.filter(pk=provider.pk)
    if service is not None:  # by code: a provider goes on serving what is offered on new terms
        rows = rows.filter(offers__service__code=service.code).distinct()
    return rows.order_by("pk")


def listed(person: Any) -> BulletinQuerySet:
    """Return the bulletins that somebody may know of, the latest first, with how many were told and have read."""
    rows = Bulletin.objects.seen_by(person).select_related("service", "provider", "posted_by")
    told, read = Count("receipts"), Count("receipts", filter=Q(receipts__read_at__isnull=False))
    return rows.annotate(told=told, read=read).order_by("-posted_at", "-pk")


def receipts(bulletin: Bulletin) -> QuerySet[Receipt]:
    """Return who was told, those who have not read first."""
    rows = bulletin.receipts.select_related("provider", "read_by")
    return rows.order_by(F("read_at").desc(nulls_first=True), "provider__short_name")


def of_provider(provider: Provider) -> QuerySet[Receipt]:
    """Return what a provider was told, what is to be read first, then the latest."""
    rows = Receipt.objects.filter(provider=provider).select_related("bulletin", "read_by")
    rows = rows.annotate(open=Q(bulletin__status=Status.POSTED, read_at=None))
    return rows.order_by("-open", "-bulletin__posted_at", "-bulletin__pk")


def unread(provider: int) -> QuerySet[Receipt]:
    """Return what a provider has not confirmed yet, as long as it holds."""
    return Receipt.objects.filter(provider=provider, read_at=None, bulletin__status=Status.POSTED)


def clocks(bulletin: Bulletin) -> set[str]:
    """Return which clocks of a bulletin run."""
    rows = Deadline.objects.filter(kind=bulletin.KIND, subject=bulletin.pk, closed_at=None)
    return set(rows.values_list("name", flat=True))


def those_who_have_not_read(bulletin: Bulletin) -> list[Member]:
    """Return those who answer for providers that have not read, to be written to."""
    late = bulletin.receipts.filter(read_at=None).values("provider")
    rows = Member.objects.standing().filter(provider__in=late, answers_offers=True)
    return list(
        rows.filter(person__is_active=True).select_related("person", "provider").order_by("pk")
    )
