"""What the line tells its providers: the list with how many have read, and of one who has not."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hotline.bulletins import queries
from hotline.bulletins.forms import BulletinForm
from hotline.bulletins.life import LIFE, WRITES, Status
from hotline.desks.members.frame import show
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.life.asks import StepForm
from hotline.people.guards import staff_only
from hotline.today import today

MOST = 100
TONES = {Status.POSTED: "done", Status.WITHDRAWN: "late"}
USUALLY = timedelta(days=14)


@staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the bulletins, and to who may write one the form."""
    person = shell.reader(request)
    given = {
        "rows": queries.listed(person)[:MOST],
        "tone": TONES,
        "form": BulletinForm(person, auto_id="bulletin-%s", initial={"until_on": today() + USUALLY})
        if person.role & WRITES
        else None,
    }
    return show(request, "bulletins.html", "bulletins", given)


@staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one bulletin: its words, who has not read it, what was done about it."""
    person = shell.reader(request)
    bulletin = get_object_or_404(queries.listed(person), pk=pk)
    given = {
        "bulletin": bulletin,
        "receipts": queries.receipts(bulletin),
        "told": journal.story(bulletin)[::-1],
        "word": lambda act: LIFE.steps[act].done if act in LIFE.steps else "",
        "acts": [
            (step, StepForm(step.asks, auto_id=f"{step.name}-%s"))
            for step in LIFE.open_to(bulletin, person)
            if step.name != "remind" or bulletin.read < bulletin.told  # type: ignore[attr-defined]
        ],
        "tone": TONES,
    }
    return show(request, "bulletin.html", "bulletins", given)
