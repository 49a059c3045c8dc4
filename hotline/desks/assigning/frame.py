"""What the pages of this desk have around them: the bar of the house, and the lists with how much is in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.desks.operator import shell

from . import queries

PAGES: tuple[tuple[str, str | Promise, str], ...] = (
    ("pleas", _("待审批的申请"), "1"),
    ("review", _("待审核的反馈"), "2"),
    ("uncovered", _("没有职责的工单"), "3"),
    ("due", _("快到期和超时"), "4"),
    ("supervised", _("督办"), "5"),
    ("stuck", _("卡住的"), "6"),
)
"""The lists: name, words, key."""
PAGE = 50


def paged(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """Return the page of a list that is asked for."""
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def show(
    request: HttpRequest, template: str, current: str, given: Mapping[str, Any]
) -> HttpResponse:
    """Return a list, or the fragment that its live region asks for."""
    counts = queries.counts(shell.reader(request)) | given.get("counted", {})
    tabs = [
        {
            "label": label,
            "href": reverse(f"assigning:{name}"),
            "current": name == current,
            "count": counts.get(name),
            "key": key,
        }
        for name, label, key in PAGES
    ]
    context = {**given, "tabs": tabs, "src": request.get_full_path()}
    if request.headers.get("X-Requested-With") == "live-region":
        return shell.show(request, f"assigning/_{template}", context)
    around = shell.around(request, "assigning")
    return shell.show(request, f"assigning/{template}", around | context)
