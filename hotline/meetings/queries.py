"""Questions about meetings: which cases are proposed for one, who is told, until when a resolution is due and why then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hotline import clock
from hotline.assignments.life import AT_WORK, Status, Stood
from hotline.assignments.models import Assignment
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.people.roles import STAFF
from hotline.rules import queries as rules
from hotline.timelimits import queries as timelimits
from hotline.timelimits import wording as limits
from hotline.timelimits.limits import Limit, Reckoned
from hotline.worktime import Length
from hotline.worktime import Unit as Of

from .life import PLANNED, Resolved
from .models import AgendaItem, Meeting, MeetingQuerySet, Resolution, ResolutionQuerySet
from .stuck import Figures, Reason, Stuck, Thresholds, ranked, stuck

MOST = 300
"""Of the oldest that may be stuck so many are ranked: a meeting does not talk about more."""
PASSED_ON = (Status.MOVED, Status.RETURNED)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A case that is proposed for a meeting."""

    assignment: Assignment
    stuck: Stuck

    @property
    def figures(self) -> dict[str, int]:
        """Return its figures by their names."""
        return asdict(self.stuck.figures)


def thresholds() -> Thresholds:
    """Return from how much on a case is stuck, by the line's numbers of now."""
    book = rules.book()
    return Thresholds(
        late_days=book["stuck_late_days"],
        passed_on=book["stuck_passed_on"],
        sent_back=book["stuck_sent_back"],
        suspended_days=book["stuck_suspended_days"],
    )


def proposed(person: Any) -> list[Proposed]:
    """Return the cases that are stuck, the worst first, without those that are on an agenda already."""
    now, beyond = clock.now(), thresholds()
    rows = _counted(Assignment.objects.seen_by(person).open().leads(), now)
    on_agenda = AgendaItem.objects.filter(meeting__status__in=PLANNED, assignment__isnull=False)
    rows = rows.filter(_may_be_stuck(now, beyond)).exclude(pk__in=on_agenda.values("assignment"))
    found = {one.pk: one for one in rows.order_by("sent_at", "pk")[:MOST]}
    worst = ranked((_figures(one, now) for one in found.values()), beyond)
    return [Proposed(found[one.figures.pk], one) for one in worst]


def stuck_now(assignment: Assignment) -> tuple[list[Reason], dict[str, int]]:
    """Return why an assignment is stuck now, and how it stands."""
    now = clock.now()
    figures = _figures(_counted(Assignment.objects.filter(pk=assignment.pk), now).get(), now)
    found = stuck(figures, thresholds())
    return list(found.reasons) if found else [], asdict(figures)


def _counted(rows: Any, now: datetime) -> Any:
    former = Assignment.objects.filter(case=OuterRef("case"), status__in=PASSED_ON)
    times = former.order_by().values("case").annotate(n=Count("pk")).values("n")
    late = Q(supervisions__answered_at=None, supervisions__answer_by_at__lt=now)
    return rows.select_related("case__service", "case__area", "unit").annotate(
        passed=F("times_returned") + Coalesce(Subquery(times), 0),
        unanswered=Count("supervisions", filter=late & Q(supervisions__pk__isnull=False)),
    )


def _may_be_stuck(now: datetime, beyond: Thresholds) -> Q:
    """Keep those that may have a reason: what is kept too many is left out by the ranking."""
    return (
        Q(status__in=AT_WORK, reply_by_at__lte=now - timedelta(days=beyond.late_days))
        | Q(passed__gte=beyond.passed_on)
        | Q(times_sent_back__gte=beyond.sent_back - F("times_done_again"))
        | Q(status__in=AT_WORK, stood__contains=[[Stood.SUSPENDED.value]])
        | Q(unanswered__gte=beyond.unanswered)
    )


def _figures(one: Any, now: datetime) -> Figures:
    works = one.status in AT_WORK and not one.stands
    return Figures(
        one.pk,
        late_days=_days(one.reply_by_at, now) if works else 0,
        passed_on=one.passed,
        sent_back=one.times_sent_back + one.times_done_again,
        suspended_days=_days(_went_on_at(one), now) if works else 0,
        unanswered=one.unanswered,
    )


def _went_on_at(one: Assignment) -> datetime | None:
    """Return when a matter that was suspended was to be looked at again, and its clock went on."""
    ends = [until for _since, until, why in one.stood if why == Stood.SUSPENDED]
    return datetime.fromisoformat(ends[-1]) if ends else None


def _days(since: datetime | None, now: datetime) -> int:
    return max(0, (now - since).days) if since else 0


# -- resolutions ------------------------------------------------------------------------------------


def reckon(unit: int, *, days: int, start: datetime) -> Reckoned:
    """Say until when a unit has so many of its own working days."""
    limit = Limit(Length(days, Of.WORKING_DAYS), 0)
    return timelimits.reckon_by(limit, unit=unit, start=start)


def explained(resolution: Resolution) -> list[str]:
    """Say for people why a resolution is due when it is; nothing before it is given."""
    if resolution.counted_from_at is None:
        return []
    found = reckon(resolution.unit_id, days=resolution.days, start=resolution.counted_from_at)
    return limits.told(found)


def owed(person: Any) -> ResolutionQuerySet:
    """Return the resolutions that nobody has closed, what is due first first."""
    rows = Resolution.objects.seen_by(person).owed().select_related("unit", "meeting")
    return rows.order_by("due_at", "pk")


def owing(person: Any) -> int:
    """Return how many resolutions somebody's units have still to report; who helps does not report."""
    return Resolution.objects.filter(
        unit__in=departments.units_of(person), status=Resolved.OPEN
    ).count()


def led(resolutions: Iterable[Resolution], person: Any) -> set[int]:
    """Return the keys of those that somebody may report: his units lead them, or he does it in their name."""
    if person.role & STAFF:
        return {one.pk for one in resolutions}
    mine = departments.units_of(person)
    return {one.pk for one in resolutions if one.unit_id in mine}


def meetings(person: Any) -> MeetingQuerySet:
    """Return the meetings somebody may know of, the latest first."""
    rows = Meeting.objects.seen_by(person).select_related("chair")
    return rows.order_by("-starts_at", "-pk")


def invited(meeting: Meeting) -> QuerySet[Unit]:
    """Return the units that are invited."""
    return Unit.objects.filter(pk__in=meeting.invitations.values("unit")).order_by("pk")


def units_of(resolution: Resolution) -> list[Unit]:
    """Return who has a part in a resolution, its own unit first."""
    return [resolution.unit, *resolution.co_units.order_by("pk")]


def running_over(day: date) -> ResolutionQuerySet:
    """Return the resolutions that are due on a day or later; what is late stays late."""
    rows = Resolution.objects.filter(status=Resolved.OPEN, due_at__gt=clock.now())
    return rows.filter(counted_from_at__date__lte=day, due_at__date__gte=day)


def titled(assignment: Assignment) -> str:
    """Return what an assignment is about without a word of its citizen's: everybody invited reads an agenda."""
    case = assignment.case
    what = case.service or case.get_kind_display()
    where = f"{case.area} " if case.area and not case.secret else ""
    return f"{where}{what} · {assignment.unit.short}"


def on_agenda(meeting: Meeting, person: Any) -> Iterable[tuple[AgendaItem, bool]]:
    """Return the agenda, each item with whether this person may know of its case.

    Before the minutes are approved a unit finds its own cases there and what is no case, so that it comes prepared.
    """
    items = list(meeting.items.select_related("assignment__case", "assignment__unit"))
    keys = [one.assignment_id for one in items if one.assignment_id]
    seen = set(Assignment.objects.seen_by(person).filter(pk__in=keys).values_list("pk", flat=True))
    told = [(one, one.assignment_id in seen) for one in items]
    whole = meeting.is_read_by(person)
    return [(one, own) for one, own in told if whole or own or one.assignment_id is None]
