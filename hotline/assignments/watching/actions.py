"""How the line watches: clocks reckoned anew, warnings and lateness put on record, urging, supervising with numbered notices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock as time
from hotline.assignments import clocks, hands, queries, running
from hotline.assignments.life import LIFE, Level
from hotline.assignments.models import Assignment, Supervision
from hotline.deadlines import actions as deadlines
from hotline.journal import news
from hotline.life.errors import NotNow, NotSo
from hotline.people.models import Person
from hotline.timelimits.limits import Clock

HIGHEST = 3


@LIFE.action
def reckon(assignment: Assignment, *, by: Person) -> Mapping[str, Any]:
    """Let the clocks run by the calendar as it is now: a day was declared free or worked after they began."""
    was = assignment.reply_by_at
    running.run(assignment)
    _tell(assignment, "reckon", queries.UNIT)
    return {"was": was, "due": assignment.reply_by_at}


@LIFE.action
def warn(assignment: Assignment, *, by: Person, clock: Clock) -> Mapping[str, Any]:
    """Tell the unit that something is nearly due."""
    running.mark(assignment, clock, "near")
    return _tell(assignment, "warn", queries.UNIT)


@LIFE.action
def overrun(assignment: Assignment, *, by: Person, clock: Clock) -> Mapping[str, Any]:
    """Put on record that something was not done in time, and tell the unit and its head."""
    if clock in assignment.kept:
        running.mark(assignment, clock, "over")
        setattr(assignment, f"{clock}_late", True)
    if clock == Clock.REPLY and assignment.reply_by_at is not None:
        long_at = running.long_after(assignment, assignment.reply_by_at)
        deadlines.start(assignment, "reply_long", due_at=long_at)
    return _tell(assignment, "overrun", queries.HEAD)


@LIFE.action
def tell_leader(assignment: Assignment, *, by: Person) -> Mapping[str, Any]:
    """Tell the line's leaders too that a reply is long overdue."""
    running.mark(assignment, Clock.REPLY, "long")
    return _tell(assignment, "tell_leader", queries.LEADER)


def _tell(assignment: Assignment, act: str, level: int) -> Mapping[str, Any]:
    for person in queries.told(assignment, level):
        news.announce(assignment.about, act, to=person.about)
    return {"level": level}


@LIFE.action
def urge(assignment: Assignment, *, by: Person, words: str = "") -> None:
    """Press the unit: its citizen has asked again, or the line wants to know."""
    assignment.times_urged += 1
    _tell(assignment, "urge", queries.UNIT)


@LIFE.action
def supervise(
    assignment: Assignment, *, by: Person, level: Level, demand: str
) -> Mapping[str, Any]:
    """Send the unit a numbered notice that somebody above watches; it owes an answer in time."""
    if int(level) <= assignment.supervised:
        raise NotSo(_("已经是这一级督办，请选更高一级。"), field="level")
    return _notify(assignment, int(level), demand, by)


@LIFE.action
def go_up(assignment: Assignment, *, by: Person) -> Mapping[str, Any]:
    """Supervise it a level higher: it was sent back once too often."""
    level = min(assignment.supervised + 1, HIGHEST)
    n = assignment.times_sent_back
    return _notify(assignment, level, _("已被退回 %(n)s 次，请负责人过问。") % {"n": n}, by)


@LIFE.action
def answer_supervision(assignment: Assignment, *, by: Person, words: str) -> None:
    """Say how the demand was met."""
    hands.demand_own(assignment, by)
    owed = assignment.supervisions.filter(answered_at=None)
    if not owed.update(answered_at=time.now(), answer=words):
        raise NotNow(_("没有要答复的督办。"))
    assignment.answer_by_at = None
    deadlines.meet(assignment, "supervision")


def answer_moved(assignment: Assignment) -> bool:
    """Say whether an answer is owed by another moment than is written, because the calendar is another one now."""
    return any(due_at != notice.answer_by_at for notice, due_at in _answers(assignment))


@LIFE.action
def reckon_answer(assignment: Assignment, *, by: Person) -> Mapping[str, Any]:
    """Let the answer to a supervision be owed by the calendar as it is now."""
    found = _answers(assignment)
    for notice, due_at in found:
        assignment.supervisions.filter(pk=notice.pk).update(answer_by_at=due_at)
    if not found:
        return {}
    owed = assignment.supervisions.filter(answered_at=None)
    assignment.answer_by_at = owed.aggregate(first=Min("answer_by_at"))["first"]
    last, due_at = found[-1]
    deadlines.drop(assignment, "supervision")
    deadlines.start(assignment, "supervision", due_at=due_at)
    _tell(assignment, "reckon_answer", queries.UNIT)
    return {"was": last.answer_by_at, "due": due_at}


def _answers(assignment: Assignment) -> list[tuple[Supervision, datetime]]:
    """Return the notices to which an answer is owed and not late, the last last, each with by when it is owed now."""
    rows = assignment.supervisions.filter(answered_at=None, answer_by_at__gt=time.now())
    return [
        (one, clocks.owed_at(assignment, Clock.SUPERVISION, start=one.issued_at))
        for one in rows.order_by("pk")
    ]


def _notify(assignment: Assignment, level: int, demand: str, by: Person) -> Mapping[str, Any]:
    now = time.now()
    answer_by_at = clocks.owed_at(assignment, Clock.SUPERVISION, start=now)
    notice = Supervision.objects.create(
        assignment=assignment,
        level=level,
        year=timezone.localtime(now).year,
        serial=_next_serial(timezone.localtime(now).year),
        issued_at=now,
        issued_by=by,
        demand=demand,
        answer_by_at=answer_by_at,
    )
    assignment.supervised = level
    assignment.answer_by_at = min(answer_by_at, assignment.answer_by_at or answer_by_at)
    deadlines.drop(assignment, "supervision")
    deadlines.start(assignment, "supervision", due_at=answer_by_at)
    for person in queries.watched_by(assignment, level):
        news.announce(assignment.about, "supervise", to=person.about)
    return {"number": f"{notice.year}-{notice.serial}", "to_level": level}


def _next_serial(year: int) -> int:
    """Take the next number of a year, without gaps: notices are numbered on paper too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('supervision'), %s)", [year])
    last = Supervision.objects.filter(year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1
