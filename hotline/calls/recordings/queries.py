"""Questions about recordings: who may hear which, how they are drawn, what lies in the store and belongs to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from hotline import clock
from hotline.calls.models import Call, Recording, Speaker
from hotline.people.models import Person

from . import waveform
from .store import STORE, name_of

SETTLED_S = 3600.0
"""A file this old has its row, or somebody was killed before it was written."""
PARTS = 8
"""How many of the store's 256 parts are looked through in an hour."""
BATCH = 1000
LATELY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page shows of a recording before anybody listens: how long, and how loud each side is."""

    length_s: int
    far: str
    operator: str


def may_hear(call: Call, person: Person) -> bool:
    """Say whether somebody may hear what was said in a call: by right, or because he took it."""
    return person.may("listen") or (person.may("listen_own") and call.operator_id == person.pk)


def drawn(calls: Iterable[Call], person: Person) -> dict[int, Drawn]:
    """Return the recordings of calls that somebody may hear, by the calls' keys."""
    heard = [call.pk for call in calls if may_hear(call, person)]
    sides: dict[int, dict[str, Recording]] = {}
    for row in Recording.objects.seen_by(person).filter(call__in=heard).exclude(file=""):
        sides.setdefault(row.call_id, {})[row.side] = row
    return {pk: _drawn(rows) for pk, rows in sides.items()}


def _drawn(rows: dict[str, Recording]) -> Drawn:
    def path(side: Speaker) -> str:
        row = rows.get(side)
        return waveform.bars(bytes(row.peaks), up=side is Speaker.FAR) if row else ""

    longest_ms = max(row.length_ms for row in rows.values())
    return Drawn(round(longest_ms / 1000), path(Speaker.FAR), path(Speaker.OPERATOR))


def sides(call: Call) -> dict[str, str]:
    """Return the files of a call's sides, by who speaks."""
    rows = Recording.objects.filter(call=call).exclude(file="")
    return dict(rows.values_list("side", "file"))


def parts_of(hour: int) -> list[str]:
    """Return the parts of the store that are looked through in an hour: all of them in a day and a third.

    A city keeps millions of recordings; nobody waits while all of them are looked at.
    """
    return [f"{(hour * PARTS + n) % 256:02x}" for n in range(PARTS)]


def orphans(within: Iterable[str]) -> Iterator[str]:
    """Yield the names of files in some parts of the store that no recording has."""
    for part in within:
        old = list(STORE.older_than(SETTLED_S, within=(part,)))
        for n in range(0, len(old), BATCH):
            some = set(old[n : n + BATCH])
            known = Recording.objects.filter(file__in=some).values_list("file", flat=True)
            yield from sorted(some - set(known))


def lately_forgotten() -> list[Recording]:
    """Return what was written down in the very moment in which its call was emptied."""
    since = clock.now() - LATELY
    rows = Recording.objects.filter(taken_at__gt=since, call__recording="")
    return list(rows.exclude(file=""))


def whose(files: Iterable[str]) -> list[Call]:
    """Return the ended calls that such files belong to, whose recording was never written down."""
    looked_for = set(files)
    if not looked_for:
        return []
    calls = Call.objects.ended().exclude(recording="").filter(recordings=None)
    return [
        call for call in calls.iterator() if looked_for & {name_of(call, side) for side in Speaker}
    ]
