"""How many wrong passwords there may be, counted by name and by address in the database.

An attempt is counted before its password is looked at and taken back when it was right: however
many processes ask at once, no more than the rule's number are ever tried. Names that nobody has are
counted as those somebody has. What is said of it, in words and in the journal, is left to the
actions and the adapter.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from hotline import clock
from hotline.rules import queries as rules

from .models import Failures

ADDRESS_TIMES = 10
"""A whole call centre sits behind one address: it may fail so much oftener than one name may."""


KINDS = ("name", "factor")
"""What may be guessed at, counted apart: a right password does not forget wrong codes."""


@dataclass(frozen=True)
class Attempt:
    """One try to sign in: under which name, from where."""

    username: str
    address: str
    kind: str = "name"
    """What is guessed at: the password under a name, or the second factor behind it."""

    @property
    def name_key(self) -> str:
        """Return what stands for the name."""
        return hashed(self.kind, self.username.strip().lower())

    @property
    def address_key(self) -> str:
        """Return what stands for the address."""
        return hashed("address", network(self.address))


@dataclass(frozen=True)
class Left:
    """How many attempts are left, this one not counted, under its name and from its address."""

    name: int
    address: int


class TooMany(Exception):
    """There were too many failures; `until` says when one may try again."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until.isoformat())


def count(attempt: Attempt) -> Left:
    """Count an attempt before its password is tried; return what is left, or raise `TooMany`."""
    most = rules.book()["failures_most"]
    address = _count(attempt.address_key, most * ADDRESS_TIMES)
    try:
        name = _count(attempt.name_key, most)
    except TooMany:
        _take_back(attempt.address_key)  # nothing was tried
        raise
    return Left(most - name, most * ADDRESS_TIMES - address)


def forgive(attempt: Attempt) -> None:
    """Take back an attempt whose password was right, and forget the failures of its name."""
    Failures.objects.filter(key=attempt.name_key).delete()
    _take_back(attempt.address_key)


def unlock(username: str) -> bool:
    """Forget the failures of a name; say whether there were any."""
    keys = [Attempt(username, "", kind).name_key for kind in KINDS]
    return bool(Failures.objects.filter(key__in=keys).delete()[0])


def locked(usernames: list[str]) -> dict[str, datetime]:
    """Return which of these names are locked, and until when."""
    book = rules.book()
    keys = {Attempt(name, "", kind).name_key: name for name in usernames for kind in KINDS}
    since = clock.now() - book.time("locked_min")
    rows = Failures.objects.filter(key__in=keys, failures__gte=book["failures_most"])
    return {
        keys[row.key]: row.last_at + book.time("locked_min")
        for row in rows.filter(last_at__gt=since)
    }


def forget_old() -> int:
    """Delete counts that no longer matter; return how many."""
    long_ago = clock.now() - rules.book().time("locked_min")
    return Failures.objects.filter(last_at__lte=long_ago).delete()[0]


def _count(key: str, most: int) -> int:
    """Add one failure unless the key is locked; after a lock's length in peace begin anew."""
    now, length = clock.now(), rules.book().time("locked_min")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_failures AS f (key, failures, last_at) VALUES (%(key)s, 1, %(now)s)"
            " ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at,"
            " failures = CASE WHEN f.last_at <= %(since)s THEN 1 ELSE f.failures + 1 END"
            " WHERE f.failures < %(most)s OR f.last_at <= %(since)s RETURNING failures",
            {"key": key, "now": now, "since": now - length, "most": most},
        )
        counted = cursor.fetchone()
    if counted is None:
        last = Failures.objects.filter(key=key).values_list("last_at", flat=True).first()
        raise TooMany((last or now) + length)
    return int(counted[0])


def _take_back(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_failures SET failures = failures - 1 WHERE key = %s AND failures > 0",
            [key],
        )


def hashed(kind: str, value: str) -> str:
    """Return a keyed hash: what people type into a name's field may be a password."""
    digest = salted_hmac(f"hotline.people.{kind}", value, algorithm="sha256").hexdigest()
    return f"{kind}:{digest[:32]}"


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from; our front door, on this machine, says it in a header."""
    peer = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded if forwarded and _is_here(peer) else peer


def network(address: str) -> str:
    """Return what is counted as one address: a household has one IPv4 address, or a /64 of IPv6."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def _is_here(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return True  # a socket file has no address
