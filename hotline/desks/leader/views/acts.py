"""What a leader does on the floor: each door takes one act, and the action says whether it is his."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline import clock
from hotline.calls import actions as calls
from hotline.calls.conduct import actions as conduct
from hotline.calls.models import Call, Seat
from hotline.desks.leader.forms import ForceForm, HearForm, MoveForm, NoticeForm, WhyForm
from hotline.desks.leader.views.floor import leader_only
from hotline.desks.operator import shell
from hotline.life.door import answer, key_of, not_understood
from hotline.life.once import once
from hotline.lines import actions as lines
from hotline.lines.models import Line
from hotline.shifts import actions as shifts
from hotline.shifts.models import Notice


@leader_only
@require_POST
def force(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody's seat be ready, rest, or be left."""
    person = shell.reader(request)
    seat = get_object_or_404(Seat.objects.seen_by(person).select_related("operator"), pk=pk)
    form = ForceForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    to, why = form.cleaned_data["to"], form.cleaned_data["why"]
    said = _("%(who)s改为“%(state)s”") % {"who": seat.operator, "state": to.label}
    return done(request, lambda: calls.force(seat, to=to, by=person, why=why), said)


@leader_only
@require_POST
def requeue(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a call wait again, on another line if one is chosen."""
    person = shell.reader(request)
    call = get_object_or_404(Call.objects.seen_by(person), pk=pk)
    form = MoveForm(request.POST, person=person)
    if not form.is_valid():
        return not_understood(request, form)
    line = form.cleaned_data["line"]
    return done(
        request,
        lambda: conduct.requeue(call, by=person, line=line),
        _("正在转到%(line)s") % {"line": line} if line else _("正在放回排队"),
    )


@leader_only
@require_POST
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """Listen to a call, whisper, or speak with both."""
    person = shell.reader(request)
    call = get_object_or_404(Call.objects.seen_by(person), pk=pk)
    form = HearForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    how = form.cleaned_data["how"]
    said = _("%(how)s：请拿起话机") % {"how": how.label}
    return done(request, lambda: conduct.hear(call, by=person, how=how), said)


@leader_only
@require_POST
def unhear(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop listening to a call."""
    person = shell.reader(request)
    call = get_object_or_404(Call.objects.seen_by(person), pk=pk)
    return done(request, lambda: conduct.unhear(call, by=person), _("不再监听"))


@leader_only
@require_POST
def close_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no calls on a line for now."""
    person = shell.reader(request)
    line = get_object_or_404(Line.objects.seen_by(person), pk=pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    why = form.cleaned_data["why"]
    said = _("%(line)s已关闭") % {"line": line}
    return done(request, lambda: lines.close_line(line, by=person, why=why), said)


@leader_only
@require_POST
def open_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Take calls on a line again."""
    person = shell.reader(request)
    line = get_object_or_404(Line.objects.seen_by(person), pk=pk)
    said = _("%(line)s已恢复") % {"line": line}
    return done(request, lambda: lines.open_line(line, by=person), said)


@leader_only
@require_POST
def post_notice(request: HttpRequest) -> HttpResponse:
    """Let every operator say the same about something."""
    person, form = shell.reader(request), NoticeForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    given = form.cleaned_data
    return done(
        request,
        lambda: shifts.post_notice(
            given["said"],
            valid_from=given["valid_from"] or clock.now(),
            valid_until=given["valid_until"],
            by=person,
        ),
        _("口径已发到每个坐席"),
    )


@leader_only
@require_POST
def end_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a notice end now."""
    person = shell.reader(request)
    notice = get_object_or_404(Notice.objects.seen_by(person), pk=pk)
    return done(request, lambda: shifts.end_notice(notice, by=person), _("口径已结束"))


def done(
    request: HttpRequest, act: Callable[[], object], said: str, *, to: str = ""
) -> HttpResponse:
    """Do an act once, however often it is asked for, and say so."""

    def do() -> str:
        act()
        return said

    return answer(request, once(shell.reader(request), key_of(request), do), to=to)
