"""Complaints about providers: what waits for whom, one with both its sides, and the cards of a provider."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.calls.recordings import queries as recordings
from hotline.desks.members import acts
from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.discipline import actions as discipline
from hotline.discipline import queries, wording
from hotline.discipline.forms import AboutProvider, EvidenceForm
from hotline.discipline.life import CARD, COMPLAINT, RECTIFICATION, VERIFIES, Status
from hotline.discipline.models import Card, Complaint, Rectification
from hotline.journal import queries as journal
from hotline.life import door
from hotline.life.models import Living
from hotline.life.once import once
from hotline.life.steps import Life, Step
from hotline.people.guards import role_required, staff_only
from hotline.people.models import Person
from hotline.people.roles import DESK, Role
from hotline.providers.models import Provider
from hotline.rules import queries as rules

MOST = 200
TONES = {
    Status.OPENED: "soon",
    Status.VERIFYING: "soon",
    Status.GRAVE: "late",
    Status.FOUNDED: "late",
}
"""How loud each status is shown."""
LODGES = VERIFIES | Role.ADMIN


@staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what waits for whom, by the clock, or what is over."""
    person, part = shell.reader(request), request.GET.get("show", "waiting")
    part = part if part in ("waiting", "ended") else "waiting"
    cards = Card.objects.seen_by(person).appealed().select_related("provider", "complaint")
    plans = Rectification.objects.seen_by(person).open().select_related("card__provider")
    waiting = queries.waiting(person)
    given = {
        "part": part,
        "count": waiting.count(),
        "rows": (waiting if part == "waiting" else queries.ended(person))[:MOST],
        "appealed": cards[:MOST] if part == "waiting" else [],
        "plans": plans[:MOST] if part == "waiting" else [],
        "tone": TONES,
    }
    return show(request, "complaints.html", "complaints", given)


@staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one complaint: both sides, the evidence, what was decided, and what may be done now."""
    person = shell.reader(request)
    found = _complaint(request, pk)
    card = Card.objects.seen_by(person).filter(complaint=found).first()
    evidence = list(found.evidence.select_related("call__operator", "paper", "added_by"))
    told = journal.stories([found, card] if card else [found])
    given = {
        "complaint": found,
        "case": found.case,
        "card": card,
        "sides": {
            "citizen": _said(told, "lodge", "hear_citizen"),
            "provider": _said(told, "answer"),
        },
        "evidence": evidence,
        "heard": recordings.drawn([row.call for row in evidence if row.call], person),
        "told": [(_word(row), row, wording.words_of(row)) for row in told],
        "acts": _acts(COMPLAINT, found, person),
        "card_acts": _acts(CARD, card, person) if card else [],
        "evidence_form": _evidence_form(found, person)
        if found.status in COMPLAINT.steps["add_evidence"].whence and person.role & VERIFIES
        else None,
        "rings": bool(person.role & DESK),
        "tone": TONES,
    }
    return show_one(request, "complaint.html", "cards", found.provider, given)


@role_required(VERIFIES)
@require_POST
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay a call or a paper of the case beside what is said."""
    person = shell.reader(request)
    found = _complaint(request, pk)
    form = _evidence_form(found, person, request.POST)
    if not form.is_valid():
        return door.not_understood(request, form)

    def act() -> str:
        discipline.add_evidence(found, by=person, **form.chosen)
        return str(COMPLAINT.steps["add_evidence"].done)

    return door.answer(request, once(person, door.key_of(request), act))


@staff_only
@require_safe
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the cards of a provider: which still count and until when, what the next would be, and what is complained of."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    given_cards = list(queries.cards_of(provider, person))
    plans = Rectification.objects.seen_by(person).filter(card__in=given_cards)
    mine = Complaint.objects.seen_by(person).filter(provider=provider)
    given = {
        "cards": [(card, _acts(CARD, card, person)) for card in given_cards],
        "plans": _told_plans(list(plans.select_related("card").order_by("-pk")), person),
        "rows": mine.select_related(*queries.WITH, "card").order_by("-pk")[:MOST],
        "ladder": wording.ladder(rules.book()),
        "next": wording.would_bring(queries.next_colour(given_cards)),
        "form": AboutProvider(auto_id="complain-%s") if person.role & LODGES else None,
        "tone": TONES,
    }
    return show_one(request, "cards.html", "cards", provider, given)


@role_required(LODGES)
@require_POST
def complain(request: HttpRequest, pk: int) -> HttpResponse:
    """Take down what is said of a provider, and of no work of its own."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    form = AboutProvider(request.POST, auto_id="complain-%s")
    to = reverse("members:cards", args=[pk])
    return door.filled(request, form, partial(discipline.lodge, provider), _("投诉已登记"), to=to)


def _complaint(request: HttpRequest, pk: int) -> Complaint:
    rows = Complaint.objects.seen_by(shell.reader(request))
    needed = (*queries.WITH, "seconded_by", "followup", "redone_by", "dispatch__case__caller")
    return get_object_or_404(rows.select_related(*needed), pk=pk)


def _evidence_form(found: Complaint, person: Person, data: Any = None) -> EvidenceForm:
    calls, papers = queries.calls_of(found, person), queries.papers_of(found, person)
    return EvidenceForm(data, calls=calls, papers=papers, auto_id="evidence-%s")


def _acts(life: Life, thing: Living, person: Person) -> list[acts.Act]:
    """Return the buttons of a thing that have something to do."""
    found = acts.open_to(life, thing, person, f"discipline:{thing.KIND}_")
    return [one for one in found if _has_sense(thing, one.step)]


def _has_sense(thing: Living, step: Step) -> bool:
    """Say whether a step has something to do: what was told is told, what is redone is, and a term may be over."""
    match thing, step.name:
        case Complaint(), "tell":
            return thing.tell_by_at is not None and thing.told_at is None
        case Complaint(), "rework":
            return thing.dispatch_id is not None and thing.redone_by_id is None
        case Card(), "appeal":
            return thing.may_be_appealed
    return True


def _said(told: list[journal.Told], *words: str) -> list[journal.Told]:
    return [row for row in told if row.entry.act in words and row.said.get("words")]


def _word(row: journal.Told) -> str:
    return wording.act(CARD if row.entry.kind == Card.KIND else COMPLAINT, row.entry.act)


def _told_plans(plans: list[Rectification], person: Person) -> list[tuple[Any, ...]]:
    """Return each rectification with what was said of it and what may be done."""
    told = journal.stories(plans) if plans else []
    return [
        (
            plan,
            [
                (wording.act(RECTIFICATION, row.entry.act), row, wording.words_of(row))
                for row in told
                if row.entry.subject == plan.pk
            ],
            _acts(RECTIFICATION, plan, person),
        )
        for plan in plans
    ]
