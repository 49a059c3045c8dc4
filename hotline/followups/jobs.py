"""What clock and journal ask of call-backs."""

from __future__ import annotations

from hotline.cases.models import Case
from hotline.journal.models import Entry
from hotline.people.queries import the_clock

from . import actions
from .life import Status
from .models import FollowUp


def plan_for_answer(entry: Entry) -> None:
    """Owe a call for a case that was answered."""
    actions.plan(Case.objects.get(pk=entry.subject), by=the_clock())


def drop_for_case(entry: Entry) -> None:
    """Owe no call for a case that is not answered any more."""
    for followup in FollowUp.objects.filter(case=entry.subject, status=Status.DUE):
        actions.drop(followup, by=the_clock())


def ran_out(followup: int) -> None:
    """Put a late call-back on record."""
    actions.overrun(FollowUp.objects.get(pk=followup), by=the_clock())
