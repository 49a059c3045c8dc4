"""The queue: which worklists there are, how many cases wait in each, and one page of one of them.

A page is found by the last row of the one before, never by counting rows; counts stop at a thousand. Both cost the
same however many cases there are. The statements are written out, with their statuses in them, because only then
does PostgreSQL plan them once and answer them from the partial indexes. What a row shows is left to `rows`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.cases.life import ALIVE
from hotline.cases.life import Status as CaseStatus
from hotline.dispatch.life import OPEN
from hotline.dispatch.life import Status as DispatchStatus
from hotline.followups.life import Status as FollowUpStatus
from hotline.people.roles import STAFF
from hotline.wishes.life import Status as WishStatus

from .stages import ON_THE_WAY

PAGE = 50
MOST = 1000
"""Where counting stops: a longer list is "999+"."""
SOON = timedelta(minutes=30)
"""A clock with less than this left wants a hand."""
FRESH_S = 4.0
"""How long counts may be old."""


def _among(*statuses: str) -> str:
    """Write the statuses into a statement."""
    return "({})".format(", ".join(f"'{status}'" for status in map(str, statuses)))


@dataclass(frozen=True)
class View:
    """A worklist: its name in the address, its word, which cases it keeps, and by what it is sorted.

    `keep` is a condition on the case `c`; `work` keeps the cases in hand whose open dispatch stands so.
    """

    name: str
    label: str | Promise
    group: str | Promise
    keep: str = ""
    work: tuple[str, ...] = ()
    by: str = "due_at"
    tone: str = ""

    @property
    def falling(self) -> bool:
        """Say whether the latest comes first."""
        return self.by != "due_at"

    @property
    def order(self) -> str:
        """Return the order of the rows."""
        return f"c.{self.by} DESC, c.id DESC" if self.falling else "c.due_at, c.id"

    @property
    def condition(self) -> str:
        """Return the condition on the case `c`."""
        if not self.work:
            return self.keep
        working = (
            f"SELECT d.case_id FROM dispatch_dispatch d WHERE d.status IN {_among(*self.work)}"  # noqa: S608
        )
        return f"c.status = '{CaseStatus.IN_HAND}' AND c.id IN ({working})"

    @property
    def waiting(self) -> str:
        """Return the statement whose rows are counted: each case in hand has one open dispatch, so those stand for it."""
        if self.work:
            return f"SELECT FROM dispatch_dispatch d WHERE d.status IN {_among(*self.work)}"
        return f"SELECT FROM cases_case c WHERE {self.keep} ORDER BY c.{self.by} {'DESC' * self.falling}"


MINE, GOING, WATCH, DONE = _("我手上"), _("在办"), _("盯住"), _("办完")
_ALIVE = f"c.status IN {_among(*ALIVE)}"

VIEWS = {
    view.name: view
    for view in (
        View("mine", _("我受理的"), MINE, f"{_ALIVE} AND c.taken_by_id = %(me)s"),
        View("alive", _("全部在办"), GOING, _ALIVE),
        View("to_dispatch", _("待派"), GOING, f"c.status = '{CaseStatus.OPEN}'"),
        View("to_accept", _("待接单"), GOING, work=(DispatchStatus.OFFERED,)),
        View("in_service", _("服务中"), GOING, work=ON_THE_WAY),
        View("to_call_back", _("待回访"), GOING, f"c.status = '{CaseStatus.ANSWERED}'"),
        View("overdue", _("已超时"), WATCH, f"{_ALIVE} AND c.due_at < %(now)s", tone="late"),
        View(
            "soon",
            _("快到时"),
            WATCH,
            f"{_ALIVE} AND c.due_at >= %(now)s AND c.due_at < %(soon)s",
            tone="soon",
        ),
        View("urged", _("催过的"), WATCH, f"{_ALIVE} AND c.times_urged > 0", tone="soon"),
        View("closed_today", _("今天办结"), DONE, "c.closed_at >= %(midnight)s", by="closed_at"),
        View("outside", _("目录外需求"), DONE, "c.outside_catalogue", by="taken_at"),
    )
}

_OWED = (
    f"(SELECT 1 FROM followups_followup f WHERE f.status = '{FollowUpStatus.DUE}' ORDER BY f.due_at)"  # noqa: S608
    f" UNION ALL (SELECT 1 FROM wishes_wish w WHERE w.status = '{WishStatus.OPEN}')"
)
_AREA = """ AND c.area_id IN (SELECT a.id FROM areas_area a LEFT JOIN areas_area p ON p.id = a.parent_id
    WHERE %(area)s IN (a.id, a.parent_id, p.parent_id))"""
_WORDS = " AND (c.said ILIKE %(words)s OR c.handler ILIKE %(words)s)"


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What a reader wants of a worklist: a kind, an area, some words."""

    kind: str = ""
    area: int | None = None
    words: str = ""

    @property
    def condition(self) -> str:
        """Return what is wanted beside the worklist's own condition."""
        kind = " AND c.kind = %(kind)s" if self.kind else ""
        return kind + (_AREA if self.area else "") + (_WORDS if self.words else "")

    @property
    def given(self) -> dict[str, Any]:
        """Return the values that the condition speaks of."""
        words = f"%{connection.ops.prep_for_like_query(self.words)}%"
        return {"kind": self.kind, "area": self.area, "words": words}


class Row(NamedTuple):
    """A line of a worklist: which case, in which version, where the work on it stands, and by what it is sorted."""

    pk: int
    version: int
    work: str | None
    at_s: float | None


@dataclass(frozen=True)
class Page:
    """Some rows of a worklist, and from where the next page goes on."""

    rows: list[Row]
    after: str = ""


@dataclass(frozen=True)
class Place:
    """The last row of a page: its time, when it has one, and its key."""

    at: datetime | None
    pk: int

    @classmethod
    def read(cls, text: str) -> Place | None:
        """Read a place from an address; None when it is none."""
        at, _line, pk = text.partition("_")
        try:
            return cls(datetime.fromtimestamp(float(at), UTC) if at else None, int(pk))
        except (ValueError, OverflowError, OSError):
            return None

    def beyond(self, view: View) -> str:
        """Return the condition on what comes after it."""
        if self.at is None:
            return " AND c.due_at IS NULL AND c.id > %(pk)s"
        sign = "<" if view.falling else ">"
        return f" AND (c.{view.by}, c.id) {sign} (%(at)s, %(pk)s)"


def page(view: View, person: Any, *, narrowed: Narrowed | None = None, after: str = "") -> Page:
    """Return one page of a worklist, in one query; two where cases with a clock end and those without begin."""
    narrowed, place = narrowed or Narrowed(), Place.read(after)
    rows = _rows(view, person, narrowed, place, most=PAGE + 1)
    if len(rows) <= PAGE and not view.falling and place is not None and place.at is not None:
        rows += _rows(view, person, narrowed, Place(None, 0), most=PAGE + 1 - len(rows))
    if len(rows) <= PAGE:
        return Page(rows)
    last = rows[PAGE - 1]
    at = "" if last.at_s is None else f"{last.at_s:.6f}"
    return Page(rows[:PAGE], f"{at}_{last.pk}")


def _rows(
    view: View, person: Any, narrowed: Narrowed, place: Place | None, *, most: int
) -> list[Row]:
    if not person.role & STAFF:  # as `Case.seen_by`, but the worklists are the line's own
        return []
    beyond = place.beyond(view) if place else ""
    statement = f"""SELECT c.id, c.version,
        (SELECT d.status FROM dispatch_dispatch d WHERE d.case_id = c.id AND d.status IN {_among(*OPEN)} LIMIT 1),
        extract(epoch FROM c.{view.by})::float8
        FROM cases_case c WHERE {view.condition}{narrowed.condition}{beyond}
        ORDER BY {view.order} LIMIT {most}"""  # noqa: S608  (only our own words are put in)
    given = _given(person) | narrowed.given
    if place:
        given |= {"at": place.at, "pk": place.pk}
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [Row(*values) for values in cursor.fetchall()]


def _given(person: Any) -> dict[str, Any]:
    """Return the values that the worklists' conditions speak of."""
    now = clock.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"me": person.pk, "now": now, "soon": now + SOON, "midnight": midnight}


@dataclass
class _Counted:
    """Counts as they were a few seconds ago."""

    at: float = -FRESH_S
    counts: dict[str, int] = field(default_factory=dict)


_lately: dict[int, _Counted] = {}


def counts(person: Any) -> dict[str, int]:
    """Return how many cases wait in each worklist, and how many call-backs are owed, in one query."""
    wanted = {name: view.waiting for name, view in VIEWS.items()} | {"callbacks": _OWED}
    if not person.role & STAFF:
        return dict.fromkeys(wanted, 0)
    parts = (f"(SELECT count(*) FROM ({rows} LIMIT {MOST}) AS t)" for rows in wanted.values())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), _given(person))
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def recent_counts(person: Any) -> dict[str, int]:
    """Return the counts, asked at most every few seconds by this process for this person."""
    kept = _lately.setdefault(person.pk, _Counted())
    if time.monotonic() - kept.at > FRESH_S:
        kept.counts, kept.at = counts(person), time.monotonic()
    return kept.counts


def forget(person: Any = None) -> None:
    """Forget the counts kept in memory: of somebody whose own act has changed them, or all (another database)."""
    if person is None:
        _lately.clear()
    else:
        _lately.pop(person.pk, None)


def said(count: int) -> str:
    """Say a count as the page shows it."""
    return f"{MOST - 1}+" if count >= MOST else str(count)
