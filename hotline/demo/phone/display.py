"""How the call of a made-up telephone looks from its holder's side: where he stands, and what he said and heard. Reads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.calls.memory import state_of
from hotline.calls.models import Call, Request, Telephone
from hotline.calls.states import Ending, Status, Talk
from hotline.telephony import prompts

GOES_ON = frozenset({f"n{n}" for n in range(1, 21)} | {"wait_about", "minutes"})
"""Prompts that end a sentence which another has begun."""
BY_STATUS = {
    Status.WAITING: "waiting",
    Status.RINGING: "calling",
    Status.PROMISED: "promising",
    Status.PARKED: "held",
    Status.REFUSED: "told",
    Status.RATING: "rating",
}
BY_TALK = {Talk.HELD: "held", Talk.ASIDE: "held", Talk.THREE: "three"}


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing said, heard or pressed: "me", "line" (a seat), "other" (a third), "prompt", "music" or "key"."""

    at: datetime
    kind: str
    text: str = ""


def state(phone: str, leg: str, call: Call | None) -> str:
    """Say what the holder would say: a line that has picked up by itself is not yet a talk.

    *phone* is what the telephone does, *leg* its connection to *call*; whoever is drawn into somebody's call just talks.
    """
    if call is None:
        return phone
    known = state_of(call)
    if phone == "idle":
        return _resting(call)
    if phone != "talking" or known.far is None or known.far.id != leg:
        return phone
    return BY_STATUS.get(known.status) or BY_TALK.get(known.talk, phone)


def _resting(call: Call) -> str:
    if call.status == Status.PROMISED:
        return "promised"
    return "missed" if call.how == Ending.FAILED and call.cause == "no_answer" else "idle"


def bubbles(phone: Telephone | None, done: Iterable[Request]) -> list[Bubble]:
    """Return what came out of the telephone and what its holder said and pressed, in order."""
    heard = _joined(phone.heard) if phone else ()
    mine = (Bubble(one.made_at, "me" if one.wants == "speak" else "key", one.text) for one in done)
    return sorted([*heard, *mine], key=lambda one: one.at)


def _joined(heard: Iterable[dict[str, str]]) -> Iterator[Bubble]:
    """Yield what was heard, the pieces of a sentence that prompts make up together as one."""
    words = prompts.texts()
    pieces = {words[name] for name in GOES_ON}
    last: Bubble | None = None
    for one in map(_bubble, heard):
        if one is None:
            continue
        if last and last.kind == one.kind == "prompt" and one.text in pieces:
            last = replace(last, text=last.text + one.text)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _bubble(heard: dict[str, str]) -> Bubble | None:
    at, kind = datetime.fromisoformat(heard["at"]), heard["kind"]
    if kind == "words":
        kind = "line" if heard.get("speaker", "").startswith("seat:") else "other"
    return None if kind == "keys" else Bubble(at, kind, heard["text"])
