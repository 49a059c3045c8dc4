"""The lines of the queue as HTML, each kept in memory until its case changes; only the clock in it is written anew.

A line is the same for all of the line's own people (nothing in it names the caller), so it is kept by version, work,
language and day.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left
from django.template.loader import render_to_string
from django.utils import translation
from markupsafe import Markup

from hotline import clock
from hotline.cases.models import Case, Kind
from hotline.dispatch.models import Dispatch
from hotline.today import today
from hotline.ui import chip, times

from .queue import SOON, Row
from .stages import is_alive, stage

MOST = 20_000
"""Lines kept: some 20 MB."""

FOUND = "found"
"""In place of where the work stands: the line is one of those that were found."""

Key: TypeAlias = tuple[int, int, str | None, str | None, date]


class Line(NamedTuple):
    """A line around its clock; one whose clock does not run is all in front."""

    front: str
    clock: chip.Ticking | None
    back: str


_kept: OrderedDict[Key, Line] = OrderedDict()


def lines(page: Iterable[Row], person: Any) -> Markup:
    """Return the rows of a page; those not yet kept are read in one query."""
    language, day = translation.get_language(), today()
    found = [(row, _known((*row[:3], language, day))) for row in page]
    missing = [row.pk for row, line in found if line is None]
    fresh = _fetch(missing, person, language, day) if missing else {}
    now_s, say = clock.now().timestamp(), times.Left.spoken()
    soon_s = SOON.total_seconds()
    return Markup(  # noqa: S704  (the template and the chip escape)
        "".join(
            line.front + (line.clock.drawn(now_s, soon_s, say) if line.clock else "") + line.back
            for row, kept in found
            if (line := kept or fresh.get(row.pk))
        )
    )


def found(cases: Iterable[Case]) -> Markup:
    """Return the lines of cases that were found, kept as those of the queue are; they name no clock and no work."""
    language, day = translation.get_language(), today()
    written = []
    for case in cases:
        key = (case.pk, case.version, FOUND, language, day)
        line = _known(key) or _keep(key, _made_of_found(case))
        written.append(line.front)
    return Markup("".join(written))  # noqa: S704  (the template escapes)


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


def first_words(said: str, most: int = 40) -> str:
    """Return the first sentence of what was said, short enough for a line."""
    first = said.strip().splitlines()[0] if said.strip() else ""
    for mark in ("\u3002", "\uff01", "\uff1f", "\uff1b", ". ", "! ", "? "):
        first = first.split(mark)[0]
    return first if len(first) <= most else first[: most - 1] + "…"


WHAT_A_LINE_SHOWS = (
    "pk", "version", "serial", "status", "work", "kind", "what", "handler", "secret", "urgency",
    "taken_at", "due_at", "due_from_at", "closed_at", "area__short", "area__parent__short",
    "times_urged", "entered_at", "declared_at",
)  # fmt: skip


def _known(key: Key) -> Line | None:
    line = _kept.get(key)
    if line is not None:
        _kept.move_to_end(key)
    return line


def _fetch(keys: list[int], person: Any, language: str | None, day: date) -> dict[int, Line]:
    """Read cases and keep their lines, under the version that was read."""
    work = Dispatch.objects.open().filter(case=OuterRef("pk")).values("status")[:1]
    cases = Case.objects.seen_by(person).filter(pk__in=keys)
    told = cases.annotate(work=Subquery(work), what=Left("said", 80))
    fresh: dict[int, Line] = {}
    for row in told.values_list(*WHAT_A_LINE_SHOWS, named=True):
        key = (row.pk, row.version, row.work, language, day)
        fresh[row.pk] = _keep(key, _made(row))
    return fresh


def _keep(key: Key, line: Line) -> Line:
    _kept[key] = line
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return line


def _made_of_found(case: Case) -> Line:
    given = {"case": case, "what": first_words(case.said), "stage": stage(case.status, None)}
    return Line(render_to_string("operator/_found.html", given, using="jinja2"), None, "")


def _made(row: Any) -> Line:
    case = Case(serial=row.serial, taken_at=row.taken_at)
    runs = is_alive(row.status) and row.due_at is not None
    given = {
        "row": row,
        "alive": is_alive(row.status),
        "number": case.number,
        "what": first_words(row.what),
        "place": place_of(row),
        "stage": stage(row.status, row.work),
        "kind": Kind(row.kind).label,
    }
    written = render_to_string("operator/_row.html", given, using="jinja2")
    front, _mark, back = written.partition("<!-- clock -->")
    return Line(front, chip.Ticking(row.due_at, row.due_from_at) if runs else None, back)
