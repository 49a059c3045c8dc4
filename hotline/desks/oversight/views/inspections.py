"""The inspections, and one with what was found, what was put right, until when and why then."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.assignments.models import Assignment
from hotline.desks.members import acts
from hotline.desks.operator import shell
from hotline.desks.oversight.frame import READS, show
from hotline.inspections import queries
from hotline.inspections.forms import MoreForm, PlanForm
from hotline.inspections.life import INSPECTS, LIFE, Finding, Status
from hotline.inspections.models import Citation, Inspection
from hotline.journal import queries as journal
from hotline.people import guards
from hotline.people.roles import STAFF
from hotline.today import today

PAGE = 50


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show every inspection."""
    person = shell.reader(request)
    page = Paginator(queries.inspections(person), PAGE).get_page(request.GET.get("page"))
    start = {"plan_on": today(), "inspector": person.pk}
    form = PlanForm(auto_id="plan-%s", initial=start) if person.role & INSPECTS else None
    return show(request, "inspections.html", "inspections", {"page": page, "form": form})


@guards.role_required(READS)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one inspection."""
    person = shell.reader(request)
    rows = Inspection.objects.seen_by(person).select_related("unit", "inspector")
    inspection = get_object_or_404(rows, pk=pk)
    looks = inspection.looks.select_related("assignment__case__service", "assignment__unit")
    looks = looks.filter(assignment__in=Assignment.objects.seen_by(person))
    works = bool(person.role & INSPECTS) and inspection.status == Status.PLANNED
    told = journal.story(inspection)
    back = [one.said.get("why", "") for one in told if one.entry.act == "send_back"]
    given = {
        "inspection": inspection,
        "back": back[-1] if back and inspection.status == Status.FOUND else "",
        "looks": list(looks),
        "findings": Finding.choices if works else [],
        "more": MoreForm(inspection, auto_id="more-%s") if works else None,
        "because": queries.explained(inspection),
        "citations": list(Citation.objects.seen_by(person).filter(inspection=inspection)),
        "acts": acts.open_to(
            LIFE, inspection, person, "inspections:inspection_", but=("note_finding",)
        ),
        "told": told[::-1] if person.role & STAFF else [],
        "word": lambda act: LIFE.steps[act].done if act in LIFE.steps else _("安排了督查"),
    }
    return show(request, "inspection.html", "inspections", given)
