"""Questions about what is kept: what of a caller is under way, who has long been gone, whom a request may be about."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from hotline.callers import queries as callers
from hotline.callers.models import Caller
from hotline.callers.numbers import NotANumber, read
from hotline.calls.models import Call
from hotline.calls.states import Status as CallStatus
from hotline.cases.life import ALIVE
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.disputes.models import Dispute
from hotline.journal.models import Words
from hotline.life.keys import row_key
from hotline.people.models import Person
from hotline.personal import Table
from hotline.restraints.models import Restraint
from hotline.wishes.models import Wish

from . import emptying
from .life import OPEN
from .models import Erasure

GOES_ON = (*ALIVE, CaseStatus.JOINED)
"""A joined case waits for the answer to its main one, and its caller with it."""


def under_way(caller: Caller) -> list[str]:
    """Return what must end before a caller is forgotten.

    It is his living cases, those about which he waits to be called or has a dispute with a provider, by number; and "" for
    a call that goes on or that he is owed because nobody answered him, and for a restraint: nobody gets rid of it by being
    forgotten.
    """
    waited_for = Exists(Wish.objects.open().filter(case=OuterRef("pk")))
    disputed = Exists(Dispute.objects.going().filter(dispatch__case=OuterRef("pk")))
    goes_on = Q(status__in=GOES_ON) | waited_for | disputed
    cases = Case.objects.filter(goes_on, caller=caller).order_by("pk")
    calls = Call.objects.filter(caller=caller).exclude(status=CallStatus.ENDED)
    owed = Wish.objects.open().filter(caller=caller, case=None)
    restraints = Restraint.objects.open().filter(caller=caller)
    others = calls.count() + owed.count() + restraints.count()
    return [case.number for case in cases] + [""] * others


def waits_for(waits: list[str]) -> str:
    """Say what must end before a caller can be forgotten."""
    numbers = _("、").join(number for number in waits if number)
    if not numbers:
        return _("正在和这位来电人通话，或者还欠他一个回电，或者他被限制来电，结束后自动清除。")
    return _("还有在办的工单、争议或没打的回电（%(numbers)s），办完后自动清除。") % {
        "numbers": numbers
    }


def long_gone(*, before: datetime) -> QuerySet[Caller]:
    """Return who has neither rung nor had anything under way since *before*, and is still known."""
    mine = {"caller": OuterRef("pk")}
    rung = Call.objects.filter(**mine, arrived_at__gte=before)
    cases = Case.objects.filter(**mine)
    return Caller.objects.filter(
        ~Exists(rung),
        ~Exists(cases.filter(taken_at__gte=before)),
        ~Exists(cases.filter(closed_at__gte=before)),
        ~Exists(cases.filter(status__in=GOES_ON)),
        ~Exists(Wish.objects.open().filter(case__caller=OuterRef("pk"))),
        ~Exists(Wish.objects.open().filter(**mine)),
        ~Exists(Dispute.objects.going().filter(dispatch__case__caller=OuterRef("pk"))),
        ~Exists(Restraint.objects.open().filter(**mine)),
        erased_at=None,
        first_seen_at__lt=before,
    ).order_by("pk")


def overdue(table: Table, *, before: datetime) -> QuerySet[Model]:
    """Return the rows of a table whose time began before a moment and that still have something to lose."""
    rows = table.model._base_manager.filter(**{f"{table.since}__lt": before})
    words = Words.objects.filter(
        kind=getattr(table.model, "KIND", ""), subject=OuterRef("pk"), erased_at=None
    )
    return rows.filter(emptying.holding(table) | Exists(words))


def meant(text: str) -> Caller | None:
    """Return whom a telephone number or the number of a case means."""
    day, dash, rest = text.strip().partition("-")
    serial = row_key(rest)
    if dash and serial is not None and len(day) == 8:
        case = Case.objects.filter(serial=serial).select_related("caller").first()
        if case is not None and case.day == day:
            return case.caller
    try:
        return callers.find_by_number(read(text))
    except NotANumber:
        return None


def waiting(person: Person) -> QuerySet[Erasure]:
    """Return the requests that are not done with, as far as *person* may know, the oldest first."""
    return _requests(person).filter(status__in=OPEN).order_by("asked_at")


def decided(person: Person) -> QuerySet[Erasure]:
    """Return the requests that are done with, the latest first."""
    return _requests(person).exclude(status__in=OPEN).order_by("-asked_at")


def _requests(person: Person) -> QuerySet[Erasure]:
    rows = Erasure.objects.seen_by(person)
    return rows.select_related("caller", "asked_by", "granted_by")
