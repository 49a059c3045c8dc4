"""Time limits in words: what a rule speaks of, what another would change, and when a case that came now would be due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hotline.cases.models import Kind, Urgency
from hotline.departments.models import Unit
from hotline.people.models import Person
from hotline.rules.meanings import source
from hotline.timelimits import queries, wording
from hotline.timelimits.book import under
from hotline.timelimits.limits import ANY, Asked, Clock, Dated, Limit, Reckoned, Scope
from hotline.timelimits.models import Season, SetDown, TimeLimit
from hotline.worktime import Counting, Length

KINDS = dict(Kind.choices)
URGENCIES = dict(Urgency.choices)
TRIED = (Clock.SIGN, Clock.RETURN, Clock.CONTACT, Clock.REPLY)
"""The clocks that run from the moment at which a case is sent."""


@dataclass(frozen=True, slots=True)
class Names:
    """How the keys that rules speak of are called."""

    units: Mapping[int, str]
    seasons: Mapping[int, str]

    def scope(self, scope: Scope) -> str:
        """Say for what a rule holds."""
        words = [
            self.units.get(scope.unit, _("单位 %(n)d") % {"n": scope.unit}) if scope.unit else "",
            str(KINDS.get(scope.kind, scope.kind)),
            str(URGENCIES[scope.urgency]) if scope.urgency else "",
            self.seasons.get(scope.season, "") if scope.season else "",
            _("风暴模式") if scope.storm else "",
        ]
        return " · ".join(word for word in words if word) or _("所有情况")


def names(person: Person) -> Names:
    """Return how units and seasons are called that somebody may know."""
    units = Unit.objects.seen_by(person).order_by("group", "pk").values_list("pk", "short")
    seasons = Season.objects.seen_by(person).values_list("pk", "name")
    return Names(dict(units), dict(seasons))


def choices(called: Names) -> dict[str, Mapping[Any, Any]]:
    """Return what a form of limits may offer."""
    return {"kinds": KINDS, "urgencies": URGENCIES, "units": called.units}


def reason(row: SetDown) -> str:
    """Say why something was set so; what was laid down with the house, by its source."""
    return row.why if row.set_by_id else _("默认，依据 %(source)s") % {"source": source(row.why)}


# -- the table ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One scope of the table: what holds today, and what is to follow."""

    row: TimeLimit
    scope: str
    length: str
    reason: str
    next: TimeLimit | None
    next_length: str


def table(today: date, called: Names) -> list[tuple[Clock, list[Line]]]:
    """Return what holds today or later, by the clock, the less exact first."""
    rows = TimeLimit.objects.standing().select_related("set_by").order_by("from_on")
    scopes: dict[Scope, list[TimeLimit]] = {}
    for row in rows:
        if row.until_on is None or row.until_on >= today:
            scopes.setdefault(row.scope, []).append(row)
    in_order = sorted(scopes, key=lambda one: (one.exactness, one.kind, one.urgency or 0))
    return [
        (clock, [_line(scopes[one], called) for one in in_order if one.clock == clock])
        for clock in Clock
    ]


def _line(rows: Sequence[TimeLimit], called: Names) -> Line:
    row, after = rows[0], rows[1] if len(rows) > 1 else None
    return Line(
        row, called.scope(row.scope), said(row), reason(row),
        after, said(after) if after else "",
    )  # fmt: skip


def said(row: TimeLimit) -> str:
    """Say a limit's length."""
    return wording.length(Length.parse(row.length))


@dataclass(frozen=True, slots=True)
class Stormy:
    """A rule of the storm, and what holds for the same cases without one."""

    row: TimeLimit
    clock: Clock
    scope: str
    length: str
    ordinary: str


def storm_rules(today: date, called: Names) -> list[Stormy]:
    """Return what storm mode changes."""
    book, rows = queries.book(), TimeLimit.objects.standing().filter(storm=True, from_on__lte=today)
    found = []
    for row in rows.exclude(until_on__lt=today).order_by("pk"):
        scope = row.scope
        asked = Asked(
            scope.clock, scope.kind or "-", scope.urgency or Urgency.ORDINARY, scope.unit, today,
            frozenset({scope.season} if scope.season else ()),
        )  # fmt: skip
        ordinary = _length(under(book.rules, asked))
        what = called.scope(replace(scope, storm=False))
        found.append(Stormy(row, Clock(row.clock), what, said(row), ordinary))
    return sorted(found, key=lambda one: (list(Clock).index(one.clock), one.row.pk))


# -- what another would change --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Effect:
    """Cases for which something else would hold: which, what held, what would."""

    what: str
    was: str
    now: str
    urgent: bool


def effects(scope: Scope, length: Length, counting: Counting, on: date) -> list[Effect]:
    """Return for which cases another limit would hold from a day on, under all the rules there are."""
    held = [rule for rule in queries.book().rules if rule.scope != scope]
    before = queries.book().rules
    mine = Dated(max((rule.pk for rule in before), default=0) + 1, scope, length, counting, on)
    groups: dict[tuple[str, str, int, bool], list[str]] = {}
    for asked in _cases(scope, on):
        was, now = under(before, asked), under([*held, mine], asked)
        if (was and (was.length, was.counting)) != (now and (now.length, now.counting)):
            key = (_length(was), _length(now), asked.urgency, asked.storm)
            groups.setdefault(key, []).append(str(KINDS[asked.kind]))
    return [
        Effect(_which(kinds, urgency, storm), was, now, urgency == Urgency.URGENT)
        for (was, now, urgency, storm), kinds in groups.items()
    ]


def _cases(scope: Scope, on: date) -> Iterator[Asked]:
    """Yield every sort of case that a scope speaks of."""
    seasons = frozenset({scope.season}) if scope.season else frozenset[int]()
    for urgency in [scope.urgency] if scope.urgency else URGENCIES:
        for storm in (True,) if scope.storm else (False, True):
            for kind in KINDS if scope.kind == ANY else (scope.kind,):
                yield Asked(scope.clock, kind, urgency, scope.unit, on, seasons, storm)


def _which(kinds: Sequence[str], urgency: int, storm: bool) -> str:
    what = _("所有类别") if len(kinds) == len(KINDS) else str(_("、")).join(kinds)
    words = [what, str(URGENCIES[urgency]), _("风暴模式") if storm else ""]
    return " · ".join(word for word in words if word)


def _length(limit: Limit | None) -> str:
    return wording.length(limit.length) if limit else _("没有时限")


# -- a case that came now -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    """One clock of a case that might come: when it would be due, and why."""

    clock: Clock
    reckoned: Reckoned
    told: list[str]


def tried(*, kind: str, urgency: int, unit: int | None, at: datetime) -> list[Tried]:
    """Return when each clock of a case would be due."""
    found = []
    for clock in TRIED:
        one = queries.reckon(clock, kind=kind, urgency=urgency, unit=unit, start=at)
        found.append(Tried(clock, one, wording.told(one)))
    return found
