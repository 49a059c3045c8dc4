"""Yearly appraisals: all, those of one provider, and one with its figures, its words and what may be done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.desks.members import acts
from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.league import queries
from hotline.league.life import LIFE, Status
from hotline.league.models import Appraisal
from hotline.people import guards
from hotline.providers.life import VETS
from hotline.providers.models import Provider
from hotline.today import today

MOST = 400
TONES = {Status.DRAFT: "soon", Status.AGREED: "line", Status.PUBLISHED: "done"}


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show every appraisal, the latest year first."""
    rows = queries.appraisals(shell.reader(request))[:MOST]
    return show(request, "appraisals.html", "appraisals", {"rows": rows, "tone": TONES})


@guards.staff_only
@require_safe
def of_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a provider stands, and its appraisals."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    window = queries.last_days()
    mine = Provider.objects.seen_by(person).filter(pk=provider.pk)
    [found] = queries.figures(window, providers=mine)
    given = {
        "window": window,
        "figures": found,
        "rows": queries.appraisals(person).filter(provider=provider),
        "may_draft": bool(person.role & VETS),
        "last_year": today().year - 1,
        "tone": TONES,
    }
    return show_one(request, "provider_appraisals.html", "appraisals", provider, given)


@guards.staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one appraisal."""
    person = shell.reader(request)
    rows = Appraisal.objects.seen_by(person)
    found = get_object_or_404(
        rows.select_related("provider", "drafted_by", "worded_by", "agreed_by"), pk=pk
    )
    window = queries.year(found.year)
    given = {
        "appraisal": found,
        "words": queries.words([found]).get(found.pk, ""),
        "acts": acts.open_to(LIFE, found, person, "league:"),
        "told": journal.story(found)[::-1],
        "word": lambda act: LIFE.steps[act].done if act in LIFE.steps else _("起草"),
        "window": window,
        "tone": TONES,
    }
    return show_one(request, "appraisal.html", "appraisals", found.provider, given)
