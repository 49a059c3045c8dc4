"""What is done about exclusions. Two people's word: the one who asks never approves; once approved, a month that is not published
is counted anew at once.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment.life import COUNTED, EXCLUSION, JUDGES, Excluded
from hotline.assessment.models import Exclusion, Month, Objection
from hotline.assignments.models import Assignment
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person


def exclude(
    assignment: Assignment,
    *,
    by: Person,
    why: str,
    measure: str = "",
    objection: Objection | None = None,
) -> Exclusion:
    """Ask that an assignment be left out of a measure, or of all; another person must approve."""
    if not by.role & JUDGES:
        raise NotYours(_("剔除由值班长和管理员申请。"))
    if not why.strip():
        raise NotSo(_("请写明为什么剔除。"), field="why")
    with transaction.atomic(savepoint=False):
        rows.lock(Assignment, [assignment.pk])  # one after the other
        stands = Exclusion.objects.filter(assignment=assignment, measure=measure)
        if stands.filter(status__in=[Excluded.ASKED, Excluded.APPROVED]).exists():
            raise NotNow(_("这件已经申请过剔除。"))
        asked = Exclusion(
            assignment=assignment,
            measure=measure,
            objection=objection,
            asked_at=clock.now(),
            asked_by=by,
        )
        said = {"assignment": assignment, "measure": measure, "objection": objection}
        return EXCLUSION.begin(asked, act="exclude", by=by, **said, why=journal.Said(why))


@EXCLUSION.action
def approve(exclusion: Exclusion, *, by: Person) -> None:
    """Leave it out, on the word of somebody else than who asked."""
    _another(exclusion, by)
    exclusion.approved_at, exclusion.approved_by = clock.now(), by


@EXCLUSION.action
def refuse(exclusion: Exclusion, *, by: Person, why: str) -> None:
    """Let it count as before."""
    _another(exclusion, by)


@EXCLUSION.action
def withdraw(exclusion: Exclusion, *, by: Person, why: str) -> None:
    """Take back what one has asked for."""
    if exclusion.asked_by_id != by.pk:
        raise NotYours(_("申请由申请的人自己撤回；不同意请选“不批准”。"))


@EXCLUSION.action
def lift(exclusion: Exclusion, *, by: Person, why: str) -> None:
    """Let it count again."""


def count_for(exclusion: Exclusion, *, by: Person) -> None:
    """Count the month of an assignment anew, unless it was published or has not been counted yet."""
    due = Assignment.objects.values_list("reply_by_at", flat=True).get(pk=exclusion.assignment_id)
    if due is None:
        return
    first_on = timezone.localtime(due).date().replace(day=1)
    for month in Month.objects.filter(first_on=first_on, status__in=COUNTED):
        assessment.count_anew(month, by=by)


def _another(exclusion: Exclusion, by: Person) -> None:
    if exclusion.asked_by_id == by.pk:
        raise NotYours(_("剔除是您自己申请的，要由另一位值班长或管理员决定。"))
