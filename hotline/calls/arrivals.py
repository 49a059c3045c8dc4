"""A call from outside in its first moment: whose number it is, on which line it comes, whether it is taken.

Nothing of the call is written here, which is the ledger's matter; a caller whom nobody knows is written down.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers import numbers
from hotline.callers import queries as known_callers
from hotline.callers.models import Caller
from hotline.journal import rows
from hotline.lines import queries as lines
from hotline.lines.models import Line
from hotline.lines.welcome import Welcome, decide
from hotline.people import queries as people
from hotline.rules import queries as rules
from hotline.telephony import port

from . import commands as do
from . import machine
from .models import Call
from .states import Direction, Ending, State, Terms


def ask_who_calls(event: port.CallArrived) -> Callable[[], Caller | None]:
    """Ask whose number it is that calls; what is returned writes a new one down, and says None where it is withheld."""
    number = numbers.from_carrier(event.number)
    if not number.known:
        return lambda: None
    known = known_callers.ask_by_number(number)
    return lambda: known() or callers.first_seen(number, by=people.the_clock())


def welcomed(
    pk: int, event: port.CallArrived, others_wait: int, who: Callable[[], Caller | None]
) -> tuple[Call, State, list[do.Command]]:
    """Return a call from outside, not yet written: taken, or told why it is not."""
    caller = who()
    line = lines.of_number(event.dialled)
    now = timezone.localtime(clock.now())
    barred = bool(caller and caller.barred_until and caller.barred_until > now)
    said = decide(now, lines.terms_of(line), waiting=others_wait, barred=barred)
    state, todo = _begun(pk, event, said, _terms(line, caller))
    call = rows.new(
        Call,
        id=pk,
        direction=Direction.IN.value,
        line_id=line.pk if line else None,
        line_number=event.dialled,
        arrived_at=event.at,
        leg=event.leg,
        step=1,
        status=state.status.value,
    )
    call.caller = caller
    return call, state, todo


def _begun(
    pk: int, event: port.CallArrived, said: Welcome, terms: Terms
) -> tuple[State, list[do.Command]]:
    if said is Welcome.TAKEN:
        return machine.arrive(pk, event, terms)
    prompts = {Welcome.CLOSED: "line_closed", Welcome.FULL: "line_full", Welcome.BARRED: "barred"}
    return machine.refuse(pk, event, how=Ending(said.value), prompt=prompts[said])


def _terms(line: Line | None, caller: Caller | None) -> Terms:
    ring_s = rules.book()["ring_s"]
    return Terms(ring_s, rates=bool(line and line.rates), may_keep_place=caller is not None)
