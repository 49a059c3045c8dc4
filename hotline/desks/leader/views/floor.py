"""The floor: one page for the leader, one for the wall, and one for each seat and each call that wants a hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hotline.calls import queries as calls
from hotline.calls.models import Call, Seat
from hotline.calls.recordings import queries as recordings
from hotline.calls.states import Hearing, SeatState, Status
from hotline.desks.leader import board
from hotline.desks.leader.forms import ForceForm, MoveForm, NoticeForm, WhyForm
from hotline.desks.operator import shell
from hotline.lines import queries as lines
from hotline.people.guards import role_required
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.restraints import queries as restraints
from hotline.shifts import queries as shifts

NEWS = "call:* seat:* wish:* line:*"
leader_only = role_required(Role.LEADER)
"""Lets in those who lead a shift."""


@leader_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the floor; with `?wall` as the wall shows it, where nobody acts."""
    person = shell.reader(request)
    given = {"board": board.at(person), "news": NEWS, "wall": "wall" in request.GET}
    if given["wall"]:
        return shell.show(request, "leader/wall.html", given)
    given |= _told(person)
    return shell.show(request, "leader/floor.html", shell.around(request, "floor") | given)


@leader_only
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Return the floor at this moment as a fragment."""
    given = {"board": board.at(shell.reader(request)), "wall": "wall" in request.GET}
    return shell.show(request, "leader/_board.html", given)


@leader_only
@require_safe
def told(request: HttpRequest) -> HttpResponse:
    """Return the lines and the notices, with what may be done about them, as a fragment."""
    return shell.show(request, "leader/_told.html", _told(shell.reader(request)))


@leader_only
@require_safe
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one seat: what it does, and what a leader may do about it; to the page's own asking as a fragment."""
    person = shell.reader(request)
    rows = Seat.objects.seen_by(person).select_related("operator", "call__line", "call__caller")
    found = get_object_or_404(rows, pk=pk)
    given = {"seat": found, "force": ForceForm(auto_id="force-%s")}
    return shown(request, "seat", given | _about(found.call, person))


@leader_only
@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one call: where it stands, and what a leader may do about it; to the page's own asking as a fragment."""
    person = shell.reader(request)
    rows = Call.objects.seen_by(person).select_related("operator", "line", "caller")
    return shown(request, "call", _about(get_object_or_404(rows, pk=pk), person))


def shown(
    request: HttpRequest, name: str, given: dict[str, Any], *, tab: str = "floor"
) -> HttpResponse:
    """Show a page of the leader's desk; to the page's own asking, what changes in it alone."""
    if request.headers.get("X-Requested-With") == "live-region":
        return shell.show(request, f"leader/_{name}.html", given)
    return shell.show(request, f"leader/{name}.html", shell.around(request, tab) | given)


def _about(call: Call | None, person: Person) -> dict[str, Any]:
    """Return what a leader is told of a call, and what he may do about it now."""
    if call is None:
        return {"call": None}
    own = calls.seat_of(person)
    listens = own is not None and own.state == SeatState.LISTENING and own.call_id == call.pk
    alive = call.status != Status.ENDED
    return {
        "call": call,
        "heard": recordings.drawn([call], person).get(call.pk),
        "secret": board.is_secret(call),
        "far": None if board.is_secret(call) else calls.far_end(call, person),
        "move": MoveForm(person=person, auto_id="move-%s") if alive else None,
        "hearings": Hearing if call.status == Status.TALKING else (),
        "listens": listens,
        "may_hear": own is not None and own.lease_until is not None,
    }


def _told(person: Person) -> dict[str, Any]:
    return {
        "lines": list(lines.seen(person)),
        "why": WhyForm(auto_id="close-%s"),
        "notices": list(shifts.notices_to_come(person)),
        "notice": NoticeForm(auto_id="notice-%s"),
        "restraints": restraints.waiting(person).count(),
    }
