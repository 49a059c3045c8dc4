"""What the pages of this desk have around them: the bar of the house and the desk's own pages, with what waits for a ruling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.departments.life import Contested
from hotline.departments.models import Contest
from hotline.desks.operator import shell

PAGES: tuple[tuple[str, str, str | Promise], ...] = (
    ("units", "units:units", _("单位")),
    ("remits", "units:remits", _("派单目录")),
    ("contests", "units:contests", _("职责争议")),
    ("scores", "scores:months", _("月度考核")),
)
"""Name, address, words."""
TONES = {Contested.OPEN: "soon", Contested.UPHELD: "done", Contested.MOVED: "line"}


def show(
    request: HttpRequest,
    template: str,
    current: str,
    given: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page of this desk, or the fragment that its live region asks for."""
    if request.headers.get("X-Requested-With") == "live-region":
        return shell.show(request, f"units/_{template}", dict(given), status=status)
    waiting = Contest.objects.seen_by(shell.reader(request)).open().count()
    tabs = [
        {
            "label": label,
            "href": reverse(address),
            "current": name == current,
            "count": (waiting or None) if name == "contests" else None,
        }
        for name, address, label in PAGES
    ]
    around = shell.around(request, "units")
    return shell.show(
        request, f"units/{template}", {**around, "tabs": tabs, **given}, status=status
    )
