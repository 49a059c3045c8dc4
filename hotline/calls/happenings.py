"""What happened in a call, as the machine was told it: kept, so that a call can be told again and must end the same.

Pure: turns a beginning and an event into rows and back. No number is kept: where a third was rung
is left out, and who called stands in `callers` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from hotline.telephony import port

from . import machine, wants
from .states import Direction, Leg, State, Status, Talk, Terms, flat

Row = list[Any]
"""[name of the kind, its fields]."""

OF_SWITCH: tuple[type[port.Event], ...] = (
    port.LegRinging, port.LegAnswered, port.LegFailed, port.LegGone, port.Digit, port.PromptsPlayed,
)  # fmt: skip
_KINDS: dict[str, Any] = {
    kind.__name__: kind for kind in (*OF_SWITCH, *wants.KINDS.values(), wants.Waited)
}
_LEGS = ("far", "seat", "third", "ear")
_TIMES = ("at", "began_at", "until", "answered_at", "left_at", "ended_at")


def begun(state: State) -> Row:
    """Write how a call began."""
    legs = {name: leg and flat(leg) for name, leg in flat(state).items() if name in _LEGS}
    return ["begin", _plain(flat(state) | legs | {"terms": flat(state.terms)})]


def written(event: port.Event) -> Row:
    """Write an event; the address of a third is a number, and is left out."""
    given = flat(event)
    if str(given.get("address", "")).startswith("tel:"):
        given["address"] = ""
    return [type(event).__name__, _plain(given)]


def told_again(story: Iterable[Row]) -> State:
    """Return the state in which a call stands after all that happened; the first row says how it began."""
    rows = iter(story)
    _begin, given = next(rows)
    state = _state(given)
    for name, said in rows:
        state, _todo = machine.step(state, _KINDS[name](**_timed(said)))
    return state


def without_numbers(state: State) -> State:
    """Return a state as a story can tell it: without the address of a third outside."""
    third = state.third
    if third is None or third.seat:
        return state
    return replace(state, third=replace(third, address=""))


def _state(given: dict[str, Any]) -> State:
    told = _timed(given)
    legs = {name: Leg(**told[name]) if told[name] else None for name in _LEGS}
    kinds = {
        "direction": Direction(told["direction"]),
        "status": Status(told["status"]),
        "talk": Talk(told["talk"]),
        "terms": Terms(**told["terms"]),
    }
    return State(**{**told, **legs, **kinds})


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in given.items()
    }


def _timed(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name in _TIMES and value else value
        for name, value in given.items()
    }
