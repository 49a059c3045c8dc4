"""Messages: what went out to whom by which way, what waits, what did not arrive; and what is done about that."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.settings import links
from hotline.desks.settings.frame import reader, show
from hotline.life.door import done
from hotline.outbox import actions, jobs, queries
from hotline.outbox.models import Channel, Message, State
from hotline.people import guards
from hotline.ui import figures

ON_A_PAGE = 40
LOST = "lost"


@guards.staff_only
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Show messages, the latest first; of a state, of a channel, or those that nobody has seen to."""
    person = reader(request)
    counts = queries.counts()
    asked = _known(request.GET.get("show", ""), (LOST, "all", *State.values))
    asked = asked or (LOST if counts[LOST] else "all")
    channel = _known(request.GET.get("by", ""), Channel.values)
    rows = Message.objects.seen_by(person).select_related("hook").order_by("-posted_at", "-pk")
    if asked == LOST:
        rows = rows.lost()
    elif asked != "all":
        rows = rows.in_state(asked)
    if channel:
        rows = rows.filter(channel=channel)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    given = {
        "shown": asked,
        "by": channel,
        "counts": counts,
        "channels": Channel.choices,
        "has_way": {one: queries.way(one) is not None for one in (Channel.SMS, Channel.MAIL)},
        "page": page,
        "rows": [_row(one) for one in page],
        "may_act": person.may("set_rules"),
    }
    return show(request, "messages.html", "messages", given)


@guards.right("set_rules")
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a message tried anew."""
    found = _message(request, pk)
    return done(request, lambda: jobs.send_again(found, by=reader(request)), _("会再发一次"))


@guards.right("set_rules")
@require_POST
def see_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that its receiver knows by another way."""
    found = _message(request, pk)
    return done(request, lambda: actions.see_to(found, by=reader(request)), _("已记下"))


def _known(asked: str, words: Collection[str]) -> str:
    """Return what was asked for where there is such a thing."""
    return asked if asked in words else ""


def _message(request: HttpRequest, pk: int) -> Message:
    return get_object_or_404(Message.objects.seen_by(reader(request)), pk=pk)


def _row(message: Message) -> dict[str, Any]:
    """Return a message as it is shown: a citizen's number stays sealed, a link is no link."""
    pointer = ":" in message.telephone
    to = _("号码加密存放") if pointer else figures.phone(message.telephone)
    return {
        "message": message,
        "to": message.mailbox or ("" if message.hook_id else to),
        "text": links.hidden(message.text),
        "state": message.state,
    }
