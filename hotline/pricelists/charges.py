"""What a service costs at one provider: how it is said, and from which amount on somebody must say why it was more. Pure.

A fixed price allows itself, a price "from" some yuan a share of it that the line sets (`price_from_most_pct`), what is free
nothing. A visit fee and a quoted price allow anything: what comes on top of them is agreed on the spot, before the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from hotline.catalogue.models import PriceMode, Service

QUOTED_FIRST = (PriceMode.FROM, PriceMode.VISIT_FEE)
"""Of these the citizen hears the rest before anything is begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A price as it was promised: the provider's own where one was agreed, else what the catalogue names for all."""

    mode: PriceMode
    yuan: Decimal | None = None
    unit: str = ""
    agreed: bool = False

    def most(self, from_pct: int) -> Decimal | None:
        """Return up to which amount of yuan nobody asks; None: there is no such amount."""
        match self.mode:
            case PriceMode.FREE:
                return Decimal(0)
            case PriceMode.FIXED:
                return self.yuan
            case PriceMode.FROM if self.yuan is not None:
                return self.yuan * from_pct / 100
        return None

    def above(self, amount: Decimal, from_pct: int) -> Decimal | None:
        """Return by how many yuan an amount is more than that; None where it is not."""
        most = self.most(from_pct)
        return amount - most if most is not None and amount > most else None

    @property
    def words(self) -> str:
        """Say the price as the citizen is told it."""
        if self.mode == PriceMode.QUOTE or self.yuan is None:
            return _("修前先报价")
        if self.mode == PriceMode.FREE:
            return _("免费")
        first = self.mode in QUOTED_FIRST
        said = (
            _("%(mode)s %(yuan)s 元/%(unit)s，修前先报价")
            if first
            else _("%(mode)s %(yuan)s 元/%(unit)s")
        )
        return said % {
            "mode": PriceMode(self.mode).label,
            "yuan": f"{self.yuan.normalize():f}",
            "unit": self.unit,
        }


def of_catalogue(service: Service | None) -> Charge:
    """Return what the catalogue names for a service; quoted on the spot where nobody knows which."""
    if service is None:
        return Charge(mode=PriceMode.QUOTE)
    mode = PriceMode(service.price_mode)
    return Charge(mode=mode, yuan=service.reference_price, unit=service.unit)
