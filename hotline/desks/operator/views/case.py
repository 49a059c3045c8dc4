"""One case: everything about it on one page, beside the queue, and on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from hotline.cases import queries as cases
from hotline.cases.models import Case
from hotline.desks.operator import shell
from hotline.desks.operator.forms import DialForm, SendForm
from hotline.desks.operator.opened import Opened
from hotline.desks.operator.views.complaints import form_for
from hotline.discipline.life import VERIFIES
from hotline.disputes.forms import OpenForm
from hotline.people.guards import role_required, staff_only
from hotline.people.roles import DESK

NEEDED = ("service__group", "area__parent", "taken_by", "caller", "joined_to", "closed_by")


@staff_only
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything about a case."""
    opened = _open(request, pk)
    context = shell.around(request, "queue") | {"beside": False, **_shown(opened)}
    return shell.show(request, "operator/case.html", context)


@staff_only
@require_GET
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the case as a fragment of its own page."""
    return shell.show(request, "operator/_case.html", _shown(_open(request, pk)))


@staff_only
@require_GET
def beside(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the case as it stands beside the queue: with its frame, or when it renews itself without."""
    inner = request.headers.get("X-Requested-With") == "live-region"
    template = "operator/_beside.html" if inner else "operator/_beside_frame.html"
    return shell.show(request, template, _shown(_open(request, pk)))


@staff_only
@require_GET
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what may be about the same matter."""
    opened = _open(request, pk)
    case = opened.case
    alike = cases.alike(
        person=opened.person, caller=case.caller, service=case.service, area=case.area, but=case.pk
    )
    return shell.show(request, "operator/_alike.html", {"alike": alike, "joining": case})


@role_required(DESK)
@require_GET
def ran_out(request: HttpRequest) -> HttpResponse:
    """Return what nobody comes for, and whoever took it in has not said that he knows."""
    found = cases.ran_out(shell.reader(request))
    return shell.show(request, "operator/_ran_out.html", {"ran_out": found})


def _open(request: HttpRequest, pk: int) -> Opened:
    person = shell.reader(request)
    case = get_object_or_404(Case.objects.seen_by(person).select_related(*NEEDED), pk=pk)
    return Opened(case, person)


def _shown(opened: Opened) -> dict[str, Any]:
    """Return what the acts of a case read; who does not work the telephone rings nobody."""
    rings = bool(opened.person.role & DESK)
    dials = DialForm(auto_id=f"dial-{opened.case.pk}-%s") if rings else None
    dispute = OpenForm(auto_id=f"dispute-{opened.case.pk}-%s") if opened.disputed else None
    complains = opened.person.role & VERIFIES and opened.dispatches
    about = form_for(opened.case, opened.person) if complains else None
    proposal = opened.assigned.proposal
    send = SendForm(proposal=proposal, auto_id=f"send-{opened.case.pk}-%s") if proposal else None
    return {
        "opened": opened,
        "send_form": send,
        "dial_form": dials,
        "dispute_form": dispute,
        "complaint_form": about,
    }
