"""What a made-up telephone shows: its state in words, and what was said and heard in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.callers import numbers
from hotline.callers import queries as callers
from hotline.callers.models import Title
from hotline.calls.models import Call, Speaker, Telephone, Utterance
from hotline.calls.states import Direction, Status
from hotline.demo import records

LINGERS = timedelta(minutes=2)
"""How long the words of a call stay in the display after it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the sample callers."""

    name: str
    number: str
    address: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing said or heard: "me", "line" (the operator), "prompt" or "music"."""

    at: datetime
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole display."""

    number: str
    state: str
    """ "idle", "dialling", "waiting", "calling", "talking", "ringing" """
    word: str | Promise
    since: datetime | None
    ahead: int
    """How many wait before this caller."""
    display: str
    bubbles: list[Bubble]


WORDS: dict[str, str | Promise] = {
    "idle": _("没有通话"),
    "dialling": _("正在呼叫"),
    "waiting": _("排队中"),
    "calling": _("正在接通受理员"),
    "talking": _("通话中"),
    "ringing": _("来电"),
}


def samples() -> list[Sample]:
    """Return the sample callers in the order of their file."""
    return [
        Sample(
            _("%(name)s%(title)s") % {"name": row["surname"], "title": Title(row["title"]).label},
            _dialled(row["phone"]),
            row["address"],
        )
        for row in records.rows("callers")
    ]


def sayings() -> list[str]:
    """Return a few first sentences, others every time a minute begins."""
    all_of_them = [row["said"] for row in records.rows("utterances")]
    start = int(clock.now().timestamp() // 60) * 3
    return [all_of_them[(start + n) % len(all_of_them)] for n in range(3)]


def ringing() -> set[str]:
    """Return the numbers that somebody calls at this moment."""
    rows = Telephone.objects.filter(state="ringing", address__startswith="tel:")
    return {address.removeprefix("tel:") for address in rows.values_list("address", flat=True)}


def shown(number: str) -> Shown:
    """Return what the telephone of *number* shows now."""
    phone = Telephone.objects.filter(address=f"tel:{number}").first()
    call = _call_of(number)
    state = _state(phone.state if phone else "idle", call)
    heard = phone.heard if phone else []
    return Shown(
        number=number,
        state=state,
        word=WORDS[state],
        since=_since(state, phone, call),
        ahead=_ahead(call) if call and state == "waiting" else 0,
        display=phone.shows if phone else "",
        bubbles=sorted([*_heard(heard), *_said(call)], key=lambda one: one.at),
    )


def _state(phone: str, call: Call | None) -> str:
    """Say what the caller would say: a line that has picked up by itself is not yet a talk."""
    if phone != "talking" or call is None or call.direction == Direction.OUT:
        return phone
    return {Status.WAITING: "waiting", Status.RINGING: "calling"}.get(Status(call.status), phone)


def _since(state: str, phone: Telephone | None, call: Call | None) -> datetime | None:
    if state == "idle":
        return None
    if call is None or call.status == Status.ENDED:
        return phone.changed_at if phone else None
    return call.answered_at if state == "talking" else call.arrived_at


def _call_of(number: str) -> Call | None:
    """Return the call of this telephone that goes on, or the last one for a while."""
    caller = callers.find_by_number(numbers.from_carrier(number))
    mine = Call.objects.filter(caller=caller) if caller else Call.objects.none()
    call = (mine | Call.objects.filter(provider_number=number)).order_by("-pk").first()
    if call and (call.ended_at is None or call.ended_at > clock.now() - LINGERS):
        return call
    return None


def _ahead(call: Call) -> int:
    before = Call.objects.filter(status=Status.WAITING, arrived_at__lt=call.arrived_at)
    return before.count()


def _heard(heard: Iterable[dict[str, str]]) -> list[Bubble]:
    return [
        Bubble(datetime.fromisoformat(one["at"]), one["kind"], one["text"])
        for one in heard
        if one["kind"] in ("prompt", "music")
    ]


def _said(call: Call | None) -> list[Bubble]:
    if call is None:
        return []
    return [
        Bubble(one.at, "me" if one.speaker == Speaker.FAR else "line", one.text)
        for one in Utterance.objects.filter(call=call)
    ]


def _dialled(typed: str) -> str:
    return numbers.read(typed).dialled
