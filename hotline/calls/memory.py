"""A call's row and the machine's state: the one turned into the other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from hotline.journal import rows

from . import commands as do
from . import happenings
from .models import Call
from .states import Direction, Leg, State, Status, Talk, Terms, flat

LEGS = ("far", "seat", "third", "ear")


def state_of(call: Call) -> State:
    """Return what the machine must know of a call."""
    kept = call.legs
    return State(
        call=call.pk,
        direction=Direction(call.direction),
        status=Status(call.status),
        began_at=call.arrived_at,
        **{name: _leg(kept.get(name)) for name in LEGS},
        talk=Talk(call.talk),
        terms=Terms(**kept.get("terms", {})),
        turns=kept.get("turns", 0),
        told=int(kept.get("told", 0)),
        until=call.until_at,
        answered_at=call.answered_at,
        left_at=call.left_at,
        ended_at=call.ended_at,
        how=call.how,
        cause=call.cause,
        recording=call.recording,
        attitude=call.attitude,
        result=call.result,
    )


def columns(state: State) -> dict[str, Any]:
    """Return the columns of a call in this state."""
    whole: dict[str, Any] = {
        "status": state.status.value,
        "talk": state.talk.value,
        "until_at": state.until,
        "answered_at": state.answered_at,
        "left_at": state.left_at,
        "ended_at": state.ended_at,
        "how": str(state.how),
        "cause": state.cause,
        "recording": state.recording,
        "attitude": state.attitude,
        "result": state.result,
        "legs": {name: _kept(getattr(state, name)) for name in LEGS}
        | {"turns": state.turns, "told": state.told, "terms": flat(state.terms)},
    }
    heard_at = state.answered_at or state.ended_at
    if heard_at:
        whole["wait_s"] = max(0, round((heard_at - state.began_at).total_seconds()))
    over_at = state.left_at or state.ended_at
    if state.answered_at and over_at:
        whole["talk_s"] = max(0, round((over_at - state.answered_at).total_seconds()))
    return whole


def outbox(call: Call, todo: Sequence[do.Command], *, step: int, ran: int) -> list[list[Any]]:
    """Return the commands to the switch that are not known to be done, those of *step* last."""
    of_switch = [command for command in todo if isinstance(command, get_args(do.OfSwitch))]
    return undone_of(call, ran=ran) + do.written(of_switch, step=step)


def undone_of(call: Call, *, ran: int) -> list[list[Any]]:
    """Return the commands in a call's outbox that are not known to be done: those after the step *ran*."""
    return [row for row in call.outbox if row[0] > ran]


def remember(call: int, step: int, *story: happenings.Row) -> None:
    """Keep what happened, beside the state that it led to; without waiting for the database's answer."""
    given = [one for what in story for one in (call, step, json.dumps(what))]
    rows.tell(
        "INSERT INTO calls_happening (call_id, step, what) VALUES "  # noqa: S608  (marks alone are added)
        + ", ".join(["(%s, %s, %s::jsonb)"] * len(story)),
        given,
    )


def _kept(leg: Leg | None) -> dict[str, Any] | None:
    return flat(leg) if leg else None


def _leg(kept: Mapping[str, Any] | None) -> Leg | None:
    return Leg(**kept) if kept else None
