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
    ("complaints", "members:complaints", _("投诉")),
    ("bulletins", "members:bulletins", _("通知")),
    ("filings", "members:filings", _("企业申报")),
    ("ending", "members:ending", _("快到期")),
    ("prices", "members:prices", _("待定价目")),
    ("deposits", "members:deposits", _("保证金")),
    ("disputes", "members:disputes", _("争议")),
    ("visits", "members:visits", _("走访")),
    ("training", "members:training", _("培训")),
    ("league", "members:league", _("排行")),
    ("appraisals", "members:appraisals", _("年度考评")),
    ("gaps", "members:gaps", _("哪里缺企业")),
    ("modes", "members:modes", _("派单方式")),
)
"""The pages about all providers: name, address, words."""
TABS: tuple[tuple[str, str, str | Promise], ...] = (
    ("provider", "members:provider", _("基本情况")),
    ("services", "members:services", _("服务范围")),
    ("papers", "members:papers", _("材料")),
    ("workers", "members:workers", _("师傅")),
    ("cards", "members:cards", _("投诉和黄红牌")),
    ("prices", "members:price_list", _("价目")),
    ("deposit", "members:deposit", _("保证金")),
    ("visits", "members:provider_visits", _("走访")),
    ("training", "members:provider_training", _("培训")),
    ("appraisals", "members:provider_appraisals", _("考评")),
    ("warranty", "members:provider_warranty", _("保修欠款")),
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
