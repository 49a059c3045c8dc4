"""What providers ask to have written down: what waits, and one with its picture and what may be done."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hotline.desks.members.frame import show
from hotline.desks.operator import shell
from hotline.filings import queries
from hotline.filings.life import LIFE
from hotline.filings.models import Filing
from hotline.journal import queries as journal
from hotline.life.asks import StepForm
from hotline.papers import answers
from hotline.people.guards import role_required, staff_only
from hotline.providers.life import VETS

ENDED_MOST = 30


@staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what waits to be looked at, and what was decided lately."""
    person = shell.reader(request)
    given = {"waiting": queries.waiting(person), "ended": queries.ended(person)[:ENDED_MOST]}
    return show(request, "filings.html", "filings", given)


@staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one filing, and what may be done about it."""
    person = shell.reader(request)
    filing = get_object_or_404(queries.listed(person), pk=pk)
    may = bool(person.role & VETS)
    given = {
        "filing": filing,
        "pictured": may
        and Filing.objects.seen_by(person).filter(pk=pk).exclude(photo=b"").exists(),
        "told": journal.story(filing)[::-1],
        "word": lambda act: LIFE.steps[act].done if act in LIFE.steps else "",
        "acts": [
            (step, StepForm(step.asks, auto_id=f"{step.name}-%s"))
            for step in LIFE.open_to(filing, person)
        ],
    }
    return show(request, "filing.html", "filings", given)


@role_required(VETS)
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the picture of a paper that waits."""
    filing = get_object_or_404(Filing.objects.seen_by(shell.reader(request)), pk=pk)
    if not filing.photo:
        raise Http404
    return answers.handed(bytes(filing.photo), format_="image/jpeg")
