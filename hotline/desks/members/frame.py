"""What the pages of this desk have around them: the bar of the house, and above a provider's pages its name and its tabs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.desks.operator import shell
from hotline.providers.models import Provider

PAGES: tuple[tuple[str, str, str | Promise], ...] = (
    ("providers", "members:providers", _("企业名单")),
    ("modes", "members:modes", _("派单方式")),
)
"""The pages about all providers: name, address, words."""
TABS: tuple[tuple[str, str, str | Promise], ...] = (
    ("provider", "members:provider", _("基本情况")),
    ("absences", "members:absences", _("请假")),
)
"""The pages about one provider: name, address with its key, words."""


def show(
    request: HttpRequest,
    template: str,
    current: str,
    given: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page about all providers, or the fragment that its live region asks for."""
    tabs = [
        {"label": label, "href": reverse(address), "current": name == current}
        for name, address, label in PAGES
    ]
    return _shown(request, template, {"tabs": tabs, **given}, status)


def show_one(
    request: HttpRequest,
    template: str,
    current: str,
    provider: Provider,
    given: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page about one provider, or its fragment."""
    tabs = [
        {"label": label, "href": reverse(address, args=[provider.pk]), "current": name == current}
        for name, address, label in TABS
    ]
    return _shown(request, template, {"provider": provider, "tabs": tabs, **given}, status)


def _shown(request: HttpRequest, template: str, given: dict[str, Any], status: int) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "live-region":
        return shell.show(request, f"members/_{template}", given, status=status)
    around = shell.around(request, "providers")
    return shell.show(request, f"members/{template}", around | given, status=status)
