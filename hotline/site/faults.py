"""What is said when there is no such page, or when we have failed: in the house's words, with a way on."""

from __future__ import annotations

import sys
from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.debug import SafeExceptionReporterFilter


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such page, or none that the reader may know of."""
    said = _("没有这一页，或者不归您看")
    if request.headers.get("X-Requested-With"):
        return HttpResponse(said, status=404, content_type="text/plain; charset=utf-8")
    given = {"title": said, "text": _("地址可能抄错了，或者工单已转给别人。")}
    return HttpResponse(render_to_string("site/fault.html", given, request), status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that we have failed, and under which number the engineer finds it; asks no database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _database_away(request)
    given = {"title": _("系统出错了"), "text": _("已经记下。请再试一次；还不行，请告诉管理员。")}
    if request.headers.get("X-Requested-With"):
        return HttpResponse(given["title"], status=500, content_type="text/plain; charset=utf-8")
    return HttpResponse(render_to_string("site/fault.html", given), status=500)


def _database_away(request: HttpRequest) -> HttpResponse:
    """Say that the database is away and that nothing is lost; asks no database either."""
    given = {
        "title": _("数据库暂时连不上"),
        "text": _(
            "已经存下的都在。请先用纸记下来电，过一会儿再试；管理员打开 /healthz 可以看到该做什么。"
        ),
    }
    if request.headers.get("X-Requested-With"):
        response = HttpResponse(given["title"], content_type="text/plain; charset=utf-8")
    else:
        response = HttpResponse(render_to_string("site/fault.html", given))
    response.status_code, response["Retry-After"] = 503, "5"
    return response


class WithoutValues(SafeExceptionReporterFilter):
    """Keeps out of the developer's error page what was in hand and what was sent: a caller's words are among them."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        """Name what was sent, without it."""
        return dict.fromkeys(request.POST, self.cleansed_substitute) if request else {}

    def get_traceback_frame_variables(
        self,
        request: HttpRequest | None,  # noqa: ARG002  (Django's own signature)
        tb_frame: FrameType,
    ) -> ItemsView[str, Any]:
        """Name what was in hand, without it."""
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()
