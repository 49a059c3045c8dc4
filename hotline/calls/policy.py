"""Whom the line may ring, and how often. Pure.

Keeps a stolen seat from ringing far countries all night: numbers by an allow-list of prefixes, so many
calls a seat and a day. Citizens are left in peace at night, unless their own case is alive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.rules.book import Book

EMERGENCIES = ("110", "119", "120", "122")
_DIGITS = re.compile(r"\+?\d{3,15}", re.ASCII)


class No(StrEnum):
    """Why a number is not rung."""

    NUMBER = "number"
    PREFIX = "prefix"
    SEAT = "seat"
    DAY = "day"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Made:
    """How many calls to outside were made today: from this seat, from all."""

    by_seat: int
    by_all: int


def why_not(
    number: str,
    *,
    allowed: Iterable[str],
    made: Made,
    at: datetime,
    rules: Book,
    citizen: bool = False,
    alive: bool = False,
) -> No | None:
    """Say why *number* is not rung at the local time *at*; None when it may be.

    *allowed* are the beginnings of numbers that may be rung; an emergency always may, and counts for nothing. *citizen*
    says that a citizen is rung, *alive* that it is about a case of his that is being handled right now.
    """
    if number in EMERGENCIES:
        return None
    if not _DIGITS.fullmatch(number):
        return No.NUMBER
    if not number.startswith(tuple(allowed)):
        return No.PREFIX
    if made.by_seat >= rules["outbound_seat_day"]:
        return No.SEAT
    if made.by_all >= rules["outbound_day"]:
        return No.DAY
    if (
        citizen
        and not alive
        and not rules["callback_from_h"] <= at.hour < rules["callback_until_h"]
    ):
        return No.NIGHT
    return None
