"""The call-backs: which citizens are owed a call, and one of them with its questions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from hotline.callers import queries as callers
from hotline.desks.operator import rows, shell, wishes
from hotline.desks.operator.opened import Opened
from hotline.followups import queries as followups
from hotline.followups.forms import AskForm
from hotline.followups.models import FollowUp
from hotline.people.guards import role_required
from hotline.people.models import Person
from hotline.people.roles import DESK

MOST = 100


@role_required(DESK)
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """Show the call-backs that are owed, the one with the least time first."""
    context = shell.around(request, "callbacks") | _due(shell.reader(request))
    return shell.show(request, "operator/callbacks.html", context)


@role_required(DESK)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Return the call-backs that are owed as a fragment."""
    return shell.show(request, "operator/_callbacks.html", _due(shell.reader(request)))


@role_required(DESK)
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one call-back: whom to ring, what it was about, what to ask."""
    person = shell.reader(request)
    context = shell.around(request, "callbacks") | _one(person, pk)
    answered = {"result": followups.answered_as(context["followup"].case)}
    context["form"] = AskForm(person=person, auto_id="ask-%s", initial=answered)
    return shell.show(request, "operator/callback.html", context)


@role_required(DESK)
@require_GET
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what a call-back is about as a fragment."""
    return shell.show(request, "operator/_callback_facts.html", _one(shell.reader(request), pk))


def _one(person: Person, pk: int) -> dict[str, Any]:
    needed = (
        "case__service__group",
        "case__area__parent",
        "case__taken_by",
        "case__caller",
        "case__joined_to",
        "asked_by",
    )
    rows_ = FollowUp.objects.seen_by(person).select_related(*needed)
    followup = get_object_or_404(rows_, pk=pk)
    return {"followup": followup, "opened": Opened(followup.case, person)}


def _due(person: Person) -> dict[str, Any]:
    found = list(followups.due(person)[:MOST])
    wanted = [one.case.caller_id for one in found if one.case.caller_id]
    return {
        "wishes": wishes.waiting(person),
        "due": [
            (one, rows.clock_state(one.case), rows.first_words(one.case.said)) for one in found
        ],
        "callers": callers.masked(wanted, person) if wanted else {},
    }
