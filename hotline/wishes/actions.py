"""What is done with calls that the line owes: taken down, taken over, fulfilled, dropped."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.callers.models import Caller
from hotline.calls.models import Call
from hotline.cases.models import Case
from hotline.deadlines import actions as deadlines
from hotline.journal import news, rows
from hotline.life import undoing
from hotline.life.errors import NotNow
from hotline.people.models import Person
from hotline.rules import queries as rules

from . import queries
from .life import LIFE
from .models import Because, Wish


def wish(case: Case, *, by: Person) -> Wish:
    """Take down that the citizen wants to be called, and let the clock run by which somebody has."""
    now = clock.now()
    with transaction.atomic(savepoint=False):
        waiting = _waiting(case.pk)
        if case.caller is not None and case.caller.erased_at is not None:
            raise NotNow(_("按您的要求，您的号码已经清除，没法给您回电。请再打一次热线。"))
        if waiting is not None:
            when = timezone.localtime(waiting.due_at).strftime("%H:%M")
            raise NotNow(_("已经记下了，最迟 %(when)s 有人打给您。") % {"when": when})
        due_at = now + rules.book().time("wish_min")
        wished = Wish(case=case, wished_at=now, due_at=due_at)
        LIFE.begin(wished, act="wish", by=by, case=case)
        deadlines.start(wished, "call", due_at=due_at)
        news.announce(case.about, "wish")
    return wished


def owe(call: Call, *, because: Because, by: Person) -> Wish | None:
    """Take down that whoever called in vain is called back; once for each caller, None without a number.

    None as well where somebody has spoken with him since. It is the free operator's who owes the fewest calls; without one
    it is nobody's, and the shift leader sees to it.
    """
    if call.caller_id is None:
        return None
    now = clock.now()
    with transaction.atomic(savepoint=False):
        rows.lock(Caller, [call.caller_id])  # one after the other
        if queries.owed_to(call.caller_id).exists() or queries.has_been_heard_since(call):
            return None
        due_at = now + rules.book().time("missed_call_min")
        owed = Wish(
            because=because,
            call=call,
            caller_id=call.caller_id,
            owner=queries.least_burdened(),
            wished_at=now,
            due_at=due_at,
        )
        LIFE.begin(owed, act="owe", by=by, call=call, because=because)
        deadlines.start(owed, "call", due_at=due_at)
        if owed.owner:
            news.announce(owed.about, "owe", to=owed.owner.about)
    return owed


@LIFE.action
def take(wish: Wish, *, by: Person) -> None:
    """Be the one who calls."""
    wish.owner = by


@LIFE.action
def fulfil(wish: Wish, *, by: Person, note: str = "") -> None:
    """Record that somebody has called the citizen."""
    deadlines.meet(wish, "call")


@LIFE.action
def drop(wish: Wish, *, by: Person, why: str) -> None:
    """Nobody need call: the citizen wants it no more, or cannot be reached."""
    deadlines.drop(wish, "call")


def put_back(wish: Wish, *, by: Person) -> str:
    """Let the citizen wait again as before, for whoever took the wish off the list a moment ago; return what was taken back."""
    with transaction.atomic(savepoint=False):
        if _another_waits(wish):
            raise NotNow(_("市民又请了一次回电，这一次不用撤销。"))
        return undoing.undo(wish, by=by)


def _another_waits(wish: Wish) -> bool:
    """Say whether another call is owed for the same reason, and let nobody else owe one until this act is done."""
    if wish.case_id is not None:
        return _waiting(wish.case_id) is not None
    assert wish.caller_id is not None
    rows.lock(Caller, [wish.caller_id])
    return queries.owed_to(wish.caller_id).exists()


def _waiting(case: int) -> Wish | None:
    """Return the wish of a case that waits, and let nobody else make one until this act is done."""
    held = Case.objects.select_for_update(no_key=True).get(pk=case)
    return held.wishes.open().first()


@LIFE.action
def overrun(wish: Wish, *, by: Person) -> None:
    """Put on record that the citizen was not called in time."""
