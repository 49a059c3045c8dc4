"""Seals: once an hour all entries whose transactions have ended are put under one hash, which carries the one before.

A seal stops at the snapshot's xmin: every transaction before it has ended, so that nothing can come to lie under a seal
later; what commits late falls into the next. The hash, printed and kept elsewhere, shows what even the owner of all
tables rewrites. See decision 10; checking is `verify`'s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from hotline import clock

from . import chain, log, rows
from .models import Entry, Seal

HOUR = timedelta(hours=1)
LEAST = 16
"""How many digits of a hash are enough to be sure which seal is meant."""
LOCK = 0x5EA1
"""The advisory lock of whoever seals."""

CONTENT = """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00', by_id, act, kind, subject,
    said::text, was, now, request, before"""
"""The columns of an entry in the order in which `chain.hashed` takes them; PostgreSQL writes the time."""

_RIPE = f"""SELECT id, xid, {CONTENT} FROM journal_entry
    WHERE cluster = %s AND xid >= %s AND xid < %s ORDER BY id"""  # noqa: S608
_OTHERS = """SELECT cluster, max(xid) + 1 FROM journal_entry
    WHERE cluster <> %(here)s AND (id > %(id)s OR cluster = %(cluster)s AND xid >= %(xid)s) GROUP BY cluster"""
_BULK = 5000


def hourly(*, by: log.Actor) -> Seal | None:
    """Seal unless this hour has its seal already, or another worker is at it."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    return None if Seal.objects.filter(at__gte=hour).exists() else seal(by=by, unless_since=hour)


def seal(*, by: log.Actor, unless_since: Any = None) -> Seal | None:
    """Seal everything that has ended; None when somebody else is at it or was quicker."""
    with transaction.atomic():
        if not _one("SELECT pg_try_advisory_xact_lock(%s)", [LOCK]):
            return None
        made = last()
        if made and unless_since and made.at >= unless_since:
            return None
        for cluster, until in _stretches(made):
            made = _seal(cluster, until, after=made, by=by)
        return made


def last() -> Seal | None:
    """Return the latest seal, without what it holds."""
    return Seal.objects.defer("members").order_by("-pk").first()


def find(hash_: str) -> Seal | None:
    """Return the seal with this hash, or with one that begins so; sixteen digits are asked for at least."""
    digits = re.sub(r"[^0-9a-f]", "", hash_.lower())[:64]
    if len(digits) < LEAST:
        return None
    low, high = (bytes.fromhex(digits.ljust(64, fill)) for fill in "0f")
    return Seal.objects.defer("members").filter(hash__gte=low, hash__lte=high).first()


def told() -> list[str]:
    """Say on a terminal which seal is the last, so that it can be kept on paper."""
    seal = last()
    if seal is None:
        return ["Nothing is sealed yet."]
    return [f"Last seal: {seal.pk}, {seal.at:%Y-%m-%d %H:%M:%S} UTC", f"  {seal.printed}"]


def _stretches(before: Seal | None) -> Iterator[tuple[int, int]]:
    """Yield each server whose transactions are ripe, and up to where: those of another server ended with it."""
    here = _one("SELECT journal_cluster()", [])
    with connection.cursor() as cursor:
        given = {"here": here, "id": 0, "cluster": here, "xid": 0}
        if before:
            given |= {"id": before.last_id, "cluster": before.cluster, "xid": before.until_xid}
        cursor.execute(_OTHERS, given)
        yield from sorted(cursor.fetchall())
    yield here, _one("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint", [])


def _seal(cluster: int, until: int, *, after: Seal | None, by: log.Actor) -> Seal:
    """Write the next seal over one server's transactions, and the entry that tells of it."""
    of_cluster = Seal.objects.filter(cluster=cluster).order_by("-pk")
    start = of_cluster.values_list("until_xid", flat=True).first() or 0
    until = max(start, until)
    members = list(_members(cluster, start, until))
    made = Seal(
        pk=after.pk + 1 if after else 1,
        at=clock.now(),
        cluster=cluster,
        from_xid=start,
        until_xid=until,
        entries=len(members),
        first_id=members[0].id if members else None,
        last_id=max(members[-1].id if members else 0, after.last_id if after else 0),
        members=chain.packed(members),
        before=bytes(after.hash) if after else b"",
    )
    made.hash = hash_of(made)
    said = {"hash": bytes(made.hash).hex(), "entries": made.entries}
    log.write(act="seal", about=made, by=by, said=said, locked=True)
    rows.add(made)
    return made


def hash_of(seal: Seal) -> bytes:
    """Compute a seal's hash from what is stored."""
    return chain.seal_digest(
        number=seal.pk, at=seal.at, cluster=seal.cluster, reach=(seal.from_xid, seal.until_xid),
        members=bytes(seal.members), before=bytes(seal.before),
    )  # fmt: skip


def _members(cluster: int, start: int, until: int) -> Iterator[chain.Member]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_RIPE, [cluster, start, until])
        while found := cursor.fetchmany(_BULK):
            for pk, xid, moment, by, act, kind, subject, said, was, now, request, before in found:
                digest = chain.hashed(
                    moment, by, act, kind, subject, json.loads(said), was, now, request, before
                )
                yield chain.Member(pk, xid, digest)


def _one(statement: str, given: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchone()[0]


def since(seal: Seal | None, *, most: int = 1000) -> int:
    """Count the entries that no seal covers yet, up to *most*."""
    return Entry.objects.filter(pk__gt=seal.last_id if seal else 0)[:most].count()
