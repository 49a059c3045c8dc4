"""What a provider is asked about complaints, the cards it was shown, its appeals and its plans: never who complained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hotline.desks.provider.frame import around, member_of, worker
from hotline.desks.provider.waiting import Waiting, waits
from hotline.discipline import queries, wording
from hotline.discipline.life import CARD, COMPLAINT, RECTIFICATION, PlanStatus, Status
from hotline.discipline.models import Card, Complaint, Rectification
from hotline.journal import queries as journal
from hotline.journal.tickets import ticket
from hotline.life.asks import StepForm
from hotline.life.door import door
from hotline.life.steps import Life, Step
from hotline.people.guards import role_required
from hotline.people.roles import Role
from hotline.providers.models import Member
from hotline.rules import queries as rules

MOST = 50
TOLD = {
    "take_up", "answer", "stay_silent", "find_true", "find_untrue", "find_grave", "veto", "find_ordinary",
    "set_aside",
}  # fmt: skip
"""What a provider is told of what was said: the question, its own words, the decision; never a citizen's."""

workers_only = role_required(Role.PROVIDER)
complaint_step = workers_only(door(COMPLAINT, Complaint))
"""Say what happened."""
card_step = workers_only(door(CARD, Card))
"""Say that a card is wrong."""
rectification_step = workers_only(door(RECTIFICATION, Rectification))
"""Hand a plan in."""


@waits
def to_answer(member: Member) -> Iterator[Waiting]:
    """Say how many complaints and plans wait for the provider's word."""
    theirs = Complaint.objects.seen_by(member.person).filter(status=Status.VERIFYING)
    asked = theirs.filter(provider_heard_at=None, silent_at=None).count()
    plans = Rectification.objects.seen_by(member.person)
    owed = plans.filter(status=PlanStatus.OWED).count()
    here = reverse("provider-complaints")
    for n, words in (
        (asked, ngettext("有 %(n)s 件投诉等您说明", "有 %(n)s 件投诉等您说明", asked)),
        (owed, ngettext("有 %(n)s 份整改方案要交", "有 %(n)s 份整改方案要交", owed)),
    ):
        yield Waiting(page="complaints", words=words % {"n": n}, href=here, count=n, tone="late")


@workers_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show what the provider is asked now, its cards and what they mean, and what it was asked before."""
    member, person = member_of(request), worker(request)
    cards = list(queries.cards_of(member.provider, person))
    plans = Rectification.objects.seen_by(person).filter(card__in=cards).select_related("card")
    told = journal.stories(cards) if cards else []
    given = {
        "member": member,
        "provider": member.provider,
        "rows": _complaints(request).order_by("-pk")[:MOST],
        "cards": [(card, _said(told, card.pk), _form(CARD, "appeal", card.pk)) for card in cards],
        "plans": [
            (plan, _form(RECTIFICATION, "hand_in", plan.pk))
            for plan in plans.exclude(status=PlanStatus.DROPPED).order_by("-pk")
        ],
        "said_of_plans": _last_words(plans),
        "ladder": wording.ladder(rules.book()),
        "next": wording.would_bring(queries.next_colour(cards)),
    }
    fragment = request.headers.get("X-Requested-With") == "live-region"
    template = "provider/_complaints.html" if fragment else "provider/complaints.html"
    return render(request, template, given | around(member, "complaints"))


@workers_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the provider is asked about one complaint, what it said, and what was decided."""
    member = member_of(request)
    found = get_object_or_404(_complaints(request), pk=pk)
    told = [row for row in journal.story(found) if row.entry.act in TOLD]
    step, form = _form(COMPLAINT, "answer", found.pk)
    given = {
        "member": member,
        "complaint": found,
        "question": next(
            (row.said.get("question") for row in told if row.said.get("question")), ""
        ),
        "told": [(_word(row), row.entry.at, wording.words_of(row)) for row in told],
        "step": step if found.status in step.whence else None,
        "form": form,
    }
    fragment = request.headers.get("X-Requested-With") == "live-region"
    template = "provider/_complaint.html" if fragment else "provider/complaint.html"
    return render(request, template, given | around(member, "complaints"))


@workers_only
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Give a ticket for news about the provider's complaints, cards and plans, and what is sent to this worker."""
    person = worker(request)
    rows = (Complaint.objects, Card.objects, Rectification.objects)
    only = [one.about for some in rows for one in some.seen_by(person).order_by("-pk")[:MOST]]
    return JsonResponse({"ticket": ticket(person.about, only=tuple(only) or ("-",))})


def _complaints(request: HttpRequest) -> Any:
    needed = ("dispatch__case__service", "dispatch__case__area", "card", "provider")
    return Complaint.objects.seen_by(worker(request)).select_related(*needed)


def _form(life: Life, name: str, pk: int) -> tuple[Step, StepForm]:
    step = life.steps[name]
    return step, StepForm(step.asks, auto_id=f"{name}-{pk}-%s")


def _said(told: Iterable[journal.Told], pk: int) -> list[tuple[str, Any, str]]:
    """Return what was said for and against a card: the appeal and its answer."""
    return [
        (wording.act(CARD, row.entry.act), row.entry.at, wording.words_of(row))
        for row in told
        if row.entry.subject == pk and row.entry.act != "give"
    ]


def _last_words(plans: Iterable[Rectification]) -> dict[int, tuple[str, str]]:
    """Return what was last said of each plan: act and words."""
    rows = journal.stories(list(plans))
    return {
        row.entry.subject: (wording.act(RECTIFICATION, row.entry.act), wording.words_of(row))
        for row in rows
        if wording.words_of(row)
    }


def _word(row: journal.Told) -> str:
    return wording.act(COMPLAINT, row.entry.act)
