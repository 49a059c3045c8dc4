"""One writer: tables change in the actions and in what they stand on, nowhere else."""

from __future__ import annotations

import pytest

from .source import Source, apart, house, sample
from .writes import Write, writes

WRITERS = ("hotline/life/", "hotline/journal/", "hotline/deadlines/")

CALL = "a call is a pure machine: the ledger stores it after each event, in the transaction that reads the event"
EXCEPTIONS = {
    "hotline/calls/inbox.py:ask": "what a desk asks of the switch, a message until the switchboard takes it: no act yet",
    "hotline/calls/ledger.py:_take_request": CALL,
    "hotline/calls/utterances.py:note": "words instead of sound: as a recording lies beside the call, so do they",
    "hotline/calls/ledger.py:tidy": "messages to the switch that were taken long ago",
    "hotline/calls/ledger.py:mirror": "which handsets the switch knows: its own fact, mirrored",
    "hotline/calls/ledger.py:_step": CALL,
    "hotline/calls/memory.py:remember": CALL,
    "hotline/calls/ledger.py:_written_down": CALL,
    "hotline/assessment/counting.py:module": "the words of the statements that the acts of a month run",
    "hotline/cases/drafts.py:keep": "a draft: what is typed and not yet done",
    "hotline/cases/drafts.py:drop": "a draft: it was done, or is not wanted",
    "hotline/cases/drafts.py:forget_old": "drafts that nobody came back to",
    "hotline/people/lockout.py:forgive": "a counter of failures, not an act of anybody",
    "hotline/people/lockout.py:unlock": "a counter of failures; the act that unlocks leaves the entry",
    "hotline/people/lockout.py:forget_old": "counters of failures that no longer count",
    "hotline/people/lockout.py:_count": "a counter of failures, counted in one statement however many ask at once",
    "hotline/people/lockout.py:_take_back": "a counter of failures, taken back after a right password",
    "hotline/privacy/emptying.py:silence": "the sample town's telephones of a caller who is forgotten: the erasing leaves the entry",
    "hotline/privacy/emptying.py:_empty": "what erasing and sweeping empty, as the register says: both leave the entry",
    "hotline/privacy/resealing.py:_reseal": "the same words under another key; that there is one has its entry",
    "hotline/privacy/resealing.py:_clear_marks": "fingerprints by a key that is gone; that it went has its entry",
    "hotline/site/database.py:grant": "names the rights of the database's role; it writes no row",
}


def _elsewhere() -> list[Write]:
    """Return every write outside the actions and what they stand on."""
    others = [
        source
        for source in house()
        if source.name != "actions.py" and not source.path.startswith(WRITERS)
    ]
    return [write for source in others for write in writes(source)]


def test_only_actions_write() -> None:
    found = {str(write): write.where for write in _elsewhere()}
    strange, idle = apart(found, EXCEPTIONS, by=found.__getitem__)
    assert not strange, "\n".join(strange)
    assert not idle, "\n".join(idle)


def test_actions_do_write() -> None:
    """The finder sees the writes that are known to be there."""
    seen = {write.path for source in house() for write in writes(source)}
    assert {
        "hotline/cases/actions.py",
        "hotline/people/actions.py",
        "hotline/rules/actions.py",
        "hotline/life/once.py",
        "hotline/journal/claims.py",
        "hotline/deadlines/actions.py",
    } <= seen


HEAD = """
import hashlib
from collections import Counter
from django.db import connection
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from hotline.cases import models
from hotline.cases.models import Case, Draft as Typed
from hotline.callers.models import Caller
from hotline.followups.actions import plan
from hotline.people.queries import the_clock
"""

BAD = {
    "a manager": "def f():\n    Case.objects.create(said='x')",
    "under another name": "def f():\n    Typed.objects.filter(pk=1).delete()",
    "through a module": "def f():\n    models.Case.objects.update(said='x')",
    "the base manager": "def f(case: Case):\n    type(case)._base_manager.filter(pk=1).update(said='x')",
    "an instance": "def f():\n    case = Case(said='x')\n    case.save()",
    "an argument": "def f(case: Case):\n    case.save(update_fields=['said'])",
    "an argument that may be none": "def f(case: 'Case | None'):\n    case and case.delete()",
    "one of rows": "def f():\n    Case.objects.get(pk=1).delete()",
    "found or not": "def f(pk: int):\n    case = get_object_or_404(Case.objects.all(), pk=pk)\n    case.save()",
    "each of rows": "def f():\n    for case in Case.objects.alive():\n        case.save()",
    "each of a list": "def f():\n    rows = list(Case.objects.all())\n    rows[0].save()",
    "in a comprehension": "def f():\n    return [case.save() for case in Case.objects.all()]",
    "rows kept in a name": "def f():\n    rows = Case.objects.alive()\n    rows = rows.filter(pk=1)\n    rows.update(said='x')",
    "rows as an argument": "def f(rows: QuerySet[Case]):\n    rows.update(said='x')",
    "what a function gives": "def f(case: Case):\n    plan(case, by=the_clock()).save()",
    "across a relation": "def f(case: Case):\n    case.caller.save()",
    "back across a relation": "def f(case: Case):\n    case.dispatches.all().delete()",
    "a relation itself": "def f(case: Case, call):\n    case.calls.add(call)",
    "in bulk": "def f(x):\n    x.bulk_create([])",
    "later": "async def f(case: Case):\n    await case.asave()",
    "inside a lambda": "f = lambda: Case.objects.all().delete()",
    "nobody can tell": "def f(x):\n    x.save()",
    "SQL": "def f():\n    with connection.cursor() as c:\n        c.execute('update  cases_case set said = 1')",
    "SQL put together": "def f(t):\n    connection.cursor().execute(f'DELETE FROM {t}')",
}
GOOD = {
    "a dictionary": "def f():\n    d = {}\n    d.update(a=1)\n    d.update({'a': 1})",
    "an annotated dictionary": "def f(d: dict[str, int], s: set[int]):\n    d.update(a=1)\n    s.update([1])\n    s.add(2)",
    "a hash": "def f():\n    h = hashlib.sha256()\n    h.update(b'x')",
    "a counter": "seen = Counter()\ndef f():\n    seen.update(a=1)",
    "keywords": "def f(**given):\n    given.update(a=1)\n    given.clear()",
    "a mapping given to something": "def f(env):\n    env.globals.update({'a': 1})",
    "reading": "def f():\n    return Case.objects.filter(pk=1).exists()",
    "a field": "def f(case: Case):\n    case.tags.clear()",
    "prose": "def f():\n    '''Never update cases set by hand, delete from nothing.'''",
    "an action": "def f(case: Case):\n    return plan(case, by=the_clock())",
}


def _sample(text: str) -> Source:
    return sample(HEAD + text)


@pytest.mark.parametrize("what", BAD)
def test_a_write_is_seen(what: str) -> None:
    assert list(writes(_sample(BAD[what])))


@pytest.mark.parametrize("what", GOOD)
def test_what_only_looks_like_a_write_is_none(what: str) -> None:
    assert [str(write) for write in writes(_sample(GOOD[what]))] == []


def test_an_exception_nobody_needs_is_a_fault() -> None:
    assert apart(["a", "b"], {"b": "why", "c": "why"}) == (
        ["a"],
        ["c: the exception is not needed any more"],
    )
