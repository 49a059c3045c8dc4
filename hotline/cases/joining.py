"""Letting joined cases follow the one they were joined to: every caller of the same matter gets the answer.

Looks at where the main case stands now, never at what happened: so it may be asked any number of times, in any order.
The main one answered: who wants to be called is owed a call. Ended: who is not called ends with it. Withdrawn or void:
it ended for one caller alone, and the others go on by themselves. Done again: they go on waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from hotline.people.models import Person

from . import actions
from .life import Result, Status
from .models import Case, CaseQuerySet

BATCH = 50
"""How many cases one act moves."""

ENDS_AS = {Status.DECLINED: Result.EXPLAINED, Status.PASSED: Result.HELPED}
"""How joined cases end when the main one ends without a result of its own."""

Due: TypeAlias = tuple[str, CaseQuerySet]


def follow(pk: int, *, by: Person) -> bool:
    """Let one batch of those joined to a case follow it; say whether to look again."""
    main = Case.objects.select_for_update(no_key=True).get(pk=pk)
    for act, rows in _due(main):
        batch = list(rows.order_by("pk")[:BATCH])
        if batch:
            _move(act, batch, main, by)
            return True
    return False


def _due(main: Case) -> Iterator[Due]:
    """Yield what is to be done with whom, as the main one stands."""
    joined = Case.objects.filter(joined_to=main, status=Status.JOINED)
    match Status(main.status):
        case Status.OPEN | Status.IN_HAND:
            called = Case.objects.filter(joined_to=main, status=Status.ANSWERED)
            yield "wait_again", called
        case Status.ANSWERED:
            yield "share_answer", _to_call(main, joined)
            if main.declared_at is not None and main.result:
                yield "share_end", joined
        case Status.CLOSED | Status.DECLINED | Status.PASSED:
            yield "share_answer", _to_call(main, joined)
            yield "share_end", joined
        case Status.WITHDRAWN | Status.VOID:
            yield "separate", joined


def _to_call(main: Case, joined: CaseQuerySet) -> CaseQuerySet:
    """Keep those whose caller wants to be called and is not called already about the same matter."""
    same = Case.objects.filter(
        joined_to=main,
        caller=OuterRef("caller"),
        pk__lt=OuterRef("pk"),
        wants_call_back=True,
        status__in=(Status.JOINED, Status.ANSWERED),
    )
    wanted = joined.filter(wants_call_back=True, caller__isnull=False)
    return wanted.exclude(caller=main.caller_id or 0).exclude(Exists(same))


def _move(act: str, batch: list[Case], main: Case, by: Person) -> None:
    match act:
        case "share_answer":
            actions.share_answer(batch, by=by, main=main)
        case "wait_again":
            actions.wait_again(batch, by=by, main=main)
        case "separate":
            actions.separate(batch, by=by, why=_("主单只对它的来电人结束，这一件照办。"))
        case _:
            result = Result(main.result) if main.result else ENDS_AS[Status(main.status)]
            actions.share_end(batch, by=by, main=main, result=result)
