"""The months, one month with its tables, and by what they are measured."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.assessment import queries
from hotline.assessment.forms import MonthForm, WeightForm
from hotline.assessment.life import EXCLUSION, JUDGES, LIFE, OBJECTION, Status
from hotline.assessment.measures import Measure
from hotline.assessment.models import Month, after
from hotline.desks.members import acts
from hotline.desks.operator import shell
from hotline.desks.scores import figures
from hotline.desks.scores.frame import show
from hotline.journal import queries as journal
from hotline.people import guards
from hotline.people.roles import STAFF, Role
from hotline.today import today

READS = STAFF | Role.DEPARTMENT
PAGE = 50
TONES = {
    Status.RUNNING: "hollow", Status.DRAFT: "soon", Status.OPEN: "line", Status.HEARD: "soon",
    Status.PUBLISHED: "done",
}  # fmt: skip


@guards.role_required(READS)
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show every month that somebody may read."""
    person = shell.reader(request)
    before = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    given = {
        "months": queries.months(person),
        "page": Paginator(queries.objections(person), PAGE).get_page(request.GET.get("page")),
        "tone": TONES,
        "staff": bool(person.role & STAFF),
        "form": MonthForm(initial={"first_on": before}) if person.role & JUDGES else None,
    }
    return show(request, "months.html", "months", given)


@guards.role_required(READS)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one month: each group's table, what was objected to, what was left out, what may be done."""
    person = shell.reader(request)
    month = get_object_or_404(Month.objects.seen_by(person), pk=pk)
    staff = bool(person.role & STAFF)
    objections = list(queries.objections(person, month))
    exclusions = list(queries.exclusions(month, person))
    given = {
        "month": month,
        "groups": figures.groups(month, queries.standings(month, person)),
        "measures": list(Measure),
        "tone": TONES,
        "acts": acts.open_to(LIFE, month, person, "assessment:month_") if staff else [],
        "objections": [
            (it, acts.open_to(OBJECTION, it, person, "assessment:objection_")) for it in objections
        ],
        "exclusions": [
            (it, acts.open_to(EXCLUSION, it, person, "assessment:exclusion_")) for it in exclusions
        ],
        "came_of": queries.came_of(objections),
        "said": queries.said([*objections, *exclusions]),
        "taken_back": None
        if staff or month.status != Status.DRAFT
        else queries.why_taken_back(month),
        "staff": staff,
        "differs": queries.differences(month) if staff and month.counted_at else [],
        "undecided": queries.undecided(month) if staff else (0, 0),
        "told": journal.story(month)[::-1] if staff else [],
        "word": lambda act: LIFE.steps[act].done if act in LIFE.steps else _("开始考核"),
    }
    return show(request, "month.html", "months", given)


@guards.role_required(READS)
@require_safe
def weights(request: HttpRequest) -> HttpResponse:
    """Show by what a month is measured now, and all that was ever set."""
    person = shell.reader(request)
    first_on = today().replace(day=1)
    rows = queries.weights()
    named = sorted({row.group for row in rows} | {""})
    given = {
        "terms": queries.terms(first_on, named),
        "measures": list(Measure),
        "rows": rows,
        "form": WeightForm(initial={"from_on": after(first_on)}) if person.role & JUDGES else None,
    }
    return show(request, "weights.html", "weights", given)
