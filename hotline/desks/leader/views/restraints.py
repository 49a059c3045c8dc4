"""Who abuses the line: what waits for a word, what is in force, and the story of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.callers import queries as callers
from hotline.desks.leader.views.floor import shown
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.life.asks import StepForm
from hotline.people.guards import role_required
from hotline.people.models import Person
from hotline.people.roles import STAFF
from hotline.restraints import queries
from hotline.restraints.life import LIFE
from hotline.restraints.models import Restraint, RestraintQuerySet
from hotline.rules import queries as rules

ENDED_MOST = 30


@role_required(STAFF)
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show who is noted, limited and barred; to the page's own asking as a fragment."""
    person = shell.reader(request)
    given = {
        "open": _told(queries.waiting(person), person),
        "ended": _told(queries.ended(person)[:ENDED_MOST], person),
    }
    return shown(request, "restraints", given)


@role_required(STAFF)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one restraint: the calls that show why, who said what, and what may be done now."""
    person = shell.reader(request)
    rows = Restraint.objects.seen_by(person).select_related("caller", "noted_by", "decided_by")
    found = get_object_or_404(rows, pk=pk)
    book = rules.book()
    steps = LIFE.open_to(found, person)
    idle = {step.name for step in steps if _is_idle(found, step.name)}
    given = {
        "restraint": found,
        "shown": callers.masked([found.caller_id], person)[found.caller_id],
        "evidence": found.evidence.select_related("call__operator", "added_by").order_by("pk"),
        "most": {"limit": book["abuse_limited_days"], "bar": book["abuse_barred_days"]},
        "told": journal.story(found),
        "word": lambda act: LIFE.steps[act].done if act in LIFE.steps else _("已登记"),
        "acts": [
            (step, StepForm(step.asks, auto_id=f"{step.name}-%s"))
            for step in steps
            if step.name not in idle
        ],
        "waits_for_more": "bar" in idle,
    }
    return shown(request, "restraint", given)


def _is_idle(restraint: Restraint, step: str) -> bool:
    """Say whether a step has nothing to do now: an appeal is made once and then answered, a bar needs another such call."""
    match step:
        case "uphold":
            return restraint.appealed_at is None
        case "appeal":
            return restraint.appealed_at is not None
        case "bar":
            return not queries.came_again(restraint)
    return False


def _told(rows: RestraintQuerySet, person: Person) -> list[tuple[Restraint, callers.Shown]]:
    found = list(rows)
    shown = callers.masked([row.caller_id for row in found], person) if found else {}
    return [(row, shown[row.caller_id]) for row in found]
