"""A call's row and the machine's state: the one turned into the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_args

from . import commands as do
from .machine import Direction, Leg, State, Status
from .models import Call


def state_of(call: Call) -> State:
    """Return what the machine must know of a call."""
    kept = call.legs
    return State(
        call=call.pk,
        direction=Direction(call.direction),
        status=Status(call.status),
        began_at=call.arrived_at,
        far=_leg(kept.get("far")),
        seat=_leg(kept.get("seat")),
        turns=kept.get("turns", 0),
        told=kept.get("told", False),
        ring_s=kept.get("ring_s", 15),
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        how=call.how,
        cause=call.cause,
        recording=call.recording,
    )


def columns(state: State) -> dict[str, Any]:
    """Return the columns of a call in this state."""
    whole: dict[str, Any] = {
        "status": state.status.value,
        "answered_at": state.answered_at,
        "ended_at": state.ended_at,
        "how": str(state.how),
        "cause": state.cause,
        "recording": state.recording,
        "legs": {
            "far": asdict(state.far) if state.far else None,
            "seat": asdict(state.seat) if state.seat else None,
            "turns": state.turns,
            "told": state.told,
            "ring_s": state.ring_s,
        },
    }
    heard_at = state.answered_at or state.ended_at
    if heard_at:
        whole["wait_s"] = max(0, round((heard_at - state.began_at).total_seconds()))
    if state.answered_at and state.ended_at:
        whole["talk_s"] = max(0, round((state.ended_at - state.answered_at).total_seconds()))
    return whole


def outbox(call: Call, todo: Sequence[do.Command], *, step: int, ran: int) -> list[list[Any]]:
    """Return the commands to the switch that are not known to be done, those of *step* last."""
    of_switch = [command for command in todo if isinstance(command, get_args(do.OfSwitch))]
    undone = [row for row in call.outbox if row[0] > ran]
    return undone + do.written(of_switch, step=step)


def _leg(kept: Mapping[str, Any] | None) -> Leg | None:
    return Leg(**kept) if kept else None
