"""What units were commended for or held to account for, and one of them."""

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
from hotline.inspections.forms import ProposeForm
from hotline.inspections.life import CITATION, INSPECTS, Cited, Sort
from hotline.inspections.models import Citation
from hotline.journal import queries as journal
from hotline.people import guards
from hotline.people.roles import STAFF

PAGE = 50


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show every citation, or those of one sort."""
    person, sort = shell.reader(request), request.GET.get("show", "")
    rows = queries.citations(person)
    counts = {"": rows.count(), **{one.value: rows.filter(sort=one).count() for one in Sort}}
    part = sort if sort in counts else ""
    found = rows.filter(sort=part) if part else rows
    given = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "parts": [("", _("全部")), *Sort.choices],
        "counts": counts,
        "form": ProposeForm(auto_id="propose-%s") if person.role & INSPECTS else None,
    }
    return show(request, "citations.html", "citations", given)


@guards.role_required(READS)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one citation."""
    person = shell.reader(request)
    rows = Citation.objects.seen_by(person).select_related(
        "unit", "inspection", "month", "proposed_by", "approved_by"
    )
    citation = get_object_or_404(rows, pk=pk)
    own = citation.status == Cited.PROPOSED and citation.proposed_by_id == person.pk
    known = Assignment.objects.seen_by(person).select_related("case")
    given = {
        "citation": citation,
        "about": known.filter(pk=citation.assignment_id or 0).first(),
        "acts": acts.open_to(
            CITATION, citation, person, "inspections:citation_", but=("approve",) if own else ()
        ),
        "own": own,
        "told": journal.story(citation)[::-1] if person.role & STAFF else [],
        "word": lambda act: CITATION.steps[act].done if act in CITATION.steps else _("提请了"),
    }
    return show(request, "citation.html", "citations", given)
