"""What a provider's pages have around them on a telephone: who it is, and the way to the others where somebody is signed in."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person
from hotline.providers.models import Member

PAGES: tuple[tuple[str, str, str | Promise], ...] = (
    ("jobs", "jobs", _("派单")),
    ("missed", "job-missed", _("没派到的")),
    ("absences", "job-absences", _("请假")),
)
"""The pages of a signed-in worker: name, address, words."""


def worker(request: HttpRequest) -> Person:
    """Return whoever is signed in; the guard has seen to it that it is a worker."""
    return cast(Person, request.user)


def member_of(request: HttpRequest) -> Member:
    """Return the signed-in worker with his provider, or 404 for one who belongs to none."""
    rows = Member.objects.select_related("provider", "person")
    return get_object_or_404(rows, person=worker(request))


def around(member: Member | None = None, current: str = "") -> dict[str, Any]:
    """Return the context of a page; *current* names it among the pages where somebody is signed in."""
    line = settings.CONFIGURATION.line_number
    shown = PAGES if current else ()
    return {
        "line": line,
        "phone": {
            "brand": line,
            "name": str(member) if member else "",
            "detail": member.provider.short_name if member else "",
        },
        "pages": [
            {"label": label, "href": reverse(address), "current": name == current}
            for name, address, label in shown
        ],
    }
