"""Questions about papers: what is missing, until when a service may be rendered, what ends soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.providers.life import COMING, WITHIN
from hotline.providers.models import (
    Credential,
    CredentialQuerySet,
    Form,
    Offer,
    PaperKind,
    Provider,
)

from . import lasting, needs

RENDERED = """EXISTS (SELECT FROM providers_offer o JOIN catalogue_service s ON s.id = o.service_id
    WHERE s.code = (SELECT n.code FROM catalogue_service n WHERE n.id = %s))"""
"""Whether anybody renders a service, on whatever terms."""

Terms = Sequence[tuple[date, Sequence[str]]]
"""From which day on a service asks for which permits; the first may have begun long ago."""


class Held:
    """The papers of one provider and of the workers it has, read once."""

    def __init__(
        self, provider: Provider, *, today: date, papers: Iterable[Credential] | None = None
    ) -> None:
        self.today, self._until = today, provider.contract_until_on
        self._spans: dict[tuple[str, str], list[lasting.Span]] = defaultdict(list)
        self._ever: set[str] = set()
        rows = Credential.objects.filter(provider=provider).select_related("member")
        for one in rows if papers is None else papers:
            self._add(one)

    def _add(self, one: Credential) -> None:
        if one.member is None and one.kind in needs.KEEPS:
            self._ever.add(one.kind)
        stands = one.withdrawn_at is None and (one.member is None or one.member.ended_at is None)
        if stands and (one.member is None or one.kind == PaperKind.PERMIT):
            self._spans[one.kind, one.permit].append((one.issued_on, one.until_on))

    def off_on(self, kind: str, permit: str = "", *, on: date | None = None) -> date | None:
        """Return the first day without a good paper of this kind, looked for from a day on."""
        return lasting.off_on(self._spans[kind, permit], today=on or self.today)

    def is_good(self, kind: str, permit: str = "", *, on: date | None = None) -> bool:
        """Say whether there is a good paper of this kind today, or on a day to come."""
        off = self.off_on(kind, permit, on=on)
        return off is None or off > (on or self.today)

    def serves_until(self, terms: Terms) -> date | None:
        """Return from when on a service on these terms may not be rendered; None: nothing ends."""
        kept = [self.off_on(kind) for kind in needs.KEEPS if kind in self._ever]
        asked = [self._lacks_from(permit, day) for day, permits in terms for permit in permits]
        contract = self._until + timedelta(days=1) if self._until else None
        return lasting.least([*kept, *asked, contract])

    def missing(self, permits: Iterable[str], *, on: date | None = None) -> list[str]:
        """Return which of these permits there is no good paper of, in words."""
        return [
            str(Permit(one).label)
            for one in sorted(set(permits))
            if not self.is_good(PaperKind.PERMIT, one, on=on)
        ]

    def _lacks_from(self, permit: str, day: date) -> date | None:
        """Return from when on a permit is missing that is asked for from a day on."""
        on = max(day, self.today)
        off = self.off_on(PaperKind.PERMIT, permit, on=on)
        ended = [until for _start, until in self._spans[PaperKind.PERMIT, permit] if until]
        if off == on and not any(until < on for until in ended):
            return day  # there never was one
        return None if off is None else max(off, day)


@dataclass(frozen=True, slots=True)
class Lack:
    """A service that a provider renders and has not every permit for: which are missing, from when on that counts."""

    offer: Offer
    permits: tuple[str, ...]
    from_on: date


def terms_of(offers: Iterable[Offer], *, today: date) -> dict[int, Terms]:
    """Return what each offer asks for from today on, whatever terms it was written down on; one query."""
    offers = list(offers)
    codes = {one.service.code for one in offers}
    rows = Service.objects.filter(code__in=codes).exclude(valid_until__lte=today)
    by_code: dict[str, list[tuple[date, Sequence[str]]]] = defaultdict(list)
    for service in rows.order_by("valid_from"):
        by_code[service.code].append((service.valid_from, service.permits))
    return {
        one.pk: by_code.get(one.service.code) or [(today, one.service.permits)] for one in offers
    }


def lacks(person: Any, *, today: date, days: int) -> list[Lack]:
    """Return which services of members lack a permit now or within some days, the first first; as many queries for any town."""
    soon = today + timedelta(days=days)
    mine = Provider.objects.seen_by(person).filter(status__in=WITHIN)
    rows = Offer.objects.filter(provider__in=mine, until_on__lte=soon)
    offers = list(rows.select_related("provider", "service").order_by("provider", "pk"))
    terms = terms_of(offers, today=today)
    papers: dict[int, list[Credential]] = defaultdict(list)
    theirs = Credential.objects.filter(provider__in={one.provider_id for one in offers})
    for paper in theirs.select_related("member"):
        papers[paper.provider_id].append(paper)
    found = [
        Lack(offer, tuple(missing), day)
        for offer in offers
        for day, permits in terms[offer.pk]
        if day <= soon
        and (
            missing := Held(offer.provider, today=today, papers=papers[offer.provider_id]).missing(
                permits, on=max(day, today)
            )
        )
    ]
    return sorted(found, key=lambda one: (one.from_on, one.offer.pk))


def lacking(provider: Provider, *, today: date) -> list[str]:
    """Return what the provider's form and the services it is to render still ask for, each in words."""
    held = Held(provider, today=today)
    found = [
        str(kind.label) for kind in needs.BY_FORM[Form(provider.form)] if not held.is_good(kind)
    ]
    offers = Offer.objects.filter(provider=provider).select_related("service")
    asked = terms_of(offers, today=today).values()
    return found + held.missing(
        permit for terms in asked for day, permits in terms if day <= today for permit in permits
    )


def without(words: Iterable[str]) -> str:
    """Say in one clause what is missing or over."""
    return _("缺少或已过期：%(papers)s") % {"papers": str(_("、")).join(words)}


def ending(person: Any, *, today: date, days: int) -> CredentialQuerySet:
    """Return what has ended, or ends within some days, of providers that are within or coming; the first to end first."""
    rows = Credential.objects.seen_by(person).newest().select_related("provider", "member__person")
    soon = rows.filter(until_on__lte=today + timedelta(days=days))
    return soon.filter(provider__status__in=(*WITHIN, *COMING)).order_by("until_on", "pk")
