"""The doors of a call under way: each turns a request into one act."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hotline.calls.doors import act_in, at_desk, reader
from hotline.life.door import not_understood
from hotline.life.errors import NotSo
from hotline.life.keys import row_key
from hotline.lines.models import Line

from . import actions, whom
from .forms import KeysForm, NoteForm


def _door(act: Callable[..., Any], words: Promise) -> Callable[..., HttpResponse]:
    """Make the door of an act that asks for nothing."""

    @at_desk
    @require_POST
    def take(request: HttpRequest, pk: int) -> HttpResponse:
        return act_in(request, pk, lambda call, by: act(call, by=by), str(words))

    return take


hold = _door(actions.hold, gettext_lazy("来电人正在听音乐"))
resume = _door(actions.resume, gettext_lazy("回到来电人"))
join = _door(actions.join, gettext_lazy("三方通话"))
pass_on = _door(actions.pass_on, gettext_lazy("已转出，您可以挂机"))
park = _door(actions.park, gettext_lazy("已驻留，谁都可以接起"))
take = _door(actions.take, gettext_lazy("正在接这通电话，请拿起话机"))


@at_desk
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ring a third: aside, or into the talk."""
    found = whom.read(request.POST, reader(request))
    if isinstance(found, Line):
        raise NotSo(_("专线不能咨询，只能转去排队。"))
    aside = request.POST.get("aside", "1") != "0"
    act = partial(actions.ask, whom=found, aside=aside)
    return act_in(
        request, pk, lambda call, by: act(call, by=by), _("正在呼叫%(who)s") % {"who": found.label}
    )


@at_desk
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the caller to somebody else, or to wait on another line."""
    found = whom.read(request.POST, reader(request))
    if isinstance(found, Line):
        return _requeued(request, pk, found)
    act = partial(actions.send, whom=found)
    return act_in(
        request, pk, lambda call, by: act(call, by=by), _("已转给%(who)s") % {"who": found.label}
    )


@at_desk
@require_POST
def requeue(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the caller wait again: on the line that is named, else on his own."""
    key = row_key(request.POST.get("line"))
    lines = Line.objects.seen_by(reader(request))
    return _requeued(request, pk, None if key is None else get_object_or_404(lines, pk=key))


def _requeued(request: HttpRequest, pk: int, line: Line | None) -> HttpResponse:
    said = _("已转到%(line)s排队") % {"line": line.name} if line else _("已转回排队")
    return act_in(request, pk, lambda call, by: actions.requeue(call, by=by, line=line), said)


@at_desk
@require_POST
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """Press keys for the far end."""
    form = KeysForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    digits = form.cleaned_data["digits"]
    return act_in(
        request, pk, lambda call, by: actions.press(call, by=by, digits=digits), _("已按键")
    )


@at_desk
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a word about a call."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    text = form.cleaned_data["text"]
    return act_in(
        request, pk, lambda call, by: actions.note(call, by=by, text=text), _("备注已记下")
    )
