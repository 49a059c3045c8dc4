"""Secrets of second factors at rest: AES-GCM under a key of their own, bound to what they are."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

ABOUT = b"hotline second factor 1"
NONCE_BYTES = 12


class BrokenSeal(Exception):
    """What is kept was sealed with another key, or was changed."""


def seal(text: str) -> str:
    """Return what may lie in the database."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(settings.FACTORS_KEY).encrypt(nonce, text.encode(), ABOUT)
    return base64.b64encode(nonce + sealed).decode()


def unseal(kept: str) -> str:
    """Return what was sealed, or raise `BrokenSeal`."""
    whole = base64.b64decode(kept)
    try:
        opened = AESGCM(settings.FACTORS_KEY).decrypt(
            whole[:NONCE_BYTES], whole[NONCE_BYTES:], ABOUT
        )
    except InvalidTag:
        raise BrokenSeal("The key of second factors is not the one this was sealed with.") from None
    return opened.decode()


def digest(text: str, *, whose: int) -> str:
    """Return what is kept of a recovery code: a keyed hash, of no use without the key."""
    hashed = salted_hmac(
        f"hotline.people.recovery.{whose}", text, secret=settings.FACTORS_KEY, algorithm="sha256"
    )
    return hashed.hexdigest()
