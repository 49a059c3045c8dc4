"""The inbox of a unit by the clock, signing many at once, and what is over."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hotline import clock
from hotline.assignments.models import Assignment
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.desks.department import actions, queries
from hotline.desks.department.frame import clerk, show, units_only
from hotline.journal.tickets import ticket
from hotline.life.door import key_of
from hotline.life.keys import row_key
from hotline.life.once import once

PAGE = 50
TABS = (
    ("all", gettext_lazy("全部")),
    ("sign", gettext_lazy("待签收")),
    ("late", gettext_lazy("已超时")),
    ("soon", gettext_lazy("快到期")),
    ("week", gettext_lazy("本周到期")),
    ("stands", gettext_lazy("计时停止")),
    ("parts", gettext_lazy("协办、下派")),
)
"""The parts of the inbox that may be shown alone."""


@units_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what somebody's units have to do, what is due first first."""
    person, now = clerk(request), clock.now()
    rows = queries.inbox(person, now)
    units = list(Unit.objects.seen_by(person).order_by("pk"))
    unit = row_key(request.GET.get("unit"))
    if unit is not None:
        rows = rows.filter(unit=unit)
    counted, part = queries.counts(rows, now), request.GET.get("show", "all")
    counts = counted.parts
    part = part if part in counts else "all"
    wanted = rows.filter(queries.shown(now)[part])
    pages = Paginator(wanted, PAGE)
    pages.count = queries.many(wanted, part, counts)
    page, told = pages.get_page(request.GET.get("page")), queries.told(counts)
    chosen = f"unit={unit}&" if unit is not None else ""
    given = {
        "part": part,
        "counts": counts,
        "told": told,
        "cut": counts["all"] >= queries.MOST,
        "parts": [
            {
                "label": word,
                "href": f"?{chosen}show={name}",
                "current": name == part,
                "count": told[name],
            }
            for name, word in TABS
            if name == "all" or name == part or counts[name] or counts["all"] >= queries.MOST
        ],
        "rows": [(one, queries.clocks_of(one)) for one in page],
        "page": page,
        "turn": f"?{chosen}show={part}&page={{}}",
        "week": counted.week,
        "units": units if len(units) > 1 else [],
        "unit": unit,
        "here": request.get_full_path(),
    }
    return show(request, "inbox.html", "inbox", given)


@units_only
@require_POST
def sign_many(request: HttpRequest) -> HttpResponse:
    """Sign for all that were ticked, and tell of each what became of it; sent again it is told the same."""
    person = clerk(request)
    sent = [row_key(text) for text in request.POST.getlist("pick")]

    def act() -> str:
        told = actions.sign_many([pk for pk in sent if pk is not None], by=person)
        return json.dumps([[one.pk, one.why_not] for one in told])

    told = json.loads(once(person, key_of(request), act))
    own = Assignment.objects.seen_by(person).select_related("case__service", "unit")
    found = own.in_bulk([pk for pk, _why in told])
    given = {
        "done": [found[pk] for pk, why in told if not why and pk in found],
        "refused": [(found.get(pk), why) for pk, why in told if why],
        "unread": len(sent) - sum(pk is not None for pk in sent),
    }
    return show(request, "signed.html", "inbox", given)


@units_only
@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """Show what was replied to, what is over, what went back."""
    rows: Any = queries.past(clerk(request))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return show(request, "past.html", "past", {"page": page, "title": _("办过的")})


@units_only
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Give a ticket for news about whatever somebody's units have or are given, and for what is told to him.

    One for all pages of this desk, so that they share a connection.
    """
    person = clerk(request)
    only = tuple(f"{Unit.KIND}:{pk}" for pk in sorted(departments.units_of(person)))
    return JsonResponse({"ticket": ticket(person.about, only=only or ("-",))})
