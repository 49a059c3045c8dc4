"""What clock and journal ask of dispatches."""

from __future__ import annotations

from hotline.cases.models import Case
from hotline.followups.models import FollowUp
from hotline.journal.models import Entry
from hotline.people.queries import the_clock

from . import actions
from .life import Status
from .models import Dispatch


def nobody_accepted(dispatch: int) -> None:
    """Let an offer lapse that nobody answered."""
    actions.lapse(Dispatch.objects.get(pk=dispatch), by=the_clock())


def nobody_arrived(dispatch: int) -> None:
    """Put on record that nobody came in time."""
    actions.overrun(Dispatch.objects.get(pk=dispatch), by=the_clock())


def offer_next(entry: Entry) -> None:
    """Ask the next provider after one that refused or did not answer."""
    dispatch = Dispatch.objects.select_related("case").get(pk=entry.subject)
    actions.offer_next(dispatch.case, by=the_clock())


def cancel_for_case(entry: Entry) -> None:
    """Tell the provider not to come for a case that ended another way."""
    for dispatch in Dispatch.objects.open().filter(case=entry.subject):
        actions.cancel(dispatch, by=the_clock(), why=entry.act)


def close_after_asking(entry: Entry) -> None:
    """Settle the work that the citizen was asked about."""
    followup = FollowUp.objects.get(pk=entry.subject)
    for dispatch in Dispatch.objects.filter(case=followup.case_id, status=Status.DONE):
        settle = actions.confirm if followup.content else actions.fault
        settle(dispatch, by=the_clock())


def confirm_unasked(entry: Entry) -> None:
    """Take the provider's word where the citizen could not be reached."""
    case = Case.objects.get(followups=entry.subject)
    for dispatch in Dispatch.objects.filter(case=case, status=Status.DONE):
        actions.confirm(dispatch, by=the_clock())
