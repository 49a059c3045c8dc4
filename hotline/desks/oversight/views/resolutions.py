"""What meetings resolved: what is owed and what is closed; and one with its clock and its story."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.assignments.models import Assignment
from hotline.desks.members import acts
from hotline.desks.operator import shell
from hotline.desks.oversight.frame import READS, show
from hotline.journal import queries as journal
from hotline.meetings import queries
from hotline.meetings.life import RESOLUTION
from hotline.meetings.models import Meeting, Resolution
from hotline.people import guards
from hotline.people.models import Person
from hotline.people.roles import STAFF

PAGE = 50


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what is owed, what is due first first; or everything."""
    person, part = shell.reader(request), request.GET.get("show", "owed")
    every = Resolution.objects.seen_by(person).select_related("unit", "meeting").order_by("-pk")
    owed = queries.owed(person)
    page = Paginator(every if part == "all" else owed, PAGE).get_page(request.GET.get("page"))
    given = {
        "page": page,
        "part": "all" if part == "all" else "owed",
        "counts": {"owed": owed.count(), "all": every.count()},
    }
    return show(request, "resolutions.html", "resolutions", given)


@guards.role_required(READS)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one: what is to be done, until when and why then, and what was done."""
    person = shell.reader(request)
    rows = Resolution.objects.seen_by(person).select_related("unit", "meeting", "item")
    resolution = get_object_or_404(rows.prefetch_related("co_units"), pk=pk)
    item = resolution.item
    about = None
    if item is not None and item.assignment_id:
        known = Assignment.objects.seen_by(person).select_related("case")
        about = known.filter(pk=item.assignment_id).first()
    given = {
        "resolution": resolution,
        "about": about,
        "meets": Meeting.objects.seen_by(person).filter(pk=resolution.meeting_id).exists(),
        "because": queries.explained(resolution),
        "acts": acts_of([resolution], person)[0],
        "told": _told(resolution, person)[::-1],
        "word": lambda act: (
            RESOLUTION.steps[act].done if act in RESOLUTION.steps else _("记了议定事项")
        ),
    }
    return show(request, "resolution.html", "resolutions", given)


def acts_of(rows: list[Resolution], person: Person) -> list[list[acts.Act]]:
    """Return the buttons of each of some resolutions: who only helps does not report."""
    led = queries.led(rows, person)
    return [
        acts.open_to(
            RESOLUTION, it, person, "meetings:resolution_", but=() if it.pk in led else ("report",)
        )
        for it in rows
    ]


def _told(resolution: Resolution, person: Person) -> list[journal.Told]:
    """Return the story; to a unit from when it was given on: how it was drafted is the line's own."""
    told = journal.story(resolution)
    if person.role & STAFF:
        return told
    given = next((n for n, one in enumerate(told) if one.entry.act == "give"), len(told))
    return told[given:]
