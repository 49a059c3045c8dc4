"""What happened while nobody listened: belief compared with what stands in the switch. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotline.telephony import port

from . import commands as do
from .machine import Leg, State, Status


@dataclass(frozen=True, slots=True)
class Belief:
    """A call as the database has it, and the legs that may not have been rung yet."""

    state: State
    unrung: frozenset[port.LegId] = frozenset()


@dataclass(slots=True)
class Findings:
    """What must be caught up with."""

    events: list[tuple[int, port.Event]] = field(default_factory=list)
    arrivals: list[port.CallArrived] = field(default_factory=list)
    orphans: list[do.OfSwitch] = field(default_factory=list)


def compare(now: datetime, beliefs: Iterable[Belief], there: port.Snapshot) -> Findings:
    """Return the events that were missed, the calls nobody knows, and what belongs to no call."""
    found = Findings()
    alive = [one for one in beliefs if one.state.status is not Status.ENDED]
    known = {leg.id for one in alive for leg in one.state.legs}
    for one in alive:
        for leg in one.state.legs:  # the far end first: without it there is no call to go on
            event = _missed(now, one, leg, there.legs)
            if event:
                found.events.append((one.state.call, event))
    for other in there.legs.values():
        if other.id in known:
            continue
        if other.inbound:
            came = port.CallArrived(now, other.id, other.number, other.dialled, other.recording)
            found.arrivals.append(came)
        else:
            found.orphans.append(do.HangUp(other.id))
    rooms = {one.state.room for one in alive}
    found.orphans += [do.CloseRoom(room) for room in there.rooms if room not in rooms]
    return found


def _missed(
    now: datetime, one: Belief, leg: Leg, there: Mapping[port.LegId, port.Leg]
) -> port.Event | None:
    standing = there.get(leg.id)
    if leg.up:
        return port.LegGone(now, leg.id, _why_gone(one, leg, there)) if standing is None else None
    if standing is not None:
        return port.LegAnswered(now, leg.id, standing.recording) if standing.up else None
    if one.state.turns == 0 or leg.id in one.unrung:
        return None  # it will be rung when what was left undone is done
    return port.LegFailed(now, leg.id, "failed")


def _why_gone(one: Belief, leg: Leg, there: Mapping[port.LegId, port.Leg]) -> str:
    """Say "lost" when the switch forgot everything or only the operator's telephone is gone."""
    far = one.state.far
    only_the_seat = leg.seat and far is not None and far.id in there
    return "lost" if not there or only_the_seat else "hung_up"
