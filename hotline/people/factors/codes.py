"""Codes: of an app, good for half a minute and once; and those on paper, for when the app is lost.

RFC 6238 with the numbers every app knows: SHA-1, six digits, thirty seconds. A code of the step before or after is
taken too: telephones' clocks differ.
"""

from __future__ import annotations

import secrets
from urllib.parse import quote, urlencode

import qrcode
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.utils.crypto import constant_time_compare
from markupsafe import Markup
from qrcode.image.svg import SvgPathImage

from hotline import clock
from hotline.people.models import Person
from hotline.people.passwords import LETTERS

STEP_S = 30
TOLERANCE = 1
HOW_MANY = 10
"""Recovery codes at a time."""


def new_secret() -> str:
    """Make the secret of an app: 160 bits."""
    return str(generate_totp_secret())


def step_of(secret: str, code: str, *, after: int = 0) -> int | None:
    """Return which step a code belongs to; None for a wrong one, or one of a step that was used."""
    typed = "".join(code.split())
    now = int(clock.now().timestamp()) // STEP_S
    found = None
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if constant_time_compare(typed, format_hotp_value(hotp_value(secret, step))):
            found = step
    return found if found is not None and found > after else None


def address(person: Person, secret: str) -> str:
    """Return what an app reads from the picture."""
    issuer = settings.CONFIGURATION.line_number
    label = quote(f"{issuer}:{person.username}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"


def picture(text: str) -> Markup:
    """Draw a QR code as SVG, to stand within the page: no picture leaves the house."""
    drawn = qrcode.make(text, image_factory=SvgPathImage, border=2)
    return Markup(drawn.to_string(encoding="unicode"))  # noqa: S704  (black and white squares alone)


def make_recovery_codes() -> list[str]:
    """Make codes to be written down: ten letters each, about 50 bits."""
    return ["-".join((_letters(5), _letters(5))) for _ in range(HOW_MANY)]


def bare(code: str) -> str:
    """Return a recovery code as it is compared, however it was typed."""
    return "".join(code.lower().split()).replace("-", "")


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))
