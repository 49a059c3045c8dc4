"""The journal: verifying a hundred thousand sealed entries against reading and hashing the same rows bare."""

from __future__ import annotations

import hashlib
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hotline import clock
from hotline.journal import chain, seals, verify
from hotline.people.queries import the_clock

from . import stage
from .figures import Figure, throughput

if TYPE_CHECKING:
    from .measures import Bench
    from .town import BenchTown

ENTRIES = 100_000
SEALS = 10
SPOKEN = 5
"""Every so manyth entry has words beside it."""

_ENTRY = """COPY journal_entry (at, by_id, act, kind, subject, said, was, now, request, before) FROM STDIN"""
_WORDS = "COPY journal_words (id, kind, subject, salt, text) FROM STDIN"
_BARE = """SELECT id, at::text, by_id::text, act, kind, subject::text, said::text, was, now, request, before
    FROM journal_entry ORDER BY id"""


def verified(bench: Bench) -> Figure:
    """Verify everything: seals, chains, words."""
    _fill(bench.town)

    def ours() -> float:
        start = time.perf_counter()
        if found := verify.run():
            raise RuntimeError(found[0])
        return ENTRIES / (time.perf_counter() - start)

    def floor() -> float:
        start = time.perf_counter()
        with stage.connect() as bare, bare.transaction(), bare.cursor(name="bare") as cursor:
            cursor.itersize = verify.BULK
            for row in cursor.execute(_BARE):
                text = "\0".join(row[1:10])  # type: ignore[arg-type]
                hashlib.sha256(text.encode() + bytes(row[10])).digest()  # type: ignore[call-overload]
        return ENTRIES / (time.perf_counter() - start)

    return throughput("journal.verify", "entries/s", ours, floor, bar=0.30)


def _fill(town: BenchTown) -> None:
    """Write entries about the callers, chained as they should be, and seal them a tenth at a time."""
    heads = dict.fromkeys(town.callers, b"")
    for pk, head in _heads():
        heads[pk] = head
    for part in range(SEALS):
        _write(town, heads, part * ENTRIES // SEALS, ENTRIES // SEALS)
        seals.seal(by=the_clock())


def _heads() -> list[tuple[Any, ...]]:
    with stage.owner() as owner:
        return owner.execute("SELECT id, head FROM callers_caller").fetchall()


def _write(town: BenchTown, heads: dict[int, bytes], first: int, many: int) -> None:
    at, by, callers = clock.now(), town.operator.pk, town.callers
    entries, words = [], []
    for n in range(first, first + many):
        caller = callers[n % len(callers)]
        said: dict[str, Any] = {"number": f"callernumber:{caller}", "in_call": f"call:{n}"}
        if n % SPOKEN == 0:
            salt, text = n.to_bytes(16, "big"), f"回访核实地址 {n}"
            key = f"00000000-0000-0000-0000-{n:012d}"
            words.append((key, "caller", caller, salt, text))
            said["why"] = {"words": key, "hash": chain.salted(salt, text)}
        moment = at + timedelta(milliseconds=n)
        before, request = heads[caller], f"request-{n}"
        heads[caller] = chain.digest(
            at=moment, by=by, act="unmask", kind="caller", subject=caller, said=said, was="", now="",
            request=request, before=before,
        )  # fmt: skip
        entries.append(
            (moment, by, "unmask", "caller", caller, _json(said), "", "", request, before)
        )
    with stage.owner() as owner, owner.transaction(), owner.cursor() as cursor:
        for statement, rows in ((_WORDS, words), (_ENTRY, entries)):
            with cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        cursor.executemany(
            "UPDATE callers_caller SET head = %s WHERE id = %s", [(heads[pk], pk) for pk in callers]
        )


def _json(said: dict[str, Any]) -> str:
    import json

    return json.dumps(said)
