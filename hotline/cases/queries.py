"""Questions about cases: which one somebody means, which may be about the same matter, what a caller asked before, and was
answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Case as SqlCase
from django.db.models import Count, IntegerField, Min, Q, Value, When

from hotline import clock
from hotline.areas.models import Area
from hotline.callers import numbers as telephone
from hotline.callers import queries as callers
from hotline.callers.models import Caller
from hotline.catalogue.models import Service
from hotline.journal import queries as journal
from hotline.journal import rows
from hotline.journal.models import Entry
from hotline.people.roles import STAFF

from . import numbers
from .life import ALIVE, Status
from .models import Case, CaseQuerySet

SAME_MATTER = timedelta(hours=24)
"""How far back a case may be about the same matter."""

LIKELY = timedelta(days=7)
"""How far apart in time two cases are likely to be about the same matter."""
WEIGHTS = {"caller": 4, "service": 2, "area": 1}
MOST_TROUBLES = 5
_RAN_OUT = f"""SELECT {{columns}} FROM {{table}} t WHERE t.taken_by_id = %s AND t.ran_out_at IS NOT NULL
    ORDER BY t.ran_out_at LIMIT {MOST_TROUBLES}"""  # noqa: S608  (only our own number is put in)

ANSWERS = ("answer", "answer_all", "answer_at_once", "decline")
"""Acts whose words are meant for whoever asked."""
ANSWERED = (Status.ANSWERED, Status.CLOSED, Status.DECLINED)
"""Where those words are in force; a case that is done again waits for others."""
LISTED = (
    "version", "serial", "taken_at", "status", "said", "notice", "handler", "closed_at", "area__short",
)  # fmt: skip
"""What a list of cases that were found shows."""

_CODE = re.compile(f"[{numbers.ALPHABET}]{{8}}")


def find(text: str, *, person: Any, most: int = 50) -> list[Case]:
    """Return the cases that a number, a query code or a telephone number means, the latest first, for a list.

    A telephone number is looked up by its fingerprint; nothing is opened.
    """
    shown = Case.objects.seen_by(person).select_related("area").only(*LISTED)
    # Each meaning by its own index, for each has an end of its own: one telephone may have thousands of cases.
    found = [shown.filter(one).order_by("-taken_at")[:most] for one in _meanings(text)]
    if len(found) > 1:
        found = [found[0].union(*found[1:]).order_by("-taken_at")[:most]]
    return [case for rows in found for case in rows]


def _meanings(text: str) -> Iterator[Q]:
    """Yield what a text may mean: a few digits may be those of a case and of a telephone, a mobile's eleven are no case's."""
    number = _telephone(text)
    serial = numbers.read(text)
    if serial is not None and (number is None or number.kind is not telephone.Kind.MOBILE):
        yield Q(serial=serial)
    code = text.strip().upper()
    if _CODE.fullmatch(code):
        yield Q(query_code=code)
    caller = callers.find_by_number(number) if number else None
    if caller is not None:
        yield Q(caller=caller)


def _telephone(text: str) -> telephone.Number | None:
    try:
        return telephone.read(text)
    except telephone.NotANumber:
        return None


def alike(
    *,
    person: Any,
    caller: Caller | None,
    service: Service | None = None,
    area: Area | None = None,
    address: str = "",
    but: int | None = None,
    most: int = 5,
) -> list[Case]:
    """Return living cases that may be about the same matter: this caller's, the same service nearby, the same address."""
    means = Q()
    if caller is not None:
        means |= Q(caller=caller)
    if service is not None and area is not None:
        means |= Q(service=service, area=area, taken_at__gte=clock.now() - SAME_MATTER)
    if address.strip() and area is not None:
        means |= Q(address=address.strip(), area=area)
    if not means:
        return []
    rows = Case.objects.seen_by(person).alive().filter(means)
    if but is not None:
        rows = rows.exclude(pk=but)
    return list(_told(rows).order_by("-taken_at")[:most])


def likely(case: Case, text: str, *, person: Any, most: int = 10) -> list[Case]:
    """Return the living cases that *case* may be joined to: what a number means, else the same matter, nearest first.

    Nearest: the same caller, the same service, the same area, then near in time; words narrow it down.
    """
    named = [one for one in find(text, person=person, most=most) if one.status in ALIVE]
    rows = Case.objects.seen_by(person).alive().exclude(pk=case.pk)
    means = Q(pk__in=[])
    for name in ("caller", "service", "area"):
        if (key := getattr(case, f"{name}_id")) is not None:
            means |= Q(**{name: key})
    span = (case.taken_at - LIKELY, case.taken_at + LIKELY)
    near = rows.filter(means, taken_at__range=span) | rows.filter(declared_at__isnull=False)
    if text and not named:
        near = near.filter(Q(said__icontains=text) | Q(notice__icontains=text))
    alike = sum((_same(name, getattr(case, f"{name}_id")) for name in WEIGHTS), start=Value(0))
    found = [] if named else list(_told(near).order_by(-alike, "-taken_at")[:most])
    return [one for one in named if one.pk != case.pk] + found


def _same(name: str, key: int | None) -> Any:
    """Weigh that a case has the same caller, service or area."""
    matches = When(**{name: key}, then=Value(WEIGHTS[name])) if key is not None else None
    return SqlCase(*filter(None, [matches]), default=Value(0), output_field=IntegerField())


def troubles(*, person: Any) -> list[Case]:
    """Return the troubles of many that go on, each with how many callers have joined it."""
    joined = Count("joined", filter=~Q(joined__status="void"))
    return list(Case.objects.seen_by(person).troubles().annotate(callers=joined)[:MOST_TROUBLES])


def ran_out(person: Any) -> list[Case]:
    """Return the cases that nobody comes for, of which whoever took them in has not said that he knows."""
    return rows.returned(Case, _RAN_OUT, [person.pk]) if person.role & STAFF else []


def began_on() -> date | None:
    """Return the day the line began: since when the first area is served."""
    first: date | None = Area.objects.aggregate(first=Min("served_from"))["first"]
    return first


def of_caller(caller: Caller, *, person: Any, most: int = 8) -> list[Case]:
    """Return what a caller asked before, the latest first."""
    rows = Case.objects.seen_by(person).filter(caller=caller)
    return list(_told(rows).order_by("-taken_at")[:most])


def of_call(call: Any, *, person: Any) -> list[Case]:
    """Return what was written down in one call, in the order it was said."""
    return list(_told(Case.objects.seen_by(person).filter(calls=call)).order_by("pk"))


class Answer(NamedTuple):
    """What whoever asked was answered: in what words, when, and in which case."""

    words: str
    at: datetime
    case: Case


def answer_to(case: Case) -> Answer | None:
    """Return what the case's caller was answered last: in a joined case what the main one was; None as long as he waits."""
    main = main_of(case)
    if case.status not in ANSWERED and main.status not in ANSWERED:
        return None
    rows = Entry.objects.filter(kind=Case.KIND, subject=main.pk, act__in=ANSWERS)
    told = journal.tell(rows)
    if not told:
        return None
    said = told[-1].said
    return Answer(said.get("answer") or said.get("why") or "", told[-1].entry.at, main)


def main_of(case: Case) -> Case:
    """Return the case that answers for this one: whichever it was joined to, and that one again; else itself."""
    passed = {case.pk}
    while case.joined_to is not None and case.joined_to_id not in passed:
        case = case.joined_to
        passed.add(case.pk)
    return case


def _told(rows: CaseQuerySet) -> CaseQuerySet:
    return rows.select_related("service", "area__parent")
