"""What the sample town's line has told its providers: one bulletin that all have read, one that some still have to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from hotline.bulletins import actions as bulletins

from .cast import Cast
from .history import Life

HOUSEHOLD = "家家乐"
"""Whose pages a visitor opens first: it has something to read."""


def everything(cast: Cast, *, now: datetime) -> Iterator[Life]:
    """Yield how each bulletin was posted and read."""
    yield _read_by_all(cast, now)
    yield _read_by_some(cast, now)


def _read_by_all(cast: Cast, now: datetime) -> Life:
    at = now - timedelta(days=16)
    yield at
    told = bulletins.post(
        "上门前先报价",
        words="到了门口先看现场，说清价钱，市民同意了再动手。超出价目的配件，先打热线。",
        until_on=timezone.localdate(now) + timedelta(days=120),
        by=cast.people["leader01"],
    )
    for n, person in enumerate(cast.answering.values()):
        yield at + timedelta(minutes=7 * n + 5)
        bulletins.confirm(told, by=person)


def _read_by_some(cast: Cast, now: datetime) -> Life:
    at = now - timedelta(hours=5)
    yield at
    told = bulletins.post(
        "台风来了，高空作业一律停",
        words="今晚到后天上午，空调外机、外墙和屋顶的活一律不接。已经约好的，请打热线改时间。",
        until_on=timezone.localdate(now) + timedelta(days=2),
        by=cast.people["leader01"],
    )
    others = [person for name, person in cast.answering.items() if name != HOUSEHOLD]
    for n, person in enumerate(others[::2]):
        yield at + timedelta(minutes=9 * n + 3)
        bulletins.confirm(told, by=person)
