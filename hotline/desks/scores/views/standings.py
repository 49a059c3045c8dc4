"""One unit's month, and the cases behind each of its figures."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from hotline.assessment import queries
from hotline.assessment.forms import ExclusionForm, ObjectionForm
from hotline.assessment.life import JUDGES, OBJECTION, Status
from hotline.assessment.measures import FEWER_IS_BETTER, Measure
from hotline.assessment.models import Month, Standing, mine
from hotline.desks.members import acts
from hotline.desks.operator import shell
from hotline.desks.scores import figures
from hotline.desks.scores.frame import show
from hotline.people import guards
from hotline.people.models import Person
from hotline.people.roles import STAFF, Role

READS = STAFF | Role.DEPARTMENT
PAGE = 50


@guards.role_required(READS)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how one unit stands in a month, each figure a way to its cases."""
    person = shell.reader(request)
    rows = Standing.objects.seen_by(person).light().select_related("month", "unit")
    found = rows.filter(pk=pk).first()
    if found is None:  # it may have been taken back: the page of its month says why
        months = Month.objects.seen_by(person).filter(taken_back_at__isnull=False)
        return redirect("scores:month", get_object_or_404(months, standings=pk).pk)
    objections = list(queries.objections(person, found.month).filter(standing=found))
    exclusions = list(queries.exclusions(found.month, person).filter(standing=found))
    staff = bool(person.role & STAFF)
    given = {
        "standing": found,
        "month": found.month,
        "lines": figures.lines(found.month, found),
        "opens": staff or found.unit_id in mine(person),
        "form": ObjectionForm() if _may_object(person, found) else None,
        "objections": [
            (it, acts.open_to(OBJECTION, it, person, "assessment:objection_")) for it in objections
        ],
        "exclusions": [(it, []) for it in exclusions],
        "came_of": queries.came_of(objections),
        "said": queries.said([*objections, *exclusions]),
        "staff": staff,
    }
    return show(request, "standing.html", "months", given)


@guards.role_required(READS)
@require_safe
def cases(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the assignments behind a figure of a unit's month."""
    person = shell.reader(request)
    rows = Standing.objects.seen_by(person).select_related("month", "unit")
    found = get_object_or_404(rows, pk=pk)
    asked = request.GET.get("measure", "")
    measure = asked if asked in Measure.values else ""
    hit = {"yes": True, "no": False}.get(request.GET.get("hit", "")) if measure else None
    behind = queries.behind(found, person, measure, hit=hit)
    page = Paginator(behind, PAGE).get_page(request.GET.get("page"))
    given = {
        "standing": found,
        "month": found.month,
        "measure": Measure(measure) if measure else None,
        "fewer": measure in FEWER_IS_BETTER,
        "hit": hit,
        "page": page,
        "rows": figures.behind(found, measure, page.object_list),
        "asks": measure in figures.TOLD,
        "staff": bool(person.role & STAFF),
        "object_form": ObjectionForm(initial={"measure": measure})
        if _may_object(person, found)
        else None,
        "exclude_form": ExclusionForm(initial={"measure": measure})
        if person.role & JUDGES and found.month.status != Status.PUBLISHED
        else None,
    }
    return show(request, "cases.html", "months", given)


def _may_object(person: Person, standing: Standing) -> bool:
    open_ = standing.month.status == Status.OPEN
    return open_ and bool(person.role & Role.DEPARTMENT) and standing.unit_id in mine(person)
