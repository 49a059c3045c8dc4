"""What the sample town's line has told its providers, and who of them has read it so far. What it says stands in the files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from hotline.bulletins import actions as bulletins

from . import records
from .cast import Cast
from .history import Life

APART_MIN = 8
"""How long after one provider the next one reads it."""


def everything(cast: Cast, *, now: datetime) -> Iterator[Life]:
    """Yield how each bulletin was posted and read."""
    for row in records.rows("bulletins"):
        yield _told(cast, row, now)


def _told(cast: Cast, row: records.Row, now: datetime) -> Life:
    at = now - timedelta(hours=int(row["hours_ago"]))
    yield at
    told = bulletins.post(
        row["title"],
        words=row["words"],
        until_on=timezone.localdate(now) + timedelta(days=int(row["days"])),
        by=cast.people["leader01"],
    )
    every = int(row["read"])
    read = list(cast.answering.values())[every - 1 :: every]
    for n, person in enumerate(read):
        yield at + timedelta(minutes=APART_MIN * (n + 1))
        bulletins.confirm(told, by=person)
