"""The book of rules as pure code reads it: the numbers in force at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Book:
    """The numbers in force; `book["accept_min"]`, or as a length of time `book.time("accept_min")`."""

    numbers: Mapping[str, int]

    def __getitem__(self, name: str) -> int:
        """Return one number; KeyError when there is no such rule."""
        return self.numbers[name]

    def time(self, name: str) -> timedelta:
        """Return a rule in seconds, minutes or hours as a length of natural time."""
        unit = {"s": "seconds", "min": "minutes", "h": "hours"}[name.rpartition("_")[2]]
        return timedelta(**{unit: self.numbers[name]})
