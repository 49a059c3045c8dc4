"""What clock and journal ask of disputes."""

from __future__ import annotations

from hotline.deposits.models import Draw
from hotline.journal.models import Entry
from hotline.people.queries import the_clock

from . import actions
from .models import Dispute


def nobody_paid(dispute: int) -> None:
    """Put on record that what is due was not paid in time."""
    actions.overrun(Dispute.objects.get(pk=dispute), by=the_clock())


def end_for_draw(entry: Entry) -> None:
    """End the dispute for which the deposit has paid."""
    actions.end_draw(Draw.objects.get(pk=entry.subject), by=the_clock(), drawn=True)


def go_on_without_draw(entry: Entry) -> None:
    """Tell the dispute that the deposit does not pay."""
    actions.end_draw(Draw.objects.get(pk=entry.subject), by=the_clock(), drawn=False)
