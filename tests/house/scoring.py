"""What there is of a month of scores for somebody's own unit, another's and a third one: the month, a standing, what is said against it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hotline.assessment import actions as assessment
from hotline.assessment.excluding import actions as excluding
from hotline.assessment.hearing import actions as hearing
from hotline.assessment.life import Status as MonthStatus
from hotline.assessment.models import Exclusion, Month, Objection, Standing
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment
from hotline.cases import actions as cases
from hotline.cases.life import Result
from hotline.cases.models import Case
from hotline.departments.models import Unit
from hotline.today import today
from tests.deposits.ledger import second
from tests.town import Town

UNITS = {"own": "执法局", "other": "供电公司", "secret": "安阳街道"}
"""Whose each is."""
CLERKS = {"own": "clerk", "other": "power", "secret": "anyang"}
BACK = {"own": 1, "other": 2, "secret": 3}
"""Months ago: the first was sent out to the units, the others are drafts."""
NOON = time(12)
CLOCKS = {
    ("month", "draft"): (Month, (MonthStatus.RUNNING,)),
    ("month", "object"): (Month, (MonthStatus.OPEN,)),
}
"""While a month stands where the second says, and no longer, the clock may run."""


def begin(town: Town) -> None:
    """Let a unit have read its month and objected to it, and something be left out of it."""
    unit, first_on = town.units["执法局"], _ago(1)
    case = cases.take_in(cases.Asked(said="路灯上月不亮"), by=town.operator_28, caller=None)
    cases.answer_at_once(case, by=town.operator_28, result=Result.EXPLAINED, answer="上月修好了")
    done = _ended(case, unit, first_on)
    month = assessment.draft(assessment.begin(first_on, by=town.leader), by=town.leader)
    assessment.send_out(month, by=town.leader)
    standing = Standing.objects.get(month=month, unit=unit)
    hearing.object_to(standing, by=town.people["clerk"], words="不对")
    excluding.exclude(standing, assignment=done, by=second(town), why="台风")


def month_of(things: Any, which: str) -> Month:
    first_on = _ago(BACK[which])
    known = Month.objects.filter(first_on=first_on).first()
    if known is not None:
        return known
    for one in UNITS:
        _ended(things.cases[one], things.town.units[UNITS[one]], first_on)
    leader = things.town.leader
    month = assessment.draft(assessment.begin(first_on, by=leader), by=leader)
    return assessment.send_out(month, by=leader) if which == "own" else month


def standing_of(things: Any, which: str) -> Standing:
    """Return how the unit stands in the month that was sent out."""
    unit = things.town.units[UNITS[which]]
    return Standing.objects.get(month=month_of(things, "own"), unit=unit)


def objection_of(things: Any, which: str) -> Objection:
    found = standing_of(things, which)
    known = found.objections.first()
    by = things.town.people[CLERKS[which]]
    return known or hearing.object_to(found, by=by, words="不对")


def exclusion_of(things: Any, which: str) -> Exclusion:
    standing = standing_of(things, which)
    known = standing.exclusions.first()
    named = Assignment.objects.get(pk=standing.assignments[0])
    by = second(things.town)
    return known or excluding.exclude(standing, assignment=named, by=by, why="台风")


def _ago(months: int) -> date:
    day = today()
    for _ in range(months):
        day = day.replace(day=1) - timedelta(days=1)
    return day.replace(day=1)


def _ended(case: Case, unit: Unit, first_on: date) -> Assignment:
    """Write down that a unit did what it was given in a month."""
    sent_at = timezone.make_aware(datetime.combine(first_on, NOON))
    later = sent_at + timedelta(days=1)
    return Assignment.objects.create(
        case=case, unit=unit, status=Status.ENDED, sent_at=sent_at, sent_by=case.taken_by,
        sign_by_at=later, signed_at=sent_at, contact_by_at=later, contacted_at=sent_at,
        reply_by_at=later, replied_at=sent_at, ended_at=later,
    )  # fmt: skip
