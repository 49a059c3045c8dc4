"""What is done about inspections: one function for each step, and the planning of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hotline import clock
from hotline.assignments import hands
from hotline.assignments import queries as assignments
from hotline.assignments.models import Assignment
from hotline.deadlines import actions as deadlines
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.journal import news
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import STAFF
from hotline.rules import queries as rules
from hotline.today import today

from . import queries
from .life import INSPECTS, LIFE, Finding
from .models import Inspection, Look

CLOCKS = ("answer", "long")


def plan_inspection(
    unit: Unit, *, by: Person, subject: str, inspector: Person, plan_on: date,
    assignments: Iterable[Assignment] = (),
) -> Inspection:  # fmt: skip
    """Plan to look at a unit: at some of its assignments, or at a subject."""
    if not by.role & INSPECTS:
        raise NotYours(_("您的岗位不能安排督查。"))
    hands.demand_in_service(unit)
    if not subject.strip():
        raise NotSo(_("请写明督查什么。"), field="subject")
    if not (inspector.is_active and inspector.role & STAFF):
        raise NotSo(_("督查人要是热线自己的账号。"), field="inspector")
    if plan_on < today():
        raise NotSo(_("日子不能在今天以前。"), field="plan_on")
    chosen = list(dict.fromkeys(assignments))
    for one in chosen:
        _of_unit(unit, one)
    with transaction.atomic():
        made = Inspection(
            unit=unit, subject=subject.strip(), year=today().year, serial=_next_serial(today().year),
            plan_on=plan_on, inspector=inspector, planned_by=by,
        )  # fmt: skip
        LIFE.begin(
            made, act="plan_inspection", by=by, unit=unit, inspector=inspector, plan_on=plan_on,
            number=f"{made.year}-{made.serial}", assignments=chosen,
        )  # fmt: skip
        Look.objects.bulk_create(Look(inspection=made, assignment=one) for one in chosen)
    return made


@LIFE.action
def look_at(inspection: Inspection, *, by: Person, assignment: Assignment) -> None:
    """Look at one more assignment."""
    _of_unit(inspection.unit, assignment)
    _made, new = Look.objects.get_or_create(inspection=inspection, assignment=assignment)
    if not new:
        raise NotNow(_("%(case)s 已经在这次督查里。") % {"case": assignment.case.number})


def look_at_all(inspection: Inspection, *, by: Person, assignments: Iterable[Assignment]) -> None:
    """Look at several more, or at none of them."""
    chosen = list(assignments)
    if not chosen:
        raise NotSo(_("请填工单号。"), field="numbers")
    with transaction.atomic():
        for one in chosen:
            look_at(inspection, by=by, assignment=one)


@LIFE.action
def note_finding(
    inspection: Inspection, *, by: Person, look: Look, finding: Finding, words: str = ""
) -> Mapping[str, Any]:
    """Write down what was found of one assignment."""
    held = inspection.looks.filter(pk=look.pk).first()
    if held is None:
        raise NotSo(_("这件交办不在这次督查里。"), field="look")
    if finding != Finding.GOOD and not words.strip():
        raise NotSo(_("有问题的，请说明查到了什么。"), field="words")
    held.finding, held.words = finding.value, words
    held.save(update_fields=["finding", "words"])
    return {"assignment": held.assignment_id}


@LIFE.action
def report(inspection: Inspection, *, by: Person, summary: str) -> Mapping[str, Any]:
    """Tell the unit what was found; it answers in time."""
    _all_looked_at(inspection)
    inspection.summary, inspection.found_at = summary, clock.now()
    return _run(inspection)


@LIFE.action
def find_good(inspection: Inspection, *, by: Person, summary: str) -> None:
    """Tell the unit that nothing was wrong."""
    _all_looked_at(inspection)
    if inspection.looks.exclude(finding=Finding.GOOD).exists():
        raise NotNow(_("有交办查出了问题，请发督查通报。"))
    inspection.summary = summary
    inspection.found_at = inspection.closed_at = clock.now()


@LIFE.action
def answer(inspection: Inspection, *, by: Person, answer: str) -> None:
    """Say what was put right."""
    if not by.role & STAFF and inspection.unit_id not in departments.units_of(by):
        raise NotYours(_("由%(unit)s答复。") % {"unit": inspection.unit.short})
    deadlines.meet(inspection, *CLOCKS)
    inspection.answered_at, inspection.rectified = clock.now(), answer


@LIFE.action
def send_back(inspection: Inspection, *, by: Person, why: str) -> Mapping[str, Any]:
    """Find that it is not put right; its unit has as long again."""
    inspection.answered_at = None
    return _run(inspection)


@LIFE.action
def close(inspection: Inspection, *, by: Person) -> None:
    """Find that it is put right."""
    inspection.closed_at = clock.now()


@LIFE.action
def reckon(inspection: Inspection, *, by: Person) -> Mapping[str, Any]:
    """Let the answer be owed by the calendar as it is now."""
    was, start, days = inspection.answer_by_at, inspection.counted_from_at, inspection.days
    assert start is not None
    assert days is not None
    inspection.answer_by_at = queries.reckon(inspection.unit_id, days=days, start=start).due.at
    deadlines.drop(inspection, *CLOCKS)
    deadlines.start(inspection, "answer", due_at=inspection.answer_by_at)
    return {"was": was, "due": inspection.answer_by_at}


@LIFE.action
def overrun(inspection: Inspection, *, by: Person) -> None:
    """Put on record that the unit did not answer in time, and tell its heads too."""
    inspection.late = True
    if inspection.answer_by_at is not None:
        deadlines.start(
            inspection,
            "long",
            due_at=inspection.answer_by_at + rules.book().time("overdue_leader_h"),
        )
    _tell(inspection, "overrun", assignments.HEAD)


@LIFE.action
def tell_leader(inspection: Inspection, *, by: Person) -> None:
    """Tell the line's leaders too that an answer is long overdue."""
    _tell(inspection, "tell_leader", assignments.LEADER)


@LIFE.action
def drop(inspection: Inspection, *, by: Person, why: str) -> None:
    """Do not look after all."""


def _run(inspection: Inspection) -> Mapping[str, Any]:
    inspection.days = rules.book()["inspection_answer_days"]
    inspection.counted_from_at = clock.now()
    found = queries.reckon(
        inspection.unit_id, days=inspection.days, start=inspection.counted_from_at
    )
    inspection.answer_by_at = found.due.at
    deadlines.start(inspection, "answer", due_at=found.due.at)
    return {"due": found.due.at}


def _all_looked_at(inspection: Inspection) -> None:
    if left := inspection.looks.filter(finding="").count():
        raise NotNow(_("还有 %(n)s 件交办没有记结果。") % {"n": left})


def _of_unit(unit: Unit, assignment: Assignment) -> None:
    if assignment.unit_id != unit.pk:
        said = {"case": assignment.case.number, "unit": unit.short}
        raise NotSo(_("%(case)s 不是%(unit)s办的。") % said)


def _tell(inspection: Inspection, act: str, level: int) -> None:
    for person in assignments.people_of(inspection.unit_id, level):
        news.announce(inspection.about, act, to=person.about)


def _next_serial(year: int) -> int:
    """Take the next number of a year, without gaps: an inspection is filed on paper too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('inspection'), %s)", [year])
    last = Inspection.objects.filter(year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1
