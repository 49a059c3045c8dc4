"""A provider's own figures of a month; each opens into the jobs that it is made of."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline import clock
from hotline.desks.provider import queries
from hotline.desks.provider.frame import around, member_of, worker
from hotline.dispatch.models import Dispatch
from hotline.people.guards import role_required
from hotline.people.roles import Role
from hotline.today import month_named, today

MOST = 200
workers_only = role_required(Role.PROVIDER)


@workers_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the figures of this month or an earlier one."""
    member, month = member_of(request), _month(request)
    after = queries.following(month)
    given = _named(month) | {
        "before": f"{queries.previous(month):%Y-%m}",
        "after": f"{after:%Y-%m}" if after <= today() else "",
        "figures": queries.own_figures(member.provider, month),
    }
    return render(request, "provider/figures.html", given | around(member, "figures"))


@workers_only
@require_safe
def jobs(request: HttpRequest, key: str) -> HttpResponse:
    """Show the own jobs behind a figure."""
    member, month = member_of(request), _month(request)
    shown = {one.name: one for one in queries.figures(clock.now())}.get(key)
    if shown is None:
        raise Http404
    rows = queries.jobs_of(shown, Dispatch.objects.seen_by(worker(request)), month)
    given = _named(month) | {
        "figure": shown,
        "jobs": rows.select_related("case__service", "case__area")[:MOST],
    }
    return render(request, "provider/figure.html", given | around(member, "figures"))


def _named(month: date) -> dict[str, str]:
    return {"month": f"{month:%Y-%m}", "title": month_named(month)}


def _month(request: HttpRequest) -> date:
    """Return the first day of the month that is asked for, "2026-11"; of this one where none is, or none that has begun."""
    this = today().replace(day=1)
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return this
    return asked if date(2000, 1, 1) <= asked <= this else this
