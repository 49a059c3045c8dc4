"""When somebody works: a span of the day written "07:30-20:00", "00:00-24:00", "20:00-06:00" over midnight. Pure."""

from __future__ import annotations

import re
from datetime import datetime

ROUND_THE_CLOCK = "00:00-24:00"

_WRITTEN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def minutes(written: str) -> tuple[int, int]:
    """Return the span as minutes of the day, from and until; ValueError when it is no span."""
    found = _WRITTEN.fullmatch(written)
    if not found:
        raise ValueError(f"hours are written 07:30-20:00, not {written!r}")
    from_h, from_min, until_h, until_min = map(int, found.groups())
    start, end = from_h * 60 + from_min, until_h * 60 + until_min
    if start >= 1440 or end > 1440 or from_min > 59 or until_min > 59 or start == end:
        raise ValueError(f"{written!r} is not a span of one day")
    return start, end


def covers(written: str, at: datetime) -> bool:
    """Say whether the span covers the local time *at*."""
    start, end = minutes(written)
    minute = at.hour * 60 + at.minute
    return start <= minute < end if start < end else minute >= start or minute < end
