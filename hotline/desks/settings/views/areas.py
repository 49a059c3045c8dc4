"""The areas: the tree of what is served from when, each area with its history, and the acts that change the map."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.areas import actions
from hotline.areas.models import Area
from hotline.desks.settings import queries, words
from hotline.desks.settings.forms import (
    DissolveForm,
    DrawForm,
    RenameForm,
    ServeForm,
    first_error,
)
from hotline.desks.settings.frame import reader, show
from hotline.journal import queries as journal
from hotline.life.door import done
from hotline.life.errors import NotSo
from hotline.people import guards
from hotline.today import today


@guards.staff_only
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Show all areas as a tree, with the day from which each is served."""
    person, day = reader(request), today()
    wanted = request.GET.get("q", "").strip()[:40]
    ended = request.GET.get("show") == "ended"
    rows = Area.objects.seen_by(person).select_related("parent__parent")
    gone, there = rows.filter(valid_until__lte=day), rows.exclude(valid_until__lte=day)
    found = [one for one in (gone if ended else there) if _speaks_of(one, wanted)]
    given = {
        "rows": [_row(one, day) for one in _as_tree(found)],
        "wanted": wanted,
        "ended": ended,
        "counts": {"there": there.count(), "gone": gone.count()},
        "served": rows.served_on(day).count(),
        "may_change": person.may("manage_catalogue"),
    }
    return show(request, "areas.html", "areas", given)


@guards.right("manage_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draw a new area."""
    form = DrawForm(request.POST or None, initial={"within": request.GET.get("within", "")})
    if not form.is_valid():
        given = {"form": form, "title": _("新增区域"), "back": reverse("settings:areas")}
        return show(request, "draw.html", "areas", given, status=422 if form.is_bound else 200)
    drawn: dict[str, Any] = dict(form.cleaned_data)
    code = drawn.pop("code")
    to = reverse("settings:area", args=[code])
    return done(
        request, lambda: actions.draw(code, by=reader(request), **drawn), _("已新增区域"), to=to
    )


@guards.staff_only
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Show one area: where it lies, since when it is served, and what was done to it."""
    one, day = _area(request, code), today()
    given = {
        "it": _row(one, day),
        "area": one,
        "parts": [_row(part, day) for part in one.parts.select_related("parent__parent")],
        "told": journal.story(one)[::-1],
        "done": words.AREAS,
        "may_change": reader(request).may("manage_catalogue"),
        "day": day,
    }
    return show(request, "area.html", "areas", given)


Act = Callable[[Area, Any, dict[str, Any]], object]


def _button(form_of: type[forms.Form], act: Act) -> Callable[..., HttpResponse]:
    """Return the view of a small form on an area's page."""

    @guards.right("manage_catalogue")
    @require_POST
    def press(request: HttpRequest, code: str) -> HttpResponse:
        one, form = _area(request, code), form_of(request.POST)
        if not form.is_valid():
            raise NotSo(first_error(form))
        to = reverse("settings:area", args=[code])
        return done(
            request, lambda: act(one, reader(request), form.cleaned_data), _("已保存"), to=to
        )

    return press


rename = _button(RenameForm, lambda one, by, given: actions.rename(one, by=by, **given))
serve = _button(ServeForm, lambda one, by, given: actions.serve(one, by=by, **given))


@guards.right("manage_catalogue")
@require_safe
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether an area is really to be dissolved, and show what stands on it."""
    return _ending(request, _area(request, code), DissolveForm(initial={"on": today()}))


@guards.right("manage_catalogue")
@require_POST
def dissolve(request: HttpRequest, code: str) -> HttpResponse:
    """Let an area exist no longer from a day on."""
    one, form = _area(request, code), DissolveForm(request.POST)
    if not form.is_valid():
        return _ending(request, one, form, status=422)
    on = form.cleaned_data["on"]
    return done(
        request,
        lambda: actions.dissolve(one, on=on, by=reader(request)),
        _("已定撤销日期"),
        to=reverse("settings:area", args=[code]),
    )


def _ending(
    request: HttpRequest, one: Area, form: DissolveForm, *, status: int = 200
) -> HttpResponse:
    given = {
        "thing": one,
        "form": form,
        "touched": queries.touched_by_area(one, person=reader(request)),
        "back": reverse("settings:area", args=[one.code]),
        "action": reverse("settings:dissolve", args=[one.code]),
        "asked": _("撤销“%(name)s”？") % {"name": one.name},
        "button": _("撤销区域"),
    }
    return show(request, "end.html", "areas", given, status=status)


def _area(request: HttpRequest, code: str) -> Area:
    rows = Area.objects.seen_by(reader(request)).select_related("parent__parent")
    return get_object_or_404(rows, code=code)


def _row(one: Area, day: date) -> dict[str, Any]:
    """Return an area with the day from which it is served, by itself or by what it lies in."""
    holder: Area | None = one
    depth = -1
    since: date | None = None
    while holder is not None:
        since = since or holder.served_from
        holder, depth = holder.parent, depth + 1
    return {
        "area": one,
        "depth": depth,
        "since": since,
        "own": one.served_from is not None,
        "served": since is not None and since <= day,
        "ends": one.valid_until,
    }


def _as_tree(found: list[Area]) -> list[Area]:
    """Return areas each after the one it lies in; one whose holder is not among them stands at the top."""
    parts: dict[int | None, list[Area]] = {}
    keys = {one.pk for one in found}
    for one in found:
        parts.setdefault(one.parent_id if one.parent_id in keys else None, []).append(one)

    def walk(holder: int | None) -> list[Area]:
        return [part for one in parts.get(holder, []) for part in (one, *walk(one.pk))]

    return walk(None)


def _speaks_of(one: Area, wanted: str) -> bool:
    return wanted.lower() in f"{one.code} {one.name} {one.short} {one.initials}".lower()
