"""The chain: how an entry becomes a hash that its successor carries, and a seal one that the next seal carries. Pure.

The canonical text is written here and nowhere else: a JSON list without spaces, its keys in order, in UTF-8. It may
never change: every hash that was ever taken hangs on it.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NamedTuple

_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_word = lru_cache(maxsize=4096)(encode_basestring)
"""Acts, kinds and statuses are few, and come again in every entry."""
_made: Any = getattr(json.encoder, "c_make_encoder", None)
_quick = _made and _made(None, None, encode_basestring, None, ":", ",", True, False, True)
"""What `json` makes anew for every text: half of the time of verifying."""
_MEMBER = struct.Struct(">qq32s")


class Member(NamedTuple):
    """What a seal keeps of an entry: its number, its transaction, its hash."""

    id: int
    xid: int
    digest: bytes


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
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashed(moment, by, act, kind, subject, said, was, now, request, before)


def hashed(
    moment: str, by: int, act: str, kind: str, subject: int, said: Mapping[str, Any],
    was: str, now: str, request: str, before: bytes,
) -> bytes:  # fmt: skip
    """Return the hash of an entry whose time is already written: "2012-09-26T00:08:00.000000+00:00"."""
    text = (
        f'["{moment}",{by},{_word(act)},{_word(kind)},{subject},{_written(said) if said else "{}"},'
        f'{_word(was)},{_word(now)},{encode_basestring(request)},"{before.hex()}"]'
    )
    return hashlib.sha256(text.encode()).digest()


def _written(content: Any) -> str:
    """Return the one way in which JSON is written here."""
    return "".join(_quick(content, 0)) if _quick else _encoder.encode(content)


def salted(salt: bytes, text: str) -> str:
    """Return the hash by which an entry remembers words that may be erased."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def packed(members: Iterable[Member]) -> bytes:
    """Write down what a seal holds, 48 bytes an entry."""
    return b"".join(_MEMBER.pack(*member) for member in members)


def unpacked(members: bytes) -> Iterator[Member]:
    """Read what `packed` wrote."""
    return map(Member._make, _MEMBER.iter_unpack(members))


def seal_digest(
    *,
    number: int,
    at: datetime,
    cluster: int,
    reach: tuple[int, int],
    members: bytes,
    before: bytes,
) -> bytes:
    """Return the SHA-256 of a seal: what it covers, each entry in it, and the seal before."""
    content = [
        number, at.astimezone(UTC).isoformat(timespec="microseconds"), cluster, *reach,
        hashlib.sha256(members).hexdigest(), before.hex(),
    ]  # fmt: skip
    return hashlib.sha256(_written(content).encode()).digest()
