"""The time limits of the line as pure code reads them: the rules, the seasons, the calendars, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hotline.worktime import Calendar, Free, Week, Working

from .limits import INSTEAD, Asked, Clock, Dated, Limit, best, within


@dataclass(frozen=True, slots=True)
class Opening:
    """The week of an office, from a day on; without a unit that of all others."""

    unit: int | None
    from_on: date
    week: Week


@dataclass(frozen=True)
class Book:
    """Everything that limits and calendars are made of."""

    rules: Sequence[Dated]
    seasons: Mapping[int, tuple[str, str]]
    """First and last day, "MM-DD", by the season's key."""
    days: Mapping[date, Free | Working]
    years: frozenset[int]
    """The years whose official calendar stands in *days*."""
    openings: Sequence[Opening]
    """The later first."""
    _calendars: dict[Week, Calendar] = field(default_factory=dict, repr=False)

    def limit(
        self, clock: str, *, kind: str, urgency: int, unit: int | None, on: date, storm: bool
    ) -> Limit | None:
        """Return what the most exact rule says on a day; None where no rule speaks of it."""
        return under(self.rules, Asked(clock, kind, urgency, unit, on, self.seasons_on(on), storm))

    def seasons_on(self, on: date) -> frozenset[int]:
        """Return the seasons in which a day lies."""
        return frozenset(
            pk for pk, (first, last) in self.seasons.items() if within(first, last, on)
        )

    def calendar(self, unit: int | None, on: date) -> Calendar:
        """Return the working time of a unit by the hours that hold on a day.

        A year whose calendar is not out yet is counted as ordinary weeks, and says so.
        """
        own = [one for one in self.openings if one.unit == unit and one.from_on <= on]
        all_ = [one for one in self.openings if one.unit is None and one.from_on <= on]
        week = next((one.week for one in (*own, *all_)), Week())
        if week not in self._calendars:
            self._calendars[week] = Calendar(
                week=week, declared=self.days, declared_years=self.years, unknown_years="assume"
            )
        return self._calendars[week]


def under(rules: Sequence[Dated], asked: Asked) -> Limit | None:
    """Return what some rules say of a case; of a clock that none speaks of, what they say of the one it stands for."""
    rule = best(rules, asked)
    if rule is not None:
        return Limit(rule.length, rule.pk, rule.counting)
    instead = INSTEAD.get(Clock(asked.clock))
    return under(rules, replace(asked, clock=instead)) if instead else None
