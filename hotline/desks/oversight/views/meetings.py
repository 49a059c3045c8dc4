"""The meetings, and one with its agenda, what is proposed for it, its minutes and what it resolved."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.desks.members import acts
from hotline.desks.operator import shell
from hotline.desks.oversight.frame import READS, show
from hotline.desks.oversight.views.resolutions import acts_of
from hotline.journal import queries as journal
from hotline.meetings import queries, wording
from hotline.meetings.forms import CallForm, CaseForm, ResolutionForm
from hotline.meetings.life import CALLS, LIFE, Status
from hotline.meetings.models import AgendaItem, Meeting, Resolution
from hotline.people import guards
from hotline.people.models import Person
from hotline.people.roles import STAFF

PAGE = 50
PROPOSED_MOST = 30
BESIDE = ("leave_out", "put_first", "take_off", "mark_absent", "mark_present", "minute_item")
"""Steps that stand beside the row that they are about."""


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show every meeting, and how many cases are stuck that none has on its agenda."""
    person = shell.reader(request)
    page = Paginator(queries.meetings(person), PAGE).get_page(request.GET.get("page"))
    calls = bool(person.role & CALLS)
    given = {
        "page": page,
        **(_stuck(person) if calls else {}),
        "form": CallForm(auto_id="call-%s") if calls else None,
    }
    return show(request, "meetings.html", "meetings", given)


@guards.role_required(READS)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one meeting."""
    person = shell.reader(request)
    rows = Meeting.objects.seen_by(person).select_related("chair", "approved_by")
    meeting = get_object_or_404(rows, pk=pk)
    staff, calls = bool(person.role & STAFF), bool(person.role & CALLS)
    writes = calls and meeting.status == Status.HELD
    reads = meeting.is_read_by(person)
    given = {
        "meeting": meeting,
        "reads": reads,
        "agenda": [_told(it, seen) for it, seen in queries.on_agenda(meeting, person)],
        "invitations": list(meeting.invitations.select_related("unit").order_by("pk")),
        "resolutions": _resolved(person, meeting),
        "acts": _acts(meeting, person),
        "beside": {step.name for step in LIFE.open_to(meeting, person)} & {*BESIDE},
        **(_stuck(person) if calls and meeting.is_planned else {}),
        "case_form": CaseForm(auto_id="take-up-%s") if calls and meeting.is_planned else None,
        "form": ResolutionForm(meeting, auto_id="resolve-%s") if writes else None,
        "told": journal.story(meeting)[::-1] if staff else [],
        "word": lambda act: LIFE.steps[act].done if act in LIFE.steps else _("通知开会"),
    }
    return show(request, "meeting.html", "meetings", given)


def _resolved(person: Person, meeting: Meeting) -> list[tuple[Resolution, list[acts.Act]]]:
    """Return what a meeting resolved, as far as somebody may know it, each with its buttons."""
    rows = Resolution.objects.seen_by(person).filter(meeting=meeting)
    rows = rows.select_related("unit", "item").prefetch_related("co_units").order_by("pk")
    return [*zip(rows, acts_of(list(rows), person), strict=True)]


def _acts(meeting: Meeting, person: Person) -> list[acts.Act]:
    """Return the buttons of a meeting; what is written anew begins with what stands there."""
    found = acts.open_to(LIFE, meeting, person, "meetings:meeting_", but=BESIDE)
    known = {"words": meeting.minutes, "starts_at": meeting.starts_at, "place": meeting.place}
    for act in found:
        if act.form is not None and act.step.name in ("minute", "move"):
            act.form.initial = known
    return found


def _stuck(person: Person) -> dict[str, Any]:
    """Return the worst of the cases that are stuck, each with its reasons in words, and how many there are."""
    found = queries.proposed(person)
    shown = [
        (it, [wording.because(reason, it.figures) for reason in it.stuck.reasons])
        for it in found[:PROPOSED_MOST]
    ]
    return {"stuck": shown, "stuck_count": len(found)}


def _told(item: AgendaItem, seen: bool) -> dict[str, Any]:
    said = [wording.because(reason, item.figures) for reason in item.reasons]
    return {"item": item, "seen": seen, "reasons": said}
