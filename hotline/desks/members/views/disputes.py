"""What citizens and providers do not agree on: what goes on, what has ended, and one with everything that shows how it was."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.calls.recordings import queries as recordings
from hotline.desks.members import acts
from hotline.desks.members.frame import show
from hotline.desks.operator import shell
from hotline.dispatch.models import Dispatch
from hotline.disputes import actions as disputes
from hotline.disputes import queries
from hotline.disputes.forms import EvidenceForm, OpenForm
from hotline.disputes.life import LIFE, Status
from hotline.disputes.models import Dispute
from hotline.journal import queries as journal
from hotline.life.door import filled
from hotline.people import guards

ENDED_MOST = 50
TONES = {
    Status.OPEN: "soon",
    Status.ADVISED: "soon",
    Status.DUE: "late",
    Status.PAID: "done",
    Status.DRAWN: "done",
}


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what goes on and what has ended."""
    person = shell.reader(request)
    given = {
        "going": queries.going(person),
        "ended": queries.ended(person)[:ENDED_MOST],
        "tone": TONES,
    }
    return show(request, "disputes.html", "disputes", given)


@guards.staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one dispute: what was said, advised, decided, what shows how it was, what may be done now."""
    person = shell.reader(request)
    found = get_object_or_404(queries.one(person), pk=pk)
    calls = queries.calls_of(found, person)
    given = {
        "dispute": found,
        "advice": queries.advice(found),
        "proofs": {(one.paper_id, one.call_id) for one in found.proofs.all()},
        "papers": queries.papers_of(found, person),
        "calls": calls,
        "recordings": recordings.drawn(calls, person),
        "told": journal.story(found)[::-1],
        "word": _word,
        "may_add": found.status in LIFE.steps["add_evidence"].whence,
        "being_drawn": queries.is_being_drawn(found),
        "acts": [
            one
            for one in acts.open_to(LIFE, found, person, "disputes:")
            if not _is_idle(found, one.step.name)
        ],
        "tone": TONES,
    }
    return show(request, "dispute.html", "disputes", given)


@guards.staff_only
@require_POST
def open_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a citizen does not agree."""
    person = shell.reader(request)
    dispatch = get_object_or_404(Dispatch.objects.seen_by(person), pk=pk)
    form = OpenForm(request.POST)
    return filled(request, form, partial(disputes.open_dispute, dispatch), _("已登记争议"))


@guards.staff_only
@require_POST
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a paper or a call show how it was."""
    person = shell.reader(request)
    dispute = get_object_or_404(Dispute.objects.seen_by(person), pk=pk)
    form = EvidenceForm(request.POST, dispute=dispute, person=person)
    return filled(request, form, partial(disputes.add_evidence, dispute), _("已作为证据"))


def _is_idle(dispute: Dispute, step: str) -> bool:
    """Say whether a step cannot be taken as things are: before both were heard, or while the deposit is asked."""
    if step == "advise":
        return dispute.citizen_heard_at is None or dispute.provider_heard_at is None
    if step in ("pay", "ask_draw", "go_to_court"):
        return queries.is_being_drawn(dispute)
    return False


def _word(act: str) -> str:
    return str(LIFE.steps[act].done) if act in LIFE.steps else _("登记争议")
