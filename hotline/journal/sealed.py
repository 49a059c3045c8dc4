"""What the seals say, read beside the entries: which entry lies under which seal, and which seal itself still holds."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest

from django.utils.translation import gettext as _

from . import chain, seals
from .models import Seal


class Stand(Enum):
    """How an entry stands to the seals."""

    WHOLE = auto()
    ALTERED = auto()
    ADDED = auto()
    OPEN = auto()
    """No seal covers it yet."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A seal as it lies there, without what it holds, and whether it fits its own hash."""

    number: int
    hash: bytes
    before: bytes
    cluster: int
    reach: tuple[int, int]
    first_id: int | None
    whole: bool

    @classmethod
    def of(cls, seal: Seal) -> _Found:
        return cls(
            number=seal.pk,
            hash=bytes(seal.hash),
            before=bytes(seal.before),
            cluster=seal.cluster,
            reach=(seal.from_xid, seal.until_xid),
            first_id=seal.first_id,
            whole=seals.hash_of(seal) == bytes(seal.hash),
        )


class Sealed:
    """The seals, first by themselves, then as the entries come by."""

    def __init__(self) -> None:
        self.hashes: dict[int, str] = {}
        self.missing: set[int] = set()
        self.explained: set[bytes] = set()
        """Hashes of entries already named: what hangs on them is no second fault."""
        self._told: set[int] = set()
        self._reach: dict[int, list[tuple[int, int]]] = {}
        self._waiting: list[tuple[int, int]] = []
        self._members = self._by_number()
        self._next: chain.Member | None = None

    def broken(self) -> Iterator[str]:
        """Check every seal and its place; only those that hold are believed about entries."""
        found = [_Found.of(seal) for seal in Seal.objects.order_by("pk").iterator(chunk_size=10)]
        self.hashes = {one.number: one.hash.hex() for one in found}
        number = 0
        for one, after in zip_longest(found, found[1:]):
            for lost in range(number + 1, one.number):
                self.missing.add(lost)
                yield _("第 %(number)s 号封印被删除。") % {"number": lost}
            number = one.number
            # The one after it knows its hash: one that was altered together with its hash is found so.
            forged = (
                after and after.whole and after.number == number + 1 and after.before != one.hash
            )
            if one.whole and not forged:
                self._believe(one)
            else:
                yield self._altered(number)
        self._next = next(self._members, None)

    def _believe(self, one: _Found) -> None:
        self._reach.setdefault(one.cluster, []).append(one.reach)
        if one.first_id is not None:
            self._waiting.append((one.first_id, one.number))

    def _altered(self, number: int) -> str:
        self.missing.add(number)
        return _("第 %(number)s 号封印被改动。") % {"number": number}

    def stands(self, pk: int, xid: int, cluster: int, digest: bytes) -> Stand:
        """Say how an entry stands; entries come by rising number."""
        found = self._next
        if found is None or found.id != pk:
            if not self._covers(cluster, xid):
                return Stand.OPEN
            self.explained.add(digest)
            return Stand.ADDED
        stands = Stand.WHOLE
        while (
            found is not None and found.id == pk
        ):  # twice: its transaction was altered, and it was sealed again
            if found.digest != digest or found.xid != xid:
                stands = Stand.ALTERED
                self.explained.add(found.digest)
            found = self._next = next(self._members, None)
        return stands

    def awaits_before(self, pk: int) -> bool:
        """Say whether a sealed entry should have come before this number."""
        return self._next is not None and self._next.id < pk

    def gone(self, *, before: int | None = None) -> Iterator[str]:
        """Yield a sentence for each sealed entry that should have come before this number; None: before the end."""
        found = self._next
        while found is not None and (before is None or found.id < before):
            self.explained.add(found.digest)
            yield _("日志 #%(entry)s 被删除。") % {"entry": found.id}
            found = self._next = next(self._members, None)

    def told(self, number: int, hash_: str) -> Iterator[str]:
        """Compare a seal with what the journal itself wrote of it."""
        self._told.add(number)
        if number in self.missing:
            return
        if number not in self.hashes:
            self.missing.add(number)
            yield _("第 %(number)s 号封印被删除。") % {"number": number}
        elif self.hashes[number] != hash_:
            yield self._altered(number)

    def added(self) -> Iterator[str]:
        """Yield a sentence for each seal of which the journal knows nothing."""
        for number in sorted(self.hashes.keys() - self._told - self.missing):
            yield _("第 %(number)s 号封印是后加的。") % {"number": number}

    def _covers(self, cluster: int, xid: int) -> bool:
        reach = self._reach.get(cluster, [])
        at = bisect_right(reach, (xid, float("inf")))
        return at > 0 and xid < reach[at - 1][1]

    def _by_number(self) -> Iterator[chain.Member]:
        """Yield what is sealed by rising number: few seals overlap, and only those are open at a time."""
        waiting = sorted(self._waiting, reverse=True)
        heap: list[tuple[chain.Member, int, Iterator[chain.Member]]] = []
        while heap or waiting:
            while waiting and (not heap or waiting[-1][0] <= heap[0][0].id):
                number = waiting.pop()[1]
                members = Seal.objects.values_list("members", flat=True).get(pk=number)
                rest = chain.unpacked(bytes(members))
                heapq.heappush(heap, (next(rest), number, rest))
            member, number, rest = heap[0]
            yield member
            following = next(rest, None)
            if following is None:
                heapq.heappop(heap)
            else:
                heapq.heapreplace(heap, (following, number, rest))
