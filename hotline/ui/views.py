"""The kit page: every component in every state, and the small answers its live parts ask for.

It keeps nothing and reads no domain; it is what is pictured, checked for contrast and tested.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline import clock

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"
ICONS = re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8"))


class KitForm(forms.Form):
    """A form with one field of each kind."""

    what = forms.CharField(label=gettext_lazy("什么事"), help_text=gettext_lazy("一句话"))
    why = forms.CharField(label=gettext_lazy("理由"), widget=forms.Textarea({"rows": 2}))
    how = forms.ChoiceField(
        label=gettext_lazy("怎样办"),
        widget=forms.RadioSelect,
        choices=[("visit", gettext_lazy("上门")), ("phone", gettext_lazy("电话"))],
    )
    where = forms.ChoiceField(label=gettext_lazy("区域"), choices=[("a", gettext_lazy("安阳街道"))])
    told = forms.BooleanField(label=gettext_lazy("已告诉来电人"), required=False)


@require_GET
def kit(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    form = KitForm({"what": "", "why": _("墙面粉刷不平"), "how": "visit", "where": "a"})
    return render(request, "ui/kit.html", context() | {"form": form})


def context() -> dict[str, object]:
    """Return what the kit shows: the drawings, and times around the present one."""
    now = clock.now()
    return {
        "icons": ICONS,
        "ago_s": lambda seconds: now - timedelta(seconds=seconds),
        "in_s": lambda seconds: now + timedelta(seconds=seconds),
        "form": None,
    }


@require_GET
def present(request: HttpRequest) -> HttpResponse:
    """Return the fragment of the live region."""
    return render(request, "ui/kit/now.html")


@require_GET
def options(request: HttpRequest) -> HttpResponse:
    """Return the options that begin with what was typed."""
    named = [(_("水管维修"), "sgwx"), (_("管道疏通"), "gdst"), (_("防水补漏"), "fsbl")]
    asked = request.GET.get("q", "").lower()
    found = [
        {"value": str(number), "text": text, "hint": _("水电维修")}
        for number, (text, initials) in enumerate(named, 1)
        if asked in text or initials.startswith(asked)
    ]
    return JsonResponse(found, safe=False)


@require_POST
def step(_request: HttpRequest) -> HttpResponse:
    """Answer a step that changes nothing."""
    response = HttpResponse(status=204)
    response["X-Toast"] = quote(_("收到了。这一页不留下任何东西"))
    return response


@require_http_methods(["GET", "PUT"])
def kept(request: HttpRequest) -> HttpResponse:
    """Confirm a draft without keeping it."""
    if request.method == "GET":
        return HttpResponse(status=204)
    return JsonResponse({"saved_at": clock.now().isoformat()})
