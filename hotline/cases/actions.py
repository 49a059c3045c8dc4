"""What is done to cases: one function for each step of `life.py`, and taking one in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hotline import clock
from hotline.areas.models import Area
from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.catalogue.models import Service
from hotline.deadlines import actions as deadlines
from hotline.journal import log as journal
from hotline.life.errors import NotSo
from hotline.people.models import Person
from hotline.rules import queries as rules

from . import numbers
from .life import LIFE, Emergency, NotOurs, Result
from .models import Case, Kind, Source, Urgency


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an operator has written down of one matter."""

    said: str
    asked: str = ""
    kind: Kind = Kind.SERVICE
    source: Source = Source.PHONE
    service: Service | None = None
    outside_catalogue: bool = False
    area: Area | None = None
    address: str = ""
    point: dict[str, float] | None = None
    urgency: Urgency = Urgency.ORDINARY
    secret: bool = False
    tags: list[str] = field(default_factory=list)


def take_in(
    asked: Asked, *, by: Person, caller: Caller | None = None, call: Call | None = None
) -> Case:
    """Write a case down: the line owes an answer from here on."""
    if not asked.said.strip():
        raise NotSo(_("请先写下来电人说了什么。"))
    now = clock.now()
    due_at = now + rules.book().time("hand_over_min")
    with transaction.atomic(savepoint=False):
        key, serial = numbers.next_key_and_serial()
        case = Case(
            pk=key,
            serial=serial,
            query_code=numbers.new_query_code(),
            taken_at=now,
            taken_by=by,
            caller=caller,
            due_from_at=now,
            due_at=due_at,
            **vars(asked),
        )
        LIFE.begin(
            case,
            act="take_in",
            by=by,
            kind=asked.kind,
            source=asked.source,
            service=asked.service,
            area=asked.area,
            call=call,
        )
        if call:
            case.calls.add(call)
        deadlines.start(case, "hand_over", due_at=due_at)
    return case


@LIFE.action
def hand_over(case: Case, *, by: Person, to: str, due_at: datetime | None = None) -> None:
    """Give the case to whoever must solve it."""
    deadlines.meet(case, "hand_over")
    case.handler = to
    _due(case, due_at)


@LIFE.action
def answer(case: Case, *, by: Person, answer: str, due_at: datetime | None = None) -> None:
    """Record that whoever has it says it is done; the caller is to be asked."""
    _due(case, due_at)


@LIFE.action
def close(case: Case, *, by: Person, result: Result, why: str = "") -> None:
    """End the case with its result: the caller was asked, or could not be reached."""
    _end(case, by, result, why)


@LIFE.action
def answer_at_once(case: Case, *, by: Person, result: Result, answer: str, why: str = "") -> None:
    """End the case with what the operator could say or do himself."""
    _end(case, by, result, why)


@LIFE.action
def note(case: Case, *, by: Person, note: str) -> None:
    """Write something down beside the case."""


@LIFE.action
def urge(case: Case, *, by: Person, words: str = "") -> None:
    """Put on record that somebody asks where it is."""


@LIFE.action
def add_word(case: Case, *, by: Person, words: str) -> None:
    """Take down what the citizen has to add."""


@LIFE.action
def take_back(case: Case, *, by: Person, why: str) -> None:
    """Take the case out of whosever hands it is in; it waits to be given to another."""
    _open_again(case)


@LIFE.action
def send_back(case: Case, *, by: Person, why: str) -> None:
    """Tell whoever answered that it is no answer."""
    _due(case, None)


@LIFE.action
def do_again(case: Case, *, by: Person, why: str) -> None:
    """Open the case again because its caller, asked, is not content."""
    case.times_reopened += 1
    _open_again(case)


@LIFE.action
def reopen(case: Case, *, by: Person, why: str) -> None:
    """Open an ended case again."""
    case.times_reopened += 1
    case.result = case.ground = ""
    case.closed_at = case.closed_by = None
    _open_again(case)


@LIFE.action
def decline(case: Case, *, by: Person, ground: NotOurs, why: str) -> None:
    """Tell the caller that the line may not take it, and where to go."""
    case.ground = ground
    _stop(case, by)


@LIFE.action
def pass_on(case: Case, *, by: Person, to: Emergency) -> None:
    """Give an emergency to those who are there for it."""
    case.passed_to = to
    _stop(case, by)


@LIFE.action
def withdraw(case: Case, *, by: Person, why: str) -> None:
    """End the case because its caller wants nothing any more."""
    _stop(case, by)


@LIFE.action
def join(case: Case, *, by: Person, into: Case) -> None:
    """Let the case go on as another, which is about the same matter."""
    if into.pk == case.pk:
        raise NotSo(_("工单不能并入它自己。"))
    case.joined_to = into
    _stop(case, by)


@LIFE.action
def make_void(case: Case, *, by: Person, why: str) -> None:
    """Strike out a case that was written down by mistake."""
    _stop(case, by)


@LIFE.action
def overrun(case: Case, *, by: Person) -> None:
    """Put on record that nobody was given the case in time."""


def expect(case: Case, *, until: datetime | None) -> None:
    """Say by when the case's next step is owed; the act that owes it has left its entry."""
    Case.objects.filter(pk=case.pk).update(
        due_from_at=clock.now(), due_at=until, version=F("version") + 1
    )


def tell_unmet(case: Case, *, by: Person) -> None:
    """Put the case on the list of what was asked for and is not offered (story 4)."""
    with transaction.atomic():
        journal.write(act="tell_unmet", about=case, by=by)
        Case.objects.filter(pk=case.pk).update(outside_catalogue=True, version=F("version") + 1)


def _end(case: Case, by: Person, result: Result, why: str) -> None:
    if result == Result.NOT_SOLVED and not why:
        raise NotSo(_("未解决的工单要写明原因。"))
    case.result = result
    _stop(case, by)


def _stop(case: Case, by: Any) -> None:
    """Nobody has to do anything any more."""
    deadlines.drop(case, "hand_over")
    case.closed_at, case.closed_by = clock.now(), by
    case.due_at = case.due_from_at = None


def _open_again(case: Case) -> None:
    case.handler = ""
    due_at = clock.now() + rules.book().time("hand_over_min")
    _due(case, due_at)
    deadlines.start(case, "hand_over", due_at=due_at)


def _due(case: Case, due_at: datetime | None) -> None:
    case.due_from_at, case.due_at = clock.now(), due_at
