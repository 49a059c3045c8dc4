"""Sealing: how a name or a number lies in the database, so that a copy of it tells nothing.

A sealed text is AES-256-GCM under a key of its own purpose: one byte for the key's number, twelve
random ones, the ciphertext with its tag. It opens only for what it was sealed for: a name moved to
another row or another column is broken. A fingerprint finds a text without opening any: HMAC-SHA256
under a second key. Both come from a key of the `ring`; the newest seals, each opens what it sealed.
Who may open what is left to others.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache, lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .ring import KeyFile, Ring

_NONCE = 12
_TAG = 16


class SealBroken(Exception):
    """The sealed bytes were altered, moved to another place, or sealed with another key."""


def ring() -> Ring:
    """Return the keys of this moment."""
    return _key_file(settings.CALLERS_KEY_FILE).ring()


def seal(text: str, about: str) -> bytes:
    """Seal a text for one place, a column of a row, with the newest key."""
    return seal_bytes(text.encode(), about)


def seal_bytes(content: bytes, about: str) -> bytes:
    """Seal bytes for one place, with the newest key."""
    keys = ring()
    return seal_with(keys.newest, content, about, keys=keys)


def seal_with(number: int, content: bytes, about: str, *, keys: Ring) -> bytes:
    """Seal bytes for one place with one key of a ring."""
    head, nonce = bytes([number]), secrets.token_bytes(_NONCE)
    cipher = _cipher(_held(keys, number))
    return head + nonce + cipher.encrypt(nonce, content, head + about.encode())


def open_(sealed: bytes, about: str) -> str:
    """Return the text sealed for that place; raise `SealBroken` when it is not what was sealed."""
    return open_bytes(bytes(sealed), about).decode()


def open_bytes(sealed: bytes, about: str) -> bytes:
    """Return the bytes sealed for that place; raise `SealBroken` when they are not what was sealed."""
    head, nonce, rest = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    if len(rest) < _TAG:
        raise SealBroken(f"{about}: too short to be sealed")
    key = ring().key(head[0])
    if key is None:
        raise SealBroken(f"{about}: sealed with key {head[0]}, which is not here")
    try:
        return _cipher(key).decrypt(nonce, rest, head + about.encode())
    except InvalidTag:
        raise SealBroken(f"{about}: altered, moved, or sealed with another key") from None


def sealed_with(sealed: bytes) -> int:
    """Return the number of the key that sealed something."""
    return bytes(sealed)[0]


def fingerprint(text: str, number: int, *, keys: Ring) -> bytes:
    """Return the 32 bytes by which a text is found again; they tell nothing without the key."""
    return hmac.digest(_key(_held(keys, number), b"find"), text.encode(), hashlib.sha256)


def _held(keys: Ring, number: int) -> bytes:
    key = keys.key(number)
    if key is None:
        raise SealBroken(f"key {number} is not here")
    return key


@cache
def _key_file(file: Path) -> KeyFile:
    return KeyFile(file)


@lru_cache(maxsize=4)
def _cipher(master: bytes) -> AESGCM:
    return AESGCM(_key(master, b"seal"))


@lru_cache(maxsize=8)
def _key(master: bytes, purpose: bytes) -> bytes:
    """Derive the key of one purpose, so that no key serves two."""
    return HKDF(SHA256(), 32, salt=None, info=b"hotline callers " + purpose).derive(master)
