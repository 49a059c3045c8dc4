"""What waits for a provider's worker: each page says in a line or two what is to be done there, and his home shows them all.

A page's module puts `@waits` before the function that tells; what a telling costs is a query or two, whatever the provider has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hotline.providers.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing to do: in which page of the menu, in words, where it is done."""

    page: str
    """Its page by its name in `frame.PAGES`; the menu counts there."""
    words: str
    href: str
    count: int = 1
    tone: str = "soon"
    """ "late" where something is lost when nobody does it."""


Tell = Callable[[Member], Iterable[Waiting]]
_tellers: dict[str, Tell] = {}


def waits(tell: Tell) -> Tell:
    """Let a page tell what waits there."""
    _tellers[f"{tell.__module__}.{tell.__qualname__}"] = tell
    return tell


def told(member: Member) -> list[Waiting]:
    """Return everything that waits for a worker, what is lost otherwise first."""
    lines = [line for tell in _tellers.values() for line in tell(member) if line.count]
    return sorted(lines, key=lambda line: line.tone != "late")
