"""The curve of a day as a drawing: a bar for each quarter of an hour, of what arrived, was answered and was given up. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.calls.service_level import QUARTERS, Counted

STEP, WIDE, HIGH = 10, 8, 100
"""A bar's place, its width and the height of the highest, in the drawing's own units."""
LEAST = 4
"""A day with fewer calls in its busiest quarter is not drawn higher than one with so many."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One quarter of an hour: where it stands, and its three heights from the ground."""

    nth: int
    x: int
    arrived: float
    answered: float
    abandoned: float

    @property
    def top(self) -> float:
        """Return where the given-up begin to be drawn: they lie upon the answered."""
        return HIGH - self.answered - self.abandoned


@dataclass(frozen=True, slots=True)
class Curve:
    """The whole drawing, and what it says in a sentence."""

    bars: list[Bar]
    now: int
    """The quarter that runs."""
    highest: int
    """The most calls of one quarter."""
    busiest: int | None
    """Which quarter that was; None while nobody has called."""

    @property
    def busiest_hm(self) -> str:
        """Return when the busiest quarter began."""
        return hm(self.busiest) if self.busiest is not None else ""


def draw(quarters: Mapping[int, Counted], *, now: int) -> Curve:
    """Draw a day's quarters; those without a call are left out."""
    told = {nth: one for nth, one in quarters.items() if 0 <= nth < QUARTERS and one.arrived}
    highest = max((one.arrived for one in told.values()), default=0)
    unit = HIGH / max(highest, LEAST)
    bars = [
        Bar(
            nth,
            nth * STEP + (STEP - WIDE) // 2,
            round(one.arrived * unit, 1),
            round(one.answered * unit, 1),
            round(one.abandoned * unit, 1),
        )
        for nth, one in sorted(told.items())
    ]
    busiest = min((nth for nth, one in told.items() if one.arrived == highest), default=None)
    return Curve(bars, now, highest, busiest)


def hm(nth: int) -> str:
    """Return when a quarter begins: 33 is 08:15."""
    return f"{nth // 4:02d}:{nth % 4 * 15:02d}"
