"""What is done about objections: a unit says what is wrong, the line answers; where the unit is right about an assignment, whoever
answered asks that it be left out, and a second person approves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.assessment import queries
from hotline.assessment.excluding import actions as excluding
from hotline.assessment.life import OBJECTION, Status
from hotline.assessment.models import Month, Objection, Standing, mine
from hotline.assignments.models import Assignment
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role


def object_to(
    standing: Standing,
    *,
    by: Person,
    words: str,
    measure: str = "",
    assignment: Assignment | None = None,
) -> Objection:
    """Say, for a unit, that a figure of its month is wrong, or that an assignment should not count."""
    if not by.role & Role.DEPARTMENT or not _speaks(by, standing):
        raise NotYours(_("异议由单位自己的联络员或负责人提出。"))
    if not words.strip():
        raise NotSo(_("请写明哪里不对。"), field="words")
    if assignment is not None and assignment.pk not in standing.assignments:
        raise NotSo(_("这件不在本单位这个月的成绩里。"), field="assignment")
    with transaction.atomic(savepoint=False):
        [month] = rows.lock(Month, [standing.month_id])
        if month.status != Status.OPEN:
            raise NotNow(_("现在不在核对期，不能提异议。"))
        if (
            Objection.objects.open()
            .filter(standing=standing, measure=measure, assignment=assignment)
            .exists()
        ):
            raise NotNow(_("同样的异议已经提过，正等答复。"))
        made = Objection(
            standing=standing,
            measure=measure,
            assignment=assignment,
            made_at=clock.now(),
            made_by=by,
        )
        said = {"month": month, "unit": standing.unit, "measure": measure, "assignment": assignment}
        return OBJECTION.begin(made, act="object_to", by=by, **said, words=journal.Said(words))


@OBJECTION.action
def uphold(objection: Objection, *, by: Person, answer: str) -> Mapping[str, Any]:
    """Find that the unit is right; an assignment that it named is left out, once another has approved, if it is not already."""
    objection.answered_at, objection.answered_by = clock.now(), by
    if objection.assignment is None:
        return {}
    of, about, measure = objection.standing, objection.assignment, objection.measure
    known = queries.exclusion_of(of, about, measure)
    return {
        "exclusion": known
        or excluding.exclude(
            of, assignment=about, measure=measure, by=by, why=answer, objection=objection
        )
    }


@OBJECTION.action
def refuse(objection: Objection, *, by: Person, answer: str) -> None:
    """Find that the figure is right, and say why."""
    objection.answered_at, objection.answered_by = clock.now(), by


@OBJECTION.action
def withdraw(objection: Objection, *, by: Person, why: str) -> None:
    """Object no more."""
    if not _speaks(by, objection.standing):
        raise NotYours(_("异议由提出的单位撤回。"))


def _speaks(by: Person, standing: Standing) -> bool:
    """Say whether somebody speaks for the unit of a standing."""
    return Standing.objects.filter(pk=standing.pk, unit__in=mine(by)).exists()
