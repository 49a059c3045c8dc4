"""What a price allows, against the rule in plain words, and how it is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hotline.catalogue.models import PriceMode
from hotline.pricelists.charges import Charge, of_catalogue


def charge(mode: PriceMode, yuan: str | None = "80") -> Charge:
    return Charge(mode=mode, yuan=None if yuan is None else Decimal(yuan), unit="次")


@pytest.mark.parametrize(
    ("mode", "amount", "more"),
    [
        (PriceMode.FIXED, "80", None),
        (PriceMode.FIXED, "80.01", "0.01"),
        (PriceMode.FROM, "160", None),
        (PriceMode.FROM, "170", "10"),
        (PriceMode.VISIT_FEE, "9000", None),
        (PriceMode.QUOTE, "9000", None),
        (PriceMode.FREE, "0", None),
        (PriceMode.FREE, "1", "1"),
    ],
)
def test_an_amount_is_above_what_its_price_allows(
    mode: PriceMode, amount: str, more: str | None
) -> None:
    expected = None if more is None else Decimal(more)
    assert charge(mode).above(Decimal(amount), 200) == expected


def test_how_much_a_price_from_allows_is_the_lines_to_set() -> None:
    assert charge(PriceMode.FROM).above(Decimal(121), 150) == 1
    assert charge(PriceMode.FROM).above(Decimal(241), 300) == 1


def test_a_price_is_said_as_the_citizen_hears_it() -> None:
    assert charge(PriceMode.FIXED, "80.50").words == "一口价 80.5 元/次"
    assert charge(PriceMode.VISIT_FEE, "30").words == "上门费 30 元/次，修前先报价"
    assert charge(PriceMode.FROM, "100.00").words == "起价 100 元/次，修前先报价"
    assert charge(PriceMode.QUOTE, None).words == "修前先报价"
    assert charge(PriceMode.FREE, "0").words == "免费"
    assert of_catalogue(None).words == "修前先报价"
