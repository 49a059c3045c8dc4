"""The queue: a worklist by the clock, a case opened beside it, and finding one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from hotline.areas.models import Area
from hotline.areas.models import Kind as AreaKind
from hotline.cases import queries as cases
from hotline.cases.models import Case, Kind
from hotline.desks.operator import queue, rows, shell, stages
from hotline.desks.operator.forms import NarrowForm
from hotline.life.keys import row_key
from hotline.people.guards import staff_only
from hotline.people.models import Person


@staff_only
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """Show a worklist, the case with the least time first."""
    person = shell.reader(request)
    context = shell.around(request, "queue") | _listed(request, person)
    context |= {
        "groups": _groups,
        "said": queue.said,
        "kinds": Kind.choices,
        "towns": [(town.pk, town.short) for town in _towns()] if context["narrow"]["open"] else [],
    }
    return shell.show(request, "operator/queue.html", context)


@staff_only
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Return the rows of a worklist as a fragment."""
    return shell.show(request, "operator/_rows.html", _listed(request, shell.reader(request)))


@staff_only
@require_GET
def views(request: HttpRequest) -> HttpResponse:
    """Return the worklists with their counts as a fragment."""
    context = {"groups": _groups, "counts": shell.counts(request), "said": queue.said}
    return shell.show(request, "operator/_views.html", context | {"view": _view(request)})


FOUND_FIRST, FOUND_ALL = 20, 200
"""How many of the cases that were found are listed: the latest at first, and when somebody wants them all."""


@staff_only
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Find a case by its number, its query code or a telephone number; the only one is opened at once."""
    person, typed = shell.reader(request), request.GET.get("q", "").strip()[:60]
    most = FOUND_ALL if "all" in request.GET else FOUND_FIRST
    found = cases.find(typed, person=person, most=most + 1) if typed else []
    if len(found) == 1:
        return redirect(found[0].get_absolute_url())
    context = shell.around(request, "find") | {
        "typed": typed,
        "n": min(len(found), most),
        "lines": rows.found(found[:most]),
        "more": len(found) > most,
        "all": most == FOUND_ALL,
    }
    return shell.show(request, "operator/found.html", context)


@staff_only
@require_GET
def options(request: HttpRequest) -> HttpResponse:
    """Return the living cases that may be meant: by number, code or telephone number, else like the one asked about."""
    person, typed = shell.reader(request), request.GET.get("q", "").strip()[:60]
    about = row_key(request.GET.get("about"))
    case = Case.objects.seen_by(person).filter(pk=about).first() if about else None
    found = cases.likely(case, typed, person=person) if case else []
    if case is None and typed:
        found = cases.find(typed, person=person, most=10)
    told = [
        {"value": str(one.pk), "text": one.number, "hint": _hint(one)}
        for one in found
        if stages.is_alive(one.status)
    ]
    return JsonResponse(told, safe=False)


def _hint(case: Case) -> str:
    """Say what a case is about and where, in a line of a list."""
    where = case.area.short if case.area else ""
    return " · ".join(
        part for part in (rows.first_words(case.notice or case.said, 16), where) if part
    )


def _view(request: HttpRequest) -> queue.View:
    return queue.VIEWS.get(request.GET.get("view", ""), queue.VIEWS["alive"])


def _listed(request: HttpRequest, person: Person) -> dict[str, Any]:
    view, after = _view(request), request.GET.get("after", "")
    narrowed = _narrowed(request)
    page = queue.page(view, person, narrowed=narrowed, after=after)
    kept = {"kind": narrowed.kind, "area": narrowed.area or "", "words": narrowed.words}
    asked = {name: value for name, value in kept.items() if value}
    here = {"view": view.name, **asked, **({"after": after} if after else {})}
    return {
        "view": view,
        "n": len(page.rows),
        "lines": rows.lines(page.rows, person),
        "here": urlencode(here),
        "first": f"?{urlencode({'view': view.name, **asked})}" if after else "",
        "next": f"?{urlencode({**here, 'after': page.after})}" if page.after else "",
        "narrow": kept | {"open": bool(asked) or "narrow" in request.GET},
    }


def _narrowed(request: HttpRequest) -> queue.Narrowed:
    """Return what the reader wants of the worklist; most want all of it, and no form is made for that."""
    if not NarrowForm.base_fields.keys() & request.GET.keys():
        return queue.Narrowed()
    form = NarrowForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    return queue.Narrowed(
        kind=wanted.get("kind") or "", area=wanted.get("area"), words=wanted.get("words") or ""
    )


def _groups() -> dict[str, list[queue.View]]:
    grouped: dict[str, list[queue.View]] = {}
    for view in queue.VIEWS.values():
        grouped.setdefault(str(view.group), []).append(view)
    return grouped


def _towns() -> Any:
    return Area.objects.filter(kind=AreaKind.TOWN).order_by("code")
