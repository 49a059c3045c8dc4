"""When a citizen is called back. Pure; times are local, numbers come from the book of rules.

The rule (81890, 12345): within two hours of done; what would fall into the night begins the next morning; three tries at
different hours.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from hotline.rules.book import Book


def first_due(done_at: datetime, book: Book) -> datetime:
    """Return by when the first call is owed for work done at *done_at* (local time)."""
    due = done_at + book.time("callback_h")
    if awake(due, book):
        return due
    return next_morning(due, book) + book.time("callback_h")


def next_try(tried_at: datetime, hours: Collection[int], book: Book) -> datetime:
    """Return when to try again after a call nobody took: awake, apart, at an hour not tried before."""
    due = tried_at + book.time("callback_apart_h")
    for _ in range(48):
        if not awake(due, book):
            due = next_morning(due, book)
        if due.hour not in hours:
            return due
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due  # every waking hour was tried: any of them will do


def awake(at: datetime, book: Book) -> bool:
    """Say whether one may ring a citizen at this local time."""
    return book["callback_from_h"] <= at.hour < book["callback_until_h"]


def next_morning(at: datetime, book: Book) -> datetime:
    """Return the next moment at or after *at* when the waking hours begin."""
    morning = at.replace(hour=book["callback_from_h"], minute=0, second=0, microsecond=0)
    return morning if morning >= at else morning + timedelta(days=1)
