"""The queue: which worklists there are, how many cases wait in each, and one page of one of them.

A page is found by the last row of the one before, never by counting rows; counts stop at a thousand. Both cost the
same however many cases there are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.cases.life import ALIVE
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp

from .stages import ON_THE_WAY

PAGE = 50
MOST = 1000
"""Where counting stops: a longer list is "999+"."""
SOON = timedelta(minutes=30)
"""A clock with less than this left wants a hand."""
FRESH_S = 4.0
"""How long counts may be old."""

Cases = QuerySet[Case]


@dataclass(frozen=True)
class View:
    """A worklist: its name in the address, its word, what it keeps, and by what it is sorted."""

    name: str
    label: str | Promise
    group: str | Promise
    keep: Callable[[Cases, Any], Cases]
    by: str = "due_at"
    tone: str = ""

    @property
    def falling(self) -> bool:
        """Say whether the latest comes first."""
        return self.by != "due_at"


def _on(*statuses: str) -> Exists:
    return Exists(Dispatch.objects.filter(case=OuterRef("pk"), status__in=statuses))


def _alive(cases: Cases, _person: Any) -> Cases:
    return cases.filter(status__in=ALIVE)


def _in_hand(*statuses: str) -> Callable[[Cases, Any], Cases]:
    return lambda cases, _person: cases.filter(_on(*statuses), status=CaseStatus.IN_HAND)


def _standing(status: CaseStatus) -> Callable[[Cases, Any], Cases]:
    return lambda cases, _person: cases.filter(status=status)


def _overdue(cases: Cases, person: Any) -> Cases:
    return _alive(cases, person).filter(due_at__lt=clock.now())


def _soon(cases: Cases, person: Any) -> Cases:
    now = clock.now()
    return _alive(cases, person).filter(due_at__gte=now, due_at__lt=now + SOON)


def _closed_today(cases: Cases, _person: Any) -> Cases:
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return cases.filter(closed_at__gte=midnight)


MINE, GOING, WATCH, DONE = _("我手上"), _("在办"), _("盯住"), _("办完")

VIEWS = {
    view.name: view
    for view in (
        View("mine", _("我受理的"), MINE, lambda cases, me: _alive(cases, me).filter(taken_by=me)),
        View("alive", _("全部在办"), GOING, _alive),
        View("to_dispatch", _("待派"), GOING, _standing(CaseStatus.OPEN)),
        View("to_accept", _("待接单"), GOING, _in_hand(DispatchStatus.OFFERED)),
        View("in_service", _("服务中"), GOING, _in_hand(*ON_THE_WAY)),
        View("to_call_back", _("待回访"), GOING, _standing(CaseStatus.ANSWERED)),
        View("overdue", _("已超时"), WATCH, _overdue, tone="late"),
        View("soon", _("快到时"), WATCH, _soon, tone="soon"),
        View("closed_today", _("今天办结"), DONE, _closed_today, by="closed_at"),
        View(
            "outside",
            _("目录外需求"),
            DONE,
            lambda cases, _me: cases.filter(outside_catalogue=True),
            by="taken_at",
        ),
    )
}


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What a reader wants of a worklist: a kind, an area, some words."""

    kind: str = ""
    area: int | None = None
    words: str = ""

    def keep(self, cases: Cases) -> Cases:
        """Keep the cases that are wanted."""
        if self.kind:
            cases = cases.filter(kind=self.kind)
        if self.area:
            within = Q(area=self.area) | Q(area__parent=self.area)
            cases = cases.filter(within | Q(area__parent__parent=self.area))
        if self.words:
            cases = cases.filter(Q(said__icontains=self.words) | Q(handler__icontains=self.words))
        return cases


@dataclass(frozen=True)
class Page:
    """Some rows of a worklist, and from where the next page goes on."""

    rows: list[Any]
    after: str = ""


@dataclass(frozen=True)
class Place:
    """The last row of a page: its time, when it has one, and its key."""

    at: datetime | None
    pk: int

    def __str__(self) -> str:
        return f"{self.at.timestamp():.6f}_{self.pk}" if self.at else f"_{self.pk}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """Read a place from an address; None when it is none."""
        at, _line, pk = text.partition("_")
        try:
            return cls(datetime.fromtimestamp(float(at), UTC) if at else None, int(pk))
        except (ValueError, OverflowError, OSError):
            return None


WHAT_A_ROW_SHOWS = (
    "pk", "version", "serial", "status", "stage", "kind", "what", "handler", "secret", "urgency",
    "taken_at", "due_at", "due_from_at", "closed_at", "area__short", "area__parent__short",
)  # fmt: skip


def page(view: View, person: Any, *, narrowed: Narrowed | None = None, after: str = "") -> Page:
    """Return one page of a worklist, in one query; two where cases with a clock end and those without begin."""
    cases = view.keep(Case.objects.seen_by(person), person)
    cases = narrowed.keep(cases) if narrowed else cases
    rows = list(_shown(_after(cases, view, Place.read(after)), view)[: PAGE + 1])
    if len(rows) <= PAGE and _timed(view, after):
        untimed = cases.filter(due_at=None)
        rows += list(_shown(untimed, view)[: PAGE + 1 - len(rows)])
    if len(rows) <= PAGE:
        return Page(rows)
    last = rows[PAGE - 1]
    return Page(rows[:PAGE], str(Place(getattr(last, view.by), last.pk)))


def _timed(view: View, after: str) -> bool:
    """Say whether rows without a clock may still come: only the list by the clock has any."""
    place = Place.read(after)
    return not view.falling and (place is not None and place.at is not None)


def _shown(cases: Cases, view: View) -> Any:
    work = Dispatch.objects.open().filter(case=OuterRef("pk")).values("status")[:1]
    order = (f"-{view.by}", "-pk") if view.falling else (view.by, "pk")
    told = cases.annotate(stage=Subquery(work), what=Left("said", 80)).order_by(*order)
    return told.values_list(*WHAT_A_ROW_SHOWS, named=True)


def _after(cases: Cases, view: View, place: Place | None) -> Cases:
    """Keep what comes after a place; the first condition is the one that the index answers."""
    if place is None:
        return cases
    if place.at is None:
        return cases.filter(due_at=None, pk__gt=place.pk)
    if view.falling:
        beyond = Q(**{f"{view.by}__lt": place.at}) | Q(pk__lt=place.pk)
        return cases.filter(beyond, **{f"{view.by}__lte": place.at})
    return cases.filter(Q(due_at__gt=place.at) | Q(pk__gt=place.pk), due_at__gte=place.at)


@dataclass
class _Counted:
    """Counts as they were a few seconds ago."""

    at: float = -FRESH_S
    counts: dict[str, int] = field(default_factory=dict)


_lately: dict[int, _Counted] = {}


def counts(person: Any) -> dict[str, int]:
    """Return how many cases wait in each worklist, and how many call-backs are owed, in one query."""
    wanted: dict[str, QuerySet[Any]] = {
        name: view.keep(Case.objects.seen_by(person), person) for name, view in VIEWS.items()
    }
    wanted["callbacks"] = FollowUp.objects.seen_by(person).filter(status=FollowUpStatus.DUE)
    return dict(zip(wanted, _count(wanted.values()), strict=True))


def recent_counts(person: Any) -> dict[str, int]:
    """Return the counts, asked at most every few seconds by this process for this person."""
    kept = _lately.setdefault(person.pk, _Counted())
    if time.monotonic() - kept.at > FRESH_S:
        kept.counts, kept.at = counts(person), time.monotonic()
    return kept.counts


def forget() -> None:
    """Forget the counts kept in memory: an act of this process has changed them, or the database is another."""
    _lately.clear()


def said(count: int) -> str:
    """Say a count as the page shows it."""
    return f"{MOST - 1}+" if count >= MOST else str(count)


def _count(wanted: Iterable[QuerySet[Any]]) -> list[int]:
    parts: list[str] = []
    values: list[Any] = []
    for rows in wanted:
        sql, params = rows.order_by().values_list("pk")[:MOST].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608  (the ORM's own SQL)
        values += params
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), values)
        return list(cursor.fetchone())
