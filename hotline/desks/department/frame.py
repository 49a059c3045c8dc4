"""What a unit's pages have around them: who it is, the way to the other pages, the line's number."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from hotline.departments.models import Liaison, Unit
from hotline.people.guards import role_required
from hotline.people.models import Person
from hotline.people.roles import Role

PAGES: tuple[tuple[str, str | Promise], ...] = (
    ("inbox", _("待办")),
    ("past", _("办过的")),
    ("figures", _("数据")),
    ("templates", _("答复模板")),
)
"""The pages of a unit: the last word of the address's name, and the words."""

FRAGMENTS = {
    ("inbox.html", ""): "department/_inbox.html",
    ("assignment.html", ""): "department/_assignment.html",
    ("assignment.html", "beside"): "department/_beside.html",
}
"""What renews itself: a page and its region. What somebody types in stands in none."""

units_only = role_required(Role.DEPARTMENT)
"""Let only people of units in; which units are theirs is left to `seen_by`."""


def clerk(request: HttpRequest) -> Person:
    """Return whoever is signed in; the guard has seen to it that it is somebody of a unit."""
    return cast(Person, request.user)


def own_units(person: Person) -> list[Unit]:
    """Return the units that somebody speaks for, without those below them."""
    standing = Liaison.objects.standing().filter(person=person).select_related("unit")
    return [one.unit for one in standing.order_by("pk")]


def show(request: HttpRequest, template: str, current: str, given: dict[str, Any]) -> HttpResponse:
    """Return a page of a unit, or that fragment of it that a live region asks for."""
    fragment = FRAGMENTS.get((template, request.GET.get("region", "")))
    if fragment and request.headers.get("X-Requested-With") == "live-region":
        return render(request, fragment, given)
    return render(request, f"department/{template}", _around(request, current) | given)


def _around(request: HttpRequest, current: str) -> dict[str, Any]:
    person, line = clerk(request), settings.CONFIGURATION.line_number
    units = own_units(person)
    return {
        "line": line,
        "phone": {
            "brand": line,
            "home": reverse("department:inbox"),
            "name": str(person),
            "detail": _g("、").join(unit.short for unit in units),
        },
        "has_unit": bool(units),
        "tabs": [
            {"label": label, "href": reverse(f"department:{name}"), "current": name == current}
            for name, label in PAGES
        ]
        + [{"label": _("通报"), "href": reverse("circular:all"), "current": False}],
    }
