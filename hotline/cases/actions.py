"""What is done to cases: one function for each step of `life.py`, and taking one in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.areas.models import Area
from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.catalogue.models import Service
from hotline.deadlines import actions as deadlines
from hotline.journal import log as journal
from hotline.journal import news
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.rules import queries as rules

from . import numbers, queries
from .life import ALIVE, LIFE, Emergency, NotOurs, Result, Status
from .models import Case, Kind, Source, Urgency

TROUBLES = "trouble:all"
"""What the news call the troubles of many."""


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
    urgency: Urgency = Urgency.ORDINARY
    secret: bool = False


def take_in(
    asked: Asked,
    *,
    by: Person,
    caller: Caller | None = None,
    call: Call | None = None,
    happened_at: datetime | None = None,
    split_from: Case | None = None,
) -> Case:
    """Write a case down: the line owes an answer from here on.

    What had been written on paper has *happened_at*: its clocks run from then, for so long its caller has waited.
    """
    if not asked.said.strip():
        raise NotSo(_("请先写下来电人说了什么。"))
    now = clock.now()
    if happened_at is not None:
        _check_time(happened_at, now)
    taken_at = happened_at or now
    due_at = taken_at + rules.book().time("hand_over_min")
    with transaction.atomic(savepoint=False):
        key, serial = numbers.next_key_and_serial()
        case = Case(
            pk=key,
            serial=serial,
            query_code=numbers.new_query_code(),
            taken_at=taken_at,
            entered_at=now if happened_at else None,
            taken_by=by,
            caller=caller,
            split_from=split_from,
            due_from_at=taken_at,
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
            happened_at=happened_at,
            split_from=split_from,
        )
        if call:
            case.calls.add(call)
        deadlines.start(case, "hand_over", due_at=due_at)
    return case


def _check_time(happened_at: datetime, now: datetime) -> None:
    if happened_at > now:
        raise NotSo(_("补录的时间还没有到。"))
    if (began_on := queries.began_on()) and timezone.localdate(happened_at) < began_on:
        raise NotSo(_("补录的时间早于热线开通的日子。"))


@LIFE.action
def hand_over(case: Case, *, by: Person, to: str, due_at: datetime | None = None) -> None:
    """Give the case to whoever must solve it."""
    deadlines.meet(case, "hand_over")
    _nobody_comes(case, since=None)
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
def urge(case: Case, *, by: Person, words: str = "", call: Call | None = None) -> None:
    """Note that the caller has asked again; whoever has the case is told."""
    case.times_urged += 1
    case.urged_at = clock.now()
    if call is not None:
        case.calls.add(call)


@LIFE.action
def add_word(case: Case, *, by: Person, words: str) -> None:
    """Take down what the citizen has to add."""


@LIFE.action
def take_back(case: Case, *, by: Person, why: str) -> None:
    """Take the case out of whosever hands it is in; it waits to be given to another."""
    _open_again(case)


@LIFE.action
def run_out(case: Case, *, by: Person, why: str = "") -> None:
    """Let the case wait for whoever took it in, and tell him: nobody comes, and why."""
    _open_again(case)
    _nobody_comes(case, since=clock.now())


@LIFE.action
def acknowledge(case: Case, *, by: Person) -> None:
    """Say that one knows that nobody comes."""
    if case.ran_out_at is None:
        raise NotSo(_("这张工单不在等人知道。"))
    if case.taken_by_id != by.pk and not by.role & Role.LEADER:
        raise NotYours(_("由受理员或值班长确认。"))
    _nobody_comes(case, since=None)


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
    case.ground = ""
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
def make_void(case: Case, *, by: Person, why: str) -> None:
    """Strike out a case that was written down by mistake."""
    _stop(case, by)


# -- one matter in several cases, several matters in one ------------------------------------------


@LIFE.action
def join(case: Case, *, by: Person, into: Case, wants_no_call: bool = False) -> None:
    """Let the case go on as another, which is about the same matter; its caller gets the answer too."""
    if into.pk == case.pk:
        raise NotSo(_("工单不能并入它自己。"))
    if _held_status(into) not in ALIVE:
        raise NotSo(_("要并入的工单已经办完，请另记一件。"))
    case.joined_to, case.wants_call_back = into, not wants_no_call
    _stop(case, by)
    news.announce(TROUBLES, "join")


@LIFE.action
def separate(case: Case, *, by: Person, why: str) -> None:
    """Take the case out of the one it was joined to: it is another matter, or the main one ended for nobody else."""
    _open_again(case)


@LIFE.action
def split(case: Case, *, by: Person, said: str) -> Mapping[str, Any]:
    """Make a case of its own of another matter that its caller spoke of too."""
    asked = Asked(
        said=said,
        kind=Kind(case.kind),
        source=Source(case.source),
        area=case.area,
        address=case.address,
        urgency=Urgency(case.urgency),
        secret=case.secret,
    )
    new = take_in(asked, by=by, caller=case.caller, split_from=case)
    new.calls.set(case.calls.all())
    return {"into": new}


@LIFE.action
def share_answer(case: Case, *, by: Person, main: Case) -> None:
    """Owe the caller of a joined case a call, by when the main one's caller is owed it, where that is still ahead."""
    case.closed_at = case.closed_by = None
    waits = main.status == Status.ANSWERED and main.due_at and main.due_at > clock.now()
    _due(case, main.due_at if waits else None)


@LIFE.action
def wait_again(case: Case, *, by: Person, main: Case) -> None:
    """Let the caller of a joined case go on waiting: the main one is done again."""
    _stop(case, by)


@LIFE.action
def share_end(case: Case, *, by: Person, main: Case, result: Result) -> None:
    """End a joined case as the main one ended."""
    case.result = result
    _stop(case, by)


# -- a trouble of many ----------------------------------------------------------------------------


@LIFE.action
def declare(case: Case, *, by: Person, notice: str) -> None:
    """Make it a trouble of many: every desk reads out the same notice, and joins callers by one key."""
    case.notice, case.declared_at = notice, clock.now()
    news.announce(TROUBLES, "declare")


@LIFE.action
def call_off(case: Case, *, by: Person) -> None:
    """Take the notice off the desks."""
    _must_be_declared(case)
    case.notice, case.declared_at = "", None
    news.announce(TROUBLES, "call_off")


@LIFE.action
def answer_all(case: Case, *, by: Person, result: Result, answer: str) -> None:
    """Answer everybody who called about it; those who asked for it are called back."""
    _must_be_declared(case)
    case.result = result
    deadlines.drop(case, "hand_over")
    _due(case, None)
    news.announce(TROUBLES, "answer_all")


def _must_be_declared(case: Case) -> None:
    if case.declared_at is None:
        raise NotSo(_("这张工单没有列为突发事件。"))


# -- secrecy --------------------------------------------------------------------------------------


@LIFE.action
def consent(case: Case, *, by: Person, words: str, call: Call | None = None) -> None:
    """Note that the caller lets whoever comes know the address; in which call, and in what words."""
    if not case.secret:
        raise NotSo(_("这张工单没有要求保密，不必征得同意。"))
    case.consented_at = clock.now()


@LIFE.action
def revoke(case: Case, *, by: Person, words: str = "", call: Call | None = None) -> None:
    """Note that the caller takes the consent back: nobody outside is shown the address any more."""
    if case.consented_at is None:
        raise NotSo(_("来电人没有同意过。"))
    case.consented_at = None


# -- the house ------------------------------------------------------------------------------------


@LIFE.action
def overrun(case: Case, *, by: Person) -> None:
    """Put on record that nobody was given the case in time."""


def expect(case: Case, *, until: datetime | None) -> None:
    """Say by when the case's next step is owed, if any is; the act that owes it has left its entry."""
    Case.objects.filter(pk=case.pk, status__in=ALIVE).update(
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
    _nobody_comes(case, since=None)
    case.closed_at, case.closed_by = clock.now(), by
    case.due_at = case.due_from_at = None


def _open_again(case: Case) -> None:
    """Let it wait to be given to somebody, as a matter of its own."""
    case.handler = case.result = ""
    case.joined_to = case.closed_at = case.closed_by = None
    due_at = clock.now() + rules.book().time("hand_over_min")
    _due(case, due_at)
    deadlines.start(case, "hand_over", due_at=due_at)


def _nobody_comes(case: Case, *, since: datetime | None) -> None:
    """Tell the desk of whoever took the case in, when there is something to tell or no more."""
    if case.ran_out_at != since:
        case.ran_out_at, taker = since, f"{Person.KIND}:{case.taken_by_id}"
        news.announce(taker, "run_out", to=taker)


def _due(case: Case, due_at: datetime | None) -> None:
    case.due_from_at, case.due_at = clock.now(), due_at


def _held_status(case: Case) -> str:
    """Return where a case stands, and keep it there until this act is done; others may look on at the same time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM cases_case WHERE id = %s FOR SHARE", [case.pk])
        return str(cursor.fetchone()[0])
