"""What the pages of circulars have around them: the bar of the line's own desk, or for a unit's people the way back to theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hotline.circulars.life import Status
from hotline.desks.department import frame as department
from hotline.desks.operator import shell
from hotline.people.roles import STAFF, Role

READS = STAFF | Role.DEPARTMENT
"""Who reads circulars; which ones is left to `seen_by`."""
TONES = {
    Status.DRAFT: "soon", Status.SUBMITTED: "line", Status.APPROVED: "line", Status.PUBLISHED: "done",
    Status.WITHDRAWN: "late", Status.DROPPED: "hollow",
}  # fmt: skip


RENEWED = ("all.html", "one.html", "behind_line.html", "behind_asked.html", "behind_unit.html")
"""The pages that renew themselves; what somebody types in does not."""


def show(request: HttpRequest, template: str, given: Mapping[str, Any]) -> HttpResponse:
    """Return a page of circulars, or the fragment that its live region asks for."""
    context = {"tone": TONES, **given}
    if template in RENEWED and request.headers.get("X-Requested-With") == "live-region":
        return render(request, f"circulars/_{template}", context)
    return render(request, f"circulars/{template}", _around(request) | context)


def _around(request: HttpRequest) -> dict[str, Any]:
    person = shell.reader(request)
    if person.role & STAFF:
        return shell.around(request, "circulars")
    return department.bar(request, "circular:all")
