"""Questions about the catalogue: what a caller may mean, and how large it is on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Sum

from hotline.journal import rows

from .matching import Entry, Index
from .models import Group, Service

_OFFERED = """SELECT {columns} FROM {table} t WHERE t.id = %s AND t.valid_from <= %s
    AND (t.valid_until IS NULL OR t.valid_until > %s)"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A service that the caller may mean, and the words that spoke for it."""

    service: Service
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The services of one day, kept in memory, and the index over them. Read, never changed."""

    services: Mapping[str, Service]
    index: Index


def suggest(said: str, *, on: date, most: int = 5) -> list[Suggestion]:
    """Return the services of a day that *said* may mean, the likeliest first, or none."""
    shelf = _shelf(on, _version())
    return [
        Suggestion(shelf.services[match.code], match.score, match.words)
        for match in shelf.index.match(said, most=most)
    ]


def offered(pk: int, *, on: date) -> Service | None:
    """Return one version of a service, if it holds on a day."""
    found = rows.returned(Service, _OFFERED, [pk, on, on])
    return found[0] if found else None


def size(*, on: date) -> tuple[int, int]:
    """Return how many groups and how many services are offered on a day."""
    return Group.objects.offered_on(on).count(), Service.objects.offered_on(on).count()


def forget() -> None:
    """Forget the services kept in memory (another database, in tests)."""
    _shelf.cache_clear()


def _version() -> tuple[int, int]:
    """Return what changes with every act: how many versions, and how often any was changed."""
    seen = Service.objects.aggregate(rows=Count("pk"), changes=Sum("revision"))
    return seen["rows"], seen["changes"] or 0


@lru_cache(maxsize=8)
def _shelf(day: date, _seen: tuple[int, int]) -> _Shelf:
    services = {
        service.code: service for service in Service.objects.offered_on(day).select_related("group")
    }
    return _Shelf(services, Index(map(_entry, services.values())))


def _entry(service: Service) -> Entry:
    return Entry(
        code=service.code,
        name=service.name,
        aliases=service.aliases,
        keywords=service.keywords,
        description=service.description,
        initials=service.initials,
    )
