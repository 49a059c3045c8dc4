"""The figures of a circular as they were counted when it was drafted: of the whole line, by kind, service, day and unit. Pure.

They are kept as plain lists and numbers, so that a circular reads the same whatever happens to its cases afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from hotline.assessment.score import Count, Place
from hotline.calls.service_level import Counted

NOTHING = Count()
"""So many of none."""
AWAITED = "awaited"
"""The month's assessment is not published: nobody has a score or a rank."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What the line as a whole did in a time."""

    calls: int = 0
    answered: int = 0
    answered_in_time: int = 0
    missed: int = 0
    unserved: int = 0
    """Sent away unheard: the house was full, or something broke down."""
    taken: int = 0
    closed: int = 0
    """Concluded: neither void, joined to another, declined nor withdrawn."""
    outside: int = 0
    """Asked for, and not offered."""
    called_back: Count = NOTHING
    """Reached, of those whose call-back is over."""
    solved: Count = NOTHING
    satisfied: Count = NOTHING

    @property
    def decided(self) -> int:
        """Return how many calls are decided, as the floor has it: what both shares are of (GB/T 33358)."""
        return Counted(
            self.calls, self.answered, self.answered_in_time, self.missed, self.unserved
        ).decided

    @property
    def answered_share(self) -> Count:
        """Return how many of the calls were answered."""
        return Count(self.answered, self.decided)

    @property
    def in_time_share(self) -> Count:
        """Return how many of the calls were answered within the rule's seconds."""
        return Count(self.answered_in_time, self.decided)


@dataclass(frozen=True, slots=True)
class Named:
    """So many of something now and in the time before: of a kind, of a service."""

    key: str
    name: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Day:
    """How many cases were taken in and ended on a day."""

    on: str
    taken: int
    closed: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit was given and did."""

    unit: int
    name: str
    short: str
    group: str
    sent: int = 0
    volume: int = 0
    """What fell due in the time and counts."""
    counts: Mapping[str, Count] = field(default_factory=dict)
    sent_back: int = 0
    """Of these, how many replies were sent back."""
    overdue: int = 0
    """How many are overdue at the time of counting."""
    place: str = Place.NONE.value
    rank: int | None = None
    tied: bool = False
    hundredths: int | None = None
    concluded_before: Count = NOTHING
    standing: int | None = None
    """How it stands in the month of assessment, where that is what is told."""

    def count(self, measure: str) -> Count:
        """Return what was counted for a measure."""
        return self.counts.get(measure, NOTHING)


@dataclass(frozen=True, slots=True)
class Late:
    """One assignment that was overdue when it was counted. Never who asked nor what was said."""

    case: int
    number: str
    unit: str
    service: str
    due_at: str
    hours: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All of them."""

    now: Whole
    before: Whole
    kinds: tuple[Named, ...] = ()
    services: tuple[Named, ...] = ()
    days: tuple[Day, ...] = ()
    units: tuple[Unit, ...] = ()
    late: tuple[Late, ...] = ()
    """The longest overdue first, and no more than are printed."""
    overdue: int = 0
    league: str = ""
    """By what units are scored: a published month of assessment, one that is not published yet; empty: by its rules, preliminary."""
    concluded_before: Count = NOTHING
    """Of all units in the time before, also of those that are none any more."""
    least: int = 0
    """Below so many nobody is ranked."""

    def group(self, name: str) -> list[Unit]:
        """Return the units of a group: the ranked first, best first, then who had few, then who had none."""
        order = {Place.RANKED.value: 0, Place.FEW.value: 1, Place.NONE.value: 2}
        those = [one for one in self.units if one.group == name]
        return sorted(
            those, key=lambda one: (order[one.place], one.rank or 0, -one.volume, one.name)
        )

    @property
    def groups(self) -> list[str]:
        """Return the groups that have a unit, by name."""
        return sorted({one.group for one in self.units})

    def all_units(self, measure: str) -> Count:
        """Return a measure of all units together."""
        return total(one.count(measure) for one in self.units)


def total(counts: Iterable[Count]) -> Count:
    """Add shares up."""
    hits = of = 0
    for one in counts:
        hits, of = hits + one.hits, of + one.of
    return Count(hits, of)


def kept(figures: Figures) -> dict[str, Any]:
    """Return the figures as they are kept."""
    return asdict(figures)


def read(row: Mapping[str, Any]) -> Figures:
    """Return figures as they were kept."""
    return Figures(
        now=_whole(row["now"]),
        before=_whole(row["before"]),
        kinds=tuple(Named(**one) for one in row["kinds"]),
        services=tuple(Named(**one) for one in row["services"]),
        days=tuple(Day(**one) for one in row["days"]),
        units=tuple(_unit(one) for one in row["units"]),
        late=tuple(Late(**one) for one in row["late"]),
        overdue=row["overdue"],
        league=row["league"],
        concluded_before=Count(**row["concluded_before"]),
        least=row["least"],
    )


def _whole(row: Mapping[str, Any]) -> Whole:
    shares = {name: Count(**row[name]) for name in ("called_back", "solved", "satisfied")}
    return Whole(**{**row, **shares})


def _unit(row: Mapping[str, Any]) -> Unit:
    counts = {name: Count(**one) for name, one in row["counts"].items()}
    return Unit(**{**row, "counts": counts, "concluded_before": Count(**row["concluded_before"])})
