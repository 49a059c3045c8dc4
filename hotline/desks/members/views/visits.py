"""Visits to providers: who is owed one, what is planned, which tasks wait; and of one provider all that was said and seen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hotline.desks.members import acts
from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.people import guards
from hotline.people.models import Person
from hotline.providers.life import VETS, WITHIN
from hotline.providers.models import Provider
from hotline.rules import queries as rules
from hotline.today import today
from hotline.visits import queries
from hotline.visits.life import LIFE, TASKS
from hotline.visits.life import Status as VisitStatus
from hotline.visits.models import Task, Visit

MOST = 100


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show who is owed a visit, what is planned and which tasks wait."""
    person = shell.reader(request)
    given = {
        "owed": queries.owed(person)[:MOST],
        "due": list(queries.due(person)[:MOST]),
        "tasks": [(one, _acts(one, person)) for one in queries.waiting(person)[:MOST]],
        "every": rules.book()["visit_days"],
        **_around(person),
    }
    return show(request, "visits.html", "visits", given)


@guards.staff_only
@require_safe
def of_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a provider's visits: what is planned, what was said and seen, what follows."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    found = list(queries.of_provider(provider, person)[:MOST])
    planned = any(one.status == VisitStatus.PLANNED for one in found)
    given = {
        "visits": [(one, _steps(one, person), _tasks(one, person)) for one in found],
        "said": _said(found),
        "may_plan": bool(person.role & VETS) and provider.status in WITHIN and not planned,
        **_around(person),
    }
    return show_one(request, "provider_visits.html", "visits", provider, given)


def _around(person: Person) -> dict[str, Any]:
    vets = bool(person.role & VETS)
    return {"may_set": vets, "people": acts.staff() if vets else [], "today": today()}


def _steps(visit: Visit, person: Person) -> list[acts.Act]:
    return acts.open_to(LIFE, visit, person, "visits:")


def _acts(task: Task, person: Person) -> list[acts.Act]:
    mine = task.owner_id == person.pk or bool(person.role & VETS)
    return acts.open_to(TASKS, task, person, "visits:task_", but=() if mine else {"finish"})


def _tasks(visit: Visit, person: Person) -> list[tuple[Task, list[acts.Act]]]:
    return [(one, _acts(one, person)) for one in sorted(visit.tasks.all(), key=lambda t: t.pk)]


def _said(visits: list[Visit]) -> dict[int, dict[str, Any]]:
    """Return what was said of each: the report, or why nobody goes."""
    told = journal.stories(visits)
    return {one.entry.subject: one.said for one in told if one.entry.act in ("report", "call_off")}
