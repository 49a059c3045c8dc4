"""What the clock and the journal ask of calls that are owed."""

from __future__ import annotations

from hotline.calls.models import Call
from hotline.calls.states import Direction, Ending
from hotline.journal import reactions
from hotline.journal.models import Entry
from hotline.people.queries import the_clock

from . import actions, queries
from .models import Because, Wish

OWED = {
    Ending.MISSED: Because.MISSED,
    Ending.FULL: Because.FULL,
    Ending.LOST: Because.LOST,
    Ending.FAILED: Because.UNREACHED,
}
"""Which ends of a call from outside leave the line owing a call."""


def nobody_called(wish: int) -> None:
    """Put on record that nobody has called in time."""
    actions.overrun(Wish.objects.get(pk=wish), by=the_clock())


def owe_for_call(entry: Entry) -> None:
    """Owe a call to who called and was not heard to the end."""
    call = Call.objects.get(pk=entry.subject)
    if call.direction == Direction.IN and (because := OWED.get(Ending(call.how))):
        actions.owe(call, because=because, by=the_clock())


@reactions.only_where(queries.IS_OWED_ONE)
def settle_for_call(entry: Entry) -> None:
    """Owe no call to whom somebody speaks with now: he was called, or has called again."""
    call = Call.objects.get(pk=entry.subject)
    for wish in queries.owed_to(call.caller_id) if call.caller_id else ():
        actions.fulfil(wish, by=the_clock())
