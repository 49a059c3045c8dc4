"""What of all assignments wants a leader's or a reviewer's eye: how much of each, and which. Every question is one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from hotline import clock
from hotline.areas.models import Area
from hotline.assignments import queries as assignments
from hotline.assignments.life import OPEN, Part, PleaStatus, Status
from hotline.assignments.models import NEXT, Assignment, AssignmentQuerySet, Plea, Supervision
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case, CaseQuerySet
from hotline.catalogue.models import HandledBy
from hotline.departments import queries as departments
from hotline.departments.choosing import Asked, Cell, most_exact
from hotline.departments.models import Remit
from hotline.departments.models import Unit as Giver
from hotline.people.models import Person
from hotline.rules import queries as rules
from hotline.timelimits import queries as timelimits
from hotline.timelimits.limits import Clock
from hotline.today import today
from hotline.worktime import Length, Unit, due

MOST = 100
"""How many lines a list shows; its count says how many there are."""
DONE_AGAIN_MOST = 2
"""Done again so often, a case does not come right by itself."""
Leads: TypeAlias = Callable[[str, int | None, int | None], int | None]
"""Says whose a service, of a group, in an area is."""


@dataclass(frozen=True)
class Line:
    """How many of one unit's assignments are overdue and nearly due."""

    unit: int
    name: str
    overdue: int
    near: int


@dataclass(frozen=True)
class Uncovered:
    """A case that waits for somebody to say whose it is, and why the remits do not."""

    case: Case
    reason: str


def near_until() -> datetime:
    """Return until when something is nearly due: the end of the next working day."""
    day = Length(1, Unit.WORKING_DAYS)
    return due(clock.now(), day, timelimits.calendar()).at


def timed(person: Person) -> AssignmentQuerySet:
    """Return what units have to do, each with the first of its clocks that runs."""
    return Assignment.objects.seen_by(person).at_work().annotate(next_due_at=NEXT)


def which(one: Assignment) -> str:
    """Say which clock of a `timed` assignment is the first."""
    due_at = one.next_due_at  # type: ignore[attr-defined]  # `timed` looked it up
    if one.status == Status.SENT and one.sign_by_at == due_at:
        return str(Clock.SIGN.label)
    if one.is_lead and one.owes_contact and one.contact_by_at == due_at:
        return str(Clock.CONTACT.label)
    return str(Clock.REPLY.label)


def overdue(person: Person) -> AssignmentQuerySet:
    """Return what units owe, the longest overdue first."""
    rows = timed(person).filter(assignments.overdue(clock.now()))
    return rows.select_related("unit", "case").order_by("next_due_at", "pk")


def near(person: Person) -> AssignmentQuerySet:
    """Return what is due by the end of the next working day, the first first."""
    rows = timed(person).filter(Q(next_due_at__gte=clock.now()), Q(next_due_at__lte=near_until()))
    return rows.select_related("unit", "case").order_by("next_due_at", "pk")


def by_unit(person: Person) -> list[Line]:
    """Return the units that owe something or soon will, those with the most overdue first."""
    now, until = clock.now(), near_until()
    rows = timed(person).filter(Q(next_due_at__lte=until)).values("unit", "unit__short")
    late = Count("pk", filter=assignments.overdue(now))
    near_ = Count("pk", filter=Q(next_due_at__gte=now))
    counted = rows.annotate(late=late, near=near_).order_by("-late", "-near", "unit__short")
    return [
        Line(one["unit"], one["unit__short"], one["late"], one["near"])
        for one in counted
        if one["late"] or one["near"]
    ]


def supervised(person: Person) -> AssignmentQuerySet:
    """Return what is supervised and not concluded, the highest level first; each with its notices, the last first."""
    notices = Supervision.objects.select_related("issued_by").order_by("-pk")
    rows = Assignment.objects.seen_by(person).open().filter(supervised__gt=0)
    rows = rows.select_related("unit", "case").order_by("-supervised", "reply_by_at", "pk")
    return rows.prefetch_related(Prefetch("supervisions", notices))


def stuck(person: Person) -> AssignmentQuerySet:
    """Return what does not come right by itself, the oldest first."""
    rows = Assignment.objects.seen_by(person).open().filter(_is_stuck())
    return rows.select_related("unit", "case").order_by("sent_at", "pk")


def _is_stuck() -> Q:
    book = rules.book()
    long_ago = clock.now() - timedelta(hours=book["overdue_leader_h"])
    return (
        Q(times_sent_back__gte=book["send_backs_most"])
        | Q(times_done_again__gte=DONE_AGAIN_MOST)
        | assignments.overdue(long_ago, "reply_by_at") & Q(replied_at=None)
        | Q(times_returned__gt=1)
    )


def why_stuck(one: Assignment) -> list[str]:
    """Say why an assignment does not come right by itself."""
    book, said = rules.book(), []
    if one.times_sent_back >= book["send_backs_most"]:
        said.append(_("被退回 %(n)s 次") % {"n": one.times_sent_back})
    if one.times_done_again >= DONE_AGAIN_MOST:
        said.append(_("重办 %(n)s 次") % {"n": one.times_done_again})
    if one.reply_by_at and not (one.replied_at or one.asked_in_time(one.reply_by_at)):
        late = clock.now() - one.reply_by_at
        if late > timedelta(hours=book["overdue_leader_h"]):
            said.append(_("超时 %(n)s 小时没有反馈") % {"n": int(late.total_seconds()) // 3600})
    if one.times_returned > 1:
        said.append(_("申请退单 %(n)s 次") % {"n": one.times_returned})
    return said


def uncovered(person: Person) -> tuple[list[Uncovered], int]:
    """Return the cases nobody has that no remit gives to a unit, or whose unit has given them back: the oldest, and how many.

    Whose a case is hangs on its service and its place alone: each pair that there is is looked at once, however many wait.
    """
    open_ = Case.objects.seen_by(person).filter(status=CaseStatus.OPEN)
    theirs = open_.filter(~Q(service__handled_by=HandledBy.PROVIDER) | Q(service=None))
    lead_of = _leads()
    nobodys: dict[int | None, list[int | None]] = defaultdict(list)
    pairs = theirs.values_list("service", "service__code", "service__group", "area").distinct()
    for service, code, group, area in pairs.order_by():
        if lead_of(code or "", group, area) is None:
            nobodys[area].append(service)
    back = _given_back(person, open_, lead_of)
    wanted = Q(pk__in=back)
    for place, services in nobodys.items():
        known = Q(service__in=[one for one in services if one is not None])
        wanted |= Q(area=place) & (known | Q(service=None) if None in services else known)
    rows = open_.filter(wanted).select_related("service", "area")
    shown = rows.order_by("taken_at", "pk")[:MOST]
    return [Uncovered(one, _why(one, back.get(one.pk))) for one in shown], rows.count()


def _leads() -> Leads:
    """Return by the remits of today whose a service in a place is: two questions for all there are."""
    leads: dict[int, int] = {}
    cells = []
    remits = Remit.objects.holding_on(today())
    for row in remits.values_list("pk", "lead", "code", "group", "area"):
        leads[row[0]] = row[1]
        cells.append(Cell(row[0], *row[2:]))
    above: dict[int, int | None] = dict(Area.objects.values_list("pk", "parent"))

    def lead_of(code: str, group: int | None, area: int | None) -> int | None:
        remit = most_exact(cells, Asked(code, group, list(_up_from(area, above))))
        return None if remit is None else leads[remit]

    return lead_of


def _given_back(person: Person, open_: CaseQuerySet, lead_of: Leads) -> dict[int, Giver | None]:
    """Return the cases that a unit has given back and that are still its by the remits, or are nobody's."""
    returned = Assignment.objects.seen_by(person).filter(case__in=open_, status=Status.RETURNED)
    found: dict[int, Giver | None] = {}
    for one in returned.select_related("case__service", "unit"):
        service = one.case.service
        code, group = (service.code, service.group_id) if service else ("", None)
        lead = lead_of(code, group, one.case.area_id)
        if lead in (None, one.unit_id):
            found[one.case_id] = None if lead is None else one.unit
    return found


def _why(case: Case, gave_back: Giver | None) -> str:
    if gave_back is None:
        return departments.why_nobody(case)
    return _("派单目录里归%(unit)s，它的退单已经同意。") % {"unit": gave_back.short}


def _up_from(area: int | None, above: dict[int, int | None]) -> Iterator[int]:
    while area is not None:
        yield area
        area = above[area]


def counts(person: Person) -> dict[str, int]:
    """Return how much of each there is."""
    now = clock.now()
    soon = Q(next_due_at__gte=now, next_due_at__lte=near_until())
    due_ = Count("pk", filter=assignments.overdue(now) | soon)
    rows = timed(person).aggregate(due=due_)
    others = Assignment.objects.seen_by(person).filter(status__in=OPEN)
    found = others.aggregate(
        review=Count("pk", filter=Q(part=Part.LEAD, status=Status.REPLIED)),
        supervised=Count("pk", filter=Q(supervised__gt=0)),
        stuck=Count("pk", filter=_is_stuck()),
    )
    pleas = Plea.objects.seen_by(person).filter(status=PleaStatus.ASKED)
    return {**rows, **found, "pleas": pleas.count()}
