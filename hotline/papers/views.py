"""The papers of a case: its list, adding to it, one paper, its preview and the whole of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.cases.models import Case
from hotline.life import door as life
from hotline.life import undoing
from hotline.life.asks import StepForm
from hotline.people.guards import right, signed_in, staff_only

from . import actions, answers, forms, queries
from .life import LIFE
from .models import Paper

step = staff_only(life.door(LIFE, Paper))
"""Take a step of a paper; the life says who may."""
undo = staff_only(life.undo_door(Paper, by=actions.put_back))
"""Take one's last step of a paper back."""


@staff_only
@require_safe
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the papers of a case: as a fragment to its page, as a page to whoever comes without script."""
    person = life.signed_in(request)
    case = get_object_or_404(Case.objects.seen_by(person), pk=pk)
    alone = request.headers.get("X-Requested-With") == "live-region"
    given = {"case": case, "papers": queries.shown(case, person), "reader": person}
    return render(request, "papers/_list.html" if alone else "papers/papers.html", given)


@right("upload")
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the files that were sent to a case, each once."""
    person = life.signed_in(request)
    case = get_object_or_404(Case.objects.seen_by(person), pk=pk)
    key = life.key_of(request)
    return life.answer(
        request, actions.receive(case, files=forms.sent(request), by=person, key=key)
    )


@signed_in
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one paper, and what may be done with it."""
    paper = _seen(request, pk)
    person = life.signed_in(request)
    steps = LIFE.open_to(paper, person)
    acts = [(one, StepForm(one.asks, auto_id=f"{one.name}-%s")) for one in steps]
    entry = undoing.may(paper, person)
    undo = str(LIFE.steps[entry.act].label) if entry else ""
    given = {"paper": paper, "acts": acts, "undo": undo, "case": paper.case}
    return render(request, "papers/paper.html", given)


@signed_in
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a preview; of a secret case, who was handed it stays on record."""
    paper = _seen(request, pk)
    return answers.handed(_opened(request, paper, "preview"), format_="image/jpeg")


@signed_in
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the whole of a paper, to be saved; who was handed it stays on record."""
    paper = _seen(request, pk)
    name = f"{paper.case.number}-{paper.pk}.{paper.ending}"
    return answers.handed(_opened(request, paper, "whole"), format_=paper.format, name=name)


def _seen(request: HttpRequest, pk: int) -> Paper:
    rows = Paper.objects.seen_by(life.signed_in(request)).select_related("case", "added_by")
    return get_object_or_404(rows, pk=pk)


def _opened(request: HttpRequest, paper: Paper, what: str) -> bytes:
    try:
        give = actions.look_at if what == "preview" else actions.see
        return give(paper, by=life.signed_in(request))
    except FileNotFoundError:
        raise Http404(_("这个附件已经销毁。")) from None
