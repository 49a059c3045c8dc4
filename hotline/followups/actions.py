"""What is done with call-backs: planned when somebody says it is done, tried, asked, given up."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import STANDS, Result
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.deadlines import actions as deadlines
from hotline.life.errors import NotSo
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.rules import queries as rules

from . import queries, timing
from .life import LIFE, Liking, Status, YesNo
from .models import FollowUp


def plan(case: Case, *, by: Person) -> FollowUp | None:
    """Owe the citizen a call about an answered case; None when one is owed already or no longer wanted.

    Where whoever answered has said by when, by then.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        if case.status != CaseStatus.ANSWERED or case.followups.filter(status=Status.DUE).exists():
            return None
        due_at = case.due_at or timing.first_due(timezone.localtime(clock.now()), rules.book())
        followup = LIFE.begin(FollowUp(case=case, due_at=due_at), act="plan", by=by, case=case)
        deadlines.start(followup, "call", due_at=due_at)
        cases.expect(case, until=due_at)
    return followup


@LIFE.action
def ask(
    followup: FollowUp,
    *,
    by: Person,
    answered: YesNo,
    solved: YesNo,
    attitude: Liking,
    outcome: Liking,
    speed: Liking,
    result: Result = Result.SOLVED,
    words: str = "",
    why: str = "",
) -> None:
    """Write down what the citizen said; a citizen who is not content opens the case again.

    Unless the case ends helped or explained (story 4), or the shift leader says why it ends all the same.
    """
    followup.asked_at, followup.asked_by = clock.now(), by
    followup.answered, followup.solved = answered, solved
    followup.attitude, followup.outcome, followup.speed = attitude, outcome, speed
    deadlines.meet(followup, "call")
    if (followup.content and result != Result.NOT_SOLVED) or result in STANDS:
        cases.close(followup.case, by=by, result=result)
    elif why and by.role & Role.LEADER:
        cases.close(followup.case, by=by, result=Result.NOT_SOLVED, why=why)
    else:
        cases.do_again(followup.case, by=by, why=words or _("市民不满意或问题未解决。"))


@LIFE.action
def rate(
    followup: FollowUp,
    *,
    by: Person,
    outcome: Liking,
    solved: YesNo | None = None,
    attitude: Liking | None = None,
    speed: Liking | None = None,
    words: str = "",
) -> None:
    """Write down what the citizen says without being called, by the same rule: not content opens the case again."""
    followup.asked_at, followup.asked_by = clock.now(), by
    followup.answered, followup.solved, followup.outcome = YesNo.YES, solved or "", outcome
    followup.attitude, followup.speed = attitude or "", speed or ""
    deadlines.meet(followup, "call")
    result = queries.answered_as(followup.case)
    if result in STANDS:
        cases.close(followup.case, by=by, result=result)
    elif followup.content:
        cases.close(followup.case, by=by, result=Result.SOLVED)
    else:
        cases.do_again(followup.case, by=by, why=words or _("市民不满意或问题未解决。"))


def miss(followup: FollowUp, *, by: Person) -> FollowUp:
    """Record a call nobody took; the last try that is owed gives up."""
    if followup.tries + 1 < rules.book()["callback_tries"]:
        return try_again(followup, by=by)
    return give_up(followup, by=by)


@LIFE.action
def try_again(followup: FollowUp, *, by: Person) -> None:
    """Nobody took the call: it is owed again at another hour."""
    now = timezone.localtime(clock.now())
    _tried(followup)
    followup.due_at = timing.next_try(now, followup.tried_hours, rules.book())
    deadlines.start(followup, "call", due_at=followup.due_at)
    cases.expect(followup.case, until=followup.due_at)


@LIFE.action
def give_up(followup: FollowUp, *, by: Person) -> None:
    """Nobody took the last call either: the case ends as whoever answered it said, and says that nobody confirmed it."""
    owed = rules.book()["callback_tries"]
    if followup.tries + 1 < owed:
        raise NotSo(_("要打满 %(n)s 次都没打通，才能按联系不上办结。") % {"n": owed})
    _tried(followup)
    why = _("打了 %(n)s 次都没人接，按承办方的答复办结。") % {"n": owed}
    cases.close(followup.case, by=by, result=queries.answered_as(followup.case), why=why)


@LIFE.action
def drop(followup: FollowUp, *, by: Person) -> None:
    """Nobody need be asked: the case went another way."""
    deadlines.drop(followup, "call")


@LIFE.action
def overrun(followup: FollowUp, *, by: Person) -> None:
    """Put on record that the citizen was not called in time."""


def _tried(followup: FollowUp) -> None:
    deadlines.meet(followup, "call")
    followup.tries += 1
    followup.tried_hours = [*followup.tried_hours, timezone.localtime(clock.now()).hour]
