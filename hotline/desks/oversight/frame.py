"""What the pages of oversight have around them: the bar of the line's own desk, or for a unit's people the pages of their unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.desks.department import frame as department
from hotline.desks.department.story import whom
from hotline.desks.operator import shell
from hotline.inspections import queries as inspections
from hotline.inspections.life import Cited
from hotline.inspections.life import Status as Inspected
from hotline.meetings import queries as meetings
from hotline.meetings.life import Resolved, Status
from hotline.people.roles import STAFF, Role

READS = STAFF | Role.DEPARTMENT
PAGES: tuple[tuple[str, str, str | Promise], ...] = (
    ("meetings", "oversight:meetings", _("会议")),
    ("resolutions", "oversight:resolutions", _("议定事项")),
    ("inspections", "oversight:inspections", _("督查")),
    ("citations", "oversight:citations", _("表彰问责")),
)
"""The pages of the line's own people: name, address, words."""
TONES = {
    Status.CALLED: "line", Status.HELD: "soon", Status.MINUTED: "done", Status.CANCELLED: "hollow",
    Resolved.DRAFTED: "hollow", Resolved.OPEN: "line", Resolved.REPORTED: "soon",
    Resolved.CLOSED: "done", Resolved.DROPPED: "hollow",
    Inspected.PLANNED: "line", Inspected.FOUND: "late", Inspected.ANSWERED: "soon",
    Inspected.CLOSED: "done", Cited.PROPOSED: "soon", Cited.APPROVED: "line", Cited.ISSUED: "done",
    Cited.WITHDRAWN: "hollow",
}  # fmt: skip


def show(
    request: HttpRequest, template: str, current: str, given: Mapping[str, Any]
) -> HttpResponse:
    """Return a page of oversight, or the fragment that its live region asks for."""
    person = shell.reader(request)
    staff = bool(person.role & STAFF)
    context = {
        "staff": staff,
        "tone": TONES,
        "by": str if staff else whom,
        "here": request.get_full_path(),
        **given,
    }
    if request.headers.get("X-Requested-With") == "live-region":
        return render(request, f"oversight/_{template}", context)
    around = _staff(request, current) if staff else _unit(request)
    return render(request, f"oversight/{template}", around | context)


def _staff(request: HttpRequest, current: str) -> dict[str, Any]:
    person = shell.reader(request)
    counts = {
        "resolutions": meetings.owed(person).count() or None,
        "inspections": inspections.owed(person).count() or None,
    }
    tabs = [
        {
            "label": label,
            "href": reverse(address),
            "current": name == current,
            "count": counts.get(name),
        }
        for name, address, label in PAGES
    ]
    return {**shell.around(request, "oversight"), "tabs": tabs, "layout": "oversight/frame.html"}


def _unit(request: HttpRequest) -> dict[str, Any]:
    return {**department.around(request, "own"), "layout": "oversight/unit_frame.html"}
