"""What <kept-draft> asks of the drafts of whoever is signed in: any screen with something long to write has an address for it."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from hotline.life import door as life

from . import drafts


def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Give, keep or forget the draft under a key; the view has seen to who may."""
    person = life.signed_in(request)
    if request.method == "PUT":
        return _keep(request, key)
    if request.method == "DELETE":
        drafts.drop(key, by=person)
        return HttpResponse(status=204)
    kept = drafts.read(key, by=person)
    if kept is None:
        return HttpResponse(status=204)
    return JsonResponse({"fields": kept.fields, "saved_at": kept.at.isoformat()})


def _keep(request: HttpRequest, key: str) -> HttpResponse:
    if request.content_type != "application/json":
        return _refused(415, _("草稿只收 JSON。"))
    if len(request.body) > drafts.MOST_BYTES:
        return _refused(413, _("草稿太长，存不下。"))
    try:
        at = drafts.keep(key, json.loads(request.body), by=life.signed_in(request))
    except (ValueError, drafts.Unreadable):
        return _refused(400, _("草稿看不懂。"))
    return JsonResponse({"saved_at": at.isoformat()})


def _refused(status: int, said: str) -> HttpResponse:
    return HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")
