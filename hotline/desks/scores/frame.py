"""What the pages of scores have around them: the bar of the line's own desk, or for a unit's people their name alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.desks.department import frame as department
from hotline.desks.operator import shell
from hotline.people.roles import STAFF

PAGES: tuple[tuple[str, str, str | Promise], ...] = (
    ("months", "scores:months", _("各月成绩")),
    ("weights", "scores:weights", _("考核分值")),
)
"""The pages: name, address, words."""


def show(
    request: HttpRequest, template: str, current: str, given: Mapping[str, Any]
) -> HttpResponse:
    """Return a page of scores, or the fragment that its live region asks for."""
    tabs = [
        {"label": label, "href": reverse(address), "current": name == current}
        for name, address, label in PAGES
    ]
    context = {"tabs": tabs, **given}
    if request.headers.get("X-Requested-With") == "live-region":
        return render(request, f"scores/_{template}", context)
    return render(request, f"scores/{template}", _around(request) | context)


def _around(request: HttpRequest) -> dict[str, Any]:
    person = shell.reader(request)
    if person.role & STAFF:
        return shell.around(request, "units")
    return department.bar(request, "scores:months")
