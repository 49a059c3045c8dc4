"""What a unit may do now with an assignment: its steps, each asking no more than is still to be said.

Whether a step may be taken its action decides; here it is only not offered where it is known to be refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from hotline import clock
from hotline.assignments import clocks
from hotline.assignments import queries as assignments
from hotline.assignments.life import AT_WORK, LIFE, PLEA, Asked, PleaStatus, Status
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as _pleas
from hotline.assignments.watching import actions as _watching
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.desks.members.acts import Act
from hotline.life.asks import Ask, StepForm
from hotline.life.steps import Step
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.rules import queries as rules
from hotline.timelimits.limits import Clock

TAKES = (_pleas, _watching)
"""Where the steps are that are not in the actions of assignments themselves: read, they can be taken."""

STEPS = [step.name for step in LIFE.steps.values() if step.by & Role.DEPARTMENT and not step.part]
"""The steps of a unit's own people."""
PLEAS = ("ask_return", "ask_extension", "ask_suspension", "ask_wait")
CONTACT = ("contacted_at", "contacted_from", "why_no_contact")


def asks(step: Step, assignment: Assignment) -> tuple[Ask, ...]:
    """Return what a step asks of a unit: of a reply not again what is known, nor what it need not say."""
    if step.name != "reply":
        return step.asks
    known = assignment.contacted_at is not None or not assignment.is_lead
    left_out = set(CONTACT) if known else set()
    if not assignments.parts_at_work(assignment).exists():
        left_out.add("why_alone")
    return tuple(ask for ask in step.asks if ask.name not in left_out)


def form_of(
    step: Step,
    assignment: Assignment,
    sent: Mapping[str, Any] | None = None,
    *,
    initial: Mapping[str, Any] | None = None,
) -> StepForm:
    """Return the form of a step; a case is given down to units below alone."""
    form = StepForm(
        asks(step, assignment),
        sent,
        auto_id=f"{step.name}-%s",
        initial=dict(initial or {}),
    )
    if step.name == "give_down":
        unit: Any = form.fields["unit"]
        unit.queryset = below(assignment)
    return form


def open_to(assignment: Assignment, person: Person) -> list[Act]:
    """Return the buttons of an assignment; the reply, which is a form of its own, is not among them."""
    asked = assignment.pleas.filter(status=PleaStatus.ASKED).first()
    return [
        _act(step, assignment)
        for step in LIFE.open_to(assignment, person)
        if step.name != "reply" and _sensible(step.name, assignment, asked)
    ]


def reply(assignment: Assignment, person: Person, initial: Mapping[str, Any]) -> Act | None:
    """Return the form to reply; None where no reply is taken now."""
    step = LIFE.steps["reply"]
    if step not in LIFE.open_to(assignment, person) or assignments.is_returning(assignment):
        return None
    return _act(step, assignment, initial)


def of_plea(plea: Plea, person: Person) -> list[Act]:
    """Return what a unit may still do with what it asked: take it back."""
    return [
        Act(step, reverse("department:plea_withdraw", args=[plea.pk]), f"plea-{plea.pk}", None)
        for step in PLEA.open_to(plea, person)
        if step.name == "withdraw"
    ]


def of_part(part: Assignment, lead: Assignment) -> list[Act]:
    """Return what whoever gathers the answers may do with one: send it back, as long as it gathers."""
    if part.status != Status.REPLIED or lead.status not in AT_WORK:
        return []
    return [_act(LIFE.steps["send_back"], part)]


def below(assignment: Assignment) -> Any:
    """Return the units to which an assignment may be given down."""
    keys = departments.below(assignment.unit) - {assignment.unit_id}
    return Unit.objects.in_service().filter(pk__in=keys)


def _act(step: Step, assignment: Assignment, initial: Mapping[str, Any] | None = None) -> Act:
    return Act(
        step,
        reverse(f"department:assignment_{step.name}", args=[assignment.pk]),
        f"{step.name}-{assignment.pk}",
        form_of(step, assignment, initial=initial) if step.asks else None,
    )


def _sensible(step: str, assignment: Assignment, asked: Plea | None) -> bool:
    """Say whether there is any use in offering a step."""
    returning = asked is not None and asked.kind == Asked.RETURN and assignment.stands
    match step:
        case "sign":
            return not returning
        case "contact":
            return assignment.is_lead
        case "send_back":
            return False  # of those that help alone: `of_part`
        case "resume":
            return assignments.may_go_on(assignment)
        case "give_down":
            return not assignment.stands and below(assignment).exists()
        case "answer_supervision":
            return assignment.supervisions.filter(answered_at=None).exists()
        case _ if step in PLEAS:
            free = asked is None and not assignment.stands
            return free and _may_ask(step, assignment)
    return True


def _may_ask(step: str, assignment: Assignment) -> bool:
    if step == "ask_return":
        in_time = clock.now() <= clocks.reckon(assignment, Clock.RETURN).due.at
        return not assignment.bound and in_time
    if step == "ask_extension":
        left = assignment.times_extended < rules.book()["extensions_most"]
        return left and assignment.reply_by_at is not None and clock.now() <= assignment.reply_by_at
    return True
