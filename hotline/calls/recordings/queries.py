"""Questions about recordings: who may hear which, how they are drawn, what lies in the store and belongs to nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.calls.models import Call, Recording, Speaker
from hotline.people.models import Person

from . import waveform
from .store import STORE, name_of

SETTLED_S = 3600.0
"""A file this old has its row, or somebody was killed before it was written."""


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


def orphans() -> list[str]:
    """Return the names of files that no recording has."""
    old = set(STORE.older_than(SETTLED_S))
    return sorted(old - set(Recording.objects.filter(file__in=old).values_list("file", flat=True)))


def whose(files: Iterable[str]) -> dict[Call, set[str]]:
    """Return the ended calls that such files belong to, whose recording was never written down."""
    looked_for, found = set(files), {}
    if looked_for:
        calls = Call.objects.ended().exclude(recording="").filter(recordings=None)
        for call in calls.iterator():
            mine = {name_of(call, side) for side in Speaker} & looked_for
            if mine:
                found[call] = mine
    return found
