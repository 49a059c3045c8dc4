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
from hotline.inspections import queries as inspections
from hotline.meetings import queries as meetings
from hotline.people.guards import role_required
from hotline.people.models import Person
from hotline.people.roles import Role, named

PAGES: tuple[tuple[str, str | Promise], ...] = (
    ("department:inbox", _("待办")),
    ("department:past", _("办过的")),
    ("oversight:own", _("会议督查")),
    ("department:figures", _("数据")),
    ("department:templates", _("答复模板")),
    ("department:remits", _("职责")),
    ("scores:months", _("考核")),
    ("circular:all", _("通报")),
)
"""The pages of a unit: the address's name, whose last word names the page, and the words."""

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
    return render(request, f"department/{template}", around(request, current) | given)


def around(request: HttpRequest, current: str) -> dict[str, Any]:
    """Return what stands around every page of a unit, those of other desks that its people read too."""
    person, line = clerk(request), settings.CONFIGURATION.line_number
    units = own_units(person)
    owed = meetings.owing(person) + inspections.owed(person).count()
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
            {
                "label": label,
                "href": reverse(name),
                "current": name.partition(":")[2] == current,
                "count": owed if name == "oversight:own" and owed else None,
            }
            for name, label in PAGES
        ],
    }


def bar(request: HttpRequest, current: str) -> dict[str, Any]:
    """Return the bar above what is published to units, read on a wide screen: scores, circulars."""
    person = clerk(request)
    read = [one for one in PAGES if one[0] in ("department:inbox", "scores:months", "circular:all")]
    return {
        "topbar": {
            "brand": settings.CONFIGURATION.line_number,
            "home": reverse("department:inbox"),
            "tabs": [
                {"label": label, "href": reverse(name), "current": name == current}
                for name, label in read
            ],
            "person": {"name": str(person), "detail": named(person.role), "href": "/me/"},
        }
    }
