"""What is done about meetings: one function for each step, and the calling of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from hotline import clock
from hotline.assignments import hands
from hotline.assignments.life import OPEN
from hotline.assignments.models import Assignment
from hotline.departments.models import Unit
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role

from . import queries
from .life import APPROVES, CALLS, LIFE, Resolved, Sort
from .models import AgendaItem, Invitation, Meeting
from .resolving import actions as resolving

EARLY = timedelta(hours=12)
"""A meeting that begins later than that has not taken place: nothing could postpone or cancel it any more."""


def call_meeting(
    *, by: Person, sort: Sort, title: str, starts_at: datetime, place: str, chair: Person,
    units: Iterable[Unit] = (),
) -> Meeting:  # fmt: skip
    """Call units to a meeting."""
    if not by.role & CALLS:
        raise NotYours(_("您的岗位不能召集会议。"))
    _to_come(starts_at)
    if not title.strip() or not place.strip():
        raise NotSo(_("请写明会议名称和地点。"))
    if not (chair.is_active and chair.role & APPROVES):
        raise NotSo(_("主持人要能给纪要定稿：请选审核员或值班长。"), field="chair")
    called = list(dict.fromkeys(units))
    for unit in called:
        hands.demand_in_service(unit)
    meeting = Meeting(
        sort=sort, title=title.strip(), starts_at=starts_at, place=place.strip(), chair=chair,
        called_by=by,
    )  # fmt: skip
    with transaction.atomic():
        LIFE.begin(
            meeting, act="call_meeting", by=by, sort=sort, starts_at=starts_at, chair=chair,
            units=called,
        )  # fmt: skip
        Invitation.objects.bulk_create(Invitation(meeting=meeting, unit=one) for one in called)
    return meeting


@LIFE.action
def invite(meeting: Meeting, *, by: Person, unit: Unit) -> None:
    """Invite one more unit; to a meeting that was held: it came unasked."""
    hands.demand_in_service(unit)
    came = None if meeting.held_at is None else True
    _made, new = Invitation.objects.get_or_create(
        meeting=meeting, unit=unit, defaults={"came": came}
    )
    if not new:
        raise NotNow(_("%(unit)s已经在邀请名单里。") % {"unit": unit.short})


@LIFE.action
def leave_out(meeting: Meeting, *, by: Person, invitation: Invitation) -> Mapping[str, Any]:
    """Do not invite a unit after all."""
    held = _invitation(meeting, invitation)
    unit = held.unit
    held.delete()
    return {"unit": unit}


@LIFE.action
def put_on(meeting: Meeting, *, by: Person, title: str, why: str = "") -> None:
    """Put something on the agenda that is no case."""
    if not title.strip():
        raise NotSo(_("请写明议题。"), field="title")
    AgendaItem.objects.create(meeting=meeting, place=_last(meeting), title=title.strip(), why=why)


@LIFE.action
def take_up(meeting: Meeting, *, by: Person, assignment: Assignment, why: str = "") -> None:
    """Put a case on the agenda, with why it is stuck and how it stands now."""
    if assignment.status not in OPEN:
        raise NotNow(_("%(case)s 已经不在办理中，不用上会。") % {"case": assignment.case.number})
    if meeting.items.filter(assignment=assignment).exists():
        raise NotNow(_("%(case)s 已经列入议题。") % {"case": assignment.case.number})
    reasons, figures = queries.stuck_now(assignment)
    if not reasons and not why.strip():
        said = {"case": assignment.case.number}
        raise NotSo(_("%(case)s 没有卡住的迹象，要上会请写明为什么。") % said, field="why")
    AgendaItem.objects.create(
        meeting=meeting, place=_last(meeting), title=queries.titled(assignment)[:200],
        assignment=assignment, reasons=[one.value for one in reasons], figures=figures, why=why,
    )  # fmt: skip


def take_up_all(meeting: Meeting, *, by: Person, assignments: Iterable[Assignment]) -> None:
    """Put several cases on the agenda, in this order, or none of them."""
    chosen = list(assignments)
    if not chosen:
        raise NotSo(_("请先勾选要上会的交办。"))
    with transaction.atomic():
        for one in chosen:
            take_up(meeting, by=by, assignment=one)


@LIFE.action
def put_first(meeting: Meeting, *, by: Person, item: AgendaItem) -> None:
    """Talk about it first."""
    held = _item(meeting, item)
    first = meeting.items.aggregate(first=Min("place"))["first"]
    held.place = first - 1
    held.save(update_fields=["place"])


@LIFE.action
def take_off(meeting: Meeting, *, by: Person, item: AgendaItem) -> Mapping[str, Any]:
    """Do not talk about it."""
    held = _item(meeting, item)
    assignment = held.assignment
    held.delete()
    return {"assignment": assignment}


@LIFE.action
def move(meeting: Meeting, *, by: Person, starts_at: datetime, place: str) -> None:
    """Meet at another time or in another place."""
    _to_come(starts_at)
    meeting.starts_at, meeting.place = starts_at, place[:120]


@LIFE.action
def hold(meeting: Meeting, *, by: Person) -> None:
    """Say that it takes place; whoever is not marked absent has come."""
    if not meeting.items.exists():
        raise NotNow(_("还没有议题，请先列议题。"))
    if clock.now() < meeting.starts_at - EARLY:
        raise NotNow(_("会议的时间还没到；提前开的，请先改期。"))
    meeting.held_at = clock.now()
    meeting.invitations.update(came=True)


@LIFE.action
def mark_absent(meeting: Meeting, *, by: Person, invitation: Invitation) -> None:
    """Write down that a unit did not come."""
    _mark(meeting, invitation, came=False)


@LIFE.action
def mark_present(meeting: Meeting, *, by: Person, invitation: Invitation) -> None:
    """Write down that it came after all."""
    _mark(meeting, invitation, came=True)


@LIFE.action
def minute_item(meeting: Meeting, *, by: Person, item: AgendaItem, outcome: str) -> None:
    """Write down what came of an item."""
    held = _item(meeting, item)
    held.outcome = outcome
    held.save(update_fields=["outcome"])


@LIFE.action
def minute(meeting: Meeting, *, by: Person, words: str) -> None:
    """Write down how it went in all."""
    meeting.minutes = words


@LIFE.action
def approve(meeting: Meeting, *, by: Person) -> Mapping[str, Any]:
    """Let the minutes stand as they are, and give every unit what was resolved for it."""
    if by.pk != meeting.chair_id and not by.role & Role.LEADER:
        raise NotYours(_("纪要由主持人或值班长定稿。"))
    if not meeting.minutes.strip():
        raise NotNow(_("还没有写纪要。"))
    if missing := meeting.items.filter(outcome="").count():
        raise NotNow(_("还有 %(n)s 个议题没有记结论。") % {"n": missing})
    meeting.approved_at, meeting.approved_by = clock.now(), by
    drafted = list(meeting.resolutions.filter(status=Resolved.DRAFTED).order_by("pk"))
    if drafted:
        resolving.give(drafted, by=by)
    return {"resolutions": len(drafted)}


@LIFE.action
def cancel(meeting: Meeting, *, by: Person, why: str) -> None:
    """Let it not take place."""


def _to_come(starts_at: datetime) -> None:
    if starts_at <= clock.now():
        raise NotSo(_("会议时间要在现在以后。"), field="starts_at")


def _last(meeting: Meeting) -> int:
    return int(meeting.items.aggregate(last=Max("place"))["last"] or 0) + 1


def _item(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    found = meeting.items.filter(pk=item.pk).first()
    if found is None:
        raise NotSo(_("这个议题不在本次会议上。"), field="item")
    return found


def _invitation(meeting: Meeting, invitation: Invitation) -> Invitation:
    found = meeting.invitations.select_related("unit").filter(pk=invitation.pk).first()
    if found is None:
        raise NotSo(_("这个单位不在本次会议的邀请名单里。"), field="invitation")
    return found


def _mark(meeting: Meeting, invitation: Invitation, *, came: bool) -> None:
    held = _invitation(meeting, invitation)
    if held.came is came:
        raise NotNow(_("已经是这样记的。"))
    held.came = came
    held.save(update_fields=["came"])
