"""How well a stretch of time was served: the shares that the line is measured by. Pure.

A call counts once it is decided: answered, given up by its caller, or sent away without being heard (the house was full,
the switch broke down, the call-back that kept its place did not get through). Calls outside the hours and calls of
those who are barred ask for nobody, and count nowhere. Who still waits is not decided yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .states import Ending

QUARTER_S = 900
QUARTERS = 96
"""The quarters of an hour that a day has."""


COUNTED = f"""count(*) FILTER (WHERE c.how NOT IN ('{Ending.CLOSED}', '{Ending.BARRED}')), count(c.answered_at),
    count(*) FILTER (WHERE c.answered_at IS NOT NULL AND c.wait_s <= %(within)s),
    count(*) FILTER (WHERE c.how = '{Ending.MISSED}'),
    count(*) FILTER (WHERE c.answered_at IS NULL AND c.how IN ('{Ending.FULL}', '{Ending.LOST}', '{Ending.FAILED}')),
    coalesce(sum(c.wait_s) FILTER (WHERE c.answered_at IS NOT NULL), 0)::int"""
"""What a statement counts of calls `c` from outside, in the order of `Counted`; the seconds of the rule are `within`."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of the calls that arrived in a stretch of time."""

    arrived: int = 0
    answered: int = 0
    in_time: int = 0
    """Of those answered: within the seconds that the rule allows."""
    abandoned: int = 0
    unserved: int = 0
    waited_s: int = 0
    """What those answered have waited in all."""

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.arrived + other.arrived,
            self.answered + other.answered,
            self.in_time + other.in_time,
            self.abandoned + other.abandoned,
            self.unserved + other.unserved,
            self.waited_s + other.waited_s,
        )

    @property
    def decided(self) -> int:
        """Return how many calls have asked for somebody and know whether they got him."""
        return self.answered + self.abandoned + self.unserved

    @property
    def in_time_share(self) -> float | None:
        """Return the share answered within the rule's seconds; None while nothing is decided (GB/T 33358)."""
        return self.in_time / self.decided if self.decided else None

    @property
    def answered_share(self) -> float | None:
        """Return the share answered at all; None while nothing is decided (GB/T 33358)."""
        return self.answered / self.decided if self.decided else None

    @property
    def mean_wait_s(self) -> float | None:
        """Return how many seconds those answered have waited on average."""
        return self.waited_s / self.answered if self.answered else None


def total(stretches: Iterable[Counted]) -> Counted:
    """Add up several stretches."""
    return sum(stretches, start=Counted())


def meets(share: float | None, percent: int) -> bool | None:
    """Say whether a share reaches what the rule asks for; None while there is no share."""
    return None if share is None else share * 100 >= percent


def this_hour(quarters: dict[int, Counted], now_s: float) -> Counted:
    """Return what became of the calls since the hour began; *now_s* are the seconds since midnight."""
    first = int(now_s // 3600) * 4
    return total(quarters.get(nth, Counted()) for nth in range(first, first + 4))
