"""One line of the queue as HTML, kept in memory until the case changes. The clock stands outside: it changes by itself.

A line is the same for everybody who sees the case the same way, so it is kept by version, work, mask, language and day.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from markupsafe import Markup

from hotline import clock
from hotline.cases.models import Case, Kind
from hotline.people.roles import STAFF

from .queue import SOON
from .stages import is_alive, stage

MOST = 20_000
"""Lines kept: some 10 MB."""

_kept: OrderedDict[Hashable, Markup] = OrderedDict()


def line(row: Any, person: Any) -> Markup:
    """Return the cells of a row after its clock."""
    key = (
        row.pk,
        row.version,
        row.stage,
        bool(person.role & STAFF),
        translation.get_language(),
        timezone.localdate(clock.now()),
    )
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = Markup(_render(row))  # noqa: S704  (the template escapes)
        if len(_kept) > MOST:
            _kept.popitem(last=False)
    else:
        _kept.move_to_end(key)
    return found


def forget() -> None:
    """Forget every line (another database, in tests)."""
    _kept.clear()


def clock_state(row: Any) -> str:
    """Say how a row's clock is drawn: in time, soon, late, or without one."""
    if not is_alive(row.status):
        return "met"
    if row.due_at is None:
        return "none"
    left = row.due_at - clock.now()
    if left.total_seconds() < 0:
        return "late"
    return "soon" if left < SOON else ""


def place_of(row: Any) -> str:
    """Name where it is, as people do: town and village."""
    return " · ".join(part for part in (row.area__parent__short, row.area__short) if part)


def _render(row: Any) -> str:
    case = Case(serial=row.serial, taken_at=row.taken_at)
    given = {
        "row": row,
        "number": case.number,
        "what": first_words(row.what),
        "place": place_of(row),
        "stage": stage(row.status, row.stage),
        "kind": Kind(row.kind).label,
    }
    return render_to_string("operator/_row.html", given, using="jinja2")


def first_words(said: str, most: int = 40) -> str:
    """Return the first sentence of what was said, short enough for a line."""
    first = said.strip().splitlines()[0] if said.strip() else ""
    for mark in ("\u3002", "\uff01", "\uff1f", "\uff1b", ". ", "! ", "? "):
        first = first.split(mark)[0]
    return first if len(first) <= most else first[: most - 1] + "…"
