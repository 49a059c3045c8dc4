"""By whose hand: a unit's people act for their unit and for those below it, and for no other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hotline.cases.life import LIFE as CASE
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.people.roles import STAFF, Role

from .life import AT_WORK
from .models import Assignment


def demand_own(assignment: Assignment, by: Person) -> None:
    """Refuse whoever speaks for another unit."""
    if by.role & (STAFF | Role.CLOCK) or assignment.unit_id in departments.units_of(by):
        return
    raise NotYours(_("这件交办是%(unit)s的。") % {"unit": assignment.unit.short})


def demand_lead(assignment: Assignment, by: Person) -> None:
    """Let the unit that gathers the answers send back those of its parts alone, while it still gathers."""
    lead = assignment.under
    if lead is None or lead.unit_id not in departments.units_of(by):
        raise NotYours(_("由审核员或主办单位退回。"))
    if lead.status not in AT_WORK:
        raise NotNow(_("主办已经反馈，不能再退回协办的答复。"))


def demand_in_service(unit: Unit) -> None:
    """Refuse a unit to which nothing goes any more."""
    if not Unit.objects.in_service().filter(pk=unit.pk).exists():
        raise NotSo(_("%(unit)s已经撤销，请换一个单位。") % {"unit": unit.short})


def of_case(by: Person, step: str) -> Person:
    """Return by whose hand a case takes a step that follows: whoever decided, or the house where that is none of his steps."""
    return by if by.role & CASE.steps[step].by else the_clock()
