"""What a unit's people have to do, by the clock: what is due first comes first, whichever of its clocks that is.

An assignment has up to four clocks at a time: to sign, to contact the citizen, to reply, to answer the notices by which it is
supervised. It stands in the list by the one that runs out first. One whose clock stands is due at no time, and comes last. What
was asked in time and is undecided excuses a unit from its work, never from answering a notice: that clock neither stands nor waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case as Switch
from django.db.models import (
    Count,
    DateTimeField,
    Expression,
    ExpressionWrapper,
    F,
    Prefetch,
    Q,
    When,
)
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.assignments import queries as assignments
from hotline.assignments import running
from hotline.assignments.life import AT_WORK, Part, Status
from hotline.assignments.models import OWED_NEXT, Assignment, AssignmentQuerySet, Supervision
from hotline.timelimits.limits import Clock

SOON = timedelta(hours=24)
"""What is due within a day is near, whatever its length; of longer ones also what the clock has warned of."""

WORDS: dict[str, str | Promise] = {
    Clock.SIGN: _("签收"),
    Clock.CONTACT: _("联系市民"),
    Clock.REPLY: _("反馈"),
    Clock.SUPERVISION: _("答复督办"),
}

MOST = 1000
"""Where counting stops: of a longer list the soonest are counted, and the inbox costs the same however much there is."""


class _Whole(ExpressionWrapper):  # type: ignore[type-arg]
    """A moment that counts speak of by its name alone: else Django looks through all its parts for each, a tenth of a second."""

    def __init__(self, moment: Expression) -> None:
        super().__init__(moment, output_field=DateTimeField())

    def replace_expressions(self, replacements: Any) -> Any:
        """Return what stands for it; its parts are left alone."""
        return replacements.get(self, self)


@dataclass(frozen=True, slots=True)
class Due:
    """One clock that runs: what for, from when, until when."""

    word: str | Promise
    at: datetime
    since: datetime
    state: str
    """ "late", "soon" or nothing."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many each part of an inbox has, and on which days until Sunday how many will be overdue unless something is done."""

    parts: dict[str, int]
    week: list[tuple[date, int]]


def inbox(person: Any, now: datetime) -> AssignmentQuerySet:
    """Return what somebody's units have to do, each with when it is due next and by when it counts, what is due first first."""
    owed = Supervision.objects.filter(answered_at=None).order_by("answer_by_at")
    rows = assignments.inbox(person).annotate(next_due_at=_Whole(OWED_NEXT))
    asked = Q(asks_since_at__lte=F("next_due_at"))
    asked_above = Q(above_asks_since_at__lte=F("next_due_at"), reply_by_at__lte=F("next_due_at"))
    excused = Q(next_due_at__lt=now) & (asked | asked_above)
    counts = Switch(When(excused, then=F("answer_by_at")), default=F("next_due_at"))
    rows = rows.annotate(counts_at=_Whole(counts))
    rows = rows.select_related("case__service", "case__area", "unit", "under__unit")
    rows = rows.prefetch_related(Prefetch("supervisions", queryset=owed, to_attr="owed"))
    return rows.order_by(F("next_due_at").asc(nulls_last=True), "pk")


def shown(now: datetime) -> dict[str, Q]:
    """Return the parts of the inbox that may be shown alone, each with its condition."""
    warned = Q(kept__reply__near=True) | Q(kept__sign__near=True, status=Status.SENT)
    warned &= Q(status__in=AT_WORK, stands_since_at=None)
    ahead = Q(counts_at__gte=now)
    return {
        "all": Q(),
        "sign": Q(status=Status.SENT, asks_since_at=None),
        "late": _before(now),
        "soon": ahead & (warned | Q(counts_at__lte=now + SOON)),
        "week": ahead & _before(end_of_week(now)),
        "stands": Q(stands_since_at__isnull=False),
        "parts": ~Q(part=Part.LEAD),
    }


def _before(moment: datetime) -> Q:
    """Return the condition for what counts before a moment: what is due next bounds it too, and has an index."""
    return Q(next_due_at__lt=moment, counts_at__lt=moment)


def counts(rows: AssignmentQuerySet, now: datetime) -> Counted:
    """Count each part of the inbox, and each day until Sunday, among those that are due first; one query."""
    wanted = {name: Count("pk", filter=which) for name, which in shown(now).items() if which}
    week = shown(now)["week"]
    days = {f"day_{day:%Y%m%d}": (day, end) for day, end in _days(now)}
    each = {
        name: Count("pk", filter=week & Q(counts_at__gte=midnight(day), counts_at__lt=end))
        for name, (day, end) in days.items()
    }
    first = rows.select_related(None).prefetch_related(None)[:MOST]
    found: dict[str, int] = first.aggregate(all=Count("pk"), **wanted, **each)
    of_days = [(day, found.pop(name)) for name, (day, _end) in days.items()]
    return Counted(found, [(day, n) for day, n in of_days if n])


def _days(now: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the days until Sunday, each with its end."""
    day = timezone.localdate(now)
    while (begins := midnight(day)) < end_of_week(now):
        day += timedelta(days=1)
        yield timezone.localdate(begins), midnight(day)


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


def midnight(day: date) -> datetime:
    """Return the first moment of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of_week(now: datetime) -> datetime:
    """Return the midnight after Sunday."""
    today = timezone.localdate(now)
    return midnight(today + timedelta(days=7 - today.weekday()))


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
        late = at < now and not assignment.asked_in_time(at)
        state = "late" if late else "soon" if near else ""
        yield Due(WORDS[one], at, datetime.fromisoformat(kept["from"]), state)
    notices: list[Supervision] = assignment.owed  # type: ignore[attr-defined]  # `inbox` looked them up
    for notice in notices:
        at = notice.answer_by_at
        state = "late" if notice.is_late else "soon" if at <= now + SOON else ""
        yield Due(WORDS[Clock.SUPERVISION], at, notice.issued_at, state)


def past(person: Any) -> AssignmentQuerySet:
    """Return what somebody's units have replied to or had, the latest first."""
    rows = Assignment.objects.seen_by(person).exclude(status__in=(Status.SENT, Status.SIGNED))
    return rows.select_related("case__service", "case__area", "unit").order_by("-sent_at", "-pk")
