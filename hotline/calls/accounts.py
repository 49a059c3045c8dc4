"""A seat's account at the switch: for one sign-on, with a password that is written down nowhere.

The password follows from what is made up at the sign-on and from the house's own key, so that page and
switchboard both know it, and a copy of the database tells nobody. When an account begins and ends
is left to `actions`, telling the switch to `phones`.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.crypto import salted_hmac

from .models import REGISTERS, Phone, Seat

SALT = "hotline.calls.accounts"
BYTES = 24
"""How much of the digest is the password: 192 bits, 32 letters."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a telephone registers with."""

    address: str
    password: str = field(repr=False)
    browser: bool


def begin(seat: Seat) -> None:
    """Give a seat another account; none if nobody sits there or its telephone does not register. Not saved here."""
    registers = seat.lease_until is not None and seat.phone in REGISTERS
    seat.account, seat.shown_at = secrets.token_urlsafe(16) if registers else "", None


def of(seat: Seat) -> Account | None:
    """Return what the telephone of a seat may register with now; None when it may not."""
    if not seat.account or seat.lease_until is None:
        return None
    digest = salted_hmac(SALT, f"{seat.address} {seat.account}", algorithm="sha256").digest()
    password = base64.urlsafe_b64encode(digest[:BYTES]).decode()
    return Account(seat.address, password, seat.phone == Phone.BROWSER)


def telephones() -> tuple[Phone, ...]:
    """Return the telephones that can stand on a desk of this installation, the usual one first."""
    wanted = settings.CONFIGURATION
    if wanted.demo:
        return (Phone.SIMULATED, Phone.SIP)
    browser = (Phone.BROWSER,) if wanted.switch == "ari" else ()
    return (*browser, Phone.SIP, Phone.OUTSIDE)
