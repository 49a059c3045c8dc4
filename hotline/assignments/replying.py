"""What a reply needs before it is one: that the citizen was spoken with, and that all who help have answered."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from hotline import clock
from hotline.life.errors import NotSo
from hotline.timelimits.limits import Clock

from . import clocks, queries, running
from .life import Stood
from .models import Assignment


def contacted(assignment: Assignment, at: datetime, number: str) -> None:
    """Write down when the unit spoke with the citizen, and from which number; the first time counts."""
    if not assignment.sent_at <= at <= clock.now():
        raise NotSo(_("联系市民的时间应当在交办以后、现在以前。"), field="contacted_at")
    if not number.strip():
        raise NotSo(_("请写用哪个号码联系的。"), field="contacted_from")
    if assignment.contacted_at is None:
        assignment.contacted_at = at
        due_at = assignment.contact_by_at
        if due_at is not None and late(due_at, at) and assignment.asked_in_time(due_at):
            assignment.contact_by_at = at  # while the line decides no clock runs out
        elif due_at is not None:  # what stood between then and now moves nothing
            assignment.contact_by_at = clocks.reckon(assignment, Clock.CONTACT).due.at
        assignment.contact_late |= late(assignment.contact_by_at, at)
    assignment.contacted_from = number.strip()


def demand_all(assignment: Assignment, why_alone: str) -> None:
    """Refuse a reply for all as long as somebody who helps has not replied, unless it says why it does not wait."""
    owing = [one.unit.short for one in queries.parts_at_work(assignment)]
    if owing and not why_alone.strip():
        units = _("、").join(owing)
        said = _("%(units)s还没有答复；不等的，请写明原因。") % {"units": units}
        raise NotSo(said, field="why_alone")


def judge(assignment: Assignment, at: datetime, asked_at: datetime | None) -> None:
    """Say whether a reply is late: where the line had not decided what was asked in time, the time since is left out."""
    due_at = assignment.reply_by_at
    if asked_at is not None and late(due_at, at) and not late(due_at, asked_at):
        running.leave_out(assignment, asked_at, at, Stood.DECIDING)
        running.reckon(assignment)
    assignment.reply_late |= late(assignment.reply_by_at, at)


def late(due_at: datetime | None, at: datetime) -> bool:
    """Say whether something was done after it was due."""
    return due_at is not None and at > due_at
