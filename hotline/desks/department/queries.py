"""What a unit's people have to do, by the clock: what is due first comes first, whichever of its clocks that is.

An assignment has up to three clocks at a time: to sign, to contact the citizen, to reply. It stands in the list by the one
that runs out first. One whose clock stands is due at no time, and comes last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.assignments import queries as assignments
from hotline.assignments import running
from hotline.assignments.life import Part, Status
from hotline.assignments.models import NEXT, Assignment, AssignmentQuerySet, Supervision
from hotline.timelimits.limits import Clock

SOON = timedelta(hours=24)
"""What is due within a day is near, whatever its length; of longer ones also what the clock has warned of."""

WORDS: dict[str, str | Promise] = {
    Clock.SIGN: _("签收"),
    Clock.CONTACT: _("联系市民"),
    Clock.REPLY: _("反馈"),
}

MOST = 1000
"""Where counting stops: of a longer list the soonest are counted, and the inbox costs the same however much there is."""


@dataclass(frozen=True, slots=True)
class Due:
    """One clock that runs: what for, from when, until when."""

    word: str | Promise
    at: datetime
    since: datetime
    state: str
    """ "late", "soon" or nothing."""


def inbox(person: Any) -> AssignmentQuerySet:
    """Return what somebody's units have to do, each with when it is due next, what is due first first."""
    owed = Supervision.objects.filter(answered_at=None).order_by("answer_by_at")
    rows = assignments.inbox(person).annotate(next_due_at=NEXT)
    rows = rows.select_related("case__service", "case__area", "unit", "under__unit")
    rows = rows.prefetch_related(Prefetch("supervisions", queryset=owed, to_attr="owed"))
    return rows.order_by(F("next_due_at").asc(nulls_last=True), "pk")


def shown(now: datetime) -> dict[str, Q]:
    """Return the parts of the inbox that may be shown alone, each with its condition."""
    warned = Q(kept__reply__near=True) | Q(kept__sign__near=True, status=Status.SENT)
    ahead = Q(next_due_at__gte=now)
    return {
        "all": Q(),
        "sign": Q(status=Status.SENT),
        "late": Q(next_due_at__lt=now),
        "soon": ahead & (warned | Q(next_due_at__lte=now + SOON)),
        "week": ahead & Q(next_due_at__lt=end_of_week(now)),
        "stands": Q(stands_since_at__isnull=False),
        "parts": ~Q(part=Part.LEAD),
    }


def soonest(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Keep those that are due first, as many as are counted."""
    first = rows.select_related(None).prefetch_related(None).values("pk")[:MOST]
    return Assignment.objects.filter(pk__in=first).annotate(next_due_at=NEXT)


def counts(rows: AssignmentQuerySet, now: datetime) -> dict[str, int]:
    """Return how many each part of the inbox has, among those that are due first; one query."""
    wanted = {name: Count("pk", filter=which) for name, which in shown(now).items() if which}
    found: dict[str, int] = soonest(rows).aggregate(all=Count("pk"), **wanted)
    return found


def told(counted: dict[str, int]) -> dict[str, str]:
    """Return counts as they are shown: where there is more than was counted, "999+" and the like."""
    if counted["all"] < MOST:
        return {name: str(n) for name, n in counted.items()}
    known = {"late"} if counted["late"] < MOST else set()  # what is late is due before all else
    return {
        name: str(n) if name in known else f"{min(n, MOST - 1)}+" for name, n in counted.items()
    }


def many(rows: AssignmentQuerySet, part: str, counted: dict[str, int]) -> int:
    """Return how many rows there are to turn the pages of; at most as many as are counted."""
    if part == "all" or counted["all"] < MOST:
        return counted[part]
    return rows.select_related(None).prefetch_related(None)[:MOST].count()


def this_week(rows: AssignmentQuerySet, now: datetime) -> list[tuple[date, int]]:
    """Return on which days until Sunday how many will be overdue unless something is done; one query."""
    due = soonest(rows).filter(shown(now)["week"])
    days = due.annotate(day=TruncDate("next_due_at")).values("day").annotate(n=Count("pk"))
    return [(one["day"], one["n"]) for one in days.order_by("day")]


def end_of_week(now: datetime) -> datetime:
    """Return the midnight after Sunday."""
    today = timezone.localdate(now)
    return timezone.make_aware(
        datetime.combine(today + timedelta(days=7 - today.weekday()), time.min)
    )


def clocks_of(assignment: Assignment) -> list[Due]:
    """Return the clocks of an assignment that run, what is due first first."""
    return sorted(_clocks(assignment, clock.now()), key=lambda due: due.at)


def _clocks(assignment: Assignment, now: datetime) -> Iterator[Due]:
    for one in running.open_clocks(assignment):
        at = getattr(assignment, f"{one}_by_at")
        if at is None or (one == Clock.CONTACT and not assignment.is_lead):
            continue
        kept = assignment.kept[one]
        near = kept.get("near") or at <= now + SOON
        state = "late" if at < now else "soon" if near else ""
        yield Due(WORDS[one], at, datetime.fromisoformat(kept["from"]), state)


def past(person: Any) -> AssignmentQuerySet:
    """Return what somebody's units have replied to or had, the latest first."""
    rows = Assignment.objects.seen_by(person).exclude(status__in=(Status.SENT, Status.SIGNED))
    return rows.select_related("case__service", "case__area", "unit").order_by("-sent_at", "-pk")
