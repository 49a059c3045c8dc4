"""How numbers are said: money, shares, telephone numbers. Decides the form; counts nothing."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

MOBILE = re.compile(r"(?:\+?86)?(1\d{2})([\d*]{4})(\d{4})")


def money(amount: Decimal | float | None) -> str:
    """Say an amount of yuan, with fen only where there are any."""
    if amount is None:
        return ""
    exact = Decimal(str(amount)).quantize(Decimal("0.01"))
    said = f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact:,.2f}"
    return _("%(amount)s 元") % {"amount": said}


def percent(share: float | None, digits: int = 1) -> str:
    """Say a share between 0 and 1 as a percentage; a dash where there is none."""
    return "—" if share is None else f"{share * 100:.{digits}f}%"


def phone(number: str | None) -> str:
    """Write a mobile number in its three groups; any other as it stands."""
    found = MOBILE.fullmatch(number or "")
    return " ".join(found.groups()) if found else number or ""
