"""The circulars: all that somebody may read, one of them, its words."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hotline.assessment.models import mine
from hotline.circulars import document, queries
from hotline.circulars.document import Ref
from hotline.circulars.forms import DraftForm
from hotline.circulars.life import LIFE, WORDING, WRITES, Span, Status
from hotline.circulars.models import Circular
from hotline.desks.circulars.frame import READS, show
from hotline.desks.members import acts
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.life.asks import StepForm
from hotline.people import guards
from hotline.people.models import Person
from hotline.people.roles import STAFF

PAGE = 50
AT_WORK = (Status.DRAFT, Status.SUBMITTED, Status.APPROVED)
"""While somebody can still put its words otherwise."""


@guards.role_required(READS)
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show every circular that somebody may read, the latest first."""
    person = shell.reader(request)
    rows = Circular.objects.seen_by(person).light().order_by("-until_on", "-pk")
    span = request.GET.get("span", "")
    if span in Span.values:
        rows = rows.filter(span=span)
    given = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "turn": f"?span={span}&page={{}}" if span in Span.values else "?page={}",
        "span": span,
        "spans": Span.choices,
        "form": DraftForm(initial={"span": span}) if person.role & WRITES else None,
    }
    return show(request, "all.html", given)


@guards.role_required(READS)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one circular with its tables and charts, and what may be done with it."""
    person = shell.reader(request)
    circular = _seen(person, pk)
    staff = bool(person.role & STAFF)
    told = journal.story(circular)[::-1]
    given = {
        "circular": circular,
        "document": document.build(circular),
        "acts": acts.open_to(
            LIFE, circular, person, "circulars:circular_", but=_no_button(circular, person)
        ),
        "may_write": bool(person.role & WRITES) and circular.status == Status.DRAFT,
        "old_words": circular.status in AT_WORK and queries.words_are_old(circular),
        "own_words": circular.status == Status.SUBMITTED and queries.wrote(circular, person),
        "opens": _opener(circular, person),
        "staff": staff,
        "told": told if staff else [],
        "why": next((one.said.get("why") for one in told if one.entry.act == "withdraw"), ""),
        "word": lambda act: LIFE.steps[act].done if act in LIFE.steps else _OTHERS.get(act, act),
    }
    return show(request, "one.html", given)


_OTHERS = {"draft": _("已出草稿"), "take_out": _("下载了")}


def _no_button(circular: Circular, person: Person) -> tuple[str, ...]:
    """Leave out what has a page of its own, and approving to whoever wrote it."""
    wrote = circular.status == Status.SUBMITTED and queries.wrote(circular, person)
    return ("edit", "reword", "approve") if wrote else ("edit", "reword")


@guards.role_required(WRITES)
@require_safe
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the words of a draft, to be put otherwise, beside nothing but the figures they are about."""
    circular = _seen(shell.reader(request), pk)
    draft = circular.status == Status.DRAFT
    held = {ask.name: getattr(circular, ask.name, "") for ask in WORDING}
    held["seen"] = circular.version
    form = StepForm(WORDING, initial=held)
    form.fields["seen"].widget = HiddenInput()
    given = {
        "circular": circular,
        "document": document.build(circular),
        "form": form if draft else None,
        "anew": queries.words_for(circular) if draft and queries.words_are_old(circular) else None,
    }
    return show(request, "words.html", given)


def _seen(person: Person, pk: int) -> Circular:
    rows = Circular.objects.seen_by(person).defer("marks")
    found: Circular = get_object_or_404(rows, pk=pk)
    return found


def _opener(circular: Circular, person: Person) -> Any:
    """Return the address behind a cell for this reader; nothing where he may not go."""
    staff = bool(person.role & STAFF)
    own = set() if staff else set(map(str, mine(person)))
    here = reverse("circular:behind", args=[circular.pk])

    def opens(ref: Ref) -> str:
        match ref:
            case ("unit", unit, measure) if staff or unit in own:
                return f"{here}?unit={unit}&measure={measure}"
            case ("standing", pk) if staff or circular.counted.league == "published":
                return reverse("scores:standing", args=[pk])
            case (of,) if staff:
                return f"{here}?of={of}"
            case ("kind" | "service" as of, key) if staff:
                return f"{here}?{of}={key}"
            case ("case", pk) if staff:
                return f"/cases/{pk}/"
        return ""

    return opens
