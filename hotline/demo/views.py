"""The sample town's front page and its outbox: where every message ends that would leave the house. Only in the demo."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hotline.outbox.models import Channel, Message
from hotline.ui import figures

from . import town
from .guards import only_in_demo

LATEST = 40
"""How many messages the page shows."""
LINK = re.compile(r"(?:https?://[^\s/]+)?(/(?:jobs/t|track/l|notices/t)/[^\s/]+/)")


@only_in_demo
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what the sample town is, how to try it, and who can be tried out."""
    groups: dict[str, list[town.Door]] = {}
    for door in town.who_can_sign_in():
        groups.setdefault(_heading(door), []).append(door)
    return render(request, "demo/index.html", {"groups": groups})


@only_in_demo
@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the latest messages; the list alone to the page that looks again."""
    latest = Message.objects.order_by("-posted_at", "-pk")[:LATEST]
    given = {"messages_out": [(one, _to(one), list(_parts(one.text))) for one in latest]}
    alone = request.headers.get("X-Requested-With") == "live-region"
    return render(request, "demo/_outbox.html" if alone else "demo/outbox.html", given)


def _heading(door: town.Door) -> str:
    return {"/desk/": _("在话务台"), "/jobs/": _("加盟企业，在手机上")}.get(
        door.home, _("其他岗位")
    )


def _to(message: Message) -> str:
    """Return where a message goes to; a citizen's number is sealed, and stays so."""
    if message.channel != Channel.SMS:
        return message.mailbox or message.event
    pointer = ":" in message.telephone
    return _("号码加密存放，发出时才打开") if pointer else figures.phone(message.telephone)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield a message in pieces: words, and the address where they lead anywhere."""
    end = 0
    for found in LINK.finditer(text):
        yield text[end : found.start()], ""
        yield found.group(), found.group(1)
        end = found.end()
    if text[end:]:
        yield text[end:], ""
