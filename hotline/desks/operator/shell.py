"""What every page of the desk has around it: the bar with its counts, the seat, who is signed in."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hotline.calls.machine import SeatState
from hotline.calls.models import Seat
from hotline.people.models import Person
from hotline.people.roles import DESK, named

from . import hand, queue

TONES = {
    SeatState.AWAY: "",
    SeatState.READY: "ok",
    SeatState.RINGING: "line",
    SeatState.TALKING: "line",
    SeatState.AFTER: "hollow",
}


def reader(request: HttpRequest) -> Person:
    """Return whoever is signed in; the guards let nobody else through."""
    return cast(Person, request.user)


def around(request: HttpRequest, current: str, *, with_hand: hand.Hand | None = None) -> dict[str, Any]:
    """Return the context of a page of the desk: its bar, and what rings."""
    person = reader(request)
    works = bool(person.role & DESK)
    held = with_hand or (hand.at(person) if works else None)
    counts = queue.recent_counts(person)
    tabs = [
        ("call", _("通话"), "/desk/", None, "G D"),
        ("queue", _("工单"), "/cases/", queue.said(counts["alive"]), "G C"),
        ("callbacks", _("回访"), "/followups/", queue.said(counts["callbacks"]), "G R"),
    ]
    return {
        "hand": held,
        "counts": counts,
        "topbar": {
            "brand": settings.CONFIGURATION.line_number,
            "home": "/desk/" if works else "/cases/",
            "tabs": [
                {"label": label, "href": href, "current": name == current, "count": n, "key": key}
                for name, label, href, n, key in tabs
                if works or name == "queue"
            ],
            "search": {
                "href": "/cases/find",
                "placeholder": _("工单号、查询码、电话"),
                "value": request.GET.get("q", "") if current == "find" else "",
            },
            "seat": _seat(held.seat) if held else None,
            "person": {"name": str(person), "detail": named(person.role), "href": "/me/"},
        },
    }


def _seat(seat: Seat | None) -> dict[str, str] | None:
    if seat is None or seat.lease_until is None:
        return {"tone": "", "word": _("未签入")}
    state = SeatState(seat.state)
    return {"tone": TONES[state], "word": str(state.label)}
