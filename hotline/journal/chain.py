"""The chain: how an entry becomes a hash that its successor carries. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def digest(
    *,
    at: datetime,
    by: int,
    act: str,
    kind: str,
    subject: int,
    said: Mapping[str, Any],
    was: str,
    now: str,
    request: str,
    before: bytes,
) -> bytes:
    """Return the SHA-256 of an entry's whole content, the hash before it included."""
    content = [
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        by, act, kind, subject, said, was, now, request, before.hex(),
    ]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def salted(salt: bytes, text: str) -> str:
    """Return the hash by which an entry remembers words that may be erased."""
    return hashlib.sha256(salt + text.encode()).hexdigest()
