"""Questions about areas: is it served, and which one does the caller speak of."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db.models import Count, Sum

from hotline.journal import rows

from .matching import Gazetteer, Place
from .models import Area, Kind

DEPTH = {Kind.CITY: 0, Kind.TOWN: 1, Kind.COMMUNITY: 2}
_VALID = """SELECT {columns} FROM {table} t WHERE t.id = %s
    AND (t.valid_from IS NULL OR t.valid_from <= %s) AND (t.valid_until IS NULL OR t.valid_until > %s)"""


def is_served(area: Area, *, on: date) -> bool:
    """Say whether the line serves *area* on a day."""
    return Area.objects.served_on(on).filter(pk=area.pk).exists()


def valid(pk: int, *, on: date) -> Area | None:
    """Return one area, if it exists on a day."""
    found = rows.returned(Area, _VALID, [pk, on, on])
    return found[0] if found else None


def find(text: str, *, on: date) -> Area | None:
    """Return the area that *text* speaks of, served or not: that it is not is an answer too."""
    found = _gazetteer(on, _version()).find(text)
    if found is None:
        return None
    return Area.objects.select_related("parent").get(code=found.place.code)


def forget() -> None:
    """Forget the names kept in memory (another database, in tests)."""
    _gazetteer.cache_clear()


def _version() -> tuple[int, int]:
    """Return what changes with every act: how many areas, and how often any was changed."""
    seen = Area.objects.aggregate(rows=Count("pk"), changes=Sum("revision"))
    return seen["rows"], seen["changes"] or 0


@lru_cache(maxsize=8)
def _gazetteer(day: date, _seen: tuple[int, int]) -> Gazetteer:
    rows = Area.objects.valid_on(day).values_list("code", "name", "short", "parent__code", "kind")
    return Gazetteer(
        Place(code, name, short, parent, DEPTH[Kind(kind)])
        for code, name, short, parent, kind in rows
    )
