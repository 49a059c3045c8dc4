"""The circulars: all that somebody may read, one of them, its words, and the cases behind a figure."""

from __future__ import annotations

from typing import Any

from django.forms import HiddenInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hotline.assessment.measures import FEWER_IS_BETTER, Measure
from hotline.assessment.models import mine
from hotline.cases.models import Kind
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
from hotline.life.keys import row_key
from hotline.people import guards
from hotline.people.models import Person
from hotline.people.roles import STAFF

MOST = 500
SHOWN = 200


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
        "rows": rows[:SHOWN],
        "n": rows.count(),
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
    return ("edit", "approve") if wrote else ("edit",)


@guards.role_required(WRITES)
@require_safe
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the words of a draft, to be put otherwise, beside nothing but the figures they are about."""
    circular = _seen(shell.reader(request), pk)
    held = {ask.name: getattr(circular, ask.name, "") for ask in WORDING}
    held["seen"] = circular.version
    form = StepForm(WORDING, initial=held)
    form.fields["seen"].widget = HiddenInput()
    given = {
        "circular": circular,
        "document": document.build(circular),
        "form": form if circular.status == Status.DRAFT else None,
    }
    return show(request, "words.html", given)


@guards.role_required(READS)
@require_safe
def behind(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the cases behind a figure: of the line, as they are now; of a unit, by the marks that were kept."""
    person, asked = shell.reader(request), request.GET
    circular = _seen(person, pk)
    unit = row_key(asked.get("unit"))
    given: dict[str, Any] = {"circular": circular, "staff": bool(person.role & STAFF)}
    if unit is not None:
        name = asked.get("measure", "")
        measure = name if name in Measure.values else ""
        found = queries.behind_unit(circular, person, unit, measure)
        given |= {
            "unit": next((it for it in circular.counted.units if it.unit == unit), None),
            "measure": Measure(measure) if measure else None,
            "fewer": measure in FEWER_IS_BETTER,
            "rows": found[:MOST],
            "n": len(found),
        }
        if given["unit"] is None:
            raise Http404
        return show(request, "behind_unit.html", given)
    if not given["staff"]:
        raise Http404
    kind = asked.get("kind", "") if asked.get("kind", "") in Kind.values else ""
    rows = queries.behind_line(
        circular, person, kind=kind, service=row_key(asked.get("service")) or 0
    )
    given |= {"rows": rows[:MOST], "n": rows.count(), "kind": Kind(kind).label if kind else ""}
    return show(request, "behind_line.html", given)


def _seen(person: Person, pk: int) -> Circular:
    found: Circular = get_object_or_404(Circular.objects.seen_by(person), pk=pk)
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
            case ("taken",) if staff:
                return here
            case ("kind" | "service" as of, key) if staff:
                return f"{here}?{of}={key}"
            case ("case", pk) if staff:
                return f"/cases/{pk}/"
        return ""

    return opens
