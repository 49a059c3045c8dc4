"""What is promised with a service: everything about it but its code, its group and its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .models import HandledBy, PriceMode
from .permits import Permit


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A service's words, price and promise, as a new version states them."""

    name: str
    description: str
    price_mode: PriceMode
    reference_price: Decimal | None
    unit: str
    warranty_days: int = 0
    promised_arrival_min: int | None = None
    urgent: bool = False
    around_the_clock: bool = False
    handled_by: HandledBy = HandledBy.PROVIDER
    aliases: Sequence[str] = ()
    keywords: Sequence[str] = ()
    permits: Sequence[Permit] = ()

    @property
    def price_fits(self) -> bool:
        """Say whether the price is one that its mode can have: none if quoted, nought if free."""
        if self.price_mode == PriceMode.QUOTE:
            return self.reference_price is None
        if self.reference_price is None:
            return False
        free = self.price_mode == PriceMode.FREE
        return self.reference_price == 0 if free else self.reference_price > 0
