"""What is done about exclusions. Two people's word: the one who asks never approves, and whoever approved never lifts.

An exclusion is of one month. Once approved, that month is scored again at once, by the marks that it has kept: no other figure of
it moves. The month is held before the exclusion is: nothing is published between an approval and what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment import queries
from hotline.assessment.life import EXCLUSION, JUDGES, Status
from hotline.assessment.models import Exclusion, Month, Objection, Standing
from hotline.assignments.models import Assignment
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person

Take: TypeAlias = Callable[..., Exclusion]


def exclude(
    standing: Standing,
    *,
    assignment: Assignment,
    by: Person,
    why: str,
    measure: str = "",
    objection: Objection | None = None,
) -> Exclusion:
    """Ask that an assignment be left out of a measure of a unit's month, or of all; another person must approve."""
    if not by.role & JUDGES:
        raise NotYours(_("剔除由值班长和管理员申请。"))
    if not why.strip():
        raise NotSo(_("请写明为什么剔除。"), field="why")
    with transaction.atomic(savepoint=False):
        _hold(standing.month_id)
        standing.refresh_from_db(fields=["assignments"])
        if queries.exclusion_of(standing, assignment, measure) is not None:
            raise NotNow(_("这件已经申请过剔除。"))
        if assignment.pk not in standing.assignments:
            raise NotSo(_("这件不在这个单位这个月的成绩里。"), field="assignment")
        asked = Exclusion(
            standing=standing,
            assignment=assignment,
            measure=measure,
            objection=objection,
            asked_at=clock.now(),
            asked_by=by,
        )
        said = {"assignment": assignment, "measure": measure, "objection": objection}
        said["month"] = standing.month
        return EXCLUSION.begin(asked, act="exclude", by=by, **said, why=journal.Said(why))


def _then_scored(take: Take) -> Take:
    """Hold the month first, and score it again once the step is taken."""

    @wraps(take)
    def scored(exclusion: Exclusion, **given: Any) -> Exclusion:
        with transaction.atomic(savepoint=False):
            of = exclusion.standing
            if of is None:
                raise NotNow(
                    _("这件剔除申请时还没有取数，不属于哪个月。请在那个月的成绩里另行申请。")
                )
            month = _hold(of.month_id)
            taken = take(exclusion, **given)
            assessment.leave_out(month, of.pk)
        return taken

    EXCLUSION.actions[take.__name__] = scored
    return scored


@_then_scored
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


@_then_scored
@EXCLUSION.action
def lift(exclusion: Exclusion, *, by: Person, why: str) -> None:
    """Let it count again, on the word of somebody else than who approved."""
    if exclusion.approved_by_id == by.pk:
        raise NotYours(_("剔除是您批准的，要由另一位值班长或管理员恢复计入。"))


def _hold(month: int) -> Month:
    """Hold a month whose figures may still change."""
    [held] = rows.lock(Month, [month])
    if held.status == Status.PUBLISHED:
        raise NotNow(_("%(month)s 考核已经发布，先收回重核，再办剔除。") % {"month": held})
    return held


def _another(exclusion: Exclusion, by: Person) -> None:
    if exclusion.asked_by_id == by.pk:
        raise NotYours(_("剔除是您自己申请的，要由另一位值班长或管理员决定。"))
