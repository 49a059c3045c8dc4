"""Questions about circulars: what is due, who wrote one, and what was counted. What is behind a figure is `behind`'s."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone, translation

from hotline import clock
from hotline.assessment import queries as assessment
from hotline.assessment.models import begins
from hotline.assessment.score import Count
from hotline.calls.service_level import Counted as Calls
from hotline.cases import queries as cases
from hotline.cases.models import Case
from hotline.journal.models import Entry
from hotline.rules import queries as rules

from . import counting, places, spans, wording
from .figures import Day, Figures, Late, Named, Unit, Whole, total
from .life import GONE, Span
from .models import Circular
from .places import Marks
from .wording import Drafted

MOST_SERVICES, MOST_LATE = 10, 30

OLD = "old"
"""What a counting anew says of words that stayed though the figures give others now."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of a time, and which assignments are behind them."""

    figures: Figures
    marks: Marks
    at: datetime


def due(now: datetime) -> list[tuple[Span, spans.Days]]:
    """Return the circulars that it is time to draft: those of the days, weeks and months over lately, since the line began; once each."""
    here = timezone.localtime(now)
    began = cases.began_on()
    if began is None or here.hour < rules.book()["circular_at_h"]:
        return []
    wanted = [(span, days) for span in Span for days in spans.lately(span.value, here.date())]
    first = min(days.from_on for _span, days in wanted)
    known = set(Circular.objects.filter(from_on__gte=first).values_list("span", "from_on"))
    return [
        (span, days)
        for span, days in wanted
        if days.until_on >= began and (span, days.from_on) not in known
    ]


def standing_for(span: str, from_on: date) -> bool:
    """Say whether there is one for a time that nobody withdrew or dropped."""
    return Circular.objects.filter(span=span, from_on=from_on).exclude(status__in=GONE).exists()


def wrote(circular: Circular, person: Any) -> bool:
    """Say whether somebody had a hand in its words: edited them, chose them, or stood by them."""
    return _acts(circular, "edit", "reword", "submit").filter(by=person.pk).exists()


def words_for(circular: Circular) -> Drafted:
    """Return the words that its figures give, in the line's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return wording.drafted(circular.span, circular.days, circular.counted)


def words_are_old(circular: Circular) -> bool:
    """Say whether its words were edited for figures that have been counted anew since, and would be others now."""
    last = _acts(circular, "draft", "edit", "reword", "recount").order_by("pk").last()
    return last is not None and last.said.get("words") == OLD


def _acts(circular: Circular, *acts: str) -> QuerySet[Entry]:
    return Entry.objects.filter(kind=Circular.KIND, subject=circular.pk, act__in=acts)


# -- counting -------------------------------------------------------------------------------------


def count(span: str, days: spans.Days) -> Counted:
    """Count a time and the one before it as they stand now: ten statements or so, however long it is."""
    at, earlier = clock.now(), spans.before(span, days)
    ends = begins(days.until_on + timedelta(days=1))
    book = rules.book()
    given: dict[str, Any] = {
        "begins": begins(days.from_on), "ends": ends, "earlier": begins(earlier.from_on), "at": at,
        "within": book["answer_within_s"], "most": MOST_SERVICES, "most_late": MOST_LATE,
        "zone": str(timezone.get_current_timezone()), "curve": begins(days.curve_from_on),
        "curve_on": days.curve_from_on, "until_on": days.until_on,
        "nobodys": [one.value for one in assessment.NOBODYS],
    }  # fmt: skip
    units, marks = _units(given)
    kinds, services = _rows(counting.KINDS, given), _rows(counting.SERVICES, given)
    now, before, of_line = _wholes(given, kinds)
    concluded = _concluded(span, earlier, given)
    found = places.placed(span, days, units, marks, least=book["circular_least_cases"])
    figures = Figures(
        now=now,
        before=before,
        kinds=_kinds(kinds),
        services=tuple(Named(str(key), name, n, was) for key, name, n, was, _ in services),
        days=tuple(
            Day(on.isoformat(), taken, closed) for on, taken, closed in _rows(counting.DAYS, given)
        ),
        units=tuple(
            replace(one, concluded_before=concluded.get(one.unit, Count())) for one in found.units
        ),
        concluded_before=total(concluded.values()),
        late=tuple(_late(at, *row) for row in _rows(counting.LATE, given)),
        overdue=sum(one.overdue for one in found.units),
        league=found.league,
        least=found.least,
    )
    marks = found.marks | of_line | {f"service:{key}": [keys] for key, *_, keys in services}
    return Counted(figures, marks, at)


def _rows(statement: str, given: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found: list[Any] = cursor.fetchall()
    return found


def _read(value: Any) -> Any:
    """Return JSON that a cursor gives as text."""
    return json.loads(value) if isinstance(value, str) else value


def _wholes(given: Mapping[str, Any], kinds: list[Any]) -> tuple[Whole, Whole, Marks]:
    """Count the line now and before, and keep what is behind it now."""
    calls = {now: Calls(*row) for now, *row in _rows(counting.CALLS, given)}
    closed = {now: row for now, *row in _rows(counting.CLOSED, given)}
    asked = {now: row for now, *row in _rows(counting.CALL_BACKS, given)}

    def whole(now: bool) -> Whole:
        call, shares = calls.get(now, Calls()), asked.get(now, (0,) * 6)
        return Whole(
            calls=call.arrived,
            answered=call.answered,
            answered_in_time=call.in_time,
            missed=call.abandoned,
            unserved=call.unserved,
            taken=sum(n for when, _kind, n, *_ in kinds if when is now),
            closed=closed.get(now, (0,))[0],
            outside=sum(outside for when, _kind, _n, outside, *_ in kinds if when is now),
            called_back=Count(*shares[0:2]),
            solved=Count(*shares[2:4]),
            satisfied=Count(*shares[4:6]),
        )

    these = [row for row in kinds if row[0]]
    marks: Marks = {f"kind:{kind}": [keys] for _now, kind, _n, _out, keys, _outside in these}
    marks["outside"] = [[key for *_, outside in these for key in outside or ()]]
    if True in closed:
        marks["closed"] = [closed[True][1]]
    if True in asked:
        marks["asked"] = asked[True][6:]
    return whole(True), whole(False), marks


def _kinds(rows: list[Any]) -> tuple[Named, ...]:
    found: dict[str, list[int]] = {}
    for now, kind, n, *_ in rows:
        found.setdefault(kind, [0, 0])[0 if now else 1] += n
    named = [Named(kind, "", n, was) for kind, (n, was) in found.items()]
    return tuple(sorted(named, key=lambda one: (-one.now, one.key)))


def _late(
    at: datetime, case: int, serial: int, taken_at: datetime, unit: str, service: str,
    due_at: datetime,
) -> Late:  # fmt: skip
    number = Case(serial=serial, taken_at=taken_at).number
    hours = int((at - due_at).total_seconds() // 3600)
    return Late(case, number, unit, service, due_at.isoformat(), hours)


def _units(given: Mapping[str, Any]) -> tuple[list[Unit], Marks]:
    units: list[Unit] = []
    marks: Marks = {}
    for key, name, short, group, volume, counts, sent, late, back, *shares in _rows(
        counting.UNITS, given
    ):
        told = {measure: Count(*pair) for measure, pair in _read(counts).items()}
        units.append(
            Unit(key, name, short, group, len(sent), volume, told, len(back), len(late))
        )  # fmt: skip
        marks[str(key)] = list(shares)
        marks |= {f"sent:{key}": [sent], f"back:{key}": [back], f"late:{key}": [late]}
    return units, marks


def _concluded(span: str, earlier: spans.Days, given: Mapping[str, Any]) -> dict[int, Count]:
    """Return what each unit concluded in the time before: of a month as it was published, else as it stands now."""
    known = places.concluded(span, earlier)
    if known is not None:
        return known
    prior = {**given, "begins": given["earlier"], "ends": given["begins"]}
    return {unit: Count(*_read(pair)) for unit, pair in _rows(counting.CONCLUDED, prior)}
