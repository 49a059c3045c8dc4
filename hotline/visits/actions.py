"""What is done with visits and the tasks that follow: one function for each step of `life.py`, planning and setting a task."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hotline.deadlines import actions as deadlines
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import STAFF
from hotline.providers.life import DECIDES, VETS, WITHIN
from hotline.providers.models import Provider
from hotline.today import today

from . import queries
from .life import LIFE, TASKS, Status
from .models import Task, Visit


def plan(provider: Provider, *, by: Person, visitor: Person, plan_on: date) -> Visit:
    """Say who goes to a provider, and on which day."""
    _allow(by)
    _staff(visitor)
    _not_past(plan_on)
    with transaction.atomic():
        [held] = rows.lock(Provider, [provider.pk])  # one plan after the other
        if held.status not in WITHIN:
            raise NotSo(_("%(provider)s 不在册，不用走访。") % {"provider": held.short_name})
        known = held.visits.filter(status=Status.PLANNED).first()
        if known is not None:
            raise NotNow(_("已经约了 %(day)s 去。") % {"day": known.plan_on.isoformat()})
        visit = Visit(provider=held, visitor=visitor, plan_on=plan_on)
        LIFE.begin(visit, act="plan", by=by, provider=held, visitor=visitor, plan_on=plan_on)
        deadlines.start(visit, "day", due_at=queries.day_is_over(plan_on))
    return visit


@LIFE.action
def report(visit: Visit, *, by: Person, visited_on: date, heard: str, seen: str) -> None:
    """Write down what they said and what was seen."""
    if visited_on > today():
        raise NotSo(_("走访的日子还没有到。"))
    visit.visited_on = visited_on
    deadlines.meet(visit, "day")


@LIFE.action
def move(visit: Visit, *, by: Person, plan_on: date, why: str) -> None:
    """Go on another day."""
    _not_past(plan_on)
    visit.plan_on = plan_on
    deadlines.drop(visit, "day")
    deadlines.start(visit, "day", due_at=queries.day_is_over(plan_on))


@LIFE.action
def call_off(visit: Visit, *, by: Person, why: str) -> None:
    """Do not go."""
    deadlines.drop(visit, "day")


@LIFE.action
def miss(visit: Visit, *, by: Person) -> None:
    """Put on record that the day passed and nobody wrote down that he went."""


def set_task(visit: Visit, *, by: Person, what: str, owner: Person, due_on: date) -> Task:
    """Say what follows from a visit, who does it and until when."""
    _allow(by)
    _staff(owner)
    _not_past(due_on)
    if not what.strip():
        raise NotSo(_("请写明要做什么。"))
    with transaction.atomic():
        [held] = rows.lock(Visit, [visit.pk])
        if held.status != Status.DONE:
            raise NotNow(_("走访登记以后，才能交代后面的事。"))
        task = Task(visit=held, what=what.strip(), owner=owner, due_on=due_on)
        TASKS.begin(task, act="set_task", by=by, visit=held, owner=owner, due_on=due_on)
        deadlines.start(task, "due", due_at=queries.day_is_over(due_on))
    return task


@TASKS.action
def finish(task: Task, *, by: Person, how: str) -> None:
    """Its owner says that it is done, and how; or whoever answers for the line says so."""
    if task.owner_id != by.pk and not by.role & DECIDES:
        raise NotYours(_("这件事由%(owner)s办，办好了由本人登记。") % {"owner": task.owner})
    deadlines.meet(task, "due")


@TASKS.action
def hand_on(task: Task, *, by: Person, to: Person, why: str) -> None:
    """Somebody else does it, until the same day."""
    _staff(to)
    if to.pk == task.owner_id:
        raise NotSo(_("这件事已经是%(owner)s在办。") % {"owner": to})
    task.owner = to


@TASKS.action
def postpone(task: Task, *, by: Person, due_on: date, why: str) -> None:
    """Give it more time."""
    _not_past(due_on)
    task.due_on = due_on
    deadlines.drop(task, "due")
    deadlines.start(task, "due", due_at=queries.day_is_over(due_on))


@TASKS.action
def drop(task: Task, *, by: Person, why: str) -> None:
    """Nobody need do it."""
    deadlines.drop(task, "due")


@TASKS.action
def overrun(task: Task, *, by: Person) -> None:
    """Put on record that it was not done in time."""


def _not_past(day: date) -> None:
    if day < today():
        raise NotSo(_("日子不能在今天以前。"))


def _staff(person: Person) -> None:
    if not (person.is_active and person.role & STAFF):
        raise NotSo(_("%(who)s 不是热线的在岗人员。") % {"who": person})


def _allow(by: Person) -> None:
    if not by.role & VETS:
        raise NotYours(_("走访由审核员、值班长和管理员安排。"))
