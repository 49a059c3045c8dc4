"""A ledger that is told by tests what the switch tells, and one seat."""

from __future__ import annotations

import itertools

from hotline import clock
from hotline.calls import actions as calls
from hotline.calls import commands as do
from hotline.calls.ledger import Ledger, Todo
from hotline.calls.models import Phone
from hotline.people.models import Person
from hotline.telephony import port
from tests import town as cast

CHEN, WANG = "13800002001", "13800002002"
_legs = (f"far-{n}" for n in itertools.count(1))


def with_one_seat() -> tuple[Ledger, Person]:
    """Return a ledger, and the operator who alone waits for calls."""
    operator = cast.build().operator_28
    calls.sign_in(operator, phone=Phone.SIP)
    calls.ready(operator)
    return Ledger(lambda _call: 0), operator


def arrives(ledger: Ledger, number: str = CHEN) -> tuple[str, list[str]]:
    """Let somebody call; return his leg, and those of the seats that ring."""
    leg = next(_legs)
    return leg, rung(ledger.arrive(port.CallArrived(clock.now(), leg, number, "81890", leg)))


def rung(todo: list[Todo]) -> list[str]:
    """Return the legs of the seats that ring."""
    return [one.leg for done in todo for one in done.commands if isinstance(one, do.Ring)]


def is_answered(ledger: Ledger, seat: str) -> None:
    """Let the operator pick up."""
    ledger.take(port.LegAnswered(clock.now(), seat, "seat:28"))


def is_gone(ledger: Ledger, leg: str) -> list[Todo]:
    """Let one hang up; return what the switch is told."""
    return ledger.take(port.LegGone(clock.now(), leg))
