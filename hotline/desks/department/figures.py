"""A unit's own figures of a month, beside the month before and the line's targets. Plain counts; scores are made elsewhere.

An assignment belongs to the month in which it was sent. What went back, to another or away counts in no share. The
assignments behind a figure are found by the same conditions that it is counted by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.assignments import queries as assignments
from hotline.assignments.life import Status
from hotline.assignments.models import AssignmentQuerySet

GONE = (Status.RETURNED, Status.MOVED, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Figure:
    """What is counted, and among what; without `among` it is a plain number."""

    name: str
    label: str | Promise
    counts: Q
    among: Q | None = None
    target: str = ""
    """The rule that says how much it should be."""
    missed: str | Promise = ""
    """What is said of an assignment that is counted among, and not counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of this month and of the one before."""

    figure: Figure
    n: int
    among: int | None
    before: float | None
    target: int | None

    @property
    def value(self) -> float | None:
        """Return the number, or the share; None where there is nothing to count among."""
        return _value(self.n, self.among)

    @property
    def tone(self) -> str:
        """Say whether the target is met."""
        if self.target is None or self.value is None:
            return ""
        return "ok" if 100 * self.value >= self.target else "late"


def figures(now: datetime) -> tuple[Figure, ...]:
    """Return every figure; a clock that has not run out yet counts on neither side."""
    kept = ~Q(status__in=GONE)
    signed = Q(signed_at__isnull=False)
    replied = Q(replied_at__isnull=False)
    return (
        Figure("sent", _("交办给我们的"), Q()),
        Figure(
            "signed", _("按时签收"), kept & signed & Q(sign_late=False),
            kept & (signed | Q(sign_late=True) | Q(sign_by_at__lt=now)),
            target="sign_target_pct", missed=_("逾期签收"),
        ),
        Figure(
            "concluded", _("按时办结"), kept & replied & Q(reply_late=False),
            kept & (replied | Q(reply_late=True) | assignments.overdue(now, "reply_by_at")),
            target="reply_target_pct", missed=_("逾期反馈"),
        ),
        Figure("returned", _("申请退单"), Q(times_returned__gt=0)),
        Figure("sent_back", _("审核退回"), Q(times_sent_back__gt=0)),
        Figure("done_again", _("市民不满意重办"), Q(times_done_again__gt=0)),
    )  # fmt: skip


def of_month(rows: AssignmentQuerySet, month: date, *, now: datetime, book: Any) -> list[Told]:
    """Return every figure of the assignments of a month; two queries."""
    kinds = figures(now)
    this, last = (_count(rows, of, kinds) for of in (month, previous(month)))
    return [
        Told(
            one,
            this[one.name],
            this.get(f"{one.name}_among"),
            _value(last[one.name], last.get(f"{one.name}_among")),
            book[one.target] if one.target else None,
        )
        for one in kinds
    ]


def behind(figure: Figure, rows: AssignmentQuerySet, month: date) -> AssignmentQuerySet:
    """Return the assignments that a figure is counted among, those that it does not count first."""
    among = figure.counts if figure.among is None else figure.among
    found = sent_in(rows, month).filter(among)
    return found.annotate(counted=Count("pk", filter=figure.counts or None)).order_by(
        "counted", "-sent_at", "-pk"
    )


def sent_in(rows: AssignmentQuerySet, month: date) -> AssignmentQuerySet:
    """Keep what was sent in a month."""
    since, until = month.replace(day=1), following(month)
    return rows.filter(sent_at__gte=_midnight(since), sent_at__lt=_midnight(until))


def previous(month: date) -> date:
    """Return the first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def following(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def _count(rows: AssignmentQuerySet, month: date, kinds: tuple[Figure, ...]) -> dict[str, int]:
    wanted: dict[str, Any] = {}
    for one in kinds:
        wanted[one.name] = Count("pk", filter=one.counts) if one.counts else Count("pk")
        if one.among is not None:
            wanted[f"{one.name}_among"] = Count("pk", filter=one.among)
    found: dict[str, int] = sent_in(rows, month).aggregate(**wanted)
    return found


def _value(n: int, among: int | None) -> float | None:
    if among is None:
        return float(n)
    return n / among if among else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
