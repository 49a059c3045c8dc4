"""A unit's own figures of a month against the targets; each opens into the assignments that it is made of."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hotline import clock
from hotline.assignments.models import Assignment, AssignmentQuerySet
from hotline.departments.models import Unit
from hotline.desks.department import figures
from hotline.desks.department.frame import clerk, show, units_only
from hotline.life.keys import row_key
from hotline.rules import queries as rules
from hotline.today import month_named, today

PAGE = 50


@units_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the figures of this month or an earlier one."""
    month, units = _month(request), list(Unit.objects.seen_by(clerk(request)).order_by("pk"))
    rows, unit = _rows(request)
    after = figures.following(month)
    given = _named(month, unit) | {
        "before": f"{figures.previous(month):%Y-%m}",
        "after": f"{after:%Y-%m}" if after <= today() else "",
        "figures": figures.of_month(rows, month, now=clock.now(), book=rules.book()),
        "units": units if len(units) > 1 else [],
    }
    return show(request, "figures.html", "figures", given)


@units_only
@require_safe
def behind(request: HttpRequest, key: str) -> HttpResponse:
    """Show the assignments behind a figure."""
    month, (rows, unit) = _month(request), _rows(request)
    shown = {one.name: one for one in figures.figures(clock.now())}.get(key)
    if shown is None:
        raise Http404
    found = figures.behind(shown, rows, month).select_related("case__service", "case__area", "unit")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    given = _named(month, unit) | {"figure": shown, "page": page}
    return show(request, "figure.html", "figures", given)


def _rows(request: HttpRequest) -> tuple[AssignmentQuerySet, int | None]:
    """Return the assignments that are counted: of all one's units, or of the one that is asked for."""
    rows, unit = Assignment.objects.seen_by(clerk(request)), row_key(request.GET.get("unit"))
    return (rows if unit is None else rows.filter(unit=unit)), unit


def _named(month: date, unit: int | None) -> dict[str, object]:
    more = f"&unit={unit}" if unit is not None else ""
    return {"month": f"{month:%Y-%m}", "title": month_named(month), "more": more, "unit": unit}


def _month(request: HttpRequest) -> date:
    """Return the first day of the month that is asked for, "2026-11"; of this one where none is, or none that has begun."""
    this = today().replace(day=1)
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return this
    return asked if date(2000, 1, 1) <= asked <= this else this
