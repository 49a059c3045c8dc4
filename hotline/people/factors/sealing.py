"""Secrets of second factors, and of webhooks, at rest: AES-GCM under keys of their own, bound to what they are.

The newest key of the ring seals, each opens what it sealed; a seal does not say which, because there are two at most.
"""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

ABOUT = b"hotline second factor 1"
NONCE_BYTES = 12


class BrokenSeal(Exception):
    """What is kept was sealed with another key, or was changed."""


def seal(text: str, *, about: bytes = ABOUT) -> str:
    """Return what may lie in the database."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_keys()[0]).encrypt(nonce, text.encode(), about)
    return base64.b64encode(nonce + sealed).decode()


def unseal(kept: str, *, about: bytes = ABOUT) -> str:
    """Return what was sealed, or raise `BrokenSeal`."""
    for key in _keys():
        text = _opened(kept, key, about)
        if text is not None:
            return text
    raise BrokenSeal("No key of second factors is the one this was sealed with.")


def needs_old_key(kept: str, *, about: bytes = ABOUT) -> bool:
    """Say whether something does not open with the newest key."""
    return _opened(kept, _keys()[0], about) is None


def digest(text: str, *, whose: int) -> str:
    """Return what is sealed of a recovery code: a hash, so that the key alone does not tell the code."""
    return hashlib.sha256(f"hotline recovery {whose} {text}".encode()).hexdigest()


def _opened(kept: str, key: bytes, about: bytes) -> str | None:
    whole = base64.b64decode(kept)
    try:
        return AESGCM(key).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], about).decode()
    except InvalidTag:
        return None


def _keys() -> list[bytes]:
    """Return the keys of this moment, the newest first."""
    return [key for _number, key in reversed(settings.FACTORS_KEYS.ring().keys)]
