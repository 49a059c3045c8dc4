"""What happened while nobody listened: belief compared with what stands in the switch. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hotline.telephony import port

from . import commands as do
from .states import Leg, State, Status, Talk

QUIET = (Status.WAITING, Status.RINGING, Status.PARKED)
"""The caller hears music."""
ALONE = (Talk.HELD, Talk.ASIDE)
"""… and in a talk, too, while the operator does something else."""


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
    repairs: list[tuple[int, do.OfSwitch]] = field(default_factory=list)
    """Commands that bring together who belongs together and is not."""


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
        if not any(call == one.state.call for call, _event in found.events):
            found.repairs += [(one.state.call, command) for command in _apart(one.state, there)]
    for other in there.legs.values():
        if other.id in known:
            continue
        if other.inbound:
            came = port.CallArrived(now, other.id, other.number, other.dialled, other.recording)
            found.arrivals.append(came)
        else:
            found.orphans.append(do.HangUp(other.id))
    rooms = {
        room for one in alive for room in (one.state.room, one.state.side_room, one.state.ear_room)
    }
    found.orphans += [do.CloseRoom(room) for room in there.rooms if room not in rooms]
    return found


def _apart(state: State, there: port.Snapshot) -> list[do.OfSwitch]:
    """Bring those of a call together who should hear each other and do not, and give music to who waits."""
    far, seat, third = state.far, state.seat, state.third
    if far is None or not far.up:
        return []
    if state.status in QUIET or (state.status is Status.TALKING and state.talk in ALONE):
        todo: list[do.OfSwitch] = [] if far.id in there.waiting else [do.Music(far.id)]
        others = [leg for leg in (seat, third) if leg and leg.up]
        return todo + _brought(state.side_room, others, there) if len(others) == 2 else todo
    if state.status in (Status.TALKING, Status.PASSED):
        legs = [leg for leg in (far, seat, third) if leg and leg.up]
        return _brought(state.room, legs, there) if len(legs) > 1 else []
    return []


def _brought(room: port.RoomId, legs: Sequence[Leg], there: port.Snapshot) -> list[do.OfSwitch]:
    names = tuple(leg.id for leg in legs)
    return [] if set(names) <= there.rooms.get(room, frozenset()) else [do.Connect(room, names)]


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
