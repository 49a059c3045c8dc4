"""One assignment as its unit sees it: the case without who asked, every due time with its reasons, what may be done now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.assignments import queries as assignments
from hotline.assignments.life import LIFE, OPEN, PLEA, PleaStatus, YesNo
from hotline.assignments.models import Assignment, AssignmentQuerySet, Plea
from hotline.cases import draft_door
from hotline.desks.department import actions, acts, story, telling
from hotline.desks.department.frame import clerk, show, units_only
from hotline.life import door
from hotline.life.errors import NotSo
from hotline.life.keys import row_key
from hotline.life.once import once
from hotline.papers import forms as paper_forms
from hotline.papers import queries as papers
from hotline.people.models import Person
from hotline.replies import queries as replies

ELSEWHERE = ("sign", "reply", "ask_return")
"""Steps by which the form to reply comes or goes: the page is loaded anew. After others what is typed in it stays."""

plea_step = units_only(door.door(PLEA, Plea))
"""Take a step of a plea; the life says who may."""

TONES = {PleaStatus.ASKED: "soon", PleaStatus.GRANTED: "ok", PleaStatus.REFUSED: "late",
         PleaStatus.BINDING: "late"}  # fmt: skip
ADDRESSED = ("account", "answer", "is_true", "solved", "why_not")
"""What a reply that was sent back begins with."""


@units_only
@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one assignment."""
    person = clerk(request)
    return show(request, "assignment.html", "inbox", _facts(request, _own(person, pk), person))


@units_only
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take one of a unit's steps, once; its page stays as it is and renews what has changed, or is loaded anew."""
    person = clerk(request)
    taken = LIFE.steps[step]
    assignment = _gathered(person, pk) if step == "send_back" else _own(person, pk)
    form = acts.form_of(taken, assignment, request.POST)
    if not form.is_valid():
        return door.not_understood(request, form)

    def act() -> str:
        given = {name: value for name, value in form.cleaned_data.items() if value is not None}
        take = actions.reply if step == "reply" else LIFE.actions[step]
        take(assignment, by=person, **given)
        return str(taken.done)

    try:
        said = once(person, door.key_of(request), act)
    except NotSo as refused:
        return door.not_so(request, form, refused)
    anew = reverse("department:assignment", args=[assignment.pk]) if step in ELSEWHERE else ""
    return door.answer(request, said, to=anew)


@units_only
@require_http_methods(["GET", "PUT", "DELETE"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Give, keep or forget what somebody has begun to write as the reply of one of his units."""
    return draft_door.answer(request, actions.draft_key(_own(clerk(request), pk)))


@units_only
@require_POST
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay the files that were sent beside what the unit did."""
    person = clerk(request)
    said = actions.add_evidence(
        _own(person, pk), files=paper_forms.sent(request), by=person, key=door.key_of(request)
    )
    return door.answer(request, said)


def _rows(person: Person) -> AssignmentQuerySet:
    return Assignment.objects.seen_by(person).select_related(
        "case__service", "case__area__parent", "unit", "under__unit"
    )


def _own(person: Person, pk: int) -> Assignment:
    return get_object_or_404(_rows(person), pk=pk)


def _gathered(person: Person, pk: int) -> Assignment:
    """Return an answer that one of somebody's units gathers: a part of what it has, be it another bureau's."""
    mine = Assignment.objects.seen_by(person).values("pk")
    rows = Assignment.objects.filter(under__in=mine).select_related("case", "unit", "under")
    return get_object_or_404(rows, pk=pk)


def _facts(request: HttpRequest, assignment: Assignment, person: Person) -> dict[str, Any]:
    pleas = list(assignment.pleas.select_related("asked_by", "to").order_by("-pk"))
    templates = list(replies.of_unit(assignment.unit, person))
    wanted = row_key(request.GET.get("template"))
    chosen = next((one for one in templates if one.pk == wanted), None)
    seen = {paper.pk: paper for paper in papers.shown(assignment.case, person)}
    proofs = list(assignment.proofs.select_related("paper").order_by("pk"))
    gathered = list(assignments.parts(assignment))
    return {
        "assignment": assignment,
        "case": assignment.case,
        "here": reverse("department:assignment", args=[assignment.pk]),
        "address": telling.address_of(assignment),
        "clocks": telling.clocks_of(assignment),
        "standing": telling.standing(assignment),
        "acts": acts.open_to(assignment, person),
        "reply": acts.reply(assignment, person, _begun(assignment, chosen)),
        "draft_key": actions.draft_key(assignment),
        "templates": templates,
        "chosen": chosen,
        "parts": [(one, acts.of_part(one, assignment)) for one in gathered],
        "pleas": [(plea, story.whom(plea.asked_by), acts.of_plea(plea, person)) for plea in pleas],
        "tone": TONES,
        "supervisions": list(assignment.supervisions.order_by("-pk")),
        "proofs": [(proof, proof.paper_id in seen) for proof in proofs],
        "papers": [paper for pk, paper in seen.items() if pk not in {p.paper_id for p in proofs}],
        "may_add": assignment.status in OPEN,
        "told": story.of(assignment, pleas),
    }


def _begun(assignment: Assignment, template: Any | None) -> dict[str, Any]:
    """Return what a reply begins with: what was said before, and the words of the template that was chosen."""
    before: dict[str, Any] = {}
    if assignment.answer:
        before = {name: getattr(assignment, name) for name in ADDRESSED}
        before["solved"] = YesNo.YES if assignment.solved else YesNo.NO
    if template is not None:
        before |= {"answer": template.answer}
        before |= {"account": template.account} if template.account else {}
    return before
