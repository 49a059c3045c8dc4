"""What a provider's pages have around them on a telephone: who it is, and the way to the others where somebody is signed in.

A telephone 360 px wide has room for the first four pages and one word more: the others stand behind it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person
from hotline.providers.models import Member

from . import waiting

PAGES: tuple[tuple[str, str, str | Promise], ...] = (
    ("jobs", "jobs", _("派单")),
    ("bulletins", "provider-bulletins", _("通知")),
    ("complaints", "provider-complaints", _("投诉")),
    ("figures", "provider-figures", _("数据")),
    ("papers", "provider-papers", _("材料")),
    ("absences", "job-absences", _("请假")),
    ("missed", "job-missed", _("没派到的")),
    ("prices", "prices", _("价目")),
    ("deposit", "deposit", _("保证金")),
    ("disputes", "disputes", _("争议")),
    ("training", "my-training", _("培训")),
    ("league", "my-league", _("排行")),
)
"""The pages of a signed-in worker: name, address, words; the most used first."""
AT_HAND = 4
"""As many pages stand in the menu itself; the rest behind its last word."""
MORE = "more"


def worker(request: HttpRequest) -> Person:
    """Return whoever is signed in; the guard has seen to it that it is a worker."""
    return cast(Person, request.user)


def member_of(request: HttpRequest) -> Member:
    """Return the signed-in worker with his provider, or 404 for one who belongs to none."""
    rows = Member.objects.standing().select_related("provider", "person")
    return get_object_or_404(rows, person=worker(request))


def around(member: Member | None = None, current: str = "") -> dict[str, Any]:
    """Return the context of a page; *current* names it among the pages where somebody is signed in."""
    line = settings.CONFIGURATION.line_number
    lines = waiting.told(member) if member and current else []
    pages = every_page(current, lines) if current else []
    return {
        "line": line,
        "phone": {
            "brand": line,
            "name": str(member) if member else "",
            "detail": member.provider.short_name if member else "",
        },
        "pages": menu(pages, current),
        "waiting": lines,
        "place": f"worker-{member.pk}" if member else "",
    }


def every_page(current: str, lines: list[waiting.Waiting]) -> list[dict[str, Any]]:
    """Return every page there is, each with how much waits there."""
    counted: Counter[str] = Counter()
    for line in lines:
        counted[line.page] += line.count
    return [
        {
            "label": label,
            "href": reverse(address),
            "current": name == current,
            "count": counted[name] or None,
        }
        for name, address, label in PAGES
    ]


def menu(pages: list[dict[str, Any]], current: str) -> list[dict[str, Any]]:
    """Return what stands in the menu: all pages, or the first ones and the way to the rest with what waits there."""
    if len(pages) <= AT_HAND + 1:
        return pages
    first, rest = pages[:AT_HAND], pages[AT_HAND:]
    count = sum(page["count"] or 0 for page in rest)
    here = current == MORE or any(page["current"] for page in rest)
    more = {"label": _g("更多"), "href": reverse("provider-more"), "current": here}
    return [*first, more | {"count": count or None}]
