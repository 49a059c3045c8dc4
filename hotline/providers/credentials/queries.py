"""Questions about papers: what is missing, until when a service may be rendered, what ends soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

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


class Held:
    """The papers of one provider and of the workers it has, read once."""

    def __init__(self, provider: Provider, *, today: date) -> None:
        self.today, self._until = today, provider.contract_until_on
        self._spans: dict[tuple[str, str], list[lasting.Span]] = defaultdict(list)
        own = Credential.objects.filter(provider=provider, member=None, kind__in=needs.KEEPS)
        self._ever = set(own.values_list("kind", flat=True))
        for one in Credential.objects.standing().filter(provider=provider):
            if one.member_id is None or one.kind == PaperKind.PERMIT:
                self._spans[one.kind, one.permit].append((one.issued_on, one.until_on))

    def off_on(self, kind: str, permit: str = "") -> date | None:
        """Return the first day without a good paper of this kind."""
        return lasting.off_on(self._spans[kind, permit], today=self.today)

    def is_good(self, kind: str, permit: str = "") -> bool:
        """Say whether there is a good paper of this kind today."""
        off = self.off_on(kind, permit)
        return off is None or off > self.today

    def serves_until(self, permits: Iterable[str]) -> date | None:
        """Return from when on a service that asks for these permits may not be rendered; None: nothing ends."""
        kept = [self.off_on(kind) for kind in needs.KEEPS if kind in self._ever]
        asked = [self.off_on(PaperKind.PERMIT, permit) for permit in permits]
        contract = self._until + timedelta(days=1) if self._until else None
        return lasting.least([*kept, *asked, contract])

    def missing(self, permits: Iterable[str]) -> list[str]:
        """Return which of these permits there is no good paper of, in words."""
        return [
            str(Permit(one).label)
            for one in sorted(set(permits))
            if not self.is_good(PaperKind.PERMIT, one)
        ]


def lacking(provider: Provider, *, today: date) -> list[str]:
    """Return what the provider's form and the services it is to render still ask for, each in words."""
    held = Held(provider, today=today)
    found = [
        str(kind.label) for kind in needs.BY_FORM[Form(provider.form)] if not held.is_good(kind)
    ]
    offers = Offer.objects.filter(provider=provider).select_related("service")
    return found + held.missing(permit for offer in offers for permit in offer.service.permits)


def without(words: Iterable[str]) -> str:
    """Say in one clause what is missing or over."""
    return _("缺少或已过期：%(papers)s") % {"papers": str(_("、")).join(words)}


def ending(person: Any, *, today: date, days: int) -> CredentialQuerySet:
    """Return what has ended, or ends within some days, of providers that are within or coming; the first to end first."""
    rows = Credential.objects.seen_by(person).newest().select_related("provider", "member__person")
    soon = rows.filter(until_on__lte=today + timedelta(days=days))
    return soon.filter(provider__status__in=(*WITHIN, *COMING)).order_by("until_on", "pk")
