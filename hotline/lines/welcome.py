"""Whether a line takes a call that arrives. Pure.

No menu on a number: a caller hears the notice of recording and waits for a person, or hears why
nobody comes. Emergencies are put through all the same; that is the call's matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.worktime.hours import ROUND_THE_CLOCK, covers


class Welcome(StrEnum):
    """What becomes of a call that arrives."""

    TAKEN = "taken"
    CLOSED = "closed"
    FULL = "full"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a line says about itself."""

    hours: str = ROUND_THE_CLOCK
    most_waiting: int = 50
    closed: bool = False
    """A leader has closed it for now."""


def decide(now: datetime, terms: Terms, *, waiting: int, barred: bool = False) -> Welcome:
    """Say whether a call is taken at the local time *now*, when *waiting* others wait on the line."""
    if barred:
        return Welcome.BARRED
    if terms.closed or not covers(terms.hours, now):
        return Welcome.CLOSED
    if waiting >= terms.most_waiting:
        return Welcome.FULL
    return Welcome.TAKEN
