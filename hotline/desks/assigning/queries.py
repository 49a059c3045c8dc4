"""What of all assignments wants a leader's or a reviewer's eye: how much of each, and which. Every question is one statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case as If
from django.db.models import Count, DateTimeField, F, Prefetch, Q, Value, When
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from hotline import clock
from hotline.areas.models import Area
from hotline.assignments.life import OPEN, Part, PleaStatus, Status
from hotline.assignments.models import Assignment, AssignmentQuerySet, Plea, Supervision
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.catalogue.models import HandledBy
from hotline.departments.choosing import Asked, Cell, most_exact
from hotline.departments.models import Remit
from hotline.people.models import Person
from hotline.rules import queries as rules
from hotline.timelimits import queries as timelimits
from hotline.timelimits.limits import Clock
from hotline.today import today
from hotline.worktime import Length, Unit, due

MOST = 100
"""How many lines a list shows; its count says how many there are."""
LOOKED_AT = 500
"""How many cases that nobody has are looked at, the oldest first, for those that no remit covers."""
DONE_AGAIN_MOST = 2
"""Done again so often, a case does not come right by itself."""


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
    never = Value(None, output_field=DateTimeField())
    sign = If(When(status=Status.SENT, then=F("sign_by_at")), default=never)
    contact = If(When(contacted_at=None, why_no_contact="", then=F("contact_by_at")), default=never)
    rows = Assignment.objects.seen_by(person).at_work()
    return rows.annotate(next_due_at=Least(sign, contact, F("reply_by_at")))


def which(one: Assignment) -> str:
    """Say which clock of a `timed` assignment is the first."""
    due_at = one.next_due_at  # type: ignore[attr-defined]  # `timed` looked it up
    if one.status == Status.SENT and one.sign_by_at == due_at:
        return str(Clock.SIGN.label)
    if one.owes_contact and one.contact_by_at == due_at:
        return str(Clock.CONTACT.label)
    return str(Clock.REPLY.label)


def overdue(person: Person) -> AssignmentQuerySet:
    """Return what units owe, the longest overdue first."""
    rows = timed(person).filter(Q(next_due_at__lt=clock.now()))
    return rows.select_related("unit", "case").order_by("next_due_at", "pk")


def near(person: Person) -> AssignmentQuerySet:
    """Return what is due by the end of the next working day, the first first."""
    rows = timed(person).filter(Q(next_due_at__gte=clock.now()), Q(next_due_at__lte=near_until()))
    return rows.select_related("unit", "case").order_by("next_due_at", "pk")


def by_unit(person: Person) -> list[Line]:
    """Return the units that owe something or soon will, those with the most overdue first."""
    now, until = clock.now(), near_until()
    rows = timed(person).filter(Q(next_due_at__lte=until)).values("unit", "unit__short")
    late = Count("pk", filter=Q(next_due_at__lt=now))
    counted = rows.annotate(late=late, n=Count("pk")).order_by("-late", "-n", "unit__short")
    return [
        Line(one["unit"], one["unit__short"], one["late"], one["n"] - one["late"])
        for one in counted
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
        | Q(reply_by_at__lt=long_ago, replied_at=None)
        | Q(times_returned__gt=1)
    )


def why_stuck(one: Assignment) -> list[str]:
    """Say why an assignment does not come right by itself."""
    book, said = rules.book(), []
    if one.times_sent_back >= book["send_backs_most"]:
        said.append(_("被退回 %(n)s 次") % {"n": one.times_sent_back})
    if one.times_done_again >= DONE_AGAIN_MOST:
        said.append(_("重办 %(n)s 次") % {"n": one.times_done_again})
    if one.reply_by_at and not one.replied_at:
        late = clock.now() - one.reply_by_at
        if late > timedelta(hours=book["overdue_leader_h"]):
            said.append(_("超时 %(n)s 小时没有反馈") % {"n": int(late.total_seconds()) // 3600})
    if one.times_returned > 1:
        said.append(_("申请退单 %(n)s 次") % {"n": one.times_returned})
    return said


def uncovered(person: Person) -> list[Uncovered]:
    """Return the cases nobody has that no remit gives to a unit, or whose unit has given them back: the oldest first."""
    open_ = Case.objects.seen_by(person).filter(status=CaseStatus.OPEN)
    theirs = ~Q(service__handled_by=HandledBy.PROVIDER) | Q(service=None)
    rows = open_.filter(theirs | Q(assignments__status=Status.RETURNED)).distinct()
    shown = rows.select_related("service", "area").order_by("taken_at", "pk")
    waiting = list(shown[:LOOKED_AT])
    given = _given(waiting)
    returned = Assignment.objects.seen_by(person).filter(case__in=waiting, status=Status.RETURNED)
    back = {(one.case_id, one.unit_id): one.unit for one in returned.select_related("unit")}
    found = []
    for case in waiting:
        unit = given[case.pk]
        if unit is None:
            found.append(Uncovered(case, _nobody(case)))
        elif (case.pk, unit) in back:
            why = _("派单目录里归%(unit)s，它的退单已经同意。")
            found.append(Uncovered(case, why % {"unit": back[case.pk, unit].short}))
    return found


def _given(cases: list[Case]) -> dict[int, int | None]:
    """Return by the remits of today whose each case is, in two questions for all of them."""
    remits = Remit.objects.holding_on(today())
    leads: dict[int, int] = {}
    cells = []
    for row in remits.values_list("pk", "lead", "code", "group", "area"):
        leads[row[0]] = row[1]
        cells.append(Cell(row[0], *row[2:]))
    above: dict[int, int | None] = dict(Area.objects.values_list("pk", "parent"))
    found: dict[int, int | None] = {}
    for case in cases:
        code, group = (case.service.code, case.service.group_id) if case.service else ("", None)
        areas = list(_up_from(case.area_id, above))
        remit = most_exact(cells, Asked(code, group, areas))
        found[case.pk] = None if remit is None else leads[remit]
    return found


def _up_from(area: int | None, above: dict[int, int | None]) -> Iterator[int]:
    while area is not None:
        yield area
        area = above[area]


def _nobody(case: Case) -> str:
    """Say what is missing for the remits to say whose it is."""
    if case.area is None:
        return _("工单没有写在哪个区域，派单目录里没有不分区域的规定。")
    if case.service is None:
        return _("工单没有写小项，派单目录里没有%(where)s的总规定。") % {"where": case.area}
    told = {"what": case.service, "where": case.area}
    return _("派单目录里没有“%(what)s”在%(where)s归谁管。") % told


def counts(person: Person) -> dict[str, int]:
    """Return how much of each there is."""
    rows = timed(person).aggregate(due=Count("pk", filter=Q(next_due_at__lte=near_until())))
    others = Assignment.objects.seen_by(person).filter(status__in=OPEN)
    found = others.aggregate(
        review=Count("pk", filter=Q(part=Part.LEAD, status=Status.REPLIED)),
        supervised=Count("pk", filter=Q(supervised__gt=0)),
        stuck=Count("pk", filter=_is_stuck()),
    )
    pleas = Plea.objects.seen_by(person).filter(status=PleaStatus.ASKED)
    return {**rows, **found, "pleas": pleas.count()}
