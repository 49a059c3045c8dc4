"""Sealing: how a name or a number lies in the database, so that a copy of it tells nothing.

A sealed text is AES-256-GCM under a key of its own purpose: one byte for the key's number, twelve
random ones, the ciphertext with its tag. It opens only for what it was sealed for: a name moved to
another row or another column is broken. A fingerprint finds a text without opening any: HMAC-SHA256
under a second key. Both keys come from `settings.CALLERS_KEY`. Who may open what is left to others.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_NUMBER = 1
"""The key that seals now; an old one is kept under its number until nothing needs it any more."""

_NONCE = 12
_TAG = 16


class SealBroken(Exception):
    """The sealed bytes were altered, moved to another place, or sealed with another key."""


def seal(text: str, about: str) -> bytes:
    """Seal a text for one place: a column of a row."""
    return seal_bytes(text.encode(), about)


def open_(sealed: bytes, about: str) -> str:
    """Return the text sealed for that place; raise `SealBroken` when it is not what was sealed."""
    return open_bytes(bytes(sealed), about).decode()


def seal_bytes(data: bytes, about: str) -> bytes:
    """Seal bytes for one place: a file of the store."""
    head, nonce = bytes([KEY_NUMBER]), secrets.token_bytes(_NONCE)
    sealed = _cipher(settings.CALLERS_KEY).encrypt(nonce, data, head + about.encode())
    return head + nonce + sealed


def open_bytes(sealed: bytes, about: str) -> bytes:
    """Return the bytes sealed for that place; raise `SealBroken` when they are not what was sealed."""
    head, nonce, rest = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    if len(rest) < _TAG:
        raise SealBroken(f"{about}: too short to be sealed")
    if head[0] != KEY_NUMBER:
        raise SealBroken(f"{about}: sealed with key {head[0]}, which is not here")
    try:
        return _cipher(settings.CALLERS_KEY).decrypt(nonce, rest, head + about.encode())
    except InvalidTag:
        raise SealBroken(f"{about}: altered, moved, or sealed with another key") from None


def fingerprint(text: str) -> bytes:
    """Return the 32 bytes by which a text is found again; they tell nothing without the key."""
    return hmac.digest(_key(settings.CALLERS_KEY, b"find"), text.encode(), hashlib.sha256)


@lru_cache(maxsize=4)
def _cipher(master: bytes) -> AESGCM:
    return AESGCM(_key(master, b"seal"))


@lru_cache(maxsize=8)
def _key(master: bytes, purpose: bytes) -> bytes:
    """Derive the key of one purpose, so that no key serves two."""
    return HKDF(SHA256(), 32, salt=None, info=b"hotline callers " + purpose).derive(master)
