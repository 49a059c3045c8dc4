"""What is said when there is no such page, when we do not understand, or when we have failed: in the house's words, with a
way on. Whatever a view refuses without a word gets its words here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, ItemsView
from types import FrameType
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.debug import SafeExceptionReporterFilter

NOT_UNDERSTOOD = gettext_lazy("发来的内容看不懂，没有收下")
TRY_AGAIN = gettext_lazy("请回到刚才的页面，刷新后再试一次。")
WORDS = {
    401: (gettext_lazy("已退出登录，请重新登录"), gettext_lazy("登录后回到刚才的页面。")),
    403: (gettext_lazy("这里不归您办"), gettext_lazy("要办这件事，请找值班长。")),
    405: (gettext_lazy("这个地址只收页面上按钮发来的内容"), TRY_AGAIN),
    410: (gettext_lazy("这里已经过期"), TRY_AGAIN),
    413: (gettext_lazy("发来的内容太大，没有收下"), gettext_lazy("请分几次发，或先把文件缩小。")),
}
"""Status → what is the matter, and what to do."""


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


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that what was sent is no good; asks nothing of the request that may be no good either."""
    return _said(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that a form came without the token that our own pages give it."""
    return _said(request, 403, (_("页面放得太久，没有收下"), str(TRY_AGAIN)))


def never_silent(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Put words into a refusal that has none: an empty page tells nobody what to do."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not 400 <= response.status_code < 500 or response.streaming or response.content:
            return response
        said = _said(request, response.status_code)
        response.content, response["Content-Type"] = said.content, said["Content-Type"]
        return response

    return handle


def _said(request: HttpRequest, status: int, words: tuple[str, str] | None = None) -> HttpResponse:
    title, text = words or WORDS.get(status, (NOT_UNDERSTOOD, TRY_AGAIN))
    if request.headers.get("X-Requested-With"):
        return HttpResponse(title, status=status, content_type="text/plain; charset=utf-8")
    given = {"title": title, "text": text}
    return HttpResponse(render_to_string("site/fault.html", given), status=status)


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
