"""Who hears whom: rooms, and those who listen to somebody in another room. Pure.

A real switch carries sound; where words travel as text, in memory and between telephones without
SIP, this decides whom they reach.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hotline.telephony.port import LegId, RoomId


@dataclass(frozen=True, slots=True)
class Spy:
    """Those in *room* hear all that *on* hears and says; with *whisper* *on* hears them."""

    on: LegId
    room: RoomId
    whisper: bool


def hearers(
    speaker: LegId, rooms: Mapping[RoomId, Collection[LegId]], spies: Collection[Spy]
) -> set[LegId]:
    """Return the legs that hear what *speaker* says."""
    near = {speaker}.union(*(members for members in rooms.values() if speaker in members))
    heard = set(near)
    for spy in spies:
        if spy.on in near:
            heard |= set(rooms.get(spy.room, ()))
        if spy.whisper and speaker in rooms.get(spy.room, ()):
            heard.add(spy.on)
    return heard - {speaker}
